import { Annotations, CfnResource, aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import { attachedTo } from './kept-guardrails';
import { isUntouched, renderedProperties } from './rendered-resource';
import type { Warning } from './warn-at-synthesis';
import type { ConditionBlock } from '../iam/combine-conditions';
import { Condition } from '../iam/condition';
import { PolicyDocument } from '../iam/document';
import { RequestOrigin } from '../mcp/request-origin';
import type { NamedStatement } from '../mcp/whole-denials';
import { mayMatch, WholeDenials } from '../mcp/whole-denials';
import { derivedFrom, keptIn } from '../private/cache';
import { hasToken } from '../private/tokens';

/** What the warnings are acknowledged by. */
const WARNING = 'cdk-mcp-guardrails:contradiction';
/** What people sign in to by SAML. */
const CONSOLE = 'signin.aws.amazon.com/saml';

/** What is known of a principal: what it is denied, and what it is granted from some origins only. */
interface Known {
  readonly denials: Array<{ readonly statements: () => readonly NamedStatement[]; readonly areOrdinary: () => boolean }>;
  readonly grants: Array<{ readonly by: string; readonly condition: Condition }>;
}

const knownOf = keptIn((principal: IConstruct): Known => {
  const known: Known = { denials: [], grants: [] };
  principal.node.addValidation({
    validate: () => {
      new Set(contradictions(principal, known)).forEach((message) => Annotations.of(principal).addWarningV2(WARNING, message));
      return [];
    },
  });
  return known;
});

/** The warning that guardrails of one policy contradict each other; none if they don't. */
export function contradictionsOf(statements: readonly NamedStatement[]): Warning[] {
  const problem = everyServerDenied(statements);
  return problem === undefined ? [] : [{ warning: WARNING, message: `it ${problem}` }];
}

/**
 * Notes what a principal is denied; it is asked for when the app is synthesized.
 *
 * @param areOrdinary whether the statements are, so that they leave a server
 */
export function noteDenials(principal: IConstruct, statements: () => readonly NamedStatement[], areOrdinary = () => false): void {
  knownOf(resourceOf(principal)).denials.push({ statements, areOrdinary });
}

/** Notes that a policy is attached to a principal. */
export function noteDenialsOf(principal: object, policy: iam.ManagedPolicy | iam.Policy): void {
  if (Construct.isConstruct(principal)) {
    attachedTo(policy).add(principal);
    noteDenials(principal, () => new PolicyDocument(policy.document.toJSON()).statements
      .map((statement) => ({ name: `"${statement.sid}" of ${policy.node.path}`, statement })));
  }
}

/** Notes that a principal is granted something under the condition, by what the app calls. */
export function noteGrant(principal: IConstruct, by: string, condition: ConditionBlock): void {
  knownOf(resourceOf(principal)).grants.push({ by, condition: new Condition(condition) });
}

/** That the statements deny everything to everybody, in words that go on from what has them; `undefined` if they don't. */
function everythingDenied(denials: WholeDenials): string | undefined {
  const { direct, servers } = denials.origins();
  const directly = denials.denying(direct);
  const viaServers = servers.map((server) => denials.denying(server));
  return [directly, ...viaServers].some((names) => names.length === 0) ? undefined
    : `can do nothing: ${directly[0]} denies everything that is called directly, and ${listed(fewest(viaServers))} everything through any server`;
}

/** That the statements deny every server, though none of them does, in words that go on from what has them; `undefined` if not. */
export function everyServerDenied(statements: readonly NamedStatement[]): string | undefined {
  const denials = new WholeDenials(statements);
  const viaServers = denials.origins().servers.map((server) => denials.denying(server));
  return viaServers.some((names) => names.length === 0) || fewest(viaServers).length === 1 ? undefined
    : `denies every server: ${listed(fewest(viaServers))} each deny what the other lets through. Name all servers in one of them, or if all are `
      + 'to be denied, use McpGuardrail.denyViaMcp()';
}

/** What is told of statements without whom they are for: roles with the same guardrails have the same list of them. */
const judged = derivedFrom((statements: readonly NamedStatement[]) => {
  const whole = new WholeDenials(statements);
  const direct = RequestOrigin.direct();
  return { whole, direct, nothing: everythingDenied(whole), directly: whole.denying(direct) };
});

function contradictions(principal: IConstruct, { denials, grants }: Known): string[] {
  if (denials.length === 1 && grants.length === 0 && denials[0].areOrdinary() && consoleSignIn(principal) === undefined) {
    return [];
  }
  const statements = denials.length === 1 ? denials[0].statements() : denials.flatMap((each) => each.statements());
  const { whole, direct, nothing, directly } = judged(statements);
  const signIn = directly.length > 0 ? consoleSignIn(principal) : undefined;
  if (nothing === undefined && signIn === undefined && denials.length < 2 && grants.length === 0) {
    return [];
  }
  const path = principal.node.path.replace(/\/Resource$/, '');
  return [
    ...(nothing === undefined ? [] : [`${path} ${nothing}. Narrow one of them by actions, resources or servers, or leave it out here`]),
    ...(denials.length < 2 || nothing !== undefined ? [] : [everyServerDenied(statements) ?? ''].filter((text) => text !== '').map((text) => `what ${path} is guarded by ${text}`)),
    ...(signIn === undefined ? [] : [`${path} ${signIn}, and ${directly[0]} denies everything that is called directly, so that people can do nothing there. `
      + 'Give agents a role of their own, or deny with appliesTo']),
    ...(grants.length === 0 ? [] : withoutEffect(path, whole, grants, direct)),
  ];
}

function withoutEffect(path: string, whole: WholeDenials, grants: Known['grants'], direct: RequestOrigin): string[] {
  const { servers } = whole.origins(...grants.map(({ condition }) => condition));
  return grants.flatMap(({ by, condition }) => {
    const granted = [direct, ...servers].filter((origin) => mayMatch(condition, origin));
    const denied = granted.map((origin) => whole.denying(origin));
    return granted.length === 0 || denied.some((names) => names.length === 0) ? []
      : [`${by} has no effect: ${listed(fewest(denied))} denies ${path} everything ${whence(granted, direct)}. ${fix(granted, direct)}`];
  });
}

function whence(granted: RequestOrigin[], direct: RequestOrigin): string {
  return granted.includes(direct) ? 'outside MCP, but for what AWS services call on' : 'through those servers';
}

function fix(granted: RequestOrigin[], direct: RequestOrigin): string {
  return granted.includes(direct) ? 'Grant it to a role that people use, or use McpGrantee.viaAnyServer()'
    : 'Add the server to those that are let through, or grant for another';
}

/** How people sign in to the console as the principal; `undefined` if nothing says so. */
function consoleSignIn(principal: IConstruct): string | undefined {
  if (!CfnResource.isCfnResource(principal)) {
    return undefined;
  }
  if (isUntouched(principal) && trustsLiterally(principal)) {
    return undefined;
  }
  const { LoginProfile, AssumeRolePolicyDocument } = renderedProperties(principal);
  return LoginProfile !== undefined ? 'has a password for the console'
    : JSON.stringify(AssumeRolePolicyDocument ?? '').includes(CONSOLE) ? 'is for the console, by SAML' : undefined;
}

/** Whether a role is known to trust nobody who signs in to the console, without rendering it. */
function trustsLiterally(principal: CfnResource): boolean {
  const trust = principal.cfnResourceType === 'AWS::IAM::Role' ? (principal as iam.CfnRole).assumeRolePolicyDocument : undefined;
  if (!(trust instanceof iam.PolicyDocument)) {
    return false;
  }
  const conditions = (trust.toJSON()?.Statement ?? []).map(({ Principal, ...rest }: { Principal: unknown }) => rest);
  return !hasToken(conditions) && !JSON.stringify(conditions).includes(CONSOLE);
}

/** The fewest names of which each list has one, as far as taking the most frequent tells. */
function fewest(lists: readonly string[][]): string[] {
  const chosen: string[] = [];
  for (let left = lists; left.length > 0; left = left.filter((names) => !chosen.some((name) => names.includes(name)))) {
    const counts = new Map<string, number>();
    left.flat().forEach((name) => counts.set(name, (counts.get(name) ?? 0) + 1));
    chosen.push([...counts].reduce((most, each) => (each[1] > most[1] ? each : most))[0]);
  }
  return chosen;
}

function listed(names: readonly string[]): string {
  return names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}

/** The resource of a role, user or group, unless it is imported. */
function resourceOf(principal: IConstruct): IConstruct {
  return iam.Role.isRole(principal) || !CfnResource.isCfnResource(principal) ? principal.node.tryFindChild('Resource') ?? principal : principal;
}
