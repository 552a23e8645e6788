import { aws_iam as iam } from 'aws-cdk-lib';
import { POLICY_TYPES } from '../iam/policy-kinds';

/** What the CDK reckons an ARN has that is known only at deployment. */
const UNKNOWN_LENGTH = 150;
/** For what a document has around its statements. */
const SLACK = 240;

/**
 * The room that a role's inline policies leave for grants. The CDK moves grants to managed policies once they fill a
 * role's whole quota, but does not reckon with other inline policies.
 */
export class GrantBudget {
  private granted?: Set<string>;
  private room?: number;
  private overflow?: iam.ManagedPolicy;
  private overflows = 0;

  public constructor(private readonly role: iam.Role, private readonly inline: iam.PolicyDocument[]) {}

  /** The managed policy that the statement must go to; `undefined` while there is room in the role's own. */
  public overflowFor(statement: iam.PolicyStatement): iam.ManagedPolicy | undefined {
    const json = this.jsonOf(statement);
    if (this.granted?.has(json)) {
      return undefined; // The CDK keeps one of equal statements.
    }
    this.room = (this.room ?? this.roomBesideInline()) - size(json);
    if (this.room < 0) {
      this.overflow = new iam.ManagedPolicy(this.role, `Grants${++this.overflows}`, {
        description: `More permissions of ${this.role.node.path}`,
        roles: [this.role],
      });
      this.room = POLICY_TYPES.MANAGED_POLICY.maxSize - SLACK - size(json);
    } else if (!this.overflow) {
      (this.granted ??= new Set()).add(json);
    }
    return this.overflow;
  }

  private roomBesideInline(): number {
    const taken = this.inline.reduce((sum, document) => sum + size(JSON.stringify(document.toJSON() ?? '')), 0);
    return POLICY_TYPES.ROLE_INLINE_POLICIES.maxSize - SLACK - taken;
  }

  private jsonOf(statement: iam.PolicyStatement): string {
    try {
      return JSON.stringify(statement.toStatementJson());
    } catch {
      throw new Error(`${this.role.node.path}: a statement has something that can't be written as JSON, such as a construct where its ARN was meant`);
    }
  }
}

/** With the comma behind it. */
function size(json: string): number {
  return json.replace(/\$\{Token\[[^\]]*\]\}/g, 'x'.repeat(UNKNOWN_LENGTH)).length + 1;
}
