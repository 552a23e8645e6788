import type { CfnResource } from 'aws-cdk-lib';
import { aws_dynamodb as dynamodb, Stack } from 'aws-cdk-lib';
import type { McpResourceGuardrailsProps } from './mcp-resource-guardrails-props';
import type { ResourceKind } from './resource-kind';
import { ResourceMixin } from './resource-mixin';
import { RESOURCE_POLICY_TYPES } from '../iam/resource-policy-kinds';

/** In a table's policy `*` is the table with its indexes; by its ARN, it would depend on itself. */
const ownResource = (resource: CfnResource) => {
  const { attrArn, tableName } = resource as dynamodb.CfnTable;
  const byName = Stack.of(resource).formatArn({ service: 'dynamodb', resource: 'table', resourceName: tableName ?? resource.ref });
  return { arns: [attrArn, byName], names: [], self: '*' };
};

const KIND: ResourceKind = {
  what: 'table',
  cfnTypes: [dynamodb.CfnTable.CFN_RESOURCE_TYPE_NAME],
  type: RESOURCE_POLICY_TYPES[dynamodb.CfnTable.CFN_RESOURCE_TYPE_NAME],
  importedBy: 'tableArn',
  ownResource,
  holds: { property: 'resourcePolicy', path: ['policyDocument'] },
  // It replaces the property whenever a statement is added.
  throughL2: true,
};

const GLOBAL: ResourceKind = {
  ...KIND,
  cfnTypes: [dynamodb.CfnGlobalTable.CFN_RESOURCE_TYPE_NAME],
  holds: { property: 'replicas', path: ['resourcePolicy', 'policyDocument'] },
  throughL2: false,
};

/**
 * Adds guardrails to the policy of a DynamoDB table, as Deny statements for everybody: principals of other accounts too. Of a
 * global table, to that of each replica.
 *
 * Of each guardrail, what it denies of DynamoDB on this table and its indexes is added; its stream has a policy of its own, which
 * is not touched. AWS services that act as themselves are exempt, unless told otherwise. What is there already is not added again.
 *
 * @throws if a guardrail denies nothing that the table's policy can be about, or would keep everybody from changing it, or the table is
 * imported, or its policy has another statement of the same Sid. Synthesis fails if the policy is larger than AWS takes.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-considerations.html
 *
 * @example
 * table.with(new mixins.TableMcpGuardrails({ guardrails: [McpGuardrail.denyDestructiveViaMcp()] }));
 */
export class TableMcpGuardrails extends ResourceMixin {
  constructor(props: McpResourceGuardrailsProps) {
    super(props, [KIND, GLOBAL]);
  }
}
