import * as fc from 'fast-check';
import type { Context, Json } from './row';
import { ACCOUNT, EVENING, FEDERATED, FOREIGN_SESSION, FOREIGN_USER, LINKED_ROLE, OTHER_ACCOUNT, ROLE, ROOT, SESSION, USER } from './world';
import type { PolicyDocuments, SimulationRequest } from '../../src';
import { McpServer, RequestOrigin } from '../../src';
import { endpointStatement } from '../endpoint-statement';

/** Policies, and a request of which not all is known, with all that it may be. */
export interface RandomCase {
  readonly documents: PolicyDocuments;
  readonly request: SimulationRequest;
  /** Every request that it may turn out to be, as far as there is a finite number. */
  readonly completions: readonly SimulationRequest[];
  /** The request with every value of the keys that policies read, also of those that are known; and from everywhere. */
  readonly variations: () => SimulationRequest[];
}

/** The keys that policies may read, each with the values that it has in requests. A few keys a case, so that all combinations can be tried. */
const KEYS: { [key: string]: string[][] } = {
  'aws:PrincipalTag/team': [[], ['red'], ['blue']],
  'aws:SourceIp': [[], ['203.0.113.7'], ['198.51.100.7']],
  'aws:MultiFactorAuthPresent': [[], ['true'], ['false']],
  'aws:MultiFactorAuthAge': [[], ['10'], ['3600']],
  'aws:CurrentTime': [['2026-01-31T12:00:00Z'], ['2026-02-01T12:00:00Z']],
  'aws:TagKeys': [[], ['a'], ['a', 'b'], ['c']],
  'aws:ChatbotSourceArn': [[], [`arn:aws:chatbot::${ACCOUNT}:chat-configuration/slack-channel/a`], [`arn:aws:chatbot::${OTHER_ACCOUNT}:chat-configuration/slack-channel/b`]],
};
const OPERATORS: { [key: string]: Array<[operators: string[], values: string[]]> } = {
  'aws:PrincipalTag/team': [[['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike', 'StringEqualsIgnoreCase'], ['red', 'RED', 'b*', '???', 'green']]],
  'aws:SourceIp': [[['IpAddress', 'NotIpAddress'], ['203.0.113.0/24', '198.51.100.7', '192.0.2.0/24']]],
  'aws:MultiFactorAuthPresent': [[['Bool'], ['true', 'false']]],
  'aws:MultiFactorAuthAge': [[['NumericLessThan', 'NumericGreaterThanEquals', 'NumericEquals', 'NumericNotEquals'], ['10', '60', '3600']]],
  'aws:CurrentTime': [[['DateLessThan', 'DateGreaterThan', 'DateEquals'], ['2026-02-01T00:00:00Z', '2026-02-01T12:00:00Z']]],
  'aws:TagKeys': [[['ForAllValues:StringEquals', 'ForAnyValue:StringEquals', 'ForAllValues:StringNotEquals', 'ForAnyValue:StringNotLike'], ['a', 'b', 'd*']]],
  'aws:ChatbotSourceArn': [[['ArnLike', 'ArnNotLike', 'ArnEquals'], ['arn:aws:chatbot::*:chat-configuration/slack-channel/*', `arn:aws:chatbot:*:${ACCOUNT}:*/?`]]],
  'aws:ViaAWSMCPService': [[['Bool'], ['true', 'false']]],
  'aws:CalledViaAWSMCP': [[['StringEquals', 'StringNotEquals', 'StringLike'], ['aws-mcp.amazonaws.com', 'eks-*']]],
  'aws:PrincipalArn': [[['ArnLike', 'ArnNotLike'], ['arn:aws:iam::*:role/*', USER, 'arn:aws:iam::*:user/*', `arn:aws:iam::${OTHER_ACCOUNT}:*`]]],
  'aws:PrincipalAccount': [[['StringEquals', 'StringNotEquals'], [ACCOUNT, OTHER_ACCOUNT]]],
};

const RESOURCES = ['arn:aws:s3:::data/red/a', 'arn:aws:s3:::data/blue/b', 'arn:aws:s3:::other/a'];
/** Resources that are not quite known, and the ones that they stand for. */
const OPEN_RESOURCES: ReadonlyArray<readonly [string | undefined, string[]]> = [
  [undefined, RESOURCES], ['arn:aws:s3:::data/*', RESOURCES.slice(0, 2)], ['arn:aws:s3:::*/a', ['arn:aws:s3:::data/red/a', 'arn:aws:s3:::other/a']],
];
const TEAMS = 'arn:aws:s3:::data/${aws:PrincipalTag/team}/*';
const KNOWN_PRINCIPALS: string[] = [SESSION, SESSION, USER, USER, FEDERATED, ROOT, LINKED_ROLE, FOREIGN_USER, FOREIGN_SESSION];
/** Who asks, and who that may be: of a role any of its sessions. */
const PRINCIPALS: ReadonlyArray<readonly [string, string[]]> = [
  ...KNOWN_PRINCIPALS.map((one): [string, string[]] => [one, [one]]), [ROLE, [SESSION, EVENING]], [ROLE, [SESSION, EVENING]],
];
const [AWS, EKS, NEW] = [McpServer.AWS, McpServer.EKS, McpServer.of('new-mcp.amazonaws.com')].map((server) => RequestOrigin.via(server));
const DIRECT = [RequestOrigin.directKeyAbsent(), RequestOrigin.directKeyFalse()];
const ORIGINS: ReadonlyArray<readonly [RequestOrigin, RequestOrigin[]]> = [
  [RequestOrigin.direct(), DIRECT], [DIRECT[0], [DIRECT[0]]], [DIRECT[1], [DIRECT[1]]], [RequestOrigin.viaAnyServer(), [AWS, EKS, NEW]], [AWS, [AWS]],
];

const someOf = (values: readonly string[]) => fc.subarray([...values], { minLength: 1, maxLength: 2 });
const chance = <T>(one: number, arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: one });

/** A condition on one of the keys, without what AWS leaves open. */
const conditionOn = (keys: readonly string[]) => fc.constantFrom(...keys).chain((key) => {
  const [[operators, values]] = OPERATORS[key];
  const plain = fc.tuple(fc.constantFrom(...operators), fc.boolean(), someOf(values)).map(([operator, ifExists, expected]) =>
    ({ [`${operator}${ifExists && !operator.startsWith('ForAnyValue') ? 'IfExists' : ''}`]: { [key]: expected } }));
  return fc.oneof({ weight: 5, arbitrary: plain }, { weight: 1, arbitrary: fc.constantFrom('true', 'false').map((absent) => ({ Null: { [key]: absent } })) });
});

const statementOn = (keys: readonly string[]): fc.Arbitrary<Json> => fc.record({
  Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
  action: fc.oneof(
    { weight: 4, arbitrary: fc.tuple(fc.constant('Action'), fc.constantFrom<string[][]>(['s3:*'], ['s3:Get*', 's3:Put*'], ['s3:GetObject'], ['*'])) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('NotAction'), fc.constantFrom<string[][]>(['sqs:*'], ['s3:PutObject'], ['s3:Get*', 'ec2:*'])) },
  ),
  resource: fc.oneof(
    { weight: 4, arbitrary: fc.tuple(fc.constant('Resource'), fc.constantFrom<string[][]>(['*'], ['*'], ['arn:aws:s3:::data/*'], ['arn:aws:s3:::*/a', TEAMS], [TEAMS])) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('NotResource'), fc.constantFrom<string[][]>([TEAMS], ['arn:aws:s3:::data/blue/*'], [RESOURCES[2]])) },
  ),
  conditions: fc.array(conditionOn(keys), { maxLength: 2, size: 'max' }),
}).map(({ Effect, action, resource, conditions }) =>
  ({ Effect, [action[0]]: action[1], [resource[0]]: resource[1], ...(conditions.length > 0 && { Condition: Object.assign({}, ...conditions) }) }));

/** @param first a statement that is there more often than not */
const documentOf = (statement: fc.Arbitrary<Json>, first?: Json) => fc.tuple(fc.array(statement, { minLength: 1, maxLength: 2 }), fc.nat(3))
  .map(([statements, i]): Json => ({ Version: '2012-10-17', Statement: first && i > 0 ? [first, ...statements] : statements }));
const EVERYTHING = { Effect: 'Allow', Action: '*', Resource: '*' };
const FULL = { Version: '2012-10-17', Statement: [EVERYTHING] };
const PRINCIPAL_ELEMENTS: unknown[] = ['*', { AWS: '*' }, { AWS: ROLE }, { AWS: SESSION }, { AWS: ACCOUNT }, { AWS: OTHER_ACCOUNT }, { AWS: FEDERATED }];
/** Which user federates a user, nothing tells, nor whether it may do what everybody may. */
const withPrincipal = (statement: fc.Arbitrary<Json>, kind: Kind) =>
  fc.tuple(statement, fc.constantFrom(...PRINCIPAL_ELEMENTS, ...kind === 'federated user' ? [] : [{ AWS: [USER, FOREIGN_USER] }]))
    .map(([each, Principal]) => ({ ...each, Principal: kind === 'federated user' && each.Effect === 'Allow' && JSON.stringify(Principal).includes('*') ? { AWS: FEDERATED } : Principal }));
/** Of the policies of resources in an organization: a Deny for everybody, of actions of services that they reach. */
const asRcp = (statement: fc.Arbitrary<Json>) => statement.map(({ NotAction, Action = NotAction, ...rest }): Json =>
  ({ ...rest, Effect: 'Deny', Principal: '*', Action: Action.map((action: string) => (action.startsWith('s3:') ? action : 's3:*')) }));

type Kind = 'session' | 'federated user' | 'user' | 'root';

function kindOf(principal: string): Kind {
  return principal === ROOT ? 'root' : principal === FEDERATED ? 'federated user' : principal.includes(':user/') ? 'user' : 'session';
}

/** @param kind whose policies they are: only sessions have session policies, and root neither those nor a boundary */
function documentsOn(keys: readonly string[], kind: Kind): fc.Arbitrary<PolicyDocuments> {
  const statement = statementOn(keys);
  const document = documentOf(statement, EVERYTHING);
  return fc.record({
    identityPolicies: kind === 'root' ? fc.constant([]) : fc.oneof({ weight: 3, arbitrary: document.map((each) => [each]) }, { weight: 1, arbitrary: fc.array(documentOf(statement), { maxLength: 2 }) }),
    permissionsBoundary: kind === 'root' ? fc.constant(undefined) : chance(2, fc.oneof(document, documentOf(statement))),
    sessionPolicy: kind === 'session' || kind === 'federated user' ? chance(2, fc.oneof(document, documentOf(statement))) : fc.constant(undefined),
    serviceControlPolicies: chance(3, fc.array(document, { minLength: 1, maxLength: 2 }).map((level) => [[FULL], level])),
    resourceControlPolicies: chance(4, documentOf(asRcp(statement)).map((level) => [[level]])),
    resourcePolicy: chance(2, documentOf(withPrincipal(statement, kind))),
    vpcEndpointPolicy: chance(6, documentOf(statement, EVERYTHING).map((each) => ({ ...each, Statement: each.Statement.map(endpointStatement) }))),
  }).map((documents) => Object.fromEntries(Object.entries(documents).filter(([, value]) => value !== undefined)) as unknown as PolicyDocuments);
}

/** Each value of each key, one of a time. */
function contexts(keys: readonly string[]): Context[] {
  const known = contextsOf.get(keys.join()) ?? made(keys);
  contextsOf.set(keys.join(), known);
  return known;
}

const contextsOf = new Map<string, Context[]>();

function made(keys: readonly string[]): Context[] {
  return keys.reduce<Context[]>((all, key) => all.flatMap((context) => KEYS[key].map((values) => ({ ...context, [key]: values }))), [{}]);
}

/** @param all whether everything of the request is known */
export function randomCases(all = false): fc.Arbitrary<RandomCase> {
  return fc.record({
    keys: fc.subarray(Object.keys(KEYS), { minLength: 1, maxLength: 3 }),
    told: fc.subarray(['aws:ViaAWSMCPService', 'aws:CalledViaAWSMCP', 'aws:PrincipalArn', 'aws:PrincipalAccount'], { maxLength: 2 }),
    principal: fc.constantFrom(...PRINCIPALS.filter(([, each]) => !all || each.length === 1)),
  }).chain(({ keys, told, principal }) => fc.record({
    documents: documentsOn([...keys, ...told], kindOf(principal[0])),
    action: fc.constantFrom('s3:GetObject', 's3:GetObject', 's3:PutObject'),
    resource: all ? fc.constantFrom(...RESOURCES).map((one): typeof OPEN_RESOURCES[number] => [one, [one]])
      : fc.oneof(fc.constantFrom(...RESOURCES).map((one): typeof OPEN_RESOURCES[number] => [one, [one]]), fc.constantFrom(...OPEN_RESOURCES)),
    origin: fc.constantFrom(...all ? ORIGINS.filter(([, each]) => each.length === 1) : ORIGINS),
    known: fc.constantFrom(...contexts(keys)),
    unknown: all ? fc.constant<string[]>([]) : fc.subarray(keys, { minLength: 1 }),
    teamKnown: fc.constantFrom(...KEYS['aws:PrincipalTag/team']),
  }).map(({ documents, action, resource, origin, known, unknown, teamKnown }): RandomCase => {
    // Resources have a variable for the team.
    const base: Context = { 'aws:PrincipalTag/team': teamKnown, ...known };
    const context = Object.fromEntries(Object.entries(base).filter(([key]) => !(unknown as string[]).includes(key)));
    const resourceAccount = ACCOUNT;
    // There are millions: each is written out.
    const requests = (varied: readonly string[], origins: readonly RequestOrigin[]) => contexts(varied).flatMap((more) => {
      const each = { ...context, ...more };
      return resource[1].flatMap((one) => principal[1].flatMap((who) => origins.map((from): SimulationRequest =>
        ({ principal: who, action, resource: one, resourceAccount, origin: from, context: each }))));
    });
    return {
      documents,
      request: {
        principal: principal[0], action, resourceAccount, ...(resource[0] !== undefined && { resource: resource[0] }), origin: origin[0], context,
      },
      completions: requests(unknown, origin[1]),
      variations: () => requests(keys, [...DIRECT, AWS, EKS]),
    };
  }));
}
