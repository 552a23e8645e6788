import { CHANGE_KINDS } from '../../../src/analysis/access-difference/change-kinds';
import type { ChangeKind } from '../../../src/analysis/access-difference/change-kinds';
import { accessDifference } from '../../../src/analysis/access-difference/difference';
import { overlap } from '../../../src/analysis/access-report/action-bits';
import { reportOrigins } from '../../../src/analysis/access-report/report-origins';
import { SimulationDecision } from '../../../src/analysis/simulation/simulation-result';
import { TemplateSource } from '../../../src/analysis/simulation/template-source';
import { McpSimulator } from '../../../src/analysis/simulator';
import { readTemplates } from '../../../src/analysis/template/read-templates';
import type { TemplateInput } from '../../../src/analysis/template/template';
import type { Json } from '../../../src/iam/value';
import { random } from '../../random-numbers';
import { ORGANIZATION, OTHER, WORK } from '../access-report/organizations';

const { ALLOWED, CONDITIONAL } = SimulationDecision;
type Said = 'allowed' | 'open' | 'denied';
const NO: readonly Said[] = ['denied'];
const OPEN: readonly Said[] = ['open'];
const YES: readonly Said[] = ['allowed'];

/** What the simulator must say before and after, of no resource in particular. */
const MEANS: { readonly [kind in ChangeKind]: readonly [before: readonly Said[], after: readonly Said[]] } = {
  gained: [NO, YES],
  gainedNamed: [NO, OPEN],
  widened: [OPEN, YES],
  settled: [OPEN, ['allowed', 'open']],
  mayGain: [NO, OPEN],
  lost: [YES, NO],
  lostNamed: [OPEN, NO],
  narrowed: [YES, OPEN],
  unsettled: [['allowed', 'open'], OPEN],
  mayLose: [OPEN, NO],
  otherResources: [OPEN, OPEN],
  otherConditions: [OPEN, OPEN],
};

const ACTIONS = ['*', 's3:*', 's3:Get*', 's3:GetObject', 's3:DeleteObject', 's3:Delete*', 'dynamodb:*', 'dynamodb:DeleteTable', 'sqs:SendMessage', 'sqs:*', 'sqs:Delete*', 'iam:PassRole'];
const RESOURCES: unknown[] = ['*', '*', '*', 'arn:aws:s3:::a/*', 'arn:aws:s3:::b/*', 'arn:aws:s3:::*', ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*'], 'arn:aws:s3:::${aws:PrincipalTag/team}/*'];
const CONDITIONS: unknown[] = [
  undefined, undefined, undefined, { Bool: { 'aws:ViaAWSMCPService': 'true' } }, { Bool: { 'aws:ViaAWSMCPService': 'false' } }, { Null: { 'aws:ViaAWSMCPService': 'true' } },
  { StringEquals: { 'aws:CalledViaAWSMCP': 'eks-mcp.amazonaws.com' } }, { StringEquals: { 'aws:PrincipalTag/team': 'a' } }, { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Agent' } },
];
const ASKED = ['s3:GetObject', 's3:DeleteObject', 's3:PutObject', 'dynamodb:DeleteTable', 'dynamodb:GetItem', 'sqs:SendMessage', 'sqs:DeleteQueue', 'iam:PassRole', 'ec2:TerminateInstances'];
const ON = ['arn:aws:s3:::a/key', 'arn:aws:s3:::b/key', 'arn:aws:s3:::c/key'];
const SERVERS = ['direct', 'aws-mcp.amazonaws.com', 'eks-mcp.amazonaws.com'];
const MANAGED = ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::111122223333:policy/x'];
const CONTROLS = ['Base', 'Agents', 'Services', 'Account', 'FullAWSAccess', 'attached'];

/** Two inputs, of which the second is the first with some changes, or another one. */
function randomPair(seed: number): [readonly TemplateInput[], readonly TemplateInput[]] {
  const next = random(seed + 1);
  const pick = <T>(list: readonly T[]) => list[Math.floor(next() * list.length)];
  const some = <T>(most: number, make: () => T) => Array.from({ length: Math.floor(next() * (most + 1)) }, make);
  const statement = (): Json => ({
    Effect: next() < 0.65 ? 'Allow' : 'Deny',
    [next() < 0.9 ? 'Action' : 'NotAction']: next() < 0.5 ? pick(ACTIONS) : [pick(ACTIONS), pick(ACTIONS)],
    [next() < 0.92 ? 'Resource' : 'NotResource']: pick(RESOURCES.slice(2)),
    ...((Condition) => Condition !== undefined && { Condition })(pick(CONDITIONS)),
  });
  const document = (statements: Json[]) => ({ Version: '2012-10-17', Statement: statements });
  const role = (statements: Json[], more: Json): Json => ({
    Type: 'AWS::IAM::Role', Properties: { ...statements.length > 0 && { Policies: [{ PolicyName: 'P', PolicyDocument: document(statements) }] }, ...more },
  });
  const boundary = (): Json => (next() < 0.3 ? { PermissionsBoundary: { Ref: 'Boundary' } } : {});
  const roles = (): Json => ({
    Boundary: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document([{ Effect: 'Allow', Action: ['s3:*', 'sqs:*'], Resource: pick(RESOURCES) }, ...some(1, statement)]) } },
    Agent: role([{ Effect: 'Allow', Action: pick(ACTIONS), Resource: pick(RESOURCES) }, ...some(3, statement)], { RoleName: 'Agent', ...boundary() }),
    Person: role(some(4, statement), boundary()),
    Known: role(some(2, statement), next() < 0.5 ? { ManagedPolicyArns: [pick(MANAGED)] } : {}),
  });
  const changed = (before: Json): Json => Object.fromEntries(Object.entries(before).flatMap(([id, resource]) => {
    const { Policies: [{ PolicyDocument: { Statement: statements } }] = [{ PolicyDocument: { Statement: [] } }], ...others } = resource.Properties;
    const kept = (statements as Json[]).filter(() => next() < 0.8)
      .map((each) => (next() < 0.2 ? { ...each, Action: pick(ACTIONS), NotAction: undefined } : each));
    return id === 'Boundary' ? [[id, resource]]
      : next() < 0.05 ? [] : [[id, role([...kept, ...some(1, statement)], next() < 0.9 ? others : { ...others, ...boundary() })]];
  }));
  const organization = (controls: readonly string[]): TemplateInput => ({
    ...ORGANIZATION,
    template: {
      Resources: Object.fromEntries(Object.entries(ORGANIZATION.template.Resources as Json)
        .filter(([id]) => !CONTROLS.includes(id) || controls.includes(id))),
    },
  });
  const first = roles();
  const withOrganization = next() < 0.5;
  const id = pick([WORK, OTHER]);
  const side = (Resources: Json, controls: readonly string[]): readonly TemplateInput[] => [
    { file: 'app.json', account: id, template: { Resources } }, ...withOrganization ? [organization(controls)] : [],
  ];
  const controls = CONTROLS.filter(() => next() < 0.6);
  return [side(first, controls), side(next() < 0.85 ? changed(first) : roles(), next() < 0.7 ? controls : CONTROLS.filter(() => next() < 0.6))];
}

/** Where the difference of a random pair says something else than the simulator; and how much was found to change. */
export function violations(seed: number): { readonly found: string[]; readonly kinds: ReadonlySet<string> } {
  const pair = randomPair(seed);
  const [before, after] = pair.map((templates) => ({ policies: readTemplates(templates), definitions: '' }));
  const { table, changes } = accessDifference(before, after);
  const sources = pair.map((templates) => TemplateSource.of(templates, { prefersFirst: false }));
  const simulators = sources.map((source) => McpSimulator._of(source));
  const origins = reportOrigins([]).filter(({ id }) => SERVERS.includes(id));
  const kinds = new Set<string>();
  const found = ['Agent', 'Person', 'Known'].flatMap((principal) => origins.flatMap(({ id, origin }) => ASKED.flatMap((action) => {
    const said = (resource?: string) => simulators.map((simulator, i): Said => {
      if (!sources[i].principals.requesters.some(({ logicalId }) => logicalId === principal)) {
        return 'denied';
      }
      const context = id === 'direct' ? { 'aws:ViaAWSService': ['false'] } : undefined;
      const { decision } = simulator.simulate({ principal, action, origin, context, resource });
      return decision === ALLOWED ? 'allowed' : decision === CONDITIONAL ? 'open' : 'denied';
    });
    const change = changes.find(({ name }) => name === principal)?.origins[id] ?? {};
    const asked = table.setOf([action]);
    const told = (Object.keys(CHANGE_KINDS) as ChangeKind[]).filter((kind) => change[kind] && overlap(change[kind], asked));
    told.forEach((kind) => kinds.add(kind));
    const [was, is] = said();
    const where = `seed ${seed}: ${principal} ${id} ${action}`;
    if (told.length === 1) {
      const [from, to] = MEANS[told[0]];
      return from.includes(was) && to.includes(is) ? [] : [`${where}: ${told[0]}, but ${was} before and ${is} after`];
    }
    // What is not said to change does not, of any resource.
    const resources = action.startsWith('s3:') ? [undefined, ...ON] : [undefined];
    return told.length > 1 ? [`${where}: ${told.join(' and ')}`]
      : resources.map((resource) => [resource, ...said(resource)]).filter(([, a, b]) => a !== b).map(([on, a, b]) => `${where} on ${on}: nothing said, but ${a} before and ${b} after`);
  })));
  return { found, kinds };
}
