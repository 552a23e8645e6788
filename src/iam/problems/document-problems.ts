import type { PolicyProblem, ProblemId } from './problem';
import { aPolicy } from './problem';
import { statementProblems } from './statement-problems';
import { formatValue } from '../../private/format';
import type { PolicyDocument } from '../document';
import { policySizeProblem } from './size-problems';
import type { PolicyType } from '../policy-type';
import { hasUnknownPart, readable } from '../unknown-text';
import type { Json } from '../value';
import { isOpen } from '../value';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html */
const VERSIONS: unknown[] = ['2012-10-17', '2008-10-17'];

/**
 * What AWS would not take of a policy of the kind: of how it is written, of what it holds, and of how much. The one place that knows it: what
 * makes policies throws it, what checks them reports it. What is known only at deployment is not judged.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function problems(document: PolicyDocument, type: PolicyType): PolicyProblem[] {
  return [
    ...Object.values(WHOLE).flatMap((check) => check(document, type)),
    ...document.possibleStatements.flatMap((statement) => statementProblems(statement, type)),
  ];
}

type Check = (document: PolicyDocument, type: PolicyType) => PolicyProblem[];

/** What is not about one statement, in the order in which it is told. */
export const WHOLE: { readonly [id in ProblemId]?: Check } = {
  InvalidPolicyDocument: (document, type) => (document.isKnown || type.dialect ? ofKnown(shapeProblems)(document, type) : noDocument(document)),
  InvalidSid: ofKnown(sidProblems),
  PolicyTooLarge: ofKnown(limitProblems),
};

function ofKnown(check: Check): Check {
  return (document, type) => (document.isKnown && !type.dialect ? check(document, type) : []);
}

/**
 * The first for which AWS would refuse the policy for certain, its size aside: of how large it is, nothing follows for what it means.
 *
 * @param isTaken whether something is read all the same
 */
export function refusal(document: PolicyDocument, type: PolicyType, isTaken?: (problem: PolicyProblem) => boolean): PolicyProblem | undefined {
  const refuses = (problem: PolicyProblem) => !problem.mayBeTaken && !isTaken?.(problem);
  const whole = documentProblems(document, type).find(refuses);
  if (whole) {
    return whole;
  }
  for (const statement of document.knownStatements) {
    const problem = statementProblems(statement, type).find(refuses);
    if (problem) {
      return problem;
    }
  }
  return undefined;
}

/** What AWS would not take of the document itself, its size and its statements aside. */
export function documentProblems(document: PolicyDocument, type: PolicyType): PolicyProblem[] {
  return [WHOLE.InvalidPolicyDocument!, WHOLE.InvalidSid!].flatMap((check) => check(document, type));
}

function noDocument({ written }: PolicyDocument): PolicyProblem[] {
  return isOpen(written) ? []
    : [{ id: 'InvalidPolicyDocument', message: `the document is ${formatValue(written)}: expected an object with "Statement"` }];
}

function shapeProblems({ json, statements }: PolicyDocument, type: PolicyType): PolicyProblem[] {
  const id = 'InvalidPolicyDocument';
  const { Version: version } = json;
  const elements = Object.keys(json).filter((name) => !hasUnknownPart(name) && !['Version', 'Statement', 'Id'].includes(name));
  return [
    ...elements.map((name) => ({ id, message: `the policy has the element ${formatValue(name)}, which IAM does not know: expected Version, Id and Statement` } as const)),
    ...(json.Id !== undefined && type.principal === 'none' ? [{ id, message: `the policy has an Id, which ${aPolicy(type)} can't hold` } as const] : []),
    ...(version !== undefined && !isOpen(version) && !VERSIONS.includes(version) ? [{ id, message: `the Version is ${formatValue(version)}: expected "2012-10-17"` } as const] : []),
    ...(version === undefined || version === VERSIONS[1]) && type.refuses.includes('old version')
      ? [{ id, message: `the Version is ${version === undefined ? 'missing' : formatValue(version)}: ${aPolicy(type)} needs "2012-10-17"` } as const] : [],
    ...(statements.length === 0 ? [{ id, message: json.Statement === undefined ? 'the policy has no Statement' : 'the policy has an empty list as Statement' } as const] : []),
    ...statements.filter(({ isKnown, written }) => !isKnown && !isOpen(written))
      .map(({ written, path }) => ({ id, message: `the statement is ${formatValue(written)}: expected an object`, path } as const)),
  ];
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html */
function sidProblems(document: PolicyDocument, { plainSids }: PolicyType): PolicyProblem[] {
  const id = 'InvalidSid';
  const seen = new Map<string, Array<ReadonlyMap<string, string>>>();
  return document.knownStatements.flatMap(({ sid, path }): PolicyProblem[] => {
    // An empty one is as good as none.
    if (sid === undefined || sid === '' || hasUnknownPart(sid)) {
      return [];
    }
    const branches = branchesOf(document, path);
    const others = seen.get(sid) ?? [];
    seen.set(sid, [...others, branches]);
    // Only one branch of an Fn::If is there.
    const isTwice = others.some((other) => [...branches].every(([condition, branch]) => (other.get(condition) ?? branch) === branch));
    return [
      ...(!plainSids || /^[A-Za-z0-9]*$/.test(sid) ? [] : [{ id, message: `the Sid ${formatValue(readable(sid))} has other characters than letters and digits`, path } as const]),
      ...(!isTwice ? [] : [{ id, message: `another statement has the Sid ${formatValue(readable(sid))} too`, path } as const]),
    ];
  });
}

/** In which branches of which conditions something stands. */
function branchesOf({ written }: PolicyDocument, path: string): ReadonlyMap<string, string> {
  const branches = new Map<string, string>();
  let value = written;
  path.split('/').forEach((name, i, names) => {
    value = (value as Json | undefined)?.[name];
    if (name === 'Fn::If') {
      branches.set(JSON.stringify((value as unknown[])[0]), names[i + 1]);
    }
  });
  return branches;
}

/** How much it may hold. */
function limitProblems(document: PolicyDocument, type: PolicyType): PolicyProblem[] {
  const id = 'PolicyTooLarge';
  const size = policySizeProblem(type, [document.written]);
  const tooMany = (what: string, most: number | undefined, number: () => number, where: () => string, path?: string): PolicyProblem[] => (
    most === undefined || number() <= most ? []
      : [{ id, message: `${where()} has ${number()} ${what}, ${number() - most} over the limit of ${most}`, ...(path !== undefined && { path }) }]);
  const { maxActions, maxConditions, maxPrincipals, maxResources } = type;
  const limited = [maxActions, maxConditions, maxPrincipals, maxResources].some((most) => most !== undefined) ? document.statements : [];
  return [
    ...(size === undefined ? [] : [{ id, message: `the ${size}` } as const]),
    ...tooMany('statements', type.maxStatements, () => document.statements.length, () => `the ${type.name}`),
    ...limited.flatMap((statement, i) => {
      const where = () => `the statement ${formatValue(statement.sid ?? String(i + 1))} of the ${type.name}`;
      return [
        ...tooMany('actions', maxActions, () => statement.action?.items.length ?? 0, where, statement.path),
        ...tooMany('conditions', maxConditions, () => statement.condition.tests.length, where, statement.path),
        ...tooMany('principals', maxPrincipals, () => statement.principal?.count ?? 0, where, statement.path),
        ...tooMany('resources', maxResources, () => statement.resource?.items.length ?? 0, where, statement.path),
      ];
    }),
  ];
}
