import { roleWithArns, told } from './found';
import { unknownPart } from '../../../src/iam/unknown-text';
import type { Json } from '../../../src/iam/value';
import { random } from '../../random-numbers';

const RESOURCES = [
  '*', 'arn:aws:s3:::reports/*', 'arn:aws:s3:::reports', 'arn:aws:s3:::other/key', 'arn:aws:s3::111122223333:bucket', 'arn:aws:sqs:eu-west-1:111122223333:jobs',
  'arn:aws:sqs:::jobs', 'arn:aws:iam::111122223333:role/*', 'arn:aws:lambda:EU-WEST-1:111122223333:function:f', 'reports', 'arn:aws:s3:::${aws:username}/*',
  'arn:aws:s3:::${aws:username', 'arn:aws:s3', 'arn:*', ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*'], [], `arn:aws:s3:::${unknownPart('Bucket')}/*`, { Ref: 'Table' },
  `arn:aws:s3:::${'x'.repeat(9_000)}/*`, 'arn:aws:s3:::Ā/*', ['arn:aws:s3:::a/*', 'arn:aws:s3:::\u2028/*'],
];
const ACTIONS = ['*', 's3:*', 's3:GetObject', ['s3:GetObject', 's3:PutObject'], 'iam:PassRole', 'sqs:SendMessage', 'lambda:InvokeFunction', 'aws-mcp:*', 's3:NoSuchAction', 'ec2:Describe*'];
const CONDITIONS = [
  undefined, { Bool: { 'aws:ViaAWSMCPService': 'true' } }, { Bool: { 'aws:ViaAWSMCPService': 'false' } }, { Null: { 'aws:ViaAWSMCPService': 'true' } },
  { StringNotEquals: { 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com' } }, { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
  { StringEqual: { 'aws:username': 'a' } }, { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
];
const SIDS = [undefined, undefined, 'DenyOthers', 'DenyOtherMcpServersAndDirectCalls', 'not plain', 'Ā', 1];
const TRUSTED = [{ Service: 'ec2.amazonaws.com' }, { AWS: '111122223333' }, { AWS: '*' }];
const MANAGED = ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::111122223333:policy/Own'];

/** A role of which much is like that of others. */
function randomRole(below: (limit: number) => number): Json {
  const any = <T>(items: readonly T[]): T => items[below(items.length)];
  const statement = (): Json => {
    const [Sid, Condition] = [any(SIDS), any(CONDITIONS)];
    return {
      Effect: any(['Allow', 'Deny', 'Deny']),
      [any(['Action', 'Action', 'Action', 'NotAction'])]: any(ACTIONS),
      ...(below(12) > 0 && { [any(['Resource', 'Resource', 'NotResource'])]: any(RESOURCES) }),
      ...(Sid !== undefined && { Sid }),
      ...(Condition && { Condition }),
    };
  };
  const document = (): Json => ({ Version: any(['2012-10-17', '2012-10-17', '2008-10-17']), Statement: Array.from({ length: 1 + below(2) }, statement) });
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: any(TRUSTED) }] },
      Policies: Array.from({ length: 1 + below(2) }, (_, i) => ({ PolicyName: `Inline${i}`, PolicyDocument: document() })),
      ...(below(4) === 0 && { ManagedPolicyArns: [any(MANAGED)] }),
      ...(below(6) === 0 && { PermissionsBoundary: any(MANAGED) }),
    },
  };
}

test.each([1, 2, 3, 4])('of many roles the same is found as of each alone, seed %i', (seed) => {
  const next = random(seed);
  const below = (limit: number) => Math.floor(next() * limit);
  for (const make of [randomRole, roleWithArns]) {
    const roles: Json = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`Role${i}`, make(below)]));
    const alone = Object.entries(roles).flatMap(([id, each]) => told({ [id]: each }));
    expect(alone.length).toBeGreaterThan(300);
    expect(told(roles)).toEqual(alone.sort());
  }
});
