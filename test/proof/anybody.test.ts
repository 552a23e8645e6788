import { PolicyDocument } from '../../src/iam/document';
import { PolicyKind } from '../../src/iam/policy';
import { readable } from '../../src/iam/unknown-text';
import { RequestOrigin } from '../../src/mcp/request-origin';
import { compareForAnybody, decideForAnybody } from '../../src/proof/anybody';
import { Budget } from '../../src/proof/budget';
import { principalCells } from '../../src/proof/principal-cells';
import { Answer } from '../../src/proof/question';

// What policies of resources say, whoever asks.

type Element = { readonly [element: string]: unknown };
const statements = (...Statement: Element[]) => new PolicyDocument({ Version: '2012-10-17', Statement }, {
  kind: Statement.some(({ Resource }) => Resource) ? PolicyKind.RESOURCE : PolicyKind.TRUST, place: { path: '' }, document: undefined,
}).statements;
const DIRECT = { name: 'direct', origin: RequestOrigin.direct() };
const ANY = { name: 'any server', origin: RequestOrigin.viaAnyServer() };

const PUT = { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::in/*' };
const WRITER = 'arn:aws:iam::111122223333:role/etl/Writer';
const ASSUME = { Effect: 'Allow', Action: 'sts:AssumeRole' };
const to = (...names: string[]) => ({ Principal: { AWS: names } });
const byArn = (operator: string, ...names: string[]) => ({ Principal: { AWS: '*' }, Condition: { [operator]: { 'aws:PrincipalArn': names } } });

const USER = 'arn:aws:iam::111122223333:user/Writer';
const byItself = (name: string) => ({ Principal: '*', Condition: { ArnLike: { 'aws:PrincipalArn': name }, Bool: { 'aws:PrincipalIsAWSService': 'false' } } });
const SEND = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:us-east-1:111122223333:in' };
const NO_OWN = ', whose own policies do not allow it, in the account of the resource';

const ONLY_WRITER = [
  { ...PUT, Resource: '*', ...to(WRITER) }, { ...PUT, Resource: '*', ...byArn('ArnLike', WRITER) },
  { Effect: 'Allow', Principal: '*', NotAction: 's3:PutObject', Resource: '*' },
];
const ONLY_ACCOUNTS = [{ ...ASSUME, ...to('111122223333', 'arn:aws:iam::777788889999:root') }, { Effect: 'Allow', Principal: '*', NotAction: 'sts:AssumeRole' }];
const ONLY_GLUE = [{ ...ASSUME, Principal: { Service: 'glue.amazonaws.com' } }];
const ONLY_OIDC = [{ Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/ci' } }];
const ONLY_SESSION = [{ ...PUT, ...to('arn:aws:sts::111122223333:assumed-role/Writer/nightly') }];
const NOT_BREAK_GLASS = [{ ...PUT, Principal: '*' }, { ...PUT, Effect: 'Deny', NotPrincipal: { AWS: ['111122223333', WRITER] } }];

describe('a policy gives nobody more than a reference', () => {
  test.each<[string, Element[], Element[], string | undefined]>([
    ['to the role that may, by its Principal', ONLY_WRITER, [{ ...PUT, ...to(WRITER) }], undefined],
    ['to it, by a key', ONLY_WRITER, [{ ...PUT, ...byArn('StringEquals', WRITER) }], undefined],
    ['another action, to everybody', ONLY_WRITER, [{ ...PUT, Action: 's3:GetObject', Principal: '*' }], undefined],
    ['to everybody but others', ONLY_WRITER, [{ ...PUT, Principal: '*' }, { ...PUT, Effect: 'Deny', ...byArn('ArnNotLike', WRITER) }], undefined],
    ['to its account', ONLY_WRITER, [{ ...PUT, ...to('111122223333') }], 'arn:aws:iam::111122223333:role/Example'],
    ['to all of the path', ONLY_WRITER, [{ ...PUT, ...byArn('ArnLike', 'arn:aws:iam::111122223333:role/etl/*') }], 'arn:aws:iam::111122223333:role/etl/example'],
    ['to everybody', ONLY_WRITER, [{ ...PUT, Principal: '*' }], 'arn:aws:iam::111122223333:role/Example'],
    ['to a service', ONLY_WRITER, [{ ...PUT, Principal: { Service: 'logging.s3.amazonaws.com' } }], 'logging.s3.amazonaws.com'],
    ['to everybody of an account, by a key', ONLY_WRITER, [{ ...PUT, Principal: '*', Condition: { StringEquals: { 'aws:PrincipalAccount': '999988887777' } } }],
      'arn:aws:iam::999988887777:role/Example'],
    ['to a user of a name', ONLY_WRITER, [{ ...PUT, Principal: '*', Condition: { StringLike: { 'aws:username': 'etl-*' } } }],
      'arn:aws:iam::111122223333:user/etl-example'],
    ['to who has no credentials, and nobody else', ONLY_WRITER, [{ ...PUT, Principal: '*', Condition: { Null: { 'aws:PrincipalArn': 'true' }, StringNotLike: { 'aws:PrincipalServiceName': '*' } } }], 'anonymous'],
    ['to an account, which its root stands for', [{ ...PUT, ...to('arn:aws:iam::777788889999:root') }], [{ ...PUT, ...to('777788889999') }], undefined],
    ['to an account of the list', ONLY_ACCOUNTS, [{ ...ASSUME, ...to('111122223333') }], undefined],
    ['to a role of one, which then needs no policy of its own', ONLY_ACCOUNTS, [{ ...ASSUME, ...to('arn:aws:iam::777788889999:role/Ci') }],
      `arn:aws:iam::777788889999:role/Ci${NO_OWN}`],
    ['to a role, of all of its account', [{ ...ASSUME, Principal: '*', Condition: { StringEquals: { 'aws:PrincipalAccount': '777788889999' } } }],
      [{ ...ASSUME, ...to('arn:aws:iam::777788889999:role/Ci', '777788889999') }], undefined],
    ['to a role whose account has it, of another account\'s queue', [{ ...SEND, ...to('777788889999') }], [{ ...SEND, ...to('arn:aws:iam::777788889999:role/Ci') }], undefined],
    ['to a role whose account has it, of its own queue', [{ ...SEND, ...to('111122223333') }], [{ ...SEND, ...to(WRITER) }], `${WRITER}${NO_OWN}`],
    ['to everybody of a role that is named', [{ ...PUT, ...to(WRITER) }], [{ ...PUT, ...byItself(WRITER) }],
      `${WRITER}, whose permissions boundary does not allow it, in the account of the resource`],
    ['to everybody of a user that is named', [{ ...PUT, ...to(USER) }], [{ ...PUT, ...byItself(USER) }], undefined],
    ['to everybody of a role that is trusted, whom a boundary limits', [{ ...ASSUME, ...to(WRITER) }], [{ ...ASSUME, ...byItself(WRITER) }], undefined],
    ['to a user of another one', ONLY_ACCOUNTS, [{ ...ASSUME, ...to('arn:aws:iam::999988887777:user/ci') }], 'arn:aws:iam::999988887777:user/ci'],
    ['to a service beside accounts', ONLY_ACCOUNTS, [{ ...ASSUME, Principal: { Service: 'glue.amazonaws.com' } }], 'glue.amazonaws.com'],
    ['to a provider, which is not asked about', ONLY_ACCOUNTS, ONLY_OIDC, undefined],
    ['to the service that may', ONLY_GLUE, [{ ...ASSUME, Principal: { Service: ['glue.amazonaws.com'] } }], undefined],
    ['to another one', ONLY_GLUE, [{ ...ASSUME, Principal: { Service: 'ec2.amazonaws.com' } }], 'ec2.amazonaws.com'],
    ['to services of a name', ONLY_GLUE, [{ ...ASSUME, Principal: '*', Condition: { StringEquals: { 'aws:PrincipalServiceName': 'states.amazonaws.com' } } }], 'states.amazonaws.com'],
    ['to all providers', ONLY_OIDC, [{ ...ONLY_OIDC[0], Principal: { Federated: '*' } }], 'arn:aws:iam::444455556666:saml-provider/Example'],
    ['to the session that may', ONLY_SESSION, ONLY_SESSION.map((each) => ({ ...each, Sid: 'Same' })), undefined],
    ['to all sessions of the role', ONLY_SESSION, [{ ...PUT, ...to('arn:aws:iam::111122223333:role/Writer') }], 'arn:aws:sts::111122223333:assumed-role/Writer/example'],
    ['to a federated user, by the kind', ONLY_WRITER, [{ ...PUT, Principal: '*', Condition: { StringEquals: { 'aws:PrincipalType': 'FederatedUser' } } }],
      'arn:aws:sts::111122223333:federated-user/example'],
    ['to federated users of a user', ONLY_WRITER, [{ ...PUT, ...to('arn:aws:iam::111122223333:user/ci'), Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:sts::*:federated-user/*' } } }],
      'arn:aws:sts::111122223333:federated-user/example'],
    ['to all but some', NOT_BREAK_GLASS, [{ ...PUT, Principal: '*' }], 'arn:aws:iam::444455556666:role/Example'],
  ])('%s', (_, before, after, who) => {
    const verdict = decideForAnybody({ allowedBy: statements(...after), unless: statements(...before), origins: [DIRECT], ofAnyResource: true });
    expect([verdict.answer, verdict.witness?.principal]).toEqual([who === undefined ? Answer.PROVED : Answer.REFUTED, who]);
  });

  test.each<[string, Element[], Element[], string]>([
    ['whose a unique id is', ONLY_WRITER, [{ ...PUT, ...to('AROA1234567890ABCDEF1') }], '<whom its Principal means>'],
    ['how many names a variable has', ONLY_WRITER, [{ ...PUT, ...to(WRITER), Resource: 'arn:aws:s3:::in/${aws:username}/*' }], 'more than are told apart'],
  ])('undecided: %s', (_, before, after, hangsOn) => {
    const sides = { allowedBy: statements(...after), unless: statements(...before) };
    const { answer, open } = decideForAnybody({ ...sides, origins: [DIRECT], ofAnyResource: true });
    expect([answer, readable(open.join())]).toEqual([Answer.UNDECIDED, expect.stringContaining(hangsOn)]);
  });
});

test('through servers only principals of accounts call', () => {
  const [before, after] = [statements(...ONLY_GLUE), statements(...ONLY_GLUE, { ...ASSUME, Principal: { Service: 'ec2.amazonaws.com' } })];
  expect(compareForAnybody(before, after, [DIRECT], [ANY], {}).map(({ direct, gained, lost }) => [direct, gained.answer, lost.answer])).toEqual([
    [true, Answer.REFUTED, Answer.PROVED], [false, Answer.PROVED, Answer.PROVED],
  ]);
});

test('principals are told apart by accounts, paths, sessions, services and providers', () => {
  const { principals, complete } = principalCells(statements(
    { ...PUT, ...to(WRITER, '999988887777') }, { ...PUT, ...byArn('ArnLike', 'arn:aws:iam::*:user/ops/*') }, { ...PUT, Principal: { Service: 'ses.amazonaws.com' } },
  ), new Budget());
  expect(complete).toBe(true);
  expect(principals.map(({ principal: { name } }) => name).sort()).toEqual([
    'arn:aws:sts::111122223333:federated-user/example', 'arn:aws:sts::999988887777:federated-user/example', 'anonymous', 'arn:aws:iam::111122223333:role/Example', 'arn:aws:iam::111122223333:root', 'arn:aws:iam::444455556666:saml-provider/Example',
    'arn:aws:iam::111122223333:user/example', 'arn:aws:iam::111122223333:user/ops/example', 'arn:aws:iam::999988887777:role/Example', 'arn:aws:iam::999988887777:root',
    'arn:aws:iam::999988887777:user/example', 'arn:aws:iam::999988887777:user/ops/example', 'example.amazonaws.com', 'ses.amazonaws.com', WRITER,
  ].sort());
});
