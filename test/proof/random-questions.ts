import type { PolicyDocuments } from '../../src/analysis/simulation/documents-source';
import { DocumentsSource } from '../../src/analysis/simulation/documents-source';
import type { McpSimulator } from '../../src/analysis/simulator';
import { McpServer } from '../../src/mcp/mcp-server';
import { RequestOrigin } from '../../src/mcp/request-origin';
import type { Question } from '../../src/proof/question';
import { random } from '../random-numbers';

export const PRINCIPAL = 'arn:aws:iam::111122223333:role/Agent';
export const ORIGINS = [
  { name: 'direct', origin: RequestOrigin.direct() },
  { name: 'aws', origin: RequestOrigin.via(McpServer.AWS) },
  { name: 'any', origin: RequestOrigin.viaAnyServer() },
];

const ACTIONS = ['*', 's3:*', 's3:Get*', 's3:GetObject', 's3:DeleteObject', 'S3:getobject', 's3:*Object', 'sqs:SendMessage', 'dynamodb:GetItem', 's3:G?tObject'];
const RESOURCES = [
  '*', 'arn:aws:s3:::data/*', 'arn:aws:s3:::data', 'arn:aws:s3:::data*', 'arn:aws:s3:::*/key', 'arn:aws:s3:::data/${aws:PrincipalTag/team}/*', 'arn:aws:s3:::data/red/*',
  'arn:aws:sqs:*:111122223333:*', 'arn:aws:sqs:*:*:queue', 'arn:aws:sqs:us-east-1:999988887777:queue', 'arn:aws:s3:::${aws:userid}*', 'arn:aws:s?s:*',
];
/** A session policy takes no others. */
const WHOLE_ARNS = RESOURCES.filter((pattern) => pattern === '*' || pattern.split(':').length >= 6);
const STRINGS = ['red', 'Red', 'blue', 're*', '*d', '?ed', '${aws:PrincipalTag/other}', '${aws:PrincipalTag/team, \'blue\'}-x', 'red-x', '', '*'];
const ARNS = ['arn:aws:sns:*:*:topic', 'arn:aws:sns:us-east-1:111122223333:topic', 'arn:aws:s*:*:*:*'];

interface KeyKind {
  readonly keys: readonly string[];
  readonly operators: readonly string[];
  readonly expected: readonly string[];
  readonly values: ReadonlyArray<readonly string[]>;
  readonly several?: boolean;
}

const TEXTS = ['', 'red', 'Red', 'RED', 'blue', 'xed', 'green', 'red-x', 'blue-x', 'r', 'd'];
const ORDERS = ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'];
const KINDS: readonly KeyKind[] = [
  {
    keys: ['aws:PrincipalTag/team', 'aws:principaltag/Team', 'aws:PrincipalTag/other'],
    operators: ['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike'],
    expected: STRINGS,
    values: [[], ...TEXTS.map((text) => [text])],
  },
  {
    keys: ['aws:TagKeys'],
    operators: ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'],
    expected: ['red', 'blue', 're*', '*d', '?ed'],
    values: [[], ['red'], ['blue'], ['red', 'blue'], ['green'], ['green', 'red'], ['xed', 'blue'], ['xed'], [''], ['red', 'xed', 'green']],
    several: true,
  },
  { keys: ['aws:SourceArn'], operators: ['ArnLike', 'ArnEquals', 'ArnNotLike', 'StringLike'], expected: ARNS, values: [[]] },
  {
    keys: ['aws:SourceVpcArn'],
    operators: ['ArnLike', 'ArnEquals', 'ArnNotLike', 'ArnNotEquals', 'StringNotLike'],
    expected: ARNS,
    values: [[], ['arn:aws:sns:us-east-1:111122223333:topic'], ['arn:aws:sns:us-east-1:1:other'], ['arn:aws:sqs:x:1:a:b'], ['arn:aws:ec2:x:1:vpc/1']],
  },
  { keys: ['s3:max-keys'], operators: ORDERS.map((order) => `Numeric${order}`), expected: ['5', '10', '5.5'], values: [[], ['4'], ['5'], ['5.2'], ['5.5'], ['7'], ['10'], ['11']] },
  {
    keys: ['aws:CurrentTime'],
    operators: ORDERS.map((order) => `Date${order}`),
    expected: ['2026-01-01', '2027-01-01T00:00:00Z'],
    values: [['2025-06-01'], ['2026-01-01T00:00:00Z'], ['2026-06-01'], ['2027-01-01'], ['2028-01-01']],
  },
  {
    keys: ['aws:SourceIp'],
    operators: ['IpAddress', 'NotIpAddress'],
    expected: ['203.0.113.0/24', '203.0.113.7', '10.0.0.0/8', '2001:db8::/32'],
    values: [[], ['203.0.113.7'], ['203.0.113.8'], ['10.1.1.1'], ['192.0.2.1'], ['2001:db8::1'], ['2001:db9::1']],
  },
  { keys: ['aws:SecureTransport', 'AWS:securetransport'], operators: ['Bool', 'StringEquals'], expected: ['true', 'false'], values: [['true'], ['false']] },
  { keys: ['aws:MultiFactorAuthPresent'], operators: ['Bool'], expected: ['true', 'false'], values: [[], ['true'], ['false']] },
  { keys: ['aws:ViaAWSMCPService'], operators: ['Bool'], expected: ['true', 'false'], values: [] },
  { keys: ['aws:CalledViaAWSMCP'], operators: ['StringEquals', 'StringLike', 'StringNotEquals'], expected: ['aws-mcp.amazonaws.com', 'eks-mcp.amazonaws.com', '*-mcp.*'], values: [] },
];

const REQUESTED = ['s3:GetObject', 's3:DeleteObject', 's3:PutObject', 'sqs:SendMessage', 'dynamodb:GetItem', 's3:ListBucket', 'ec2:RunInstances', 's3:NewObject'];
const REQUESTED_RESOURCES = [
  '*', 'arn:aws:s3:::data', 'arn:aws:s3:::data/key', 'arn:aws:s3:::data/red/x', 'arn:aws:s3:::data/blue/x', 'arn:aws:s3:::data2/key', 'arn:aws:s3:::other', 'arn:aws:s3:::data//x',
  'arn:aws:sqs:us-east-1:111122223333:queue', 'arn:aws:sqs:us-east-1:111122223333:other', 'arn:aws:sqs:us-east-1:999988887777:queue', 'arn:aws:sns:us-east-1:111122223333:queue',
  'arn:aws:dynamodb:us-east-1:111122223333:table/x', 'arn:aws:sas:x:y:z',
];

/** Random policies, and random requests near their borders. */
export class RandomQuestions {
  private readonly next: () => number;

  public constructor(seed: number) {
    this.next = random(seed);
  }

  public pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)];
  }

  private some<T>(items: readonly T[], most: number): T[] {
    return [...new Set(Array.from({ length: 1 + Math.floor(this.next() * most) }, () => this.pick(items)))];
  }

  private condition(): object | undefined {
    const block = this.block(Array.from({ length: Math.floor(this.next() * 3) }));
    return Object.keys(block).length === 0 ? undefined : block;
  }

  private block(kinds: ReadonlyArray<KeyKind | undefined>): object {
    const block: { [operator: string]: { [key: string]: string[] } } = {};
    const seen = new Set<string>();
    for (const given of kinds) {
      const { keys, operators, expected, several } = given ?? this.pick(KINDS);
      const key = this.pick(keys);
      const isNull = this.next() < 0.15;
      const operator = isNull ? 'Null' : `${several ? this.pick(['ForAllValues:', 'ForAnyValue:']) : this.next() < 0.1 ? this.pick(['ForAllValues:', 'ForAnyValue:']) : ''}${
        this.pick(operators)}${this.next() < 0.25 ? 'IfExists' : ''}`;
      if (!seen.has(`${operator} ${key}`.toLowerCase())) {
        seen.add(`${operator} ${key}`.toLowerCase());
        (block[operator] ??= {})[key] = isNull ? [this.pick(['true', 'false'])] : this.some(expected, 2);
      }
    }
    return block;
  }

  private statement(effects: readonly string[], principal?: object, patterns: readonly string[] = RESOURCES): object {
    const condition = this.condition();
    return {
      Effect: this.pick(effects),
      ...principal,
      ...this.next() < 0.15 ? { NotAction: this.some(ACTIONS.slice(1), 2) } : { Action: this.some(ACTIONS, 2) },
      ...this.next() < 0.15 ? { NotResource: this.some(patterns.slice(1), 2) } : { Resource: this.some(patterns, 2) },
      ...condition && { Condition: condition },
    };
  }

  private document(effects: readonly string[], most: number, principal?: object, patterns?: readonly string[]): { [element: string]: any } {
    return { Version: '2012-10-17', Statement: Array.from({ length: 1 + Math.floor(this.next() * most) }, () => this.statement(effects, principal, patterns)) };
  }

  public documents(): PolicyDocuments {
    const both = ['Allow', 'Allow', 'Allow', 'Deny'];
    const layer = this.next();
    return {
      identityPolicies: [this.document(both, 4)],
      ...layer < 0.2 && { permissionsBoundary: this.document(both, 3) },
      ...layer > 0.15 && layer < 0.3 && { sessionPolicy: this.document(both, 2, undefined, WHOLE_ARNS) },
      ...layer > 0.25 && layer < 0.5 && { serviceControlPolicies: [this.document(['Deny'], 3)] },
      ...layer > 0.45 && layer < 0.6 && { serviceControlPolicies: [[this.document(both, 3)], [this.document(both, 2)]] },
      ...layer > 0.55 && layer < 0.7 && { resourcePolicy: this.document(both, 2, { Principal: this.pick<unknown>(['*', { AWS: PRINCIPAL }, { AWS: '999988887777' }, { AWS: '111122223333' }]) }) },
    };
  }

  /** The same with something else in one place. */
  public changed(documents: PolicyDocuments): PolicyDocuments {
    const copy = JSON.parse(JSON.stringify(documents));
    const statements = copy.identityPolicies[0].Statement;
    const roll = this.next();
    if (roll < 0.3) {
      statements.push(this.statement(['Allow', 'Deny']));
    } else if (roll < 0.5 && statements.length > 1) {
      statements.pop();
    } else if (roll < 0.7) {
      const [name, values] = this.pick([['Action', ACTIONS], ['Resource', RESOURCES]] as const);
      const { NotAction, NotResource, ...rest } = this.pick<any>(statements);
      statements.push({ ...rest, ...name === 'Action' && NotResource && { NotResource }, ...name === 'Resource' && NotAction && { NotAction }, [name]: this.some(values, 2) });
    } else {
      copy.permissionsBoundary = this.document(['Allow', 'Deny'], 2);
    }
    return copy;
  }

  public question(): Question & { readonly documents: PolicyDocuments; readonly others?: PolicyDocuments } {
    const documents = this.documents();
    const others = this.next() < 0.6 ? this.changed(documents) : undefined;
    return {
      documents,
      others,
      allowedBy: new DocumentsSource(documents),
      ...others && { unless: new DocumentsSource(others) },
      principal: PRINCIPAL,
      origins: [this.pick(ORIGINS)],
      ...this.next() < 0.4 && { actions: this.some(ACTIONS.filter((each) => each !== '*' ), 2) },
      ...this.next() < 0.3 && { resources: this.some(RESOURCES.filter((each) => !each.includes('${')), 2) },
    };
  }

  /** One that hangs on the values of one kind of key: what conditions of an Allow and of a Deny or two leave. */
  public narrowQuestion(): Question & { readonly documents: PolicyDocuments; readonly others?: undefined } {
    const kind = this.pick(KINDS.filter(({ values }) => values.length > 1));
    const statements = ['Allow', ...this.pick([['Deny'], ['Deny', 'Deny']])].map((Effect) => ({
      Effect, Action: 's3:*', Resource: '*', Condition: this.block(Array.from({ length: 1 + Math.floor(this.next() * 2) }, () => kind)),
    }));
    const documents = { identityPolicies: [{ Version: '2012-10-17', Statement: statements }] };
    return { documents, allowedBy: new DocumentsSource(documents), principal: PRINCIPAL, origins: [this.pick(ORIGINS)], actions: ['s3:GetObject'] };
  }

  public request(origin: RequestOrigin): Parameters<McpSimulator['simulate']>[0] {
    const context: { [key: string]: string[] } = {};
    for (const { keys, values } of KINDS) {
      for (const key of new Set(keys.map((each) => each.toLowerCase()))) {
        if (values.length > 0) {
          context[key] = [...this.pick(values)];
        }
      }
    }
    return { principal: PRINCIPAL, action: this.pick(REQUESTED), resource: this.pick(REQUESTED_RESOURCES), origin, context, unlistedAction: true };
  }
}
