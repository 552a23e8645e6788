import * as fs from 'fs';
import * as path from 'path';
import { Token } from 'aws-cdk-lib';
import { OWN_DELETES, ownDeletesText } from '../../build-tools/own-deletes';
import { taggingCreations } from '../../build-tools/tagging-creations';
import { ActionSet, DenyDestructiveViaMcpOptions, McpGuardrail, McpServer, PrincipalFilter } from '../../src';
import { deniedFrom, VIA_MCP } from '../meaning';

const unlessTagged = { key: 'created-by', value: 'agents' };
const SERVICES = ['ec2', 'dynamodb', 's3', 'rds', 'ecs', 'cloudformation', 'kms'];
const make = (options: Partial<DenyDestructiveViaMcpOptions> = {}) =>
  McpGuardrail.denyDestructiveViaMcp({ services: SERVICES, unlessTagged, ...options });
const guardrail = make();

const NO_KEYS = {
  'kms:ViaService': [],
  'aws:TagKeys': [],
  'aws:ResourceTag/created-by': [],
  'ec2:CreateAction': [],
  'ecs:CreateAction': [],
  'cloudformation:CreateAction': [],
  'elasticloadbalancing:CreateAction': [],
};
const from = (action: string, context: { [key: string]: string[] } = {}, of = guardrail) =>
  deniedFrom(of.statements(), { action, context: { ...NO_KEYS, ...context } });
const OWN = { 'aws:ResourceTag/created-by': ['agents'] };

test.each(['ec2:TerminateInstances', 'dynamodb:DeleteTable', 's3:DeleteBucket', 'rds:DeleteDBInstance', 'ecs:DeleteService', 'cloudformation:DeleteStack'])(
  '%s: agents delete what has the tag, and nothing else', (action) => {
    expect(from(action, OWN)).toEqual([]);
    expect(from(action)).toEqual(VIA_MCP);
    expect(from(action, { 'aws:ResourceTag/created-by': ['somebody'] })).toEqual(VIA_MCP);
    expect(from(action, { 'aws:ResourceTag/created-by': ['Agents'] })).toEqual(VIA_MCP);
    expect(from(action, { 'aws:ResourceTag/owner': ['agents'] })).toEqual(VIA_MCP);
  });

test.each(['dynamodb:DeleteBackup', 'ec2:DisableEbsEncryptionByDefault', 'ec2:DeleteSpotDatafeedSubscription', 's3:DeleteAccessPoint', 'cloudformation:DeleteStackInstances', 'kms:DeleteAlias'])(
  '%s is denied whatever the tag: not all that it is about has tags of which requests tell', (action) => {
    expect(from(action, OWN)).toEqual(VIA_MCP);
  });

test('of all services, nothing is let through that has no tag, and of what has it only what is about tagged resources', () => {
  const all = McpGuardrail.denyDestructiveViaMcp({ unlessTagged }).statements().map((statement) => statement.toStatementJson());
  const matching = (ownOnly: boolean) => all.filter(({ Condition: { Null, StringLikeIfExists, StringNotEquals, ...rest } }) =>
    !Null && !rest['ForAnyValue:StringEqualsIgnoreCase'] && (ownOnly ? !StringNotEquals : true)).flatMap(({ Action }) => [Action].flat());
  const isIn = (patterns: string[]) => {
    const known = new Set(ActionSet.of(...patterns).listActions());
    return (action: string) => known.has(action);
  };
  const [deniedUntagged, deniedOwn] = [isIn(matching(false)), isIn(matching(true))];
  const destructive = ActionSet.destructive().listActions();
  expect(destructive.filter((action) => !deniedUntagged(action))).toEqual([]);
  const own = destructive.filter((action) => !deniedOwn(action));
  expect(own).toContain('ec2:TerminateInstances');
  // As the page says; of two types of resources with the same ARN, both have to have tags.
  expect([own.length, destructive.length]).toEqual([2182, 2872]);
});

describe('the tag stays as it is', () => {
  const naming = (...keys: string[]) => ({ 'aws:TagKeys': keys });

  test.each(['dynamodb:TagResource', 'rds:AddTagsToResource', 's3:TagResource', 'ec2:DeleteTags', 'cloudformation:UpdateStack', 'cloudformation:CreateChangeSet'])(
    '%s: nobody gives it to what is there, through MCP', (action) => {
      expect(from(action, naming('cost', 'created-by'))).toEqual(VIA_MCP);
      // A condition key is compared without regard to case.
      expect(from(action, naming('Created-By'))).toEqual(VIA_MCP);
      expect(from(action, naming('cost'))).toEqual([]);
      expect(from(action)).toEqual([]);
    });

  test('not even to what is theirs', () => {
    expect(from('dynamodb:TagResource', { ...naming('created-by'), ...OWN })).toEqual(VIA_MCP);
  });

  test.each([['ec2:CreateTags', 'ec2:CreateAction', 'RunInstances'], ['ecs:TagResource', 'ecs:CreateAction', 'CreateService']])(
    '%s sets it where a creation does', (action, key, value) => {
      expect(from(action, { ...naming('created-by'), [key]: [value] })).toEqual([]);
      expect(from(action, naming('created-by'))).toEqual(VIA_MCP);
    });

  /** Which actions of a creation with the tag are denied, to a call through MCP: the creation itself, and the tagging that it needs. */
  const deniedOf = (creation: string, tagging: string, of = guardrail) => {
    const [service, name] = creation.split(':');
    return [creation, tagging].filter((action) =>
      from(action, { ...naming('created-by'), ...action === tagging ? { [`${service}:CreateAction`]: [name] } : {} }, of).length > 0);
  };

  test.each([['ec2:RunInstances', 'ec2:CreateTags'], ['ecs:CreateService', 'ecs:TagResource']])('%s with the tag, and %s for it: agents make what they may delete', (creation, tagging) => {
    expect(taggingCreations(creation.split(':')[0]).can).toContain(creation.split(':')[1]);
    expect(deniedOf(creation, tagging)).toEqual([]);
  });

  test.each([
    ['dynamodb:CreateTable', 'dynamodb:TagResource'], ['sqs:CreateQueue', 'sqs:TagQueue'], ['lambda:CreateFunction', 'lambda:TagResource'], ['states:CreateStateMachine', 'states:TagResource'],
    ['secretsmanager:CreateSecret', 'secretsmanager:TagResource'], ['sns:CreateTopic', 'sns:TagResource'], ['cloudformation:CreateStack', 'cloudformation:TagResource'],
  ])('%s with the tag needs %s, which is denied: agents delete nothing that they make', (creation, tagging) => {
    const [service, name] = creation.split(':');
    const { can, cannot } = taggingCreations(service);
    expect([can, cannot]).toEqual([[], expect.arrayContaining([name])]);
    expect(deniedOf(creation, tagging, make({ services: [service] }))).toEqual([tagging]);
  });

  test.each([['s3', 'CreateBucket'], ['rds', 'CreateDBInstance'], ['sagemaker', 'CreateModel']])('%s:%s: what it needs with a tag is not known', (service, name) => {
    expect(taggingCreations(service).unknown).toContain(name);
    expect(taggingCreations(service).can).toEqual([]);
  });

  test('an update of a stack tags nothing, though a key of its names it', () => {
    expect(from('cloudformation:TagResource', { ...naming('created-by'), 'cloudformation:CreateAction': ['UpdateStack'] })).toEqual(VIA_MCP);
  });

  test.each(['dynamodb:CreateTable', 'ec2:RunInstances', 'rds:CreateDBInstance', 'rds:RestoreDBInstanceFromDBSnapshot', 'cloudformation:CreateStack'])('%s itself may name it', (action) => {
    expect(from(action, naming('created-by'))).toEqual([]);
  });

  test.each(['s3:PutBucketTagging', 'tag:TagResources', 'cloudformation:UpdateResource'])('%s names no tags, or sets those of anything: it is denied', (action) => {
    expect(from(action)).toEqual(VIA_MCP);
  });

  test('through any server, also where the deletion is denied through one only', () => {
    const some = make({ servers: [McpServer.AWS] });
    expect(from('dynamodb:DeleteTable', {}, some)).toEqual(['via AWS', 'service, via AWS, keys kept']);
    expect(from('dynamodb:TagResource', naming('created-by'), some)).toEqual(VIA_MCP);
  });

  test('but for whom the guardrail exempts', () => {
    const exempting = make({ exempt: [PrincipalFilter.roleNames('BreakGlass')] });
    const as = (role: string) => ({ ...naming('created-by'), 'aws:PrincipalArn': [`arn:aws:iam::111122223333:role/${role}`] });
    expect(from('dynamodb:TagResource', as('BreakGlass'), exempting)).toEqual([]);
    expect(from('dynamodb:TagResource', as('Agent'), exempting)).toEqual(VIA_MCP);
  });
});

test('on some resources only, the tag of everything is kept', () => {
  const some = make({ resources: ['arn:aws:dynamodb:*:*:table/agents-*'] });
  expect(some.statements().slice(-2).map(({ resources }) => resources)).toEqual([['*'], ['*']]);
});

test('a value may be who calls', () => {
  const own = make({ unlessTagged: { key: 'created-by', value: '${aws:userid}' } });
  const by = (tag: string) => from('dynamodb:DeleteTable', { 'aws:ResourceTag/created-by': [tag], 'aws:userid': ['AROAEXAMPLE:agent-7'] }, own);
  expect(by('AROAEXAMPLE:agent-7')).toEqual([]);
  expect(by('AROAEXAMPLE:agent-8')).toEqual(VIA_MCP);
  expect(by('${aws:userid}')).toEqual(VIA_MCP);
});

describe('a value that is a tag of who calls', () => {
  const own = make({ services: ['ec2'], unlessTagged: { key: 'created-by', value: 'agent-${aws:PrincipalTag/AgentName}' }, exempt: [PrincipalFilter.roleNames('BreakGlass')] });
  const as = (role: string, ...keys: string[]) => ({ 'aws:TagKeys': keys, 'aws:PrincipalArn': [`arn:aws:iam::111122223333:role/${role}`], 'aws:PrincipalTag/AgentName': ['a'] });

  test('lets each delete what is its own', () => {
    const by = (tag: string) => from('ec2:TerminateInstances', { ...as('Agent'), 'aws:ResourceTag/created-by': [tag] }, own);
    expect(by('agent-a')).toEqual([]);
    expect(by('agent-b')).toEqual(VIA_MCP);
  });

  test.each(['iam:TagRole', 'iam:CreateRole', 'sts:TagSession', 'iam:UntagUser'])('is kept: %s', (action) => {
    expect(from(action, as('Agent', 'cost', 'agentname'), own)).toEqual(VIA_MCP);
    expect(from(action, as('Agent', 'cost'), own)).toEqual([]);
    expect(from(action, as('BreakGlass', 'AgentName'), own)).toEqual([]);
  });

  test('others need no such statement', () => {
    for (const value of ['agents', '${aws:userid}', '${aws:PrincipalArn}', '${aws:username}', '${$}{aws:nonsense}']) {
      expect(from('iam:TagRole', as('Agent', 'AgentName'), make({ services: ['ec2'], unlessTagged: { key: 'created-by', value } }))).toEqual([]);
    }
    const some = make({ services: ['ec2'], unlessTagged: { key: 'created-by', value: Token.asString({ Ref: 'Who' }) + '${aws:PrincipalTag/Team}' } });
    expect(from('iam:TagRole', as('Agent', 'Team'), some)).toEqual(VIA_MCP);
  });
});

test('it is written as it is read', () => {
  expect(make({ services: ['ec2', 'dynamodb'] }).statements().map((statement) => statement.toStatementJson())).toMatchSnapshot();
});

test.each<[string, any, string]>([
  ['no key', { key: '', value: 'agents' }, 'unlessTagged has the key "": expected the key of a tag, as a literal'],
  ['a key with a wildcard', { key: 'created-*', value: 'agents' }, 'unlessTagged has the key "created-*"'],
  ['no value', { key: 'created-by', value: '' }, 'unlessTagged has the value "": expected the value of a tag, without wildcards'],
  ['a value with a wildcard', { key: 'created-by', value: '*' }, 'unlessTagged has the value "*"'],
  ['the tag itself', { key: 'created-by', value: '${aws:ResourceTag/created-by}' }, 'whose variable "${aws:ResourceTag/created-by}" does not say who calls: expected "${aws:PrincipalTag/AgentName}"'],
  ['what the caller chooses', { key: 'created-by', value: 'x-${aws:RequestTag/a}-${aws:userid}' }, 'whose variable "${aws:RequestTag/a}" does not say who calls'],
  ['a variable that is none', { key: 'created-by', value: '${aws:nonsense}' }, 'whose variable "${aws:nonsense}"'],
  ['a variable of a tag without a key', { key: 'created-by', value: '${aws:PrincipalTag/}' }, 'whose variable "${aws:PrincipalTag/}"'],
  ['a variable with a default', { key: 'created-by', value: "${aws:PrincipalTag/a, 'b'}" }, 'does not say who calls'],
  ['a variable without its end', { key: 'created-by', value: '${aws:userid' }, 'whose variable "${aws:userid" does not say who calls'],
  ['a value that is none', { key: 'created-by' }, 'unlessTagged has the value undefined'],
  ['a tag that is none', 'created-by', 'unlessTagged is "created-by": expected an object'],
])('%s', (_, tag, message) => {
  expect(() => make({ unlessTagged: tag })).toThrow(message);
});

test('the page says what agents may delete', () => {
  expect(fs.readFileSync(path.join(__dirname, '..', '..', OWN_DELETES), 'utf-8')).toBe(ownDeletesText());
});
