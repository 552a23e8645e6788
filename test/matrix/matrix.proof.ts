import * as fs from 'fs';
import type { McpGuardrail } from '../../src';
import { SimulationDecision } from '../../src';
import type { OriginName, Request } from '../meaning';
import { ALL, deniedFrom, ORIGINS } from '../meaning';
import type { Cell } from './cells';
import { ERRORS, expectedCell, guardrailOf, jsonOf, placed } from './cells';
import type { Caller, Row } from './guardrails';
import { ROWS } from './guardrails';
import type { Enforced, Place } from './places';
import { OF_EVERYBODY, OF_PRINCIPALS } from './places';
import { PAGE, withTables } from './tables';
import type { Context, Probe } from './world';
import { PROBES, roleArn, serviceOf } from './world';

/** What the simulator tells from the principal and the action. */
const PLAIN: Context = { 'aws:IsMcpServiceAction': ['false'], 'aws:PrincipalIsAWSService': ['false'] };
const AWS_SERVICE: Context = { 'aws:PrincipalIsAWSService': ['true'] };
const SOMEBODY: Caller[] = [{ role: 'Developer' }];

/** The requests that are denied, each with the origins. All others are allowed. */
type Outcome = { [request: string]: OriginName[] };

const title = ({ role, context }: Caller, { action, resource }: Probe) => `${role}${context ? ` ${JSON.stringify(context)}` : ''}: ${action} on ${resource}`;
const reaches = (place: Place, { action, of }: Probe) =>
  (place.services?.().includes(serviceOf(action)) ?? true) && (!place.resource || place.resource === of);
/** Of those that AWS services make, what the place does not reach is the same as for others. */
const probesOf = (place: Place, context?: Context) => (context === AWS_SERVICE ? PROBES.filter((probe) => reaches(place, probe)) : PROBES);
const callersOf = (row: Row, place: Place) => (place.principalArn === undefined ? row.callers : row.callers?.filter(({ role }) => role === 'Developer')) ?? SOMEBODY;

const union = (a: OriginName[], b: OriginName[]) => ALL.filter((name) => a.includes(name) || b.includes(name));
const meanings = new WeakMap<McpGuardrail, Map<string, OriginName[]>>();

/** What the guardrail's own statements deny, wherever they are. */
function meaningOf(guardrail: McpGuardrail, request: Request, place: Place): OriginName[] {
  const known = meanings.get(guardrail) ?? new Map<string, OriginName[]>();
  meanings.set(guardrail, known);
  const { withoutKmsViaServices, principal } = place;
  const key = JSON.stringify([request, withoutKmsViaServices, principal]);
  // What is about sessions is about their direct calls, which do come there.
  const left = (text: string) => !withoutKmsViaServices || !text.includes('kms:ViaService') || text.includes('aws:PrincipalTag/');
  const statements = () => placed(jsonOf(guardrail), place).filter((each) => left(JSON.stringify(each)));
  return known.get(key) ?? known.set(key, deniedFrom(statements(), request)).get(key)!;
}

function expected(row: Row, place: Place, guardrail: McpGuardrail, context?: Context): Outcome {
  const outcome: Outcome = {};
  const always = place.always?.();
  for (const caller of callersOf(row, place)) {
    for (const probe of probesOf(place, context)) {
      const request = {
        ...probe,
        context: { ...PLAIN, 'aws:PrincipalArn': [place.principalArn ?? roleArn(caller.role)], ...probe.context, ...caller.context, ...context },
      };
      const reached = reaches(place, probe) && !(place.exemptsAwsServices && context === AWS_SERVICE);
      const denied = union(reached ? meaningOf(guardrail, request, place) : [], always ? meaningOf(always, request, place) : []);
      if (denied.length > 0) {
        outcome[title(caller, probe)] = denied;
      }
    }
  }
  return outcome;
}

function actual(row: Row, place: Place, { simulator, caller: asCaller, resource }: Enforced, context?: Context): Outcome {
  const outcome: Outcome = {};
  for (const caller of callersOf(row, place)) {
    const as = asCaller!(caller);
    for (const probe of probesOf(place, context)) {
      const judged = ALL.map((name) => simulator(probe).simulate({
        principal: as.principal,
        action: probe.action,
        resource: resource?.(probe) ?? probe.resource,
        origin: ORIGINS[name],
        context: { ...probe.context, ...as.context, ...caller.context, ...context },
      }));
      const denied = ALL.filter((_, i) => judged[i].decision === SimulationDecision.EXPLICITLY_DENIED);
      if (denied.length > 0) {
        outcome[title(caller, probe)] = denied;
      }
      const undecided = judged.find(({ decision }) => decision !== SimulationDecision.EXPLICITLY_DENIED && decision !== SimulationDecision.ALLOWED);
      if (undecided) {
        throw new Error(undecided.explanation);
      }
    }
  }
  return outcome;
}

const REFUSED: Cell[] = ['too large', 'locks out', 'other services', 'has it'];

describe.each([...OF_PRINCIPALS, ...OF_EVERYBODY].map((place): [string, Place] => [place.name, place]))('%s', (_, place) => {
  const rows = ROWS.filter((row) => place.takes?.(row) ?? true).map((row): [string, Cell, Row] => [row.name, expectedCell(row, place), row]);

  test.each(rows)('%s: %s', (__, cell, row) => {
    if (ERRORS[cell]) {
      expect(() => place.enforce(guardrailOf(row, 'denies'), row, cell === 'other services')).toThrow(ERRORS[cell]);
    }
    if (REFUSED.includes(cell)) {
      return;
    }
    const guardrail = guardrailOf(row, cell);
    const enforced = place.enforce(guardrail, row, cell === 'in part, if asked');
    // The simulator takes a missing Principal for everybody; AWS refuses the policy.
    expect([...new Set(enforced.denials.map(({ Principal }) => Principal))]).toEqual([place.principal]);
    const denied = expected(row, place, guardrail);
    expect(denied).not.toEqual({});
    expect(actual(row, place, enforced)).toEqual(denied);
    if (place.exemptsAwsServices) {
      expect(actual(row, place, enforced, AWS_SERVICE)).toEqual(expected(row, place, guardrail, AWS_SERVICE));
    }
  });
});

// Else the tests above would compare nothing with nothing.
test.each(ROWS.map((row): [string, Row] => [row.name, row]))('%s denies some of the requests and leaves others alone', (_, row) => {
  const place = OF_PRINCIPALS.find(({ name }) => name === 'McpPrincipalGuardrails.of()')!;
  const denied = Object.values(expected(row, place, guardrailOf(row, 'denies')));
  const all = PROBES.length * callersOf(row, place).length * ALL.length;
  expect(denied.flat().length).toBeGreaterThan(0);
  expect(denied.flat().length).toBeLessThan(all);
});

test('docs/enforcement.md has the table: npx projen matrix', () => {
  const page = fs.readFileSync(PAGE, 'utf-8');
  expect(page).toBe(withTables(page));
});
