import * as fc from 'fast-check';

/** Generated policy documents, many of which AWS would refuse. */

const odd = (usual: unknown[], ...others: unknown[]) => fc.oneof(
  { weight: 24, arbitrary: fc.constantFrom(...usual) },
  { weight: 1, arbitrary: fc.constantFrom(...others) },
);
/** Without elements that are `undefined`. */
const written = (elements: object) => Object.fromEntries(Object.entries(elements).filter(([, value]) => value !== undefined));
const either = (then: unknown, otherwise: unknown) => ({ 'Fn::If': ['C', then, otherwise] });
const VIA = { 'aws:ViaAWSMCPService': 'true' };

const CONDITIONS = [
  { Boool: VIA }, { Bool: {} }, { Bool: { 'aws:ViaAWSMCPService': [] } }, { Bool: { 'aws:ViaAWSMCPService': [null] } }, { Bool: { 'aws:ViaAWSMCPService': [['true']] } },
  { Bool: { 'aws:ViaAWSMCPService': 'maybe' } }, { Bool: { 'aws:ViaAWSMCPService': 'TRUE' } }, { Bool: { 'aws:ViaAWSMCPService': 1 } }, { Bool: null }, { Bool: ['x'] },
  { Bool: { 'aws:ViaAWSMCPService': { Ref: 'X' } } }, { 'Bool ': VIA }, { Bool: { 'aws:ViaAWSMCPService ': 'true' } }, { Bool: { a: 'true', A: 'true' } },
  { BoolIfExists: VIA, boolifexists: { 'aws:viaawsmcpservice': 'true' } }, { 'ForAllValues:Bool': VIA }, { 'ForAnyValue:Bool': { 'aws:ViaAWSMCPService': ['true', 'false'] } },
  [], null, 'x', true, 0, { Ref: 'C' }, VIA, { '': { a: 'x' } }, { StringEquals: { '': 'x' } }, { NullIfExists: { a: 'true' } }, { 'ForAllValues:Null': { a: 'true' } },
  { Null: { 'aws:CalledViaAWSMCP': ['true', 'false'] } }, { Null: { 'aws:ViaAWSMCPService': 'maybe' } }, { StringEquals: { a: { Ref: 'X' } } },
  { 'ForAnyValue:stringlike': { 'aws:TagKeys': 'x*' } }, { 'ForAllValues:StringEqualsIfExists': { 'aws:TagKeys': 'x' } }, { 'ForAnyValues:StringLike': { 'aws:TagKeys': 'x' } },
  { 'forallvalues:FooIfExists': { 'aws:TagKeys': 'x' } }, { NumericLessThan: { 's3:max-keys': 'abc' } }, { DateGreaterThan: { 'aws:CurrentTime': 'yesterday' } },
  { IpAddress: { 'aws:SourceIp': '1.2.3' } }, { IpAddress: { 'aws:SourceIp': '${aws:x}' } }, { ArnLike: { 'aws:PrincipalArn': 'x' } }, { StringEquals: { 'aws:PrincipalArn': '${aws:x' } },
  { StringNotEquals: { 'aws:CalledViaAWSMCP': ['aws-mcp.amazonaws.com', 'eks-mcp.amazonaws.com'] } }, { 'ForAllValues:StringNotLike': { 'aws:CalledViaAWSMCP': 'aws*' } },
  { ArnEquals: { 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com' } }, { BinaryEquals: { 'aws:ViaAWSMCPService': 'dHJ1ZQ==' } }, { NumericEquals: { 'aws:ViaAWSMCPService': '1' } },
];

/** What is usual in a kind of policy; what it does not name is that of a principal's policy. */
export interface Usual {
  readonly Effect?: string;
  /** Without it, none has a principal: a document by itself that has one is taken for another kind of policy. */
  readonly Principal?: unknown;
  readonly Action?: string;
  /** `null`: it has none. */
  readonly Resource?: string | null;
}

export function statements(usual: Usual = {}): fc.Arbitrary<{ [element: string]: any }> {
  const { Effect = 'Allow', Principal, Action, Resource } = usual;
  const principal = (...values: [unknown, ...unknown[]]) => ('Principal' in usual ? odd([values[0]], ...values.slice(1)) : fc.constant(undefined));
  return fc.record({
    Sid: odd(['A', 'B', undefined], 'a b', 7, '', null, ['A'], 'é', '\u{1F600}', 'X'.repeat(3000), { 'Fn::Sub': 'x${AWS::Region}' }),
    Effect: odd([Effect, Effect, 'Deny'], 'deny', undefined, null, { Ref: 'Effect' }, ['Deny']),
    Action: odd(Action === undefined ? ['s3:*', ['s3:GetObject', 'ec2:Run*'], '*'] : [Action, [Action]],
      [], '', 's3', '*:Get*', '*:*', 's?:GetObject', 's3:Get Object', ':x', 's3:', 5, null, [null], [['s3:GetObject']], { Ref: 'A' }, undefined, { a: 'b' }, 'S3:GETOBJECT', 's3:${aws:username}', true),
    NotAction: odd([undefined], 's3:*', null, []),
    Resource: odd(Resource === null ? [undefined] : Resource === undefined ? ['*', 'arn:aws:s3:::data/*', ['arn:aws:s3:::data/*', '*']] : [Resource, [Resource]],
      [], 'data', '', undefined, null, 5, [['*']], [null], { 'Fn::GetAtt': ['B', 'Arn'] }, 'arn:*', 'ARN:aws:s3:::x', 'arn:aws:s3:::${aws:username}', 'arn:aws:s3:::${aws:user', '**', true),
    NotResource: odd([undefined], '*', null, []),
    Principal: principal(Principal, '*', { AWS: '*' }, { AWS: [] }, {}, null, { aws: '*' }, { AWS: 111122223333 }, { AWS: '111122223333' }, { AWS: 'arn:aws:iam::111122223333:role/*' },
      { Service: 'EC2.amazonaws.com' }, ['*'], { AWS: ['*', null] }, { Ref: 'P' }, undefined, 'arn:aws:iam::111122223333:root', { CanonicalUser: '*' }),
    NotPrincipal: principal(undefined, '*', { AWS: '111122223333' }, null),
    Condition: fc.oneof({ weight: 6, arbitrary: fc.constantFrom(undefined, {}, { Bool: VIA }, { bool: { 'AWS:viaAWSMCPService': true } }) }, { weight: 1, arbitrary: fc.constantFrom(...CONDITIONS) }),
    Conditions: odd([undefined, undefined], {}),
    effect: odd([undefined, undefined], 'Deny'),
  }).map(written);
}

export function documents(usual?: Usual): fc.Arbitrary<{ [element: string]: any }> {
  const statement = statements(usual);
  return fc.record({
    Version: odd(['2012-10-17'], '2008-10-17', '2020-01-01', 7, undefined, null),
    Statement: fc.oneof({ weight: 6, arbitrary: fc.array(statement, { minLength: 1, maxLength: 3 }) }, { weight: 1, arbitrary: statement },
      { weight: 1, arbitrary: fc.constantFrom<unknown>([], ['x'], [{ Ref: 'S' }], 'x', null, [null], [[]], {}, [{}], 5) },
      { weight: 1, arbitrary: fc.tuple(statement, statement).map(([a, b]) => [either(a, b)]) },
      { weight: 1, arbitrary: fc.tuple(statement, statement).map(([a, b]) => [either(a, { Ref: 'AWS::NoValue' }), b]) }),
    Id: odd([undefined, undefined], 'x', null),
  }).map(written);
}
