import type { CfnResource } from 'aws-cdk-lib';
import { sizeProblems } from '../enforcement/guardrail-statements';
import type { DocumentPlace } from '../enforcement/rendered-resource';
import { documentsIn, renderedProperties, statementsOf } from '../enforcement/rendered-resource';
import type { PolicyType } from '../iam/policy-kinds';
import { thousands } from '../iam/policy-size';

type Json = { [element: string]: any };

/** What AWS would not take of the policies that a resource holds, as its template will have them, in the words that validations take. */
export function resourcePolicyProblems(holder: CfnResource, place: DocumentPlace, type: PolicyType): string[] {
  return documentsIn(renderedProperties(holder), place).flatMap((document) => documentProblems(holder, type, document ?? {}));
}

function documentProblems(holder: CfnResource, type: PolicyType, document: Json): string[] {
  const statements = statementsOf(document);
  const sids = statements.map(({ Sid }) => Sid).filter((sid) => sid !== undefined);
  const twice = sids.find((sid, i) => sids.indexOf(sid) < i);
  const tooMany = (what: string, count: number, most: number | undefined, where = `the ${type.name}`) => (most === undefined || count <= most ? []
    : [`${where} would have ${thousands(count)} ${what}, ${thousands(count - most)} over the limit of ${most}`]);
  return [
    ...sizeProblems(holder, type, [document]),
    ...tooMany('statements', statements.length, type.maxStatements),
    ...statements.flatMap((statement, i) => {
      const where = `the statement "${statement.Sid ?? i + 1}" of the ${type.name}`;
      return [
        ...tooMany('conditions', conditionsOf(statement), type.maxConditions, where),
        ...tooMany('principals', principalsOf(statement), type.maxPrincipals, where),
      ];
    }),
    ...(twice === undefined ? [] : [`two statements of the ${type.name} have the Sid "${twice}": give one of them another`]),
  ];
}

/** A condition is an operator with a key. */
function conditionsOf({ Condition }: Json): number {
  return Object.values(Condition ?? {}).reduce<number>((sum, keys) => sum + Object.keys(keys ?? {}).length, 0);
}

function principalsOf({ Principal, NotPrincipal }: Json): number {
  return [Principal, NotPrincipal].flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : [])).flat().length;
}
