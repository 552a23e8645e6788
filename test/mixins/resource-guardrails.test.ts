import { aws_iam as iam, aws_kms as kms, Lazy, Mixins, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { IConstruct } from 'constructs';
import type { Json, Kind } from './resource-kinds';
import { addStatement, deniedBy, documents, kindOf, KINDS, newStack, synth } from './resource-kinds';
import { ActionSet, DirectCalls, McpGuardrail, McpServer, PrincipalFilter } from '../../src';
import { checkDocument } from '../../src/analysis/rules/check';
import { PolicyKind } from '../../src/iam/policy';
import { KeyMcpGuardrails } from '../../src/mixins/key-mcp-guardrails';
import type { OriginName } from '../meaning';
import { ALL, DIRECT, VIA_MCP } from '../meaning';

let stack: Stack;
beforeEach(() => {
  stack = newStack();
});

describe.each(KINDS.map((kind): [string, Kind] => [kind.name, kind]))('%s', (_, kind) => {
  const everything = McpGuardrail.denyViaMcp();
  const apply = (construct: IConstruct, ...guardrails: McpGuardrail[]) =>
    construct.with(kind.mixin({ guardrails: guardrails.length > 0 ? guardrails : [everything] }));

  test.each<['l1' | 'l2']>([['l1'], ['l2']])('%s: agents are denied everything on it, people nothing', (level) => {
    apply(kind[level](stack));
    const found = documents(stack, kind);
    expect(found).toHaveLength(kind.name === 'global table' ? 2 : 1);
    for (const document of found) {
      expect(deniedBy(kind, document)).toEqual(VIA_MCP);
      expect(checkDocument(document, { path: '' }, PolicyKind.RESOURCE).filter(({ rule }) => rule.severity === 'error')).toEqual([]);
    }
  });

  test.each<[string, McpGuardrail, OriginName[]]>([
    ['allowOnlyServers', McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS] }), VIA_MCP.filter((name) => !name.includes('via AWS'))],
    ['denyOutsideMcp', McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.roleNames('Developer')] }), DIRECT],
    ['denyOutsideMcp for others', McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.rolePaths('/agents/')] }), []],
    ['readOnlyViaMcp', McpGuardrail.readOnlyViaMcp({ services: ['s3', 'sqs', 'kms'] }), VIA_MCP],
    ['baseline', McpGuardrail.baseline({ additionalActions: ActionSet.of(kind.action) }), VIA_MCP],
  ])('%s means the same there', (__, guardrail, denied) => {
    apply(kind.l2(stack), guardrail);
    expect(deniedBy(kind, documents(stack, kind)[0])).toEqual(denied);
  });

  test('denyDestructiveViaMcp means the same there', () => {
    const { destroys = kind.action } = kind;
    if (destroys === 'none') {
      expect(() => apply(kind.l2(stack), McpGuardrail.denyDestructiveViaMcp())).toThrow(/"DenyDestructiveViaMcp" denies nothing that a .* can be about$/);
      return;
    }
    apply(kind.l2(stack), McpGuardrail.denyDestructiveViaMcp());
    expect(deniedBy(kind, documents(stack, kind)[0], destroys)).toEqual(VIA_MCP);
  });

  test('denySignInSession means the same there', () => {
    const arn = 'arn:aws:signin:us-east-1:111122223333:session/a';
    apply(kind.l2(stack), McpGuardrail.denySignInSession(arn));
    expect(deniedBy(kind, documents(stack, kind)[0], kind.action, { 'aws:SignInSessionArn': [arn] })).toEqual(ALL);
    expect(deniedBy(kind, documents(stack, kind)[0], kind.action, { 'aws:SignInSessionArn': [] })).toEqual([]);
  });

  test('AWS services are exempt, unless told otherwise', () => {
    const direct = McpGuardrail.fromStatements(new iam.PolicyStatement({ sid: 'Own', effect: iam.Effect.DENY, actions: [kind.action], resources: ['*'] }));
    apply(kind.l2(stack), direct);
    const service = { 'aws:PrincipalIsAWSService': ['true'] };
    expect(deniedBy(kind, documents(stack, kind)[0])).toEqual(ALL);
    expect(deniedBy(kind, documents(stack, kind)[0], kind.action, service)).toEqual([]);
    stack = newStack();
    kind.l2(stack).with(kind.mixin({ guardrails: [direct], includeAwsServices: true }));
    expect(deniedBy(kind, documents(stack, kind)[0], kind.action, service)).toEqual(ALL);
  });

  test('service-linked roles are exempt from what is denied to others who call directly, unless told otherwise', () => {
    const linked = { 'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling'] };
    const outside = McpGuardrail.denyOutsideMcp({ exempt: [PrincipalFilter.roleNames('Admin')] });
    apply(kind.l2(stack), outside);
    const [document] = documents(stack, kind);
    expect(deniedBy(kind, document)).toEqual(DIRECT);
    expect(deniedBy(kind, document, kind.action, linked)).toEqual([]);
    // Beside those that are exempt already.
    expect(deniedBy(kind, document, kind.action, { 'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/Admin'] })).toEqual([]);
    stack = newStack();
    kind.l2(stack).with(kind.mixin({ guardrails: [outside], includeAwsServices: true }));
    expect(deniedBy(kind, documents(stack, kind)[0], kind.action, linked)).toEqual(DIRECT);
    stack = newStack();
    apply(kind.l2(stack), McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.accounts('444455556666')] }));
    expect(deniedBy(kind, documents(stack, kind)[0], kind.action, { 'aws:PrincipalAccount': ['444455556666'] })).toEqual(DIRECT);
    expect(deniedBy(kind, documents(stack, kind)[0], kind.action, { ...linked, 'aws:PrincipalAccount': ['444455556666'] })).toEqual([]);
  });

  test('service-linked roles are not named where a Deny does not reach them', () => {
    apply(kind.l2(stack), everything, McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.rolePaths('/agents/')] }));
    expect(JSON.stringify(documents(stack, kind))).not.toContain('aws-service-role');
  });

  test.each<['l1' | 'l2']>([['l1'], ['l2']])('%s: applied twice is applied once', (level) => {
    const construct = kind[level](stack);
    apply(construct);
    const before = Template.fromStack(stack).toJSON();
    apply(construct);
    Mixins.of(stack).apply(kind.mixin({ guardrails: [everything] }));
    expect(Template.fromStack(stack).toJSON()).toEqual(before);
  });

  test('another one is added, and statements of the app stay', () => {
    const construct = kind.l2(stack);
    const allow = (sid: string) => new iam.PolicyStatement({ sid, principals: [new iam.AccountPrincipal('444455556666')], actions: [kind.action], resources: ['*'] });
    addStatement(kind, stack, construct, allow('Before'));
    apply(construct);
    apply(construct, McpGuardrail.denyViaMcp({ sid: 'Second', actions: ActionSet.of(kind.action) }));
    addStatement(kind, stack, construct, allow('After'));
    synth(stack);
    const sids = documents(stack, kind)[0].Statement.map(({ Sid }: Json) => Sid);
    expect(sids).toEqual(expect.arrayContaining(['Before', 'DenyViaMcp', 'Second', 'After']));
    expect(new Set(sids.filter(Boolean)).size).toBe(sids.filter(Boolean).length);
    expect(documents(stack, kind)[0].Version).toBe('2012-10-17');
  });

  test('a Sid that another statement has is an error, at once or at synthesis', () => {
    const construct = kind.l2(stack);
    apply(construct, McpGuardrail.denyViaMcp({ actions: ActionSet.of(kind.action), exempt: [PrincipalFilter.roleNames('Admin')] }));
    expect(() => apply(construct)).toThrow(/^Data\/It(\/Resource)?: its policy has another statement with the Sid "DenyViaMcp": give the guardrail another sid$/);
    if (kind.name !== 'global table' && !kind.policy) {
      addStatement(kind, stack, construct, new iam.PolicyStatement({ sid: 'DenyViaMcp', principals: [new iam.AnyPrincipal()], actions: [kind.action], resources: ['*'] }));
      expect(() => synth(stack)).toThrow(/statement "DenyViaMcp" of the .*: another statement has the Sid "DenyViaMcp" too/);
    }
  });

  test('nobody is kept from changing its policy', () => {
    const locking = [
      McpGuardrail.denyOutsideMcp(),
      McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS], directCalls: DirectCalls.DENIED }),
      McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS], actions: ActionSet.of(kind.changes), directCalls: DirectCalls.DENIED }),
    ];
    const construct = kind.l1(stack);
    if (kind.neverLocks) {
      apply(construct, ...locking.slice(0, 1));
      expect(documents(stack, kind)[0].Statement.flatMap(({ Action }: Json) => Action)).not.toContain(kind.changes);
      return;
    }
    for (const guardrail of locking) {
      expect(() => apply(construct, guardrail)).toThrow(new RegExp(`^Data/It: statement "\\w+" would deny ${kind.changes} to everybody who calls AWS directly`));
    }
    expect(() => apply(construct, McpGuardrail.denyOutsideMcp({ exempt: [PrincipalFilter.roleNames('Admin')] }))).not.toThrow();
  });

  test('an imported one is an error, wherever the mixin is applied', () => {
    const imported = kind.imported?.(stack);
    if (!imported) {
      return;
    }
    const message = /^Data\/It: cannot add guardrails to an imported .*, whose policy is not part of the app/;
    expect(() => apply(imported)).toThrow(message);
    expect(() => Mixins.of(stack).apply(kind.mixin({ guardrails: [everything] }))).toThrow(message);
  });

  test('a guardrail that is about something else is an error', () => {
    const construct = kind.l1(stack);
    for (const guardrail of [
      McpGuardrail.denyViaMcp({ actions: ActionSet.of('iam:*') }),
      McpGuardrail.denyViaMcp({ resources: ['arn:aws:ec2:eu-west-1:111122223333:instance/*'] }),
    ]) {
      expect(() => apply(construct, guardrail)).toThrow(/^Data\/It: the guardrail "DenyViaMcp" denies nothing that a .* can be about$/);
    }
  });

  test('NotResource can\'t be narrowed', () => {
    const guardrail = McpGuardrail.fromStatements(new iam.PolicyStatement({ sid: 'Own', effect: iam.Effect.DENY, actions: ['*'], notResources: ['arn:aws:s3:::public/*'] }));
    expect(() => apply(kind.l1(stack), guardrail)).toThrow('Data/It: statement "Own" has a NotResource, which can\'t be narrowed to what');
  });

  test('other constructs are left alone', () => {
    const other = new iam.CfnGroup(stack, 'Group');
    expect(kind.mixin({ guardrails: [everything] }).supports(other)).toBe(false);
    kind.mixin({ guardrails: [everything] }).applyTo(other);
    expect(Object.keys(Template.fromStack(stack).toJSON().Resources)).toHaveLength(1);
  });

  test('the form', () => {
    apply(kind.l2(stack), McpGuardrail.denyViaMcp({ actions: ActionSet.of(kind.action, 'ec2:*') }));
    expect(documents(stack, kind)).toMatchSnapshot();
  });
});

test.each<[string, number]>([['bucket', 20_480], ['key', 32_768], ['queue', 8_192], ['topic', 30_720], ['secret', 20_480], ['table', 20_480]])('%s: one character over the limit of %d', (name, limit) => {
  const kind = kindOf(name);
  const construct = kind.l1(stack).with(kind.mixin({ guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of(kind.action) })] }));
  let length = 1;
  construct.with(kind.mixin({
    guardrails: [McpGuardrail.fromStatements(new iam.PolicyStatement({
      sid: 'Padding', effect: iam.Effect.DENY, actions: [kind.action], resources: ['*'], conditions: { StringEquals: { a: Lazy.uncachedString({ produce: () => 'x'.repeat(length) }) } },
    }))],
  }));
  const over = () => /the .* has ([\d,]+) (?:characters|bytes), ([\d,]+) over the limit/.exec((() => {
    try {
      synth(stack);
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  })());
  length = 40_000;
  const excess = Number(over()![2].replace(',', ''));
  length -= excess;
  expect(() => synth(stack)).not.toThrow();
  length += 1;
  expect(over()![0]).toBe(`the ${name === 'secret' || name === 'table' ? `${name}'s policy` : `${name} policy`} has ${String(limit + 1).replace(/(\d{3})$/, ',$1')} ${name === 'secret' ? 'characters' : 'bytes'}, 1 over the limit`);
});


test('a text for true or false is an error that names what the mixin is applied to', () => {
  const key = new kms.CfnKey(new Stack(undefined, 'Stack'), 'Key');
  const mixin = new KeyMcpGuardrails({ guardrails: [McpGuardrail.denyDestructiveViaMcp()], includeAwsServices: 'no' as any });
  expect(() => key.with(mixin)).toThrow('Stack/Key: includeAwsServices is "no": expected true or false');
});
