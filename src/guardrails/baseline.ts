import type { aws_iam as iam } from 'aws-cdk-lib';
import { BaselineGrade } from './baseline-grade';
import type { MarkedCalls } from './calls-via-servers';
import type { Denial, Denials, McpGuardrailScope } from './deny-statements';
import { denyStatements, guardrailResources } from './deny-statements';
import { kmsDirectly } from './kms-directly';
import { markedCalls, sidOf } from './marked-calls';
import type { AgentsOwn } from './no-escalation';
import { noEscalation } from './no-escalation';
import type { ActionSet } from '../actions/action-set';
import { coreActions } from '../actions/baseline-core';
import { fullActions, fullKmsActions } from '../actions/baseline-full';
import { POLICY_TYPES } from '../iam/policy-kinds';
import { policySize, thousands } from '../iam/policy-size';

/** Options of `McpGuardrail.baseline()`. */
export interface BaselineOptions extends McpGuardrailScope, AgentsOwn {
  /**
   * How much it denies.
   *
   * @default BaselineGrade.FULL
   */
  readonly grade?: BaselineGrade;

  /**
   * What else is denied, as far as there is room.
   *
   * @default - nothing
   */
  readonly additionalActions?: ActionSet;
}

/** What a grade denies, under which Sid, and in how many service control policies at most. */
interface Grade {
  readonly sid: string;
  readonly policies: number;
  denials(sid: string, options: BaselineOptions, calls: MarkedCalls): Denial[];
}

/** The grades of the baseline. The Sids are stable. */
const GRADES: Record<BaselineGrade, Grade> = {
  [BaselineGrade.CORE]: {
    sid: 'BaselineCoreViaMcp',
    policies: 1,
    denials: (sid, options, { condition }) => [{ actions: coreActions(), resources: guardrailResources(sid, options.resources), condition }],
  },
  [BaselineGrade.NO_ESCALATION]: { sid: 'BaselineNoEscalationViaMcp', policies: 2, denials: noEscalation },
  [BaselineGrade.FULL]: {
    sid: 'BaselineViaMcp',
    policies: 2,
    denials: (sid, options, { condition, servers }) => {
      const resources = guardrailResources(sid, options.resources);
      return [
        { actions: fullActions(), resources, condition },
        { actions: fullKmsActions(), resources, condition: kmsDirectly(sid, condition, servers) },
      ];
    },
  },
};

/** Denies what a careful organization wants denied to agents, in as many service control policies as the grade says. */
export function baseline(options: BaselineOptions): Denials {
  const grade = options.grade ?? BaselineGrade.FULL;
  const sid = sidOf(options, GRADES[grade].sid);
  const { denials, policies } = GRADES[grade];
  const narrowing = (['rolesBoundary', 'agentRoles', 'agentSecrets'] as const).find((name) => options[name] !== undefined);
  if (narrowing && grade !== BaselineGrade.NO_ESCALATION) {
    throw new Error(`${sid}: ${narrowing} is an option of grade: BaselineGrade.NO_ESCALATION: `
      + (grade === BaselineGrade.CORE ? 'CORE does not deny what it would let through, so leave it out' : 'FULL lets no agent through, so take that grade, or leave it out'));
  }
  const marked = markedCalls(sid, options);
  // What keeps the tag of a mark needs room of its own.
  const keepingMarks = marked.some(({ bySession }) => bySession) ? 1 : 0;
  const { statements } = denyStatements(sid, options, marked.flatMap((calls) => [
    ...denials(sid, options, calls),
    ...(options.additionalActions
      ? [{ actions: options.additionalActions, resources: guardrailResources(sid, options.resources), condition: calls.condition }] : []),
  ]));
  return { id: sid, statements: () => fitting(sid, statements(), policies * marked.length + keepingMarks) };
}

/** @throws if the statements need more policies. Those of a document that is divided repeat what is around the actions. */
function fitting(sid: string, statements: iam.PolicyStatement[], policies: number): iam.PolicyStatement[] {
  const { maxSize, name } = POLICY_TYPES.SERVICE_CONTROL_POLICY;
  const json = statements.map((statement) => statement.toStatementJson());
  const sizeOf = (list: unknown[]) => policySize({ Statement: list, Version: '2012-10-17' }, false);
  const around = Math.max(...json.map((each) => sizeOf([{ ...each, Action: undefined }]) + LONGEST));
  const size = sizeOf(json) + (policies - 1) * around;
  if (size > policies * maxSize) {
    throw new Error(`${sid}: with what was added, the baseline would have ${thousands(size)} characters, ${thousands(size - policies * maxSize)} more than `
      + `${policies === 1 ? `one ${name} takes` : `${policies} ${name.replace(/y$/, 'ies')} take`}: deny the additional actions with a guardrail of its own`);
  }
  return statements;
}

/** What is left of a policy's room, because the next action does not fit. */
const LONGEST = 64;
