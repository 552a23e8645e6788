import { inFile, PrincipalIndex, shortName } from '../../../src/analysis/simulation/principal-index';
import type { TemplatePrincipal } from '../../../src/analysis/template/template-policies';
import { unknownPart } from '../../../src/iam/unknown-text';

const principal = (logicalId: string, more: Partial<TemplatePrincipal> = {}): TemplatePrincipal => ({
  kind: 'role', logicalId, name: logicalId, arn: `arn:aws:iam::111122223333:role/${more.name ?? logicalId}`, identityPolicies: [], otherManagedPolicies: [], managedPolicies: 0, tags: {}, ...more,
});
const AGENT = principal('AgentRole1A2B3C4D', { name: 'agent', constructPath: 'App/Stack/Agent/Role/Resource' });
const USER = principal('Ann', { kind: 'user', name: 'ann', arn: 'arn:aws:iam::111122223333:user/ann' });
const GROUP = principal('Team', { kind: 'group', name: 'team', arn: 'arn:aws:iam::111122223333:group/team' });
const PLAIN = principal('BuildRoleAABBCCDD', { name: 'build' });
const ALL = new PrincipalIndex([AGENT, USER, GROUP, PLAIN]);

describe('a principal is found by', () => {
  test.each<[string, string, TemplatePrincipal | undefined]>([
    ['its logical id', 'AgentRole1A2B3C4D', AGENT],
    ['its name', 'agent', AGENT],
    ['its ARN', 'arn:aws:iam::111122223333:role/agent', AGENT],
    ['the path of its construct', 'App/Stack/Agent/Role', AGENT],
    ['the path of its resource', 'App/Stack/Agent/Role/Resource', AGENT],
    ['the end of the path', 'Agent/Role', AGENT],
    ['the path of a construct that holds it', 'Stack/Agent', AGENT],
    ['the path of the app', 'App', AGENT],
    ['the logical id that the CDK makes of a path', 'Build/Role', PLAIN],
    ['not the logical id, where the path is known', 'AgentRole', undefined],
    ['not a part of a name', 'Agen', undefined],
    ['not a part of a name at its end', 'tack/Agent', undefined],
    ['not an ARN of IAM that is another', 'arn:aws:iam::111122223333:role/App', undefined],
  ])('%s', (_, name, expected) => {
    expect(ALL.find(name)).toBe(expected);
  });

  test('what one asks for', () => {
    expect(ALL.find('ann', 'user')).toBe(USER);
    expect(ALL.find('ann', 'role')).toBeUndefined();
    expect(ALL.find('Stack/Agent', 'user')).toBeUndefined();
    expect(ALL.find('Build/Role', 'user')).toBeUndefined();
  });
});

describe('several of a name', () => {
  const of = (file: string | undefined, logicalId = 'Role', more: Partial<TemplatePrincipal> = {}) => principal(logicalId, { file, ...more });
  const [A, B] = [of('a.json'), of('b.json')];

  test('are an error that says how to name one', () => {
    expect(() => new PrincipalIndex([of(undefined, 'One', { name: 'x' }), of(undefined, 'Two', { name: 'x' })]).find('x'))
      .toThrow('"x" means several: "One", "Two": name one by its logical id or construct path');
    expect(() => new PrincipalIndex([A, B]).find('Role')).toThrow('"Role" means several: "a.json/Role", "b.json/Role": name one as it stands here');
    expect([A, B].map((each) => new PrincipalIndex([A, B]).find(inFile(each)))).toEqual([A, B]);
  });

  test('are that of the file which is preferred', () => {
    expect(new PrincipalIndex([A, B], ['b.json']).find('Role')).toBe(B);
    expect(() => new PrincipalIndex([A, B], ['c.json']).find('Role')).toThrow('means several');
    expect(() => new PrincipalIndex([A, of('a.json', 'Other', { name: 'Role' }), B], ['a.json']).find('Role')).toThrow('means several: "Role", "Other":');
    expect(new PrincipalIndex([B], ['a.json']).find('Role')).toBe(B);
    const [first, second] = ['a.json', 'b.json'].map((file) => of(file, 'Role', { name: `agent-${file}` }));
    expect(new PrincipalIndex([first, second], ['b.json']).find('Role')).toBe(second);
  });

  test('that have two names in common are one', () => {
    expect(new PrincipalIndex([principal('agent', { constructPath: 'agent/agent' })]).find('agent')!.logicalId).toBe('agent');
  });
});

test('the role of a session is that of its name and account', () => {
  const others = [principal('Other', { name: 'agent', arn: 'arn:aws:iam::444455556666:role/agent' }), principal('U', { kind: 'user', name: 'agent' })];
  const index = new PrincipalIndex([...others, AGENT]);
  const of = (arn: string) => index.findRoleOf(arn)?.logicalId;
  expect(of('arn:aws:sts::111122223333:assumed-role/agent/session')).toBe('AgentRole1A2B3C4D');
  expect(of('arn:aws:sts::444455556666:assumed-role/agent/session')).toBe('Other');
  for (const none of ['arn:aws:sts::777788889999:assumed-role/agent/s', 'arn:aws:sts::111122223333:assumed-role/Agent/s', 'arn:aws:iam::111122223333:assumed-role/agent/s',
    'arn:aws:sts::111122223333:federated-user/agent', 'agent']) {
    expect([none, of(none)]).toEqual([none, undefined]);
  }
});

test('who makes requests: of a group, its users do', () => {
  expect(ALL.requesters).toEqual([AGENT, USER, PLAIN]);
  expect(ALL.list('group')).toBe('there is "Team"');
  expect(ALL.list()).toBe('there are "App/Stack/Agent/Role", "Ann", "BuildRoleAABBCCDD"');
  expect(new PrincipalIndex([GROUP]).list()).toBe('there is none');
  expect(['agnet', 'Agent/Rloe', 'arn:aws:iam::999988887777:role/agnet', 'tean'].map((name) => ALL.nearest(name))).toEqual(['agent', 'Agent/Role', 'agent', undefined]);
});

test('of many, ten are listed, and those of two files by their file', () => {
  const roles = Array.from({ length: 10 }, (_, i) => principal(`R${i}`));
  expect(new PrincipalIndex(roles).list()).toBe(`there are ${roles.map(({ logicalId }) => `"${logicalId}"`).join(', ')}`);
  expect(new PrincipalIndex([...roles, principal('R10')]).list()).toMatch(/"R9", and 1 more$/);
  expect(new PrincipalIndex(['a', 'b'].map((file) => principal('R', { file })).concat(principal('S', { file: 'a' }))).list()).toBe('there are "a/R", "b/R", "S"');
});

test('a principal is called by its path, else by its name', () => {
  expect([AGENT, USER, principal('ann')].map(shortName)).toEqual(['App/Stack/Agent/Role', 'Ann', 'ann']);
  const resources = principal('A', { constructPath: 'App/Resources/Role' });
  expect([shortName(resources), new PrincipalIndex([resources]).find('Resources/Role')]).toEqual(['App/Resources/Role', resources]);
  expect(shortName({ logicalId: unknownPart('Id'), name: 'x' })).toBe('<Id>');
});
