import { App, Aws, aws_ec2 as ec2, aws_iam as iam, aws_kms as kms, aws_s3 as s3, Fn, Stack } from 'aws-cdk-lib';
import { McpGuardrail, McpResourceControlPolicy, McpServiceControlPolicy, mixins, PolicyTarget, PrincipalFilter } from '../../src';

const ACCOUNT = '111122223333';
const ADMIN = [PrincipalFilter.roleNames('Admin')];
let stack: Stack;
beforeEach(() => {
  stack = new Stack(new App(), 'S', { env: { account: ACCOUNT, region: 'eu-west-1' } });
});
const outside = (appliesTo: PrincipalFilter[], exempt?: PrincipalFilter[]) => [McpGuardrail.denyOutsideMcp({ appliesTo, exempt })];

describe('a policy of a resource', () => {
  const key = (guardrails: McpGuardrail[], scope = stack) => () => new kms.Key(scope, 'K').with(new mixins.KeyMcpGuardrails({ guardrails }));

  test.each<[string, PrincipalFilter]>([
    ['its account, as a token', PrincipalFilter.accounts(Aws.ACCOUNT_ID)],
    ['its account', PrincipalFilter.accounts(ACCOUNT)],
    ['its account among others', PrincipalFilter.accounts('222222222222', ACCOUNT)],
    ['the organization', PrincipalFilter.organizationPaths('o-a1b2c3d4e5/*')],
    ['an OU, which may hold it', PrincipalFilter.organizationPaths('o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*')],
    ['roles and the root user of its account', PrincipalFilter.arns(`arn:aws:iam::${Aws.ACCOUNT_ID}:r*`)],
    ['roles and the root user of its account, in its partition', PrincipalFilter.arns(`arn:${Aws.PARTITION}:iam::${ACCOUNT}:r*`)],
  ])('everybody of %s is everybody who could change it', (_, filter) => {
    expect(key(outside([filter]))).toThrow('S/K/Resource: statement "DenyOutsideMcp" would deny kms:PutKeyPolicy to everybody');
    stack = new Stack(new App(), 'S', { env: { account: ACCOUNT } });
    expect(key(outside([filter], ADMIN))).not.toThrow();
  });

  test.each<[string, PrincipalFilter[], PrincipalFilter[] | undefined]>([
    ['another account', [PrincipalFilter.accounts('222222222222')], undefined],
    ['roles of its account', [PrincipalFilter.arns(`arn:aws:iam::${ACCOUNT}:role/*`)], undefined],
    ['its account, but for tagged ones', [PrincipalFilter.accounts(ACCOUNT)], [PrincipalFilter.tag('team', 'admins')]],
    ['the organization, but for its account', [PrincipalFilter.organizationPaths('o-a1b2c3d4e5/*')], [PrincipalFilter.accounts(ACCOUNT)]],
    ['the organization, but for an OU', [PrincipalFilter.organizationPaths('o-a1b2c3d4e5/*')], [PrincipalFilter.organizationPaths('o-a1b2c3d4e5/r-ab12/*')]],
    ['another account, that may be a parameter', [PrincipalFilter.accounts(Fn.importValue('Agents'))], undefined],
    ['its account, but for one known in part', [PrincipalFilter.accounts(ACCOUNT)], [PrincipalFilter.accounts(Fn.join('', ['1111', Fn.importValue('Rest')]))]],
    ['another account, made of a list that is a parameter', [PrincipalFilter.accounts(Fn.join('', Fn.split(',', Fn.importValue('Agents'))))], undefined],
  ])('%s: somebody is left', (_, appliesTo, exempt) => {
    expect(key(outside(appliesTo, exempt))).not.toThrow();
  });

  test('whoever is exempt in another account can\'t change it', () => {
    expect(key(outside([PrincipalFilter.accounts(ACCOUNT)], [PrincipalFilter.accounts('222222222222')]))).toThrow('would deny kms:PutKeyPolicy');
  });

  test('of a stack without an account, only its token is known to be its own', () => {
    const anywhere = (id: string) => new Stack(new App(), id);
    expect(key(outside([PrincipalFilter.accounts(Aws.ACCOUNT_ID)]), anywhere('A'))).toThrow('would deny kms:PutKeyPolicy');
    expect(key(outside([PrincipalFilter.accounts(ACCOUNT)]), anywhere('B'))).not.toThrow();
    expect(key([McpGuardrail.denyOutsideMcp({ exempt: [PrincipalFilter.accounts(ACCOUNT)] })], anywhere('C'))).not.toThrow();
  });

  test('a bucket too', () => {
    expect(() => new s3.Bucket(stack, 'B').with(new mixins.BucketMcpGuardrails({ guardrails: outside([PrincipalFilter.accounts(ACCOUNT)]) })))
      .toThrow('S/B/Resource: statement "DenyOutsideMcp" would deny s3:PutBucketPolicy to everybody');
  });
});

describe('a control policy', () => {
  const [root, ou, account] = [PolicyTarget.root('r-ab12'), PolicyTarget.organizationalUnit('ou-ab12-22222222'), PolicyTarget.account(ACCOUNT)];
  const path = (end: string) => PrincipalFilter.organizationPaths(`o-a1b2c3d4e5/${end}`);
  const kinds = [
    (targets: PolicyTarget[], guardrails: McpGuardrail[]) => new McpServiceControlPolicy(stack, 'Scp', { targets, guardrails }),
    (targets: PolicyTarget[], guardrails: McpGuardrail[]) => new McpResourceControlPolicy(stack, 'Rcp', { targets, guardrails }),
  ];

  test.each<[string, PolicyTarget[], PrincipalFilter, boolean]>([
    ['its account', [account], PrincipalFilter.accounts(ACCOUNT), true],
    ['one of its accounts', [PolicyTarget.account('222222222222'), account], PrincipalFilter.accounts(ACCOUNT), true],
    ['its account as a token', [PolicyTarget.account(Aws.ACCOUNT_ID)], PrincipalFilter.accounts(Aws.ACCOUNT_ID), true],
    ['another account', [account], PrincipalFilter.accounts('222222222222'), false],
    ['an account of the root', [root], PrincipalFilter.accounts(ACCOUNT), false],
    ['the organization', [root], path('*'), true],
    ['the organization by its root', [root], path('r-ab12/*'), true],
    ['the organization, in an OU', [ou], path('*'), true],
    ['the organization, in an account', [account], path('*'), true],
    ['the organization by its root, in an OU', [ou], path('r-ab12/*'), true],
    ['the organization by its root, in an account', [account], path('r-ab12/*'), true],
    ['another organization by its root', [root], path('r-cd34/*'), false],
    ['its OU', [ou], path('r-ab12/ou-ab12-11111111/ou-ab12-22222222/*'), true],
    ['accounts right in its OU', [ou], path('r-ab12/ou-ab12-11111111/ou-ab12-22222222/'), false],
    ['an OU below its own', [ou], path('r-ab12/ou-ab12-22222222/ou-ab12-11111111/*'), false],
    ['an OU of the root', [root], path('r-ab12/ou-ab12-11111111/*'), false],
  ])('for everybody of %s: %#', (_, targets, filter, error) => {
    for (const make of kinds) {
      const made = expect(() => make(targets, outside([filter])));
      if (error) {
        made.toThrow('statement "DenyOutsideMcp" would lock everybody out: in a policy of the organization');
      } else {
        made.not.toThrow();
      }
    }
  });

  test.each(['o-a1b2c3d4e5/*/ou-ab12-11111111/*', 'x/o-a1b2c3d4e5/*'])('a path that is no organization\'s holds not everybody: %s', (value) => {
    const statement = new iam.PolicyStatement({
      sid: 'Own', effect: iam.Effect.DENY, actions: ['*'], resources: ['*'], conditions: { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': value } },
    });
    expect(() => kinds[0]([root], [McpGuardrail.fromStatements(statement)])).not.toThrow();
  });

  test('is fine if somebody there is exempt, or it is about some actions', () => {
    const some = new iam.PolicyStatement({
      sid: 'Own', effect: iam.Effect.DENY, actions: ['iam:*'], resources: ['*'], conditions: { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } },
    });
    expect(() => kinds[0]([account], [...outside([PrincipalFilter.accounts(ACCOUNT)], ADMIN), McpGuardrail.fromStatements(some)])).not.toThrow();
  });
});

test('a VPC endpoint for everybody of its account', () => {
  const endpoint = new ec2.CfnVPCEndpoint(stack, 'E', { vpcId: 'vpc-1', serviceName: 'com.amazonaws.eu-west-1.s3' });
  expect(() => endpoint.with(new mixins.VpcEndpointMcpGuardrails({ guardrails: outside([PrincipalFilter.accounts(Aws.ACCOUNT_ID)]) })))
    .toThrow('S/E: statement "DenyOutsideMcp" would lock everybody out: in the policy of a VPC endpoint');
});
