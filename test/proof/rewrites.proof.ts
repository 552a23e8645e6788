import * as fs from 'fs';
import * as path from 'path';
import { McpPolicyMigration, McpServer, RequestOrigin } from '../../src';
import { repairDocument } from '../../src/analysis/repair';
import { DocumentsSource } from '../../src/analysis/simulation/documents-source';
import { kindOf } from '../../src/iam/document-kind';
import { PolicyKind } from '../../src/iam/policy';
import { SERVERS } from '../../src/mcp/servers';
import { decide } from '../../src/proof/decide';
import { OF_PEOPLE } from '../../src/proof/people-untouched';
import type { Question } from '../../src/proof/question';
import { Answer } from '../../src/proof/question';
import { random } from '../random-numbers';

// What migrate and check --fix write changes nothing but what they say: proved, of policies of others and random ones.

type Element = { [element: string]: any };
const ANY = { name: 'any', origin: RequestOrigin.viaAnyServer() };
const AWS = { name: 'aws', origin: RequestOrigin.via(McpServer.AWS) };
const EKS = { name: 'eks', origin: RequestOrigin.via(McpServer.EKS) };
const EVERYWHERE = [...OF_PEOPLE, ANY, AWS, EKS];

/** The services of which actions were removed: what is written of them means those that are left. */
const REMOVED = SERVERS.filter(({ removed }) => removed);
const OF_REMOVED = REMOVED.flatMap(({ services }) => services.map((service) => `${service}:*`));
const STILL_THERE = REMOVED.flatMap(({ connectActions, deniableActions, otherActions }) => [...connectActions, ...deniableActions, ...otherActions]);
const document = (...Statement: Element[]): Element => ({ Version: '2012-10-17', Statement });
const EVERYTHING = { Effect: 'Allow', Action: '*', Resource: '*' };
const WITHOUT_REMOVED = document(EVERYTHING, { Effect: 'Deny', Action: OF_REMOVED, Resource: '*' });

/** Whether one allows what the other does not: what each says itself, and what is left of everything. */
function changes(from: Element, to: Element, origins: Question['origins']): Answer[] {
  const under = (identity: Element, control: Element) => new DocumentsSource({ identityPolicies: [identity], serviceControlPolicies: [[control]] });
  return [[from, to], [besideEverything(from), besideEverything(to)]].flatMap(([unless, allowedBy]) => [
    decide({ allowedBy: under(allowedBy, WITHOUT_REMOVED), unless: under(unless, WITHOUT_REMOVED), origins }).answer,
    decide({ allowedBy: under(allowedBy, document(EVERYTHING)), unless: under(unless, document(EVERYTHING)), origins, actions: STILL_THERE }).answer,
  ]);
}
const besideEverything = (of: Element) => ({ ...of, Statement: [EVERYTHING, ...[of.Statement].flat()] });
const NOTHING = Array(4).fill(Answer.PROVED);

const FOLDERS = ['source-policies', 'cases'].map((name) => path.join(__dirname, '..', name));
/** Policies of principals that were met. */
const WILD = FOLDERS.flatMap((folder) => fs.readdirSync(folder).filter((file) => file.endsWith('.json')).flatMap((file) => {
  const found = policiesIn(JSON.parse(fs.readFileSync(path.join(folder, file), 'utf-8')));
  return found.map((each, i) => [`${file} ${i}`, each] as const);
}));

function policiesIn(value: unknown): Element[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const { Version, Statement } = value as Element;
  // What is known only at deployment is not told apart here.
  return Version === undefined || Statement === undefined ? Object.values(value).flatMap(policiesIn)
    : kindOf(value) !== PolicyKind.IDENTITY || /"(Fn::|Ref")/.test(JSON.stringify(value)) ? [] : [value];
}

const ACTIONS = ['s3:GetObject', 's3:Delete*', 's3:*', '*', 'sqs:SendMessage', 'aws-mcp:*', 'aws-mcp:InvokeMcp', 'sagemaker-unified-studio-mcp:*', 'eks-mcp:*'];
const VIA = 'aws:ViaAWSMCPService';
const BY = 'aws:CalledViaAWSMCP';
const CONDITIONS: Array<Element | undefined> = [
  undefined, { Bool: { [VIA]: 'true' } }, { Bool: { [VIA]: 'false' } }, { BoolIfExists: { [VIA]: 'true' } }, { BoolIfExists: { [VIA]: 'false' } },
  { StringNotEquals: { [BY]: 'aws-mcp.amazonaws.com' } }, { StringEquals: { [BY]: ['aws-mcp.amazonaws.com', 'eks-mcp.amazonaws.com'] } }, { StringEqualsIfExists: { [BY]: 'eks-mcp.amazonaws.com' } },
  { 'ForAnyValue:StringEquals': { [BY]: 'aws-mcp.amazonaws.com' } }, { 'ForAllValues:StringEquals': { [BY]: 'aws-mcp.amazonaws.com' } },
  { 'ForAnyValue:StringNotEquals': { [BY]: 'aws-mcp.amazonaws.com' } }, { StringNotEquals: { [BY]: 'eks-mcp.amazonaws.com' }, StringEquals: { 'aws:PrincipalTag/team': 'red' } },
  { Bool: { ViaAWSMCPService: 'true' } }, { Null: { [VIA]: 'true' } }, { NumericLessThan: { 's3:max-keys': '5' } },
];
const RESOURCES = ['*', 'arn:aws:s3:::data/*', 'arn:aws:s3:::data/reports/*'];

/** One that has what they rewrite. */
function randomDocument(seed: number): Element {
  const next = random(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)];
  return document(...Array.from({ length: 1 + Math.floor(next() * 3) }, () => {
    const Condition = pick(CONDITIONS);
    return { Effect: pick(['Allow', 'Deny', 'Deny']), Action: [...new Set([pick(ACTIONS), pick(ACTIONS)])], Resource: pick(RESOURCES), ...Condition && { Condition } };
  }));
}
const ALL = [...WILD, ...Array.from({ length: 60 }, (_, i) => [`random ${i}`, randomDocument(7_000 + i)] as const)];

test('migrate takes nothing from people and other servers, and gives nobody anything', () => {
  let changed = 0;
  for (const [name, before] of ALL) {
    const { document: after, findings } = McpPolicyMigration.migrate(before);
    if (!findings.some((each) => each.changed)) {
      expect([name, after]).toEqual([name, before]);
    } else if (after.Statement.length > 0) {
      changed += 1;
      expect([name, changes(before, after, EVERYWHERE)]).toEqual([name, NOTHING]);
      expect([name, changes(after, before, [...OF_PEOPLE, EKS])]).toEqual([name, NOTHING]);
    }
  }
  expect(changed).toBeGreaterThan(20);
});

/** What the repairs of a rule change: direct calls gain or lose, and nothing else; or calls through the server lose whose action was denied. */
const LEFT: { readonly [rule: string]: { readonly gains?: true; readonly loses?: true; readonly blocks?: true } } = {
  RemovedActionAllowed: {},
  RemovedActionDenied: { blocks: true },
  DenyReachesDirectCalls: { gains: true },
  DenyReachesCallsWithoutMcpKey: { gains: true },
  McpConditionDependsOnMissingKey: { loses: true },
  AllowReachesDirectCalls: { loses: true },
  SetOperatorOnMcpKey: { gains: true, loses: true },
};
/** What was written otherwise than meant: of that statement all may change, and of others nothing. */
const SPELLING = ['UnknownMcpKey', 'UnknownConditionKey'];

test('check --fix changes direct calls only, in the direction that the finding says; and of what is misspelled that statement only', () => {
  const seen = new Map<string, number>();
  for (const [name, before] of ALL) {
    const { document: after, repairs } = repairDocument({ kind: PolicyKind.IDENTITY, document: before, place: { path: '' } }, () => false);
    const rules = [...new Set(repairs.map(({ finding: { rule } }) => rule.id))];
    rules.forEach((rule) => seen.set(rule, (seen.get(rule) ?? 0) + 1));
    const touched = new Set(repairs.map(({ finding }) => finding.statement));
    const made = new Set(repairs.flatMap(({ paths }) => paths));
    const rest = (of: Element, left: ReadonlySet<string | undefined>) => [of.Statement].flat().filter((_, i) => !left.has(`Statement/${i}`) && !left.has('Statement'));
    expect([name, rest(after as Element, made)]).toEqual([name, rest(before, touched)]);
    if (rules.length === 0 || rules.some((rule) => !(rule in LEFT))) {
      expect([name, rules.filter((rule) => !(rule in LEFT) && !SPELLING.includes(rule))]).toEqual([name, []]);
      continue;
    }
    const may = (what: 'gains' | 'loses' | 'blocks') => rules.some((rule) => LEFT[rule][what]);
    const ofServers = may('blocks') ? [EKS] : [ANY, AWS, EKS];
    expect([name, rules, changes(before, after as Element, may('gains') ? [ANY, AWS, EKS] : EVERYWHERE)]).toEqual([name, rules, NOTHING]);
    expect([name, rules, changes(after as Element, before, [...may('loses') ? [] : OF_PEOPLE, ...ofServers])]).toEqual([name, rules, NOTHING]);
  }
  expect([...Object.keys(LEFT), 'UnknownMcpKey'].filter((rule) => !seen.has(rule))).toEqual([]);
});
