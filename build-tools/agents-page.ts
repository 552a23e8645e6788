import * as path from 'path';
import { explainedActions, explainedRows } from './explained';
import type { Point } from './picture';
import { attacks, deniedBy, deniedWork, GUARDRAILS, Operations, reasons, stopped } from './possible';
import { takenAlong, takenAlongRows } from './taken-along';
import { wantedByBoth } from './wanted-by-both';

/** The page for agents' operators, which `npx projen figures --write` makes. */
export const PAGE = path.join(__dirname, '..', 'docs', 'what-agents-can-do.md');

/** The grades, from the least on. */
const GRADES = Object.keys(GUARDRAILS).filter((name) => name.startsWith('baseline'));
/** The columns of skills: also what leaves agents nothing but to deploy, or to read. */
const COLUMNS = [...GRADES, ...Object.keys(GUARDRAILS).filter((name) => /^(deploy|read)Only/.test(name))];
const short = (name: string) => name.replace('baseline, ', '').replace(/ViaMcp|, roles named/g, '');

/** A table row for each guardrail: how much of others' attack lists it stops, and how much of the work goes on. */
export function bothFigures(operations: Operations): string[] {
  return [
    '| guardrail | attack paths stopped | dangerous actions stopped | skills that go through whole | denied actions of skills |',
    '|---|---|---|---|---|',
    ...Object.entries(GUARDRAILS).map(([name, guardrail]) => {
      const denied = deniedBy(guardrail);
      const { paths, actions } = stopped(denied);
      const work = [...deniedWork(operations, denied).values()];
      return `| ${[name, share(paths), share(actions), `${work.filter((each) => each.length === 0).length} of ${work.length}`, new Set(work.flat()).size].join(' | ')} |`;
    }),
  ];
}

/** Both figures of each guardrail as shares, for the picture. */
export function points(operations: Operations): Point[] {
  return Object.entries(GUARDRAILS).map(([name, guardrail]) => {
    const denied = deniedBy(guardrail);
    const { paths, actions } = stopped(denied);
    const work = [...deniedWork(operations, denied).values()];
    return {
      name: name.replace(/^deny(.*)ViaMcp$/, (_, set) => `deny${set}`).replace(/baseline, |ActionSet\.|ViaMcp/g, ''),
      stopped: (paths[0] + actions[0]) / (paths[1] + actions[1]),
      possible: work.filter((each) => each.length === 0).length / work.length,
      isGrade: GRADES.includes(name),
    };
  });
}

/** Rounded down, so that it never says more than is true. */
function share([part, whole]: readonly [number, number]): string {
  return `${part} of ${whole}, ${percent(part, whole)} %`;
}
const percent = (part: number, whole: number) => Math.floor((part / whole) * 100);

/** A row for each skill, with what is denied of it under each grade; and one for each denied action, with the reason. */
export function skillBySkill(operations: Operations): string[] {
  const columns = COLUMNS.map((name) => deniedWork(operations, deniedBy(GUARDRAILS[name])));
  const grades = columns.slice(0, GRADES.length);
  const all = [...new Set(grades.flatMap((denied) => [...denied.values()].flat()))].sort();
  return [
    `| skill | ${COLUMNS.map(short).join(' | ')} |`,
    `|---|${COLUMNS.map(() => '---').join('|')}|`,
    ...Object.keys(operations).map((skill) => `| ${skill} | ${columns.map((denied) => {
      const actions = denied.get(skill)!;
      return actions.length === 0 ? 'whole' : actions.length > 4 ? `${actions.length} denied` : actions.map((action) => `\`${action}\``).join(', ');
    }).join(' | ')} |`),
    '',
    '| denied action | under | it is in | skills |',
    '|---|---|---|---|',
    ...all.map((action) => {
      const under = GRADES.filter((_, i) => [...grades[i].values()].some((actions) => actions.includes(action))).map(short);
      const skills = Object.keys(operations).filter((skill) => grades.some((denied) => denied.get(skill)!.includes(action)));
      return `| \`${action}\` | ${under[0]}${under.length === 1 ? '' : ' and on'} | ${reasons(action).join(', ')} | ${skills.length} |`;
    }),
  ];
}

/** The whole page. */
export function agentsPage(operations: Operations): string {
  const { actions: all } = attacks();
  const { attack } = deniedBy(GUARDRAILS['baseline, FULL']);
  const [hit, left] = [all.filter(attack), explainedActions()];
  const missed = all.filter((action) => !attack(action) && !left.includes(action)).sort();
  return `${[
    '# What agents can do',
    '',
    'You see which work of your agents goes on under each guardrail, and which does not.',
    '',
    'AWS publishes skills for agents; these are sixty of them, by the API',
    'operations that they name (repository aws/agent-toolkit-for-aws, Apache-2.0, 2026-08-20). A skill goes through *whole* if none of its operations is denied through',
    'MCP. A role that an operation passes is not counted, nor what a service needs for the agent besides.',
    '',
    '*Attack paths* are combinations of actions that lead to more rights, *dangerous actions* are single ones. Both are of the lists that DataDog (pathfinding.cloud,',
    'pathfinding-labs), Cloudsplaining, Prowler, Rhino Security Labs, Bishop Fox, PMapper and Salesforce (policy_sentry) keep, as far as the table has the',
    'actions. A path is stopped if one of its actions is; the two that `FULL` leaves are in AWS CodeStar, which is gone. *Agents\' own named*: `rolesBoundary`, `agentRoles` and `agentSecrets` are given; the work is with what is named, the attack with anything else.',
    '',
    'This page is made by `npx projen figures --write`. For other skills, `npx projen figures --operations FILE` prints the same: a JSON object of lists of',
    '`service:Operation`, by the name of the skill.',
    '',
    '## Both figures',
    '',
    '![A point for each guardrail: what is stopped upward, what is possible to the right](what-agents-can-do.svg)',
    '',
    ...bothFigures(operations),
    '',
    'Not in the table: `denyOutsideMcp`, `allowOnlyServers`, `allowOnlyOauthClients` and `denySignInSession` are about who calls and how, `protectGuardrails` and',
    '`denyPresignedUrls` about some resources or one kind of request: of the work of agents they stop nothing. `denyViaMcp` and `allowOnlyViaMcp` stop what you say.',
    '',
    'Of the grades choose the last that leaves the skills that your agents need. [The guardrails](guardrails.md#baselineviamcp) says what each grade is made of, and what to',
    'do [when an agent is stopped](guardrails.md#when-an-agent-is-stopped).',
    '',
    '## What FULL leaves of the single actions, and why',
    '',
    `Of the ${all.length} single actions of others\' lists, \`FULL\` stops ${hit.length}. ${left.length} are left for a reason, one by one; of the other ${all.length - left.length}, it stops `
      + `${percent(hit.length, all.length - left.length)} %. Missed: ${missed.map((action) => `\`${action}\``).join(', ')}.`,
    '',
    ...explainedRows(),
    '',
    '## What FULL takes along',
    '',
    `${takenAlong().listActions().length} actions that \`FULL\` denies are in none of the ready sets. The other guardrails, and the ready sets themselves, take nothing along: a wildcard`,
    'means actions of the set only, as far as the table has them.',
    '',
    ...takenAlongRows(),
    '',
    '## What attacks and skills both want',
    '',
    ...wantedByBoth(operations),
    '',
    '## Skill by skill',
    '',
    ...skillBySkill(operations),
  ].join('\n')}\n`;
}
