import type { Denial, DenyingPolicy } from './denial';
import { DenialSource } from './denial';
import { operationsOf } from '../actions/operations';
import { arnParts } from '../iam/arn';
import { PolicyKind } from '../iam/policy';
import { policyTypeOf } from '../iam/policy-type-lookup';

/** What a denial does not tell, and the command of the AWS CLI that does. */
export interface LookUp {
  readonly what: 'denial' | 'policy' | 'event';
  /** What it finds, such as `the policy`. */
  readonly finds: string;
  /** `undefined`: there is none, and `finds` says where to look. */
  readonly command?: string;
  /** Where the command puts it. */
  readonly file?: string;
  /** What kind of policy is in the file, where that does not say it itself. */
  readonly kind?: PolicyKind;
}

/** A command with values from outside: whatever they are, the shell takes each as one word. */
function shell(parts: TemplateStringsArray, ...values: string[]): string {
  return parts.reduce((all, part, i) => `${all}${quoted(values[i - 1])}${part}`);
}

function into(file: string, command: string): Pick<LookUp, 'command' | 'file'> {
  return { command: `${command} > ${file}`, file };
}

function quoted(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replace(/'/g, '\'\\\'\'')}'`;
}

/** What to look up to know more: best first. */
export function lookUps(denial: Denial): LookUp[] {
  const { authorizationId, encodedMessage, source, region } = denial;
  const inRegion = region ?? 'REGION';
  return [
    ...authorizationId === undefined ? [] : [{
      what: 'denial' as const,
      finds: `each statement that matched, and the request's context, the MCP keys among it; for 24 hours, ${region === undefined ? 'in the Region of the call' : `in ${region}`}`,
      ...into('details.json', shell`aws iam-toolbox get-request-authorization-details --authorization-id ${authorizationId} --region ${inRegion}`),
    }],
    ...encodedMessage === undefined ? [] : [{
      what: 'denial' as const,
      finds: 'what the message encodes: each statement that matched, and the request\'s context',
      ...into('decoded.json', shell`aws sts decode-authorization-message --encoded-message ${encodedMessage}`),
    }],
    ...policyLookUps(denial).map((each) => ({ what: 'policy' as const, ...each })),
    ...source === DenialSource.EVENT || denial.origin ? [] : [{
      what: 'event' as const,
      finds: 'the event, which tells whether the call came through an MCP server; a data event, as of an object, is only in a trail that logs it',
      ...into('events.json', shell`aws cloudtrail lookup-events --lookup-attributes ${attributeOf(denial)} --region ${inRegion}`),
    }],
  ];
}

type PolicyLookUp = Omit<LookUp, 'what'>;

function policyLookUps(denial: Denial): PolicyLookUp[] {
  const policies = denial.policies.length > 0 ? denial.policies : [{ attachedTo: [], statements: [] }];
  return policies.flatMap((policy) => ofKind(policy, denial));
}

function ofKind({ kind, arn }: DenyingPolicy, { principal, resource }: Denial): PolicyLookUp[] {
  const [, type, name] = identityIn(principal) ?? [];
  const account = /^arn:[\w-]+:\w+::(\d{12}):/.exec(principal ?? '')?.[1] ?? 'ACCOUNT';
  switch (kind) {
    case PolicyKind.SERVICE_CONTROL:
    case PolicyKind.RESOURCE_CONTROL:
      return arn?.includes(':organizations:') ? [{
        finds: 'the policy, with credentials of the management account or of a delegated administrator',
        ...into('policy.json', shell`aws organizations describe-policy --policy-id ${arn.split('/').pop()!}`),
      }] : arn !== undefined ? [] : [{
        finds: 'which there are, of the account; and likewise of each unit above it and of the root',
        command: shell`aws organizations list-policies-for-target --target-id ${kind === PolicyKind.SERVICE_CONTROL ? account : ownerOf(resource) ?? account} --filter ${
          policyTypeOf({ kind }).organizationsType!}`,
      }];
    case PolicyKind.SESSION:
      return arn === undefined ? [{ finds: 'a session policy is in no account: whoever makes the session passes it along' }] : [managed(arn, kind)];
    case PolicyKind.RESOURCE:
      return [ofResource(resource)];
    case PolicyKind.TRUST:
      return [{ finds: 'the role, with its trust policy', ...into('role.json', shell`aws iam get-role --role-name ${/:role\/(?:.*\/)?([^/]+)$/.exec(resource ?? '')?.[1] ?? 'ROLE'}`) }];
    case PolicyKind.VPC_ENDPOINT:
      return [{ finds: 'the policies of the endpoints', ...into('endpoints.json', 'aws ec2 describe-vpc-endpoints') }];
    case undefined:
    case PolicyKind.PERMISSIONS_BOUNDARY:
    case PolicyKind.IDENTITY:
      return [
        ...arn === undefined ? [] : [managed(arn, kind === PolicyKind.PERMISSIONS_BOUNDARY ? kind : undefined)],
        {
          finds: `all policies of the account${name === undefined ? '' : `, those of the ${type} ${name} and its permissions boundary among them`}`,
          ...into('account.json', 'aws iam get-account-authorization-details'),
        },
      ];
  }
}

/** @param kind what the document does not tell */
function managed(arn: string, kind: PolicyKind | undefined): PolicyLookUp {
  return {
    kind,
    finds: 'the policy',
    ...into('policy.json', shell`aws iam get-policy-version --policy-arn ${arn} --version-id $(aws iam get-policy --policy-arn ${arn} --query Policy.DefaultVersionId --output text)`),
  };
}

function ofResource(resource: string | undefined): PolicyLookUp {
  const command = resourceCommand(resource);
  const finds = /:bucket\/[^/]+\/table\//.test(resource ?? '') ? 'the policy of the table bucket; aws s3tables get-table-policy gives out that of the table'
    : 'the policy of the resource';
  return { finds, ...command !== undefined && { kind: PolicyKind.RESOURCE, ...into('policy.json', command) } };
}

/** How each service gives out the policy of a resource; `undefined`: the documentation of the service tells. */
function resourceCommand(resource: string | undefined): string | undefined {
  const [, , service, , , rest = ''] = arnParts(resource ?? '') ?? [];
  const arn = resource ?? '';
  const name = rest.replace(/^[a-z-]+[:/]/, '');
  const bucketArn = arn.split('/').slice(0, 2).join('/');
  switch (service) {
    case 's3': return shell`aws s3api get-bucket-policy --bucket ${rest.split('/')[0]} --query Policy --output text`;
    case 'sqs': return shell`aws sqs get-queue-attributes --queue-url $(aws sqs get-queue-url --queue-name ${rest} --output text) --attribute-names Policy --query Attributes.Policy --output text`;
    case 'sns': return shell`aws sns get-topic-attributes --topic-arn ${arn} --query Attributes.Policy --output text`;
    case 'secretsmanager': return shell`aws secretsmanager get-resource-policy --secret-id ${arn.includes('*') ? 'SECRET' : arn} --query ResourcePolicy --output text`;
    case 'kms': return shell`aws kms get-key-policy --key-id ${arn} --policy-name default --query Policy --output text`;
    case 'lambda': return shell`aws lambda get-policy --function-name ${name.split(':')[0]} --query Policy --output text`;
    case 'ecr': return shell`aws ecr get-repository-policy --repository-name ${name} --query policyText --output text`;
    case 'dynamodb': return shell`aws dynamodb get-resource-policy --resource-arn ${arn} --query Policy --output text`;
    case 'kinesis': return shell`aws kinesis get-resource-policy --resource-arn ${arn} --query Policy --output text`;
    case 's3express': return shell`aws s3api get-bucket-policy --bucket ${name.split('/')[0]} --query Policy --output text`;
    case 's3tables': return shell`aws s3tables get-table-bucket-policy --table-bucket-arn ${bucketArn} --query resourcePolicy --output text`;
    case 's3vectors': return shell`aws s3vectors get-vector-bucket-policy --vector-bucket-arn ${bucketArn} --query policy --output text`;
    default: return undefined;
  }
}

/** The type and name of a user or role, also of a role's session. */
function identityIn(principal: string | undefined): RegExpExecArray | undefined {
  const [, assumed] = /^arn:[\w-]+:sts::\d{12}:assumed-role\/([^/]+)\//.exec(principal ?? '') ?? [];
  return (assumed === undefined ? /:(role|user)\/(?:.*\/)?([^/]+)$/.exec(principal ?? '') : /^(role) (.+)$/.exec(`role ${assumed}`)) ?? undefined;
}

function ownerOf(resource: string | undefined): string | undefined {
  const account = arnParts(resource ?? '')?.[4];
  return account !== undefined && /^\d{12}$/.test(account) ? account : undefined;
}

/** What an event can be found by: its name, where that is the action's, else who it was, who is the session of a role. */
function attributeOf({ action, operation, principal }: Denial): string {
  const [prefix = '', name = ''] = action?.split(':') ?? [];
  if (operation !== undefined || operationsOf(prefix).has(name.toLowerCase())) {
    return `AttributeKey=EventName,AttributeValue=${operation ?? name}`;
  }
  return `AttributeKey=Username,AttributeValue=${principal?.split('/').pop() ?? 'USER'}`;
}
