import { asked, letterOf, otherEvaluator } from './other-evaluator';
import type { PolicyDocuments } from '../../src';
import { RequestOrigin } from '../../src';
import { completedArn } from '../../src/iam/arn';
import type { Witness } from '../../src/proof/question';
import { PAGES } from '../conformance/pages';
import type { Json } from '../conformance/row';

/** A request that refutes something: the first policies allow it, and the others, if there are some, do not. */
export interface Refutation {
  readonly allowedBy: PolicyDocuments;
  readonly unless?: PolicyDocuments;
  readonly witness: Witness;
  /** Whose the resource is, where its ARN does not tell it. */
  readonly resourceAccount?: string;
}

/** Somebody, where who asks makes no difference. */
const SOMEBODY = 'arn:aws:iam::111122223333:role/Agent';
/** Of one question in so many it may be that the other evaluator can't be asked. */
const NOT_ASKED = 10;

/** What the other evaluator reads otherwise than a page of AWS says, and the same as the page says it. */
const READINGS: ReadonlyArray<{ readonly why: string; readonly page: string; as(documents: PolicyDocuments, witness: Witness): PolicyDocuments }> = [
  {
    why: 'an ARN of fewer than six parts in NotResource is completed with wildcards',
    page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html',
    as: (documents) => withResources(documents, ['NotResource'], completedArn),
  },
  {
    why: 'a * that is the last character of a segment of an ARN means colons, too',
    page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html',
    as: (documents, { resource }) => withResources(documents, ['Resource', 'NotResource'], (text) => (isOver(text, resource) ? resource : text)),
  },
  {
    why: 'a resource with a variable that has no value is no resource, so NotResource leaves nothing out',
    page: PAGES.variables,
    as: (documents, { context }) => withResources(documents, ['NotResource'], (text) => (
      [...text.matchAll(/\$\{([^},]+)\}/g)].some(([, key]) => !context[key.toLowerCase()]?.length) ? 'arn:aws:s3:::of-nobody' : text)),
  },
];

/**
 * Asks the other evaluator whether the first policies of each allow the request, and the others don't.
 *
 * Its tables don't have all actions, resources and keys. Where it refuses to judge or leaves out a key, its core is asked, which takes no policy of a
 * resource or session; else it can't be asked.
 *
 * @throws if it says otherwise, or can't be asked of too many
 */
export async function askAboutWitnesses(refutations: readonly Refutation[]): Promise<string[]> {
  const counts = new Map<string, number>();
  const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);
  const problems: string[] = [];
  let [questions, notAsked] = [0, 0];
  for (const { allowedBy, unless, witness, resourceAccount } of refutations) {
    for (const [documents, isAllowing] of [[allowedBy, true], ...unless ? [[unless, false]] : []] as Array<[PolicyDocuments, boolean]>) {
      const { said, how, known } = await answerOf(documents, witness, isAllowing, resourceAccount);
      questions += 1;
      if (known) {
        count(how);
      } else if (how !== 'asked') {
        notAsked += 1;
        count(`can't be asked: ${how}`);
      } else {
        problems.push(`expected ${isAllowing ? 'A' : 'I or E'}, the other says ${said}: ${JSON.stringify({ ...documents, request: witness })}`);
      }
    }
  }
  if (problems.length > 0) {
    const [shortest] = problems.sort((a, b) => a.length - b.length);
    throw new Error(`${problems.length} answers about ${refutations.length} requests differ, and no page of AWS is known to say why\n${shortest}`);
  }
  if (notAsked > questions / NOT_ASKED) {
    throw new Error(`${notAsked} of ${questions} questions can't be asked: more than one in ${NOT_ASKED}\n${[...counts].join('\n')}`);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([what, times]) => `${times} times ${what}`);
}

interface Answer {
  readonly said: string;
  /** Whether it is as expected. */
  readonly known: boolean;
  /** `asked`, or what kept it from being asked, or with what it was. */
  readonly how: string;
}

async function answerOf(documents: PolicyDocuments, witness: Witness, isAllowing: boolean, resourceAccount: string | undefined): Promise<Answer> {
  const { runSimulation, runUnsafeSimulation } = otherEvaluator();
  if (witness.principal !== undefined && !/^arn:aws:(iam|sts)::\d{12}:(root|user|role|assumed-role|federated-user)\b/.test(witness.principal)) {
    return { said: '', known: false, how: 'who asks is no principal of an account' };
  }
  const isExpected = (letter: string) => (isAllowing ? letter === 'A' : letter === 'I' || letter === 'E');
  const result = await runSimulation(questionOf(documents, witness, resourceAccount), {});
  const said = letterOf(result);
  if (isExpected(said)) {
    return { said, known: true, how: 'as here' };
  }
  let read = documents;
  const lacking = lackOf(result);
  for (const { why, page, as } of READINGS) {
    read = as(read, witness);
    const again = lacking === undefined ? letterOf(await runSimulation(questionOf(read, witness, resourceAccount), {})) : said;
    if (isExpected(again)) {
      return { said, known: true, how: `as here, where it is told that ${why} (${page})` };
    }
  }
  if (lacking === undefined) {
    return { said, known: false, how: 'asked' };
  }
  if (documents.resourcePolicy || documents.sessionPolicy) {
    return { said, known: false, how: lacking };
  }
  const core = letterOf({ overallResult: runUnsafeSimulation(questionOf(read, witness, resourceAccount), {}) });
  return { said: core, known: isExpected(core), how: isExpected(core) ? `as here, by its core, for ${lacking}` : 'asked' };
}

/** What it lacks to judge the request. */
function lackOf({ resultType, errors, result, results }: Json): string | undefined {
  const ignored: string[] = result?.ignoredContextKeys ?? results?.[0]?.ignoredContextKeys ?? [];
  const refusals: { readonly [message: string]: string } = {
    'invalid.action': 'it has not the action',
    'invalid.service': 'it has not the service',
    'must.use.wildcard': 'it has no resource of the action',
    'no.resource.types': 'it has no such resource of the action',
    'multiple.resource.types': 'it has several such resources of the action',
  };
  return resultType === 'error' ? refusals[errors.message] : ignored.length > 0 ? `it leaves out the key ${ignored.join(', ')}` : undefined;
}

function questionOf(documents: PolicyDocuments, { principal, action, resource, context }: Witness, given: string | undefined): Json {
  const who = principal ?? context['aws:principalarn']?.[0] ?? SOMEBODY;
  const owner = resource.split(':')[4] ?? '';
  // Of policies alone it is asked what they say themselves: whose the resource is makes no difference.
  const resourceAccount = given ?? (principal !== undefined && /^\d{12}$/.test(owner) ? owner : who.split(':')[4]);
  const told = { 'aws:resourceaccount': [resourceAccount], ...context };
  return asked({ documents, request: { principal: who, action, resource, resourceAccount, context: told, origin: RequestOrigin.directKeyAbsent() } });
}

function withResources(documents: PolicyDocuments, elements: string[], change: (text: string) => string): PolicyDocuments {
  return JSON.parse(JSON.stringify(documents), (key, value) => (elements.includes(key) ? [value].flat().map(change) : value));
}

function isOver(pattern: string, resource: string): boolean {
  const expression = pattern.replace(/[*?]|[^*?\w]/g, (part, i: number) => (
    part === '?' ? '[^:]' : part !== '*' ? `\\${part}` : [':', undefined].includes(pattern[i + 1]) ? '.*' : '[^:]*'));
  return new RegExp(`^${expression}$`).test(resource);
}
