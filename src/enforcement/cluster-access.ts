import type { aws_iam as iam } from 'aws-cdk-lib';
import { Annotations, CfnResource, Stack, Stage, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { referredResource } from './referred-resource';
import { renderedProperties } from './rendered-resource';

/** What the warning is acknowledged by. */
const WARNING = 'cdk-mcp-guardrails:clusterAccess';
const ACCESS_ENTRY = 'AWS::EKS::AccessEntry';
/** What the CDK applies to a cluster, the mapping of roles among it. */
const MANIFEST = 'Custom::AWSCDK-EKS-KubernetesResource';
const DOORS: readonly string[] = [ACCESS_ENTRY, MANIFEST];

/** The roles to judge, by the stage that they are part of: the tree is looked through once for all of them. */
const judged = new WeakMap<IConstruct, iam.CfnRole[]>();

/**
 * Warns at synthesis if an EKS cluster of the app lets the role in: Kubernetes asks no policy. What it takes for a token is a signed request of
 * `sts:GetCallerIdentity`, which a Deny does not stop, and which anybody with the role's credentials makes by themselves.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 * @see https://github.com/aws/aws-cli/blob/develop/awscli/customizations/eks/get_token.py
 */
export function warnOfClusterAccess(role: iam.CfnRole): void {
  const stage = Stage.of(role) ?? role.node.root;
  const roles = judged.get(stage);
  if (roles) {
    roles.push(role);
    return;
  }
  const ofStage = [role];
  judged.set(stage, ofStage);
  stage.node.addValidation({
    validate: () => {
      const all = stage.node.root.node.findAll()
        .filter((each): each is CfnResource => CfnResource.isCfnResource(each) && DOORS.includes(each.cfnResourceType));
      for (const each of all.length === 0 ? [] : ofStage) {
        const doors = all.filter((door) => letsIn(door, each)).map(({ node }) => node.path);
        if (doors.length > 0) {
          Annotations.of(each).addWarningV2(WARNING, `${doors.join(', ')} ${doors.length === 1 ? 'lets' : 'let'} the role into an EKS cluster, also outside of MCP: `
            + 'Kubernetes asks no IAM policy, and no Deny stops the request of which "aws eks get-token" makes a token. '
            + 'Let in a role of its own, in a Kubernetes group that may do little, or leave it out');
        }
      }
      return [];
    },
  });
}

function letsIn(resource: CfnResource, role: iam.CfnRole): boolean {
  const rendered = (property: string) =>
    mentions(renderedProperties(resource)[property], JSON.stringify(Stack.of(resource).resolve(role.attrArn)), role);
  switch (resource.cfnResourceType) {
    case ACCESS_ENTRY: return isRole((resource as { principalArn?: unknown }).principalArn, role) || rendered('PrincipalArn');
    case MANIFEST: return rendered('Manifest');
    default: return false;
  }
}

/** Whether a value is the role's ARN: by reference, or by its name. */
function isRole(value: unknown, role: iam.CfnRole): boolean {
  return referredResource(value, [role.cfnResourceType]) === role || (typeof value === 'string' && namesRole(value, role));
}

function mentions(value: unknown, reference: string, role: iam.CfnRole): boolean {
  return JSON.stringify(value) === reference || (typeof value === 'string' && namesRole(value, role))
    || (typeof value === 'object' && value !== null && Object.values(value).some((item) => mentions(item, reference, role)));
}

/** Whether a string holds the ARN of a role of that literal name and path; a mapping leaves the path out. */
function namesRole(text: string, { roleName, path = '/', stack: { account } }: iam.CfnRole): boolean {
  if (roleName === undefined || Token.isUnresolved(roleName) || Token.isUnresolved(path)) {
    return false;
  }
  return [path, '/'].some((under) => {
    const parts = text.split(`:role${under}${roleName}`);
    return parts.slice(1).some((after, i) => {
      const inAccount = /:(\d{12})$/.exec(parts[i])?.[1];
      return !/^[\w+=,.@-]/.test(after) && (inAccount === undefined || Token.isUnresolved(account) || inAccount === account);
    });
  });
}
