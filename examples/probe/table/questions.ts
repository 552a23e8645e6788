import { address, bool, by, presence, server, serviceName, serviceNames } from './keys';
import type { Channel, Question } from './question';
import { SERVICES } from './services';

const VIA_MCP = 'aws:ViaAWSMCPService';
const CALLED_VIA_MCP = 'aws:CalledViaAWSMCP';

/** Through every server that can be asked. */
const EVERYWHERE: readonly Channel[] = ['direct', 'aws', 'eks', 'ecs'];
/** Through the one server that calls whatever it is asked to. */
const ANY_CALL: readonly Channel[] = ['direct', 'aws'];

/** On a direct call AWS documents neither; through a server it documents the one. */
const VIA_MCP_ASSUMED = { direct: ['false', 'absent'], server: ['true'] };
const VIA_MCP_MEANS = {
  true: 'through a server, as documented; on a direct call every guardrail would hit people',
  false: 'a condition with plain Bool "false" reaches these direct calls',
  absent: 'a condition with plain Bool "false" reaches none of these calls: IfExists is needed',
};

/** Of the calls that a service makes for the caller. */
const HOP_ASSUMED = { direct: ['false', 'absent'], server: ['true', 'false', 'absent'] };
const hopMeans = (what: string) => ({
  true: `the keys are passed on: a Deny on them also reaches ${what}`,
  false: `the keys are lost: a Deny on them does not reach ${what}`,
  absent: `the keys are lost: a Deny on them does not reach ${what}`,
});
const hopServer = (what: string) => ({
  aws: `a Deny on this server also reaches ${what}`,
  eks: `a Deny on this server also reaches ${what}`,
  ecs: `a Deny on this server also reaches ${what}`,
  other: `a list of servers does not know who is named on ${what}`,
  absent: `a Deny on one server does not reach ${what}`,
});
const hopServerAssumed = { direct: ['absent'], server: ['<server>', 'absent'] };
const BY_S3 = 'what Amazon S3 calls for the caller';
const BY_CLOUDFORMATION = 'what CloudFormation calls for the caller';

/** Everything that is asked. To ask more, add a row. */
export const QUESTIONS: readonly Question[] = [
  {
    id: 'via-mcp',
    settles: `whether ${VIA_MCP} is "true", "false" or absent`,
    fact: 'direct-via-mcp',
    how: 'read',
    channels: EVERYWHERE,
    answers: bool(VIA_MCP, VIA_MCP_MEANS),
    assumed: VIA_MCP_ASSUMED,
  },
  ...Object.entries(SERVICES).map(([service, actions]): Question => ({
    id: `via-mcp-${service}`,
    settles: `the same of ${service}`,
    fact: 'direct-via-mcp',
    how: 'service',
    channels: ANY_CALL,
    answers: by('action', actions, bool(VIA_MCP, VIA_MCP_MEANS)),
    assumed: VIA_MCP_ASSUMED,
  })),
  {
    id: 'called-via-mcp',
    settles: `whom ${CALLED_VIA_MCP} names`,
    fact: 'server-keys',
    how: 'read',
    channels: EVERYWHERE,
    answers: server(CALLED_VIA_MCP, {
      aws: 'guardrails that name the AWS MCP Server reach these calls',
      eks: 'guardrails that name the Amazon EKS MCP Server reach these calls',
      ecs: 'guardrails that name the Amazon ECS MCP Server reach these calls',
      other: 'no constant of McpServer names this server: only guardrails on any server reach it',
      absent: 'no server is named, as documented of a direct call',
    }),
    assumed: { direct: ['absent'], server: ['<server>'] },
  },
  {
    id: 'mcp-action',
    settles: 'whether aws:IsMcpServiceAction is "false" or absent on a call that is no action of a server',
    fact: 'mcp-action',
    how: 'read',
    channels: EVERYWHERE,
    answers: bool('aws:IsMcpServiceAction', {
      true: 'denyOutsideMcp() would let everything through: its exception for connecting would have to name actions',
      false: 'plain Bool "false" would do in denyOutsideMcp()',
      absent: 'as AWS documents it',
    }),
    assumed: { direct: ['false', 'absent'], server: ['false', 'absent'] },
  },
  {
    id: 'via-aws-service',
    settles: 'whether aws:ViaAWSService is "true" on a call through a server',
    fact: 'via-aws-service',
    how: 'read',
    channels: EVERYWHERE,
    answers: bool('aws:ViaAWSService', {
      true: 'a perimeter that exempts aws:ViaAWSService exempts agents, and allowForwardAccessSessions lets no call of a server through only because of it',
      false: 'the key tells a server\'s call from a service\'s: the exception for KMS could use it instead of kms:ViaService',
      absent: 'conditions on the key need IfExists',
    }),
    assumed: { direct: ['false', 'absent'], server: ['true', 'false', 'absent'] },
  },
  {
    id: 'source-ip',
    settles: 'what aws:SourceIp is on a call through a server',
    fact: 'source-ip',
    how: 'read',
    channels: EVERYWHERE,
    answers: address('aws:SourceIp', {
      client: 'a perimeter of addresses holds for agents as for people: the exception for servers is not needed',
      other: 'a perimeter of addresses blocks every call through a server, unless it exempts them',
      absent: 'NotIpAddress also holds for an absent key: a perimeter blocks every call through a server, unless it exempts them',
    }),
    assumed: { direct: ['client'], server: ['client', 'other', 'absent'] },
    control: { answer: 'client', otherwise: 'direct calls don\'t come from the address that the stack was deployed with: deploy it again with --context address=…' },
  },
  ...(['Vpc', 'Vpce'] as const).map((name): Question => ({
    id: `source-${name.toLowerCase()}`,
    settles: `whether a call through a server has aws:Source${name}`,
    fact: 'source-network',
    how: 'read',
    channels: EVERYWHERE,
    answers: presence(`aws:Source${name}`, {
      present: 'a perimeter of networks sees a network of AWS on calls through a server, which it must list or exempt',
      absent: 'StringNotEquals also holds for an absent key: a perimeter of networks blocks every call through a server, unless it exempts them',
    }),
    // Of direct calls it hangs on where the runner is.
    assumed: { direct: ['present', 'absent'], server: ['present', 'absent'] },
  })),
  {
    id: 'called-via',
    settles: 'whether aws:CalledVia names the server',
    fact: 'called-via',
    how: 'read',
    channels: EVERYWHERE,
    answers: serviceNames('aws:CalledVia', {
      server: 'a call through a server is a forward access session of the server',
      other: 'a call through a server is a forward access session of another service: an exception for that service lets agents through',
      absent: 'exceptions for services, such as that for CloudFormation in deployOnlyViaMcp(), let no call of a server through',
    }),
    assumed: { direct: ['absent'], server: ['server', 'other', 'absent'] },
  },
  {
    id: 'kms-via-service',
    settles: 'whether kms:ViaService is set on a server\'s own call of AWS KMS',
    fact: 'kms-via-service',
    how: 'key',
    channels: ANY_CALL,
    answers: by('action', { server: 'kms:DescribeKey', other: 'kms:GetKeyRotationStatus', absent: 'kms:ListKeyPolicies' }, serviceName('kms:ViaService', {
      server: 'the exception for KMS must go on naming servers, as it does (*-mcp.*)',
      other: 'the exception for KMS lets agents\' own calls through: it needs another test',
      absent: 'the exception for KMS could be Null instead of a list of names',
    })),
    assumed: { direct: ['absent'], server: ['server', 'absent'] },
  },
  {
    id: 'hop-s3-kms',
    settles: `whether ${VIA_MCP} survives from Amazon S3 to AWS KMS`,
    fact: 'second-hop',
    how: 'object',
    channels: ANY_CALL,
    answers: bool(VIA_MCP, hopMeans(BY_S3)),
    assumed: HOP_ASSUMED,
  },
  {
    id: 'hop-s3-kms-server',
    settles: `whom ${CALLED_VIA_MCP} names there`,
    fact: 'second-hop',
    how: 'object',
    channels: ANY_CALL,
    answers: server(CALLED_VIA_MCP, hopServer(BY_S3)),
    assumed: hopServerAssumed,
  },
  {
    id: 'hop-cloudformation-ec2',
    settles: `whether ${VIA_MCP} survives from CloudFormation to Amazon EC2`,
    fact: 'second-hop',
    how: 'handler',
    channels: ANY_CALL,
    answers: by('type', { true: 'AWS::EC2::VPC', false: 'AWS::EC2::InternetGateway', absent: 'AWS::EC2::DHCPOptions' },
      by('action', { true: 'ec2:DescribeVpcs', false: 'ec2:DescribeInternetGateways', absent: 'ec2:DescribeDhcpOptions' }, bool(VIA_MCP, hopMeans(BY_CLOUDFORMATION)))),
    assumed: HOP_ASSUMED,
  },
  {
    id: 'hop-cloudformation-ec2-server',
    settles: `whom ${CALLED_VIA_MCP} names there`,
    fact: 'second-hop',
    how: 'handler',
    channels: ANY_CALL,
    answers: by('type', {
      aws: 'AWS::EC2::RouteTable', eks: 'AWS::EC2::NetworkAcl', ecs: 'AWS::EC2::Subnet', other: 'AWS::EC2::KeyPair', absent: 'AWS::EC2::PrefixList',
    }, by('action', {
      aws: 'ec2:DescribeRouteTables', eks: 'ec2:DescribeNetworkAcls', ecs: 'ec2:DescribeSubnets', other: 'ec2:DescribeKeyPairs', absent: 'ec2:DescribeManagedPrefixLists',
    }, server(CALLED_VIA_MCP, hopServer(BY_CLOUDFORMATION)))),
    assumed: hopServerAssumed,
  },
  {
    id: 'presigned-url',
    settles: `whether a request with a presigned URL that a server made has ${VIA_MCP}`,
    fact: 'presigned-url',
    how: 'presigned',
    channels: ANY_CALL,
    answers: bool(VIA_MCP, {
      true: 'denyOutsideMcp() lets such requests through: only denyPresignedUrls() stops them',
      false: 'denyOutsideMcp() stops such requests, denyViaMcp() does not',
      absent: 'denyOutsideMcp() stops such requests, denyViaMcp() does not',
    }),
    assumed: { direct: ['false', 'absent'], server: ['true', 'false', 'absent'] },
  },
  {
    id: 'assumed-role',
    settles: `whether a role that is assumed through a server has ${VIA_MCP} on its calls`,
    fact: 'assumed-role',
    how: 'assumed',
    channels: ANY_CALL,
    answers: bool(VIA_MCP, {
      true: 'guardrails also hold for the roles that an agent assumes',
      false: 'an agent gets rid of the keys by assuming a role: denyDelegationViaMcp() must deny it, as it does',
      absent: 'an agent gets rid of the keys by assuming a role: denyDelegationViaMcp() must deny it, as it does',
    }),
    assumed: { direct: ['false', 'absent'], server: ['false', 'absent'] },
  },
];
