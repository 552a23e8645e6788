import { ADMINISTRATOR, allow, deny, deployed, lapsesOf, managedPolicy, ofEverybody, role, scp, textOf } from './templates';
import { compareDeployment } from '../../../src/analysis/deployment/deployment';

const OU = 'service control policies of ou-ab12-11111111';

describe('control policies', () => {
  test('a policy that changes in place lapses in nothing', () => {
    expect(lapsesOf({ A: scp(['s3:DeleteBucket', 'kms:Decrypt']) }, { A: scp(['kms:Decrypt', 'sqs:SendMessage']) })).toEqual([]);
  });

  test('what goes from one to another lapses: the one that loses may be updated first', () => {
    expect(lapsesOf({ A: scp(['s3:DeleteBucket', 'kms:Decrypt']), B: scp(['sqs:SendMessage']) },
      { A: scp(['s3:DeleteBucket']), B: scp(['sqs:SendMessage', 'kms:Decrypt']) })).toEqual([`${OU}: kms:Decrypt`]);
  });

  test('also if the one that gains is updated first, for that may be taken back first', () => {
    const { lapses } = deployed({ A: scp(['s3:DeleteBucket', 'kms:Decrypt'], { DependsOn: 'B' }), B: scp(['sqs:SendMessage']) },
      { A: scp(['s3:DeleteBucket'], { DependsOn: 'B' }), B: scp(['sqs:SendMessage', 'kms:Decrypt']) });
    expect(lapses.map(textOf)).toEqual([`${OU}: kms:Decrypt`]);
    expect(lapses[0].moment.rollback).toBe(true);
    expect(lapses[0].said).toEqual(['No']);
  });

  test('new content in a new policy lapses in nothing, for the old one is deleted last', () => {
    expect(lapsesOf({ A: scp(['s3:DeleteBucket', 'kms:Decrypt']), B: scp(['sqs:SendMessage']) },
      { A2: scp(['s3:DeleteBucket']), B2: scp(['sqs:SendMessage', 'kms:Decrypt']) })).toEqual([]);
  });

  test('nor does one that grows into two, if the first is updated after the second is made', () => {
    const after = (more: object) => ({ A: scp(['s3:DeleteBucket'], more), B: scp(['kms:Decrypt']) });
    expect(lapsesOf({ A: scp(['s3:DeleteBucket', 'kms:Decrypt']) }, after({}))).toEqual([`${OU}: kms:Decrypt`]);
    expect(lapsesOf({ A: scp(['s3:DeleteBucket', 'kms:Decrypt']) }, after({ DependsOn: 'B' }))).toEqual([]);
  });

  test('each target is looked at for itself', () => {
    const other = (actions: string[]) => scp(actions, {}, '111122223333');
    expect(lapsesOf({ A: scp(['kms:Decrypt']), B: other(['sqs:SendMessage']) }, { A: scp(['s3:DeleteBucket']), B: other(['sqs:SendMessage', 'kms:Decrypt']) }))
      .toEqual([]);
  });

  test('an action that the table does not have counts as well', () => {
    expect(lapsesOf({ A: scp(['new:Action', 's3:DeleteBucket']), B: scp(['sqs:SendMessage']) },
      { A: scp(['s3:DeleteBucket']), B: scp(['sqs:SendMessage', 'new:Action']) })).toEqual([`${OU}: new:action`]);
  });

  test('a wildcard denies what it means, and NotAction what it does not name', () => {
    expect(lapsesOf({ A: scp(['kms:Decrypt', 's3:DeleteBucket']), B: scp(['kms:*']) }, { A: scp(['s3:DeleteBucket']), B: scp(['kms:*', 'sqs:SendMessage']) })).toEqual([]);
    const all = (action: string) => ({
      Type: 'AWS::Organizations::Policy',
      Properties: {
        Type: 'SERVICE_CONTROL_POLICY', TargetIds: ['ou-ab12-11111111'], Content: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', NotAction: action, Resource: '*' }] },
      },
    });
    expect(lapsesOf({ A: all('s3:*'), B: scp(['s3:DeleteBucket']) }, { A: scp(['s3:DeleteBucket']), B: all('s3:*') })[0]).toMatch(/: \d{4,}$/);
  });

  const conditional = (condition: object, resource = '*') => ({
    Type: 'AWS::Organizations::Policy',
    Properties: {
      Type: 'SERVICE_CONTROL_POLICY',
      TargetIds: ['ou-ab12-11111111'],
      Content: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'kms:Decrypt', Resource: resource, Condition: condition }] },
    },
  });
  const [VIA, DIRECT] = ['true', 'false'].map((value) => ({ Bool: { 'aws:ViaAWSMCPService': value } }));

  test('a request must be denied before and after, not only its action', () => {
    const [queue, topic] = [scp(['sqs:SendMessage']), scp(['sns:Publish'])];
    expect(lapsesOf({ A: conditional(VIA), B: queue }, { A: topic, B: conditional(VIA) })).toEqual([`${OU}: kms:Decrypt`]);
    expect(lapsesOf({ A: conditional(VIA), B: queue }, { A: topic, B: conditional(DIRECT) })).toEqual([]);
    expect(lapsesOf({ A: conditional(VIA), B: queue }, { A: topic, B: scp(['kms:Decrypt']) })).toEqual([`${OU}: kms:Decrypt`]);
    const [key, other] = ['a', 'b'].map((name) => conditional(VIA, `arn:aws:kms:eu-west-1:111122223333:key/${name}`));
    expect(lapsesOf({ A: key, B: queue }, { A: topic, B: other })).toEqual([]);
  });

  test('what a wider statement denies meanwhile does not lapse', () => {
    expect(lapsesOf({ A: conditional(VIA), B: scp(['sqs:SendMessage']), C: scp(['kms:Decrypt']) },
      { A: scp(['sns:Publish']), B: conditional(VIA), C: scp(['kms:Decrypt']) })).toEqual([]);
  });

  test('ten at a target for a moment are one too many', () => {
    const nine = (suffix: string) => Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`P${i}${suffix}`, scp(['s3:DeleteBucket'], i > 0 ? { DependsOn: `P${i - 1}${suffix}` } : {})]));
    const { noRoom, lapses } = deployed(nine(''), nine('New'));
    expect(lapses).toEqual([]);
    expect(noRoom).toEqual([{ subject: OU, count: 10, most: 9, of: 'service control policy' }]);
  });

  test('one that is retained stays in force', () => {
    expect(lapsesOf({ A: scp(['kms:Decrypt'], { DeletionPolicy: 'Retain' }), B: scp(['s3:DeleteBucket']) }, { B: scp(['s3:DeleteBucket']) })).toEqual([]);
  });
});

describe('principals', () => {
  const guardrail = deny('kms:Decrypt');

  test('a role that names its guardrail has it from the beginning to the end', () => {
    const app = { P: managedPolicy(guardrail), R: role({ ManagedPolicyArns: [ADMINISTRATOR, { Ref: 'P' }] }) };
    expect(lapsesOf({}, app)).toEqual([]);
    expect(lapsesOf(app, {})).toEqual([]);
  });

  test.each<[string, object]>([
    ['a managed policy', managedPolicy(guardrail, { Roles: [{ Ref: 'R' }] })],
    ['an inline policy', { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'x', PolicyDocument: guardrail, Roles: [{ Ref: 'R' }] } }],
  ])('%s that names the role comes too late and goes too early', (_, policy) => {
    const app = { P: policy, R: role({ ManagedPolicyArns: [ADMINISTRATOR] }) };
    expect(lapsesOf({}, app)).toEqual(['role R: kms:Decrypt']);
    expect(lapsesOf(app, {})).toEqual(['role R: kms:Decrypt']);
  });

  test('it is in time if the role may not do it yet', () => {
    const app = (more: object) => ({
      P: managedPolicy(guardrail, { Roles: [{ Ref: 'R' }] }),
      R: role({}),
      Q: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'x', PolicyDocument: allow('kms:*'), Roles: [{ Ref: 'R' }] }, ...more },
    });
    expect(lapsesOf({}, app({ DependsOn: 'P' }))).toEqual([]);
    expect(lapsesOf(app({ DependsOn: 'P' }), {})).toEqual([]);
    expect(lapsesOf({}, app({}))).toEqual(['role R: kms:Decrypt']);
  });

  test('what the policy of a resource allows it, counts as well', () => {
    const key = {
      Type: 'AWS::KMS::Key',
      Properties: { KeyPolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: { 'Fn::GetAtt': ['R', 'Arn'] } }, Action: 'kms:*', Resource: '*' }] } },
    };
    expect(lapsesOf({}, { P: managedPolicy(guardrail, { Roles: [{ Ref: 'R' }] }), R: role({}), K: key })).toEqual(['role R: kms:Decrypt']);
  });

  test('one that is replaced has it, too', () => {
    const app = (path: string) => ({ P: managedPolicy(guardrail), R: role({ Path: path, ManagedPolicyArns: [ADMINISTRATOR, { Ref: 'P' }] }) });
    expect(lapsesOf(app('/a/'), app('/b/'))).toEqual([]);
    const late = (path: string) => ({ P: managedPolicy(guardrail, { Roles: [{ Ref: 'R' }] }), R: role({ Path: path, ManagedPolicyArns: [ADMINISTRATOR] }) });
    expect(lapsesOf(late('/a/'), late('/b/'))).toEqual(['role R (before): kms:Decrypt', 'role R: kms:Decrypt']);
  });

  test('whether CloudFormation attaches before it detaches is not documented', () => {
    const { lapses } = deployed({ P: managedPolicy(guardrail), R: role({ ManagedPolicyArns: [{ Ref: 'P' }] }) },
      { Q: managedPolicy(guardrail), R: role({ ManagedPolicyArns: [{ Ref: 'Q' }] }) });
    expect(lapses.map(textOf)).toEqual(['role R: kms:Decrypt']);
    expect(lapses[0].moment.doing).toMatchObject({ logicalId: 'R', change: 'update' });
  });

  test('a list that only grows, or another document of the same inline policy, lapses in nothing', () => {
    const inline = (...actions: string[]) => ({ PolicyName: 'Guardrails', PolicyDocument: deny(...actions) });
    expect(lapsesOf({ P: managedPolicy(guardrail), R: role({ ManagedPolicyArns: [{ Ref: 'P' }] }) },
      { P: managedPolicy(guardrail), Q: managedPolicy(guardrail), R: role({ ManagedPolicyArns: [{ Ref: 'P' }, { Ref: 'Q' }] }) })).toEqual([]);
    expect(lapsesOf({ R: role({ Policies: [inline('kms:Decrypt')] }) }, { R: role({ Policies: [inline('kms:Decrypt', 's3:DeleteBucket')] }) })).toEqual([]);
    const two = (...documents: object[]) => ({ R: role({ Policies: documents.map((PolicyDocument, i) => ({ PolicyName: `P${i}`, PolicyDocument })) }) });
    expect(lapsesOf(two(deny('kms:Decrypt'), deny('s3:DeleteBucket')), two(deny('s3:DeleteBucket'), deny('kms:Decrypt'))))
      .toEqual(['role R: s3:DeleteBucket', 'role R: kms:Decrypt']);
  });

  test('a boundary that is replaced limits all the time, one whose limits go elsewhere does not', () => {
    const app = (id: string) => ({ [id]: managedPolicy(allow('s3:*')), R: role({ ManagedPolicyArns: [ADMINISTRATOR], PermissionsBoundary: { Ref: id } }) });
    expect(lapsesOf(app('B1'), app('B2'))).toEqual([]);
    const [before, after] = [{ B1: managedPolicy(allow('s3:*')), ...app('B1') }, { B1: managedPolicy(allow('*')), ...app('B2') }];
    expect(lapsesOf(before, after)[0]).toMatch(/^role R: \d{4,}$/);
  });

  test('the policies of its groups are those of a user', () => {
    const app = (group: string) => ({
      G: { Type: 'AWS::IAM::Group', Properties: { Policies: [{ PolicyName: 'x', PolicyDocument: guardrail }] } },
      H: { Type: 'AWS::IAM::Group', Properties: { Policies: [{ PolicyName: 'x', PolicyDocument: guardrail }] } },
      U: { Type: 'AWS::IAM::User', Properties: { Groups: [{ Ref: group }] } },
    });
    expect(lapsesOf(app('G'), app('H'))).toEqual(['user U: kms:Decrypt']);
    expect(lapsesOf({}, app('G'))).toEqual([]);
  });
});

describe('policies of resources', () => {
  const bucketPolicy = (document: object, more: object = {}) => ({ Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'data', PolicyDocument: ofEverybody(document) }, ...more });

  test('one that changes in place lapses in nothing', () => {
    expect(lapsesOf({ P: bucketPolicy(deny('s3:GetObject')) }, { P: bucketPolicy(deny('s3:GetObject', 's3:PutObject')) })).toEqual([]);
  });

  test('to delete the one before is to delete the policy that is there by then', () => {
    expect(lapsesOf({ P: bucketPolicy(deny('s3:GetObject')) }, { Q: bucketPolicy(deny('s3:GetObject')) })).toEqual(['policy of arn:aws:s3:::data: s3:GetObject']);
  });

  test('the policy of an endpoint limits, too', () => {
    const endpoint = (...actions: string[]) => ({ Type: 'AWS::EC2::VPCEndpoint', Properties: { ServiceName: 's3', VpcId: 'vpc-1', PolicyDocument: ofEverybody(allow(...actions)) } });
    expect(lapsesOf({ E: endpoint('s3:GetObject') }, { E: endpoint('s3:PutObject') })).toEqual([]);
  });
});

describe('what is asked of', () => {
  test('several stacks are compared by their names', () => {
    const stack = (stackName: string, resources: object) => ({ stackName, file: `${stackName}.json`, template: { Resources: resources } });
    const before = [stack('a', { A: scp(['kms:Decrypt']) }), stack('b', { B: scp(['s3:DeleteBucket']) })];
    expect(compareDeployment({ before, after: [...before].reverse() }).steps).toEqual([]);
    const { lapses } = compareDeployment({ before, after: [stack('a', { A: scp(['s3:DeleteBucket']) }), stack('b', { B: scp(['kms:Decrypt']) })] });
    expect(lapses.map(({ actions }) => actions)).toEqual([['kms:Decrypt'], ['s3:DeleteBucket']]);
  });

  test('a role is without a policy of another stack, which comes after it and goes before it', () => {
    const exported = { 'Fn::ImportValue': 'role' };
    const stacks = [
      { stackName: 'a', template: { Resources: { R: role({ ManagedPolicyArns: [ADMINISTRATOR] }) }, Outputs: { Role: { Value: { Ref: 'R' }, Export: { Name: 'role' } } } } },
      { stackName: 'b', template: { Resources: { P: managedPolicy(deny('kms:Decrypt'), { Roles: [exported] }) } } },
    ];
    expect(compareDeployment({ before: [], after: stacks }).lapses.map(textOf)).toEqual(['role R: kms:Decrypt']);
    expect(compareDeployment({ before: stacks, after: [] }).lapses.map(textOf)).toEqual(['role R: kms:Decrypt']);
  });

  test('a name of a condition that stands for something else is told apart', () => {
    const template = (value: string) => ({
      Conditions: { C: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, value] } },
      Resources: { A: scp(['kms:Decrypt'], { Condition: 'C' }) },
    });
    const { steps, lapses } = compareDeployment({ before: [{ template: template('eu-west-1') }], after: [{ template: template('us-east-1') }] });
    expect(steps).toHaveLength(1);
    expect(lapses).toEqual([]);
  });

  test('what changes in too many orders is named', () => {
    const many = (action: string) => Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`P${i}`, scp([action, `sqs:Action${i}`])]));
    expect(deployed(many('kms:Decrypt'), many('s3:DeleteBucket'))).toMatchObject({ notJudged: [OU], lapses: [] });
  });
});
