import { readFileSync } from 'fs';
import type { PeopleScope, RequestScope } from './request-scope';
import { checkAction } from '../actions/unknown-action';
import { inFile, shortName } from '../analysis/simulation/principal-index';
import { TemplateSource } from '../analysis/simulation/template-source';
import { McpSimulator } from '../analysis/simulator';
import { withRedefined } from '../analysis/template/redefined-definitions';
import type { TemplateInput } from '../analysis/template/template';
import type { TemplateSimulatorOptions } from '../analysis/template-simulator-options';
import { readable } from '../iam/unknown-text';
import { isObject } from '../iam/value';
import { RequestOrigin } from '../mcp/request-origin';
import { formatValue } from '../private/format';
import { checkedProperties, OBJECT, STRINGS } from '../private/validator';
import { compareAccess } from '../proof/compare-access';
import { comparedPrincipals } from '../proof/compared-templates';
import { outsideAccess } from '../proof/outside-access';
import { OF_PEOPLE, takenFromPeople } from '../proof/people-untouched';
import type { Question, Verdict } from '../proof/question';
import { Answer } from '../proof/question';
import { witnessLines } from '../proof/witness-lines';

const OF_AGENTS: Question['origins'] = [{ name: 'any server', origin: RequestOrigin.viaAnyServer() }];
/** What is undecided may hang on much: a person reads the first of it. */
const MOST = 6;

/** @throws if guardrails of the templates deny people what they could do without them, or that is not known. */
export function assertPeopleAreLeftAlone(source: TemplateSource, scope: PeopleScope): void {
  const where = 'guardrailsLeavePeopleAlone()';
  checkedProperties(where, scope, { actions: STRINGS, resources: STRINGS, agentTags: OBJECT, meantForPeople: STRINGS });
  checkScope(where, scope);
  const { agentTags = { PrincipalType: 'Agent' }, meantForPeople = [], actions, resources } = scope;
  const { requesters } = source.principals;
  const [first, ...others] = takenFromPeople({ source, principals: requesters.map(inFile), agentTags, meantForPeople, actions, resources });
  if (first) {
    const { principal, whoever, source: judged, verdict } = first;
    const whom = principal === undefined ? whoever : nameOf(source, principal);
    const { witness } = verdict;
    const explanation = witness === undefined ? '' : `\n${McpSimulator._of(judged).simulate({
      principal,
      action: witness.action,
      resource: witness.resource,
      origin: OF_PEOPLE.find(({ name }) => name === witness.origin)!.origin,
      context: witness.context,
      unlistedAction: true,
    }).explanation}`;
    throw new Error(`expected that guardrails leave people alone, but ${verdict.answer === Answer.REFUTED ? `this request by ${whom} is denied by one`
      : `of ${whom} that is not known`}:\n${verdictText(verdict)}${explanation}${moreOf(others)}`);
  }
}

/** @throws if the templates allow what the template of the file does not, or that is not known. */
export function assertNoMoreAllowed(templates: readonly TemplateInput[], options: TemplateSimulatorOptions, file: string, scope: RequestScope): void {
  const where = 'allowsNoMoreThan()';
  checkedProperties(where, scope, { actions: STRINGS, resources: STRINGS });
  checkScope(where, scope);
  const [{ template: _, ...deployment }, ...others] = templates;
  const deployed = withRedefined([{ ...deployment, file: undefined, template: readTemplate(where, file) }], templates.slice(0, 1));
  // The other stacks of the app are what they are on both sides.
  const sources = [TemplateSource.of([...deployed, ...others], options), TemplateSource.of(templates, options)] as const;
  const outside = outsideAccess(sources, { direct: OF_PEOPLE, servers: OF_AGENTS }, scope);
  const changes = [...compareAccess(comparedPrincipals(sources), OF_PEOPLE, OF_AGENTS, scope), ...outside]
    .filter(({ gained }) => gained.answer !== Answer.PROVED);
  const [first, ...more] = changes.sort((a, b) => Number(b.gained.answer === Answer.REFUTED) - Number(a.gained.answer === Answer.REFUTED));
  if (first) {
    const whose = outside.includes(first) ? first.gained.witness?.principal : first.principal;
    throw new Error(`expected that no more is allowed than by ${file}, but ${first.gained.answer === Answer.REFUTED ? `this request by ${whose} is new`
      : `of ${first.principal} that is not known`}:\n${verdictText(first.gained)}${moreOf(more)}`);
  }
}

/** What an answer says: the request that breaks it, or what it hangs on. */
export function verdictText({ witness, open }: Verdict): string {
  if (witness) {
    const { call, lines } = witnessLines({ ...witness, principal: undefined });
    return [call.join(''), ...lines].map((line) => `  ${line}`).join('\n');
  }
  return [...open.slice(0, MOST).map((reason) => `  it hangs on ${readable(reason)}`), ...open.length > MOST ? [`  and on ${open.length - MOST} more`] : []].join('\n');
}

function moreOf(others: readonly unknown[]): string {
  return others.length === 0 ? '' : `\nThe same for ${others.length} more`;
}

function nameOf({ principals }: TemplateSource, principal: string): string {
  const found = principals.requesters.find((each) => inFile(each) === principal)!;
  return `${found.kind} ${shortName(found)}`;
}

/** @throws if a pattern means nothing: of nothing everything could be said. */
function checkScope(where: string, { actions = [], resources = [] }: RequestScope): void {
  actions.filter((each) => each !== '*').forEach((each) => {
    if (!/^[a-z0-9-]+:[a-z0-9*?-]+$/i.test(each)) {
      throw new Error(`${where}: actions has ${formatValue(each)}: expected actions, such as "s3:Delete*"`);
    }
    checkAction(each, 'name another one');
  });
  const resource = resources.find((each) => !/^(\*|arn:[^:]*:[^:]*:[^:]*:[^:]*:.+)$/.test(each));
  if (resource !== undefined) {
    throw new Error(`${where}: resources has ${formatValue(resource)}: expected ARNs, such as "arn:aws:s3:::data/*"`);
  }
}

/** As `cdk synth` writes it, or `aws cloudformation get-template` prints it. */
function readTemplate(where: string, file: string): TemplateInput['template'] {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf-8'));
  } catch (error) {
    throw new Error(`${where}: ${formatValue(file)} can't be read: ${(error as Error).message}: expected a CloudFormation template in JSON`);
  }
  const template = isObject(value) && isObject(value.TemplateBody) ? value.TemplateBody : value;
  if (!isObject(template) || !isObject(template.Resources)) {
    throw new Error(`${where}: ${formatValue(file)} is not a CloudFormation template: expected an object with "Resources"`);
  }
  return template;
}
