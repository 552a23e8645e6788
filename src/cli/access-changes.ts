import type { Arguments, Option } from './arguments';
import { aboutInput, CliError } from './cli-error';
import { ExitCode } from './command';
import { folderOptions } from './folder';
import type { Input } from './input';
import { placeOf } from './input';
import type { NamedOrigin } from './origin-option';
import { BY_SERVICE, provedOrigins } from './origin-option';
import { printVerdict, verdictJson } from './print-proof';
import { checkPatterns } from './prove';
import type { InputContext } from './read-input';
import { readInput } from './read-input';
import { UNLISTED_ACTION } from './request-options';
import { refuseBoth } from './simulator-input';
import { deployedTo, simulatorOfTemplates } from './template-simulator';
import type { Terminal } from './terminal';
import { DocumentsSource } from '../analysis/simulation/documents-source';
import type { TemplateSource } from '../analysis/simulation/template-source';
import { withRedefined } from '../analysis/template/redefined-definitions';
import { PolicyDocument } from '../iam/document';
import { kindOf } from '../iam/document-kind';
import { PolicyKind } from '../iam/policy';
import { statementsOf } from '../iam/policy-layers';
import { attachedTo } from '../iam/policy-type-lookup';
import type { Statement } from '../iam/statement';
import { compareForAnybody } from '../proof/anybody';
import type { AccessChange, ComparedPrincipal } from '../proof/compare-access';
import { compareAccess } from '../proof/compare-access';
import { comparedPrincipals } from '../proof/compared-templates';
import { hasResourcePolicies, outsideAccess } from '../proof/outside-access';
import type { Verdict } from '../proof/question';
import { Answer } from '../proof/question';

/** Two states of policies, to be compared for all requests. */
export interface ComparedInput {
  readonly before: Input;
  readonly after: Input;
  readonly origins: { readonly direct: readonly NamedOrigin[]; readonly servers: readonly NamedOrigin[] };
}

export interface AccessResult {
  readonly changes: readonly AccessChange[];
  /** What an Allow of everything was put beside, for it has none itself. */
  readonly completed: boolean;
  /** Whether calls that AWS services make for people are among theirs. */
  readonly byServices: boolean;
  readonly expect: Expectation;
}

const EXPECTATIONS = ['no-new-access', 'nothing-lost', 'same'] as const;
type Expectation = typeof EXPECTATIONS[number];

export const ACCESS_OPTIONS: readonly Option[] = [
  { name: 'action', value: 'ACTION', multiple: true, about: 'only requests of these actions, such as "s3:*"' },
  { name: 'resource', value: 'ARN', multiple: true, about: 'only requests on these resources, such as "arn:aws:s3:::data/*"' },
  { name: 'principal', value: 'WHO', about: 'only this principal; of policy documents, its ARN' },
  { name: 'via', value: 'SERVER', multiple: true, about: 'only through this server; "direct" for direct calls only, "any" for any server' },
  UNLISTED_ACTION,
  { name: 'account', value: 'ID', about: 'the account that templates are deployed to' },
  {
    name: 'expect', value: EXPECTATIONS.join('|'), choices: EXPECTATIONS, about: 'what the exit code says: nothing new (default), nothing lost, or neither',
  },
];

export async function readAccess(old: string, fresh: string, args: Arguments, context: InputContext): Promise<ComparedInput> {
  checkPatterns(args);
  const origins = provedOrigins(args);
  const ofPeople = origins.filter((each) => each.kind === 'DIRECT' || each === BY_SERVICE);
  const read = (name: string) => readInput([name], context, { answersUnknown: true, withOrganization: true, folders: folderOptions(args) });
  return {
    before: await read(old),
    after: await read(fresh),
    origins: { direct: ofPeople, servers: origins.filter((each) => !ofPeople.includes(each)) },
  };
}

export function changesOf({ before, after, origins }: ComparedInput, args: Arguments): AccessResult {
  const inputs = [before, after];
  inputs.forEach((each) => refuseBoth(each, args));
  const isTemplates = inputs.map(({ templateSets }) => templateSets.length > 0);
  if (isTemplates[0] !== isTemplates[1]) {
    throw new CliError('a template and policy documents: expected two of the same kind', args.hint);
  }
  const completed = !isTemplates[0] && inputs.some(({ documents }) => !documents.some(({ document }) => hasAllow(document)));
  const sources = isTemplates[0] ? sourcesOf(inputs, args) : undefined;
  const wanted = args.one('principal');
  const scope = { actions: args.all('action'), resources: args.all('resource') };
  const ofResources = !sources && wanted === undefined ? statementsOfResources(inputs) : undefined;
  const principals = sources ? principalsIn(sources, wanted, args) : ofResources ? [] : [ofDocuments(inputs, completed, args)];
  const changes = aboutInput(undefined, () => [
    ...ofResources ? compareForAnybody(...ofResources, origins.direct, origins.servers, scope) : [],
    ...compareAccess(principals, origins.direct, origins.servers, scope),
    ...sources && wanted === undefined ? outsideAccess(sources, origins, scope) : [],
  ]);
  return { changes, completed, byServices: origins.direct.includes(BY_SERVICE), expect: (args.one('expect') ?? 'no-new-access') as Expectation };
}

function hasAllow(document: unknown): boolean {
  return new PolicyDocument(document).statements.some(({ effect }) => effect !== 'Deny');
}

function isOfResource({ document, kind }: Input['documents'][number]): boolean {
  return attachedTo(kind ?? kindOf(document)) === 'resource' || kindOf(document) === PolicyKind.TRUST;
}

/** Of both sides, where each is one policy of a resource: then it is compared for everybody. */
function statementsOfResources(inputs: readonly Input[]): [before: readonly Statement[], after: readonly Statement[]] | undefined {
  if (!inputs.every(({ documents }) => documents.length === 1 && isOfResource(documents[0]))) {
    return undefined;
  }
  const kind = inputs.some(({ documents: [{ document }] }) => kindOf(document) === PolicyKind.TRUST) ? PolicyKind.TRUST : PolicyKind.RESOURCE;
  const [before, after] = inputs.map(({ documents: [each] }) => {
    const policy = { kind, document: each.document, place: placeOf(each) };
    // A reference says of everybody what no trust policy may say.
    const ofAll = PolicyDocument.of(policy).knownStatements.filter(({ principal }) => principal?.entries.every(([, value]) => value === '*'));
    return aboutInput(undefined, () => statementsOf([policy], ({ id, path }) => id === 'InvalidPrincipalElement' && ofAll.some((every) => every.path === path)));
  });
  return [before, after];
}

const EVERYTHING = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

function ofDocuments(inputs: readonly Input[], completed: boolean, args: Arguments): ComparedPrincipal {
  if (args.has('account')) {
    throw new CliError('--account is for templates: of policy documents, --principal tells the account', args.hint);
  }
  const principal = args.one('principal');
  const [before, after] = inputs.map(({ documents }) => {
    const ofResource = documents.filter(isOfResource);
    if (ofResource.length > 0 && (principal === undefined || ofResource.length > 1)) {
      throw new CliError(ofResource.length > 1 ? `${ofResource[1].file.name}: a second policy with a Principal: expected one at most`
        : `${ofResource[0].file.name}: has a Principal: say by --principal who asks, such as arn:aws:iam::111122223333:role/Agent`, args.hint);
    }
    const own = documents.filter((each) => !ofResource.includes(each)).map(({ document }) => document);
    return aboutInput(undefined, () => new DocumentsSource({
      identityPolicies: [...own, ...completed && ofResource.length === 0 ? [EVERYTHING] : []],
      ...ofResource.length > 0 && { resourcePolicy: ofResource[0].document },
    }));
  });
  return { before: { source: before, principal }, after: { source: after, principal } };
}

function sourcesOf(inputs: readonly Input[], args: Arguments): [before: TemplateSource, after: TemplateSource] {
  const account = deployedTo(args);
  const [before, after] = inputs.map(({ templateSets }) => templateSets.flat());
  const sourceOf = (set: typeof before) => simulatorOfTemplates({ templateSets: [set] }, { account }).source;
  return [sourceOf(before), sourceOf(withRedefined(after, before))];
}

/** The principals of both. */
function principalsIn(sources: readonly [TemplateSource, TemplateSource], wanted: string | undefined, { hint }: Arguments): ComparedPrincipal[] {
  const found = aboutInput(undefined, () => comparedPrincipals(sources, wanted));
  if (found.length === 0 && (wanted !== undefined || !sources.some(hasResourcePolicies))) {
    throw new CliError(wanted === undefined ? 'there is no role, user, permission set, control policy or policy of a resource in the templates'
      : `--principal ${wanted}: neither OLD nor NEW has it`, hint);
  }
  return found;
}

type Part = 'gained' | 'lost';

/** For people first, and what is lost before what is new. */
const ORDER: ReadonlyArray<readonly [part: Part, direct: boolean, title: string]> = [
  ['lost', true, 'Lost for people, in direct calls'],
  ['lost', false, 'Lost for agents, through servers'],
  ['gained', true, 'New for people, in direct calls'],
  ['gained', false, 'New for agents, through servers'],
];

export function printAccess({ changes, completed, byServices }: AccessResult, out: Terminal): void {
  if (completed) {
    out.line('One side allows nothing itself: both are judged beside a policy that allows everything.');
    out.line();
  }
  for (const [part, direct, title] of ORDER.filter(([, each]) => changes.some((change) => change.direct === each))) {
    const concerned = changes.filter((change) => change.direct === direct);
    const told = concerned.filter((change) => change[part].answer !== Answer.PROVED);
    out.line(`${title}${direct && byServices ? ' and through AWS services' : ''}: ${told.length === 0 ? 'nothing. Proved for every request.' : ''}`);
    for (const { principal, [part]: verdict } of told) {
      if (principal !== undefined) {
        out.line(principal, 2);
      }
      printVerdict(verdict, {
        PROVED: '',
        REFUTED: part === 'lost' ? 'this request was allowed' : 'this request was not allowed before',
        UNDECIDED: 'no request was found for certain. That hangs on',
      }, out, 2);
    }
  }
}

export function accessJson({ changes, completed }: AccessResult): object {
  return {
    version: 1,
    ...completed && { besideFullAccess: true },
    changes: changes.map(({ principal, direct, gained, lost }) => ({
      ...principal !== undefined && { principal }, for: direct ? 'people' : 'agents', gained: verdictJson(gained), lost: verdictJson(lost),
    })),
  };
}

export function accessCode({ changes, expect }: AccessResult): ExitCode {
  const parts: readonly Part[] = expect === 'same' ? ['gained', 'lost'] : expect === 'nothing-lost' ? ['lost'] : ['gained'];
  const verdicts = changes.flatMap((change) => parts.map((part): Verdict => change[part]));
  return verdicts.some(({ answer }) => answer === Answer.REFUTED) ? ExitCode.FOUND
    : verdicts.some(({ answer }) => answer === Answer.UNDECIDED) ? ExitCode.UNDECIDED : ExitCode.OK;
}
