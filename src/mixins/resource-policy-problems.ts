import type { aws_iam as iam, CfnResource } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import { renderedDocuments, statementsOf } from './policy-documents';
import type { DocumentPlace } from './policy-documents';
import { sizeProblems } from '../enforcement/guardrail-statements';
import type { PolicyType } from '../iam/policy-kinds';
import { thousands } from '../iam/policy-size';
import { canonicalJson } from '../private/json';

type Json = { [element: string]: any };

/** What is wrong with the policy of a resource, as its template will have it, in the words that validations take; empty if nothing. */
export function resourcePolicyProblems(
  holders: CfnResource[], place: DocumentPlace, type: PolicyType, guardrails: readonly iam.PolicyStatement[],
): string[] {
  const held = holders.flatMap((holder) => renderedDocuments(holder, place).map((document) => ({ holder, document })));
  const lacking = held.some(({ holder, document }) => !hasAll(Stack.of(holder), document, guardrails)) || held.length === 0;
  return [
    ...(lacking ? [`the guardrails are no longer in the ${type.name}: something has replaced it, such as an override`] : []),
    ...held.flatMap(({ holder, document }) => documentProblems(holder, type, document ?? {})),
  ];
}

function hasAll(stack: Stack, document: Json | undefined, guardrails: readonly iam.PolicyStatement[]): boolean {
  const text = (statement: unknown) => canonicalJson(stack.resolve(statement));
  const present = new Set(statementsOf(document).map(text));
  return guardrails.every((statement) => present.has(text(statement.toStatementJson())));
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
