import { aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { guardrailStatements } from './guardrail-statements';
import { malformedStatement, parsedStatement } from './malformed-statement';
import { ActionSet } from '../actions/action-set';
import type { McpGuardrail } from '../guardrails/guardrail';
import type { PolicyType } from '../iam/policy-type';
import { validSid } from '../iam/sid';

/** Properties of a policy that caps what other policies allow. */
export interface McpMaximumPermissions {
  /** What is denied whatever else allows it; at least one. */
  readonly guardrails: McpGuardrail[];

  /**
   * The actions that may be allowed at most, on any resource. They are allowed only if another policy of the principal allows
   * them, too.
   *
   * @default - all actions; with `statements`, none besides what these allow
   */
  readonly maximumPermissions?: ActionSet;

  /**
   * Further statements, such as Allows of some resources or with conditions. What may be allowed at most is what
   * `maximumPermissions` or any of them allows.
   *
   * @default - none
   */
  readonly statements?: iam.PolicyStatement[];
}

/** The Allow of all that may be allowed at most. */
const MAXIMUM = 'MaximumPermissions';

/**
 * The statements of a policy that caps: the guardrails, and Allows beside them. Without an Allow it would cap at nothing.
 *
 * @throws as `guardrailStatements()`, and if a further statement is nothing for such a policy. The error names the construct
 * `id` in `scope`.
 */
export function cappingStatements(scope: IConstruct, id: string, type: PolicyType, props: McpMaximumPermissions): iam.PolicyStatement[] {
  const denies = guardrailStatements(scope, id, type, () => props.guardrails);
  const statements = props.statements ?? [];
  try {
    const maximum = props.maximumPermissions ?? (statements.length === 0 ? ActionSet.ALL : undefined);
    const allows = maximum ? [new iam.PolicyStatement({ sid: MAXIMUM, ...maximum._elements(), resources: ['*'] })] : [];
    if (allows.length === 0 && statements.every((statement) => statement.effect === iam.Effect.DENY)) {
      throw new Error(`statements has no Allow, so that the ${type.name} would allow nothing at all: add one, or give maximumPermissions`);
    }
    return [...denies, ...allows, ...checkedStatements(type, statements, [...denies, ...allows])];
  } catch (error) {
    throw new Error(`${scope.node.path}/${id}: ${(error as Error).message}`);
  }
}

/**
 * A caller's own statements, for an identity-based policy that has others already.
 *
 * @throws if one has a principal or no resources, or a Sid that is taken or none.
 */
export function checkedStatements(
  type: PolicyType, statements: iam.PolicyStatement[], others: readonly iam.PolicyStatement[],
): iam.PolicyStatement[] {
  const sids = new Set(others.map(({ sid }) => sid));
  statements.forEach((statement, i) => {
    // An empty one is as good as none.
    const hasSid = statement.sid !== undefined && statement.sid !== '';
    const name = !hasSid ? `statements[${i}]` : `statement "${statement.sid}"`;
    const parsed = parsedStatement(statement);
    const problem = parsed.principal ? `has a Principal or NotPrincipal, which a ${type.name} can't hold` : malformedStatement(parsed, type);
    if (problem !== undefined) {
      throw new Error(`${name} ${problem}`);
    }
    if (hasSid) {
      const sid = validSid(statement.sid!);
      if (sids.has(sid)) {
        throw new Error(`two statements have the Sid "${sid}": give yours another one`);
      }
      sids.add(sid);
    }
  });
  return statements;
}
