import { ArnFormat, aws_iam as iam, aws_lambda as lambda, CfnResource, Stack } from 'aws-cdk-lib';
import type { McpResourceGuardrailsProps } from './mcp-resource-guardrails-props';
import { resourceBehind } from './resource-behind';
import type { ResourceKind } from './resource-kind';
import { ResourceMixin } from './resource-mixin';
import { writtenProperty } from './written-property';
import { referredResource } from '../enforcement/referred-resource';
import { RESOURCE_POLICY_TYPES } from '../iam/resource-policy-kinds';

/** For which the oldest aws-cdk-lib that is supported has no class. */
const POLICY = 'AWS::Lambda::ResourcePolicy';

/** Whether a string is the ARN of an alias or a version of the function, by its construct. */
function isPartOf(resource: CfnResource, text: string): boolean | undefined {
  const part = referredResource(text, Object.keys(KIND.standIns!));
  const whole = part && resourceBehind(KIND, part);
  return whole === undefined || whole === 'imported' ? undefined : whole === resource;
}

const KIND: ResourceKind = {
  what: 'function',
  cfnTypes: [lambda.CfnFunction.CFN_RESOURCE_TYPE_NAME],
  type: RESOURCE_POLICY_TYPES[POLICY],
  importedBy: 'functionArn',
  standIns: { [lambda.CfnAlias.CFN_RESOURCE_TYPE_NAME]: 'functionName', [lambda.CfnVersion.CFN_RESOURCE_TYPE_NAME]: 'functionName' },
  ownResource: (resource) => {
    const arn = resource.getAtt('Arn').toString();
    const given = writtenProperty(resource, 'functionName') as string | undefined;
    const byName = Stack.of(resource).formatArn({
      service: 'lambda', resource: 'function', resourceName: given ?? resource.ref, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    return { arns: [arn, byName], names: given === undefined ? [] : [given], self: arn, content: `${arn}:*`, separator: ':', holds: (text) => isPartOf(resource, text) };
  },
  separate: {
    cfnType: POLICY,
    of: 'resourceArn',
    document: 'policyDocument',
    make: (resource, statements) => new CfnResource(resource, 'McpGuardrails', {
      type: POLICY, properties: { ResourceArn: resource.getAtt('Arn'), PolicyDocument: new iam.PolicyDocument({ statements }) },
    }),
    rivals: [{ cfnType: lambda.CfnPermission.CFN_RESOURCE_TYPE_NAME, of: 'functionName' }],
  },
};

/**
 * Adds guardrails to the policy of a Lambda function, as Deny statements for everybody: principals of other accounts too.
 *
 * Who may invoke a function acts with the function's role, which carries no MCP keys any more: a guardrail on `lambda:InvokeFunction` ends
 * that at the function itself, whatever the policies of its callers say. Of each guardrail, what it denies of Lambda on this function, its
 * versions and aliases is added, action by action, and only the actions that a function's policy can hold. AWS services that act as
 * themselves are exempt, unless told otherwise. What is there already is not added again.
 *
 * AWS's pages do not agree whether the policy of a function also counts for calls by the ARN of an alias or a version, which may have policies
 * of their own. Where agents can make such calls, deny them in the policies of principals too.
 *
 * The policy is an `AWS::Lambda::ResourcePolicy`, which overwrites what an `AWS::Lambda::Permission` of the same function allows.
 *
 * @throws if a guardrail denies nothing that the function's policy can be about, or the function is imported, or its policy has another
 * statement of the same Sid. Synthesis fails if the policy is larger than AWS takes, or an `AWS::Lambda::Permission` is about the function
 * too, as many event sources make one: put what it allows into an `AWS::Lambda::ResourcePolicy`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
 *
 * @example
 * declare const handler: lambda.Function;
 * handler.with(new mixins.FunctionMcpGuardrails({
 *   guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('lambda:InvokeFunction', 'lambda:UpdateFunctionCode') })],
 * }));
 */
export class FunctionMcpGuardrails extends ResourceMixin {
  constructor(props: McpResourceGuardrailsProps) {
    super(props, [KIND]);
  }
}
