import { aws_iam as iam, Lazy } from 'aws-cdk-lib';
import { ActionSet, McpGuardrail, McpServer, PrincipalFilter } from '../../src';

const factories: Array<[string, (options: { sid?: string; exempt?: PrincipalFilter[] }) => McpGuardrail]> = [
  ['DenyOutsideMcp', McpGuardrail.denyOutsideMcp],
  ['DenyViaMcp', McpGuardrail.denyViaMcp],
  ['DenyOtherMcpServers', (options) => McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS], ...options })],
];

describe.each(factories)('%s', (sid, make) => {
  test('has a stable Sid, which is also its id', () => {
    const guardrail = make({});
    expect(guardrail.id).toBe(sid);
    expect(guardrail.statements()[0].sid).toBe(sid);
  });

  test('takes another Sid', () => {
    expect(make({ sid: 'Mine42' }).id).toBe('Mine42');
  });

  test.each(['Deny-Via', 'Deny Via', 'Dený', ''])('"%s" is no Sid', (bad) => {
    expect(() => make({ sid: bad })).toThrow(`"${bad}" is not a statement's Sid: expected letters and digits only, as a literal`);
  });

  test('a Sid that is known only at synthesis is none', () => {
    expect(() => make({ sid: Lazy.string({ produce: () => 'Sid' }) })).toThrow('is not a statement\'s Sid');
  });

  test('an empty list of exemptions exempts nobody', () => {
    expect(make({ exempt: [] }).statements()[0].toStatementJson()).toEqual(make({}).statements()[0].toStatementJson());
  });

  test('every call yields fresh statements', () => {
    const guardrail = make({});
    guardrail.statements()[0].addCondition('Bool', { 'aws:SecureTransport': 'true' });
    expect(guardrail.statements()[0].toStatementJson()).toEqual(make({}).statements()[0].toStatementJson());
  });
});

test('a team can write a guardrail of its own', () => {
  class NoRoot extends McpGuardrail {
    public readonly id = 'NoRoot';
    public statements() {
      return [new iam.PolicyStatement({
        sid: this.id, effect: iam.Effect.DENY, ...ActionSet.ALL._elements(), resources: ['*'], conditions: { ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:root' } },
      })];
    }
  }
  expect(new NoRoot().statements()[0].sid).toBe('NoRoot');
});
