import * as fs from 'fs';
import * as path from 'path';
import { offlineEnvironment, run, shown } from './tools';
import { McpActivitySignal } from '../../src';
import { eventPattern, MAX_EVENT_PATTERN } from '../../src/monitor/event-pattern';
import { divided } from '../../src/monitor/event-test';
import { QUESTIONS } from '../../src/monitor/questions';
import { signals } from '../../src/monitor/signals';
import { sqlQueries } from '../../src/monitor/sql-queries';
import { TRAIL_COLUMNS } from '../../src/monitor/trail-columns';
import { delivered, EVENTS, REQUEST } from '../monitor/events';
import { MONITOR_OPTIONS } from '../monitor/watched';

const SOURCES = path.join(__dirname, 'monitor');
const TESTS = signals('Test', MONITOR_OPTIONS);
const ON_BUS = Object.values(McpActivitySignal).filter((signal) => signal !== McpActivitySignal.TOOL_CALLS);

/** Holds the event patterns against the labeled events by EventBridge's own implementation, of which Maven has the package. */
export function matchPatterns(directory: string): string[] {
  const jars = path.join(directory, 'event-ruler');
  must('mvn', ['--quiet', '--batch-mode', '--file', path.join(SOURCES, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${jars}`]);
  const cases = EVENTS.flatMap(({ label, event, signals: expected }) => ON_BUS.flatMap((signal) => {
    const onBus = delivered(event);
    const parts = divided(signal, TESTS[signal], (test) => JSON.stringify(eventPattern(test)), MAX_EVENT_PATTERN);
    const pairs = parts.map((part) => [onBus, eventPattern(part)]);
    return onBus === undefined ? [] : [{ label, signal, expected: expected.includes(signal), pairs }];
  }));
  const file = path.join(directory, 'pairs.json');
  fs.writeFileSync(file, JSON.stringify(cases.flatMap(({ pairs }) => pairs)));
  const matched = must('java', ['-cp', `${jars}/*`, path.join(SOURCES, 'Matches.java'), file]).trim().split('\n');
  const wrong = cases.filter(({ expected, pairs }) => matched.splice(0, pairs.length).includes('true') !== expected);
  if (wrong.length > 0 || matched.length > 0) {
    throw new Error(wrong.map(({ label, signal, expected }) => `${label}: ${signal} was ${expected ? 'not ' : ''}found`).join('\n'));
  }
  return [`${cases.length} pairs of an event and a signal`];
}

/** Runs the named queries of Athena on DuckDB, which has the same functions by other names. */
export function runSql(bin: string, directory: string): string[] {
  const queries = sqlQueries('mcp_activity.cloudtrail', TESTS);
  const file = path.join(directory, 'queries.json');
  const { type } = TRAIL_COLUMNS.find(({ name }) => name === 'useridentity')!;
  fs.writeFileSync(file, JSON.stringify({
    columns: TRAIL_COLUMNS.map(({ name }) => name),
    userIdentity: duckType(type),
    shape: shapeOf(type),
    events: EVENTS.map(({ event }) => event),
    queries: queries.map(({ sql }) => sql),
  }));
  const { code, stdout, output } = run(path.join(bin, 'python'), [path.join(SOURCES, 'queries.py'), file], { env: offlineEnvironment(directory) });
  if (code !== 0) {
    throw new Error(shown(output));
  }
  const rows: any[][] = JSON.parse(stdout);
  const answer = (question: string) => rows[queries.findIndex(({ name }) => name === question)];
  const timesOf = (signal: McpActivitySignal) => EVENTS.filter((each) => each.signals.includes(signal)).map(({ event }) => event.eventTime).sort();
  const equal = (what: string, found: unknown, expected: unknown) => {
    if (JSON.stringify(found) !== JSON.stringify(expected)) {
      throw new Error(`${what}: ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);
    }
  };
  const sum = (question: string) => answer(question).reduce((all, { calls }) => all + calls, 0);
  for (const [signal, question] of [[McpActivitySignal.CALLS, QUESTIONS.activity] as const, ...QUESTIONS.ofSignals]) {
    equal(question, answer(question).map(({ eventtime }) => eventtime).sort(), timesOf(signal));
  }
  equal(QUESTIONS.denials, sum(QUESTIONS.denials), timesOf(McpActivitySignal.DENIALS).length);
  equal(QUESTIONS.denials, answer(QUESTIONS.denials).filter(({ policy }) => policy?.endsWith('p-0a1b2c3d')).length, 2);
  equal(QUESTIONS.tools, sum(QUESTIONS.tools), timesOf(McpActivitySignal.TOOL_CALLS).length);
  equal(QUESTIONS.use, sum(QUESTIONS.use), timesOf(McpActivitySignal.CALLS).length + timesOf(McpActivitySignal.OUTSIDE_MCP).length);
  equal(QUESTIONS.toolOfCall, answer(QUESTIONS.toolOfCall).map(({ tool, eventname, requestid }) => [tool, eventname, requestid]), [['aws___run_script', 'ListBuckets', REQUEST]]);
  return [`${queries.length} queries, on ${EVENTS.length} events`];
}

/** `struct<a:string>` is `STRUCT(a VARCHAR)`. */
export function duckType(type: string): string {
  return type.replace(/map<string,string>/g, 'MAP(VARCHAR, VARCHAR)').replace(/struct</g, 'STRUCT(').replace(/>/g, ')').replace(/(\w+):/g, '"$1" ').replace(/\bstring\b/g, 'VARCHAR');
}

/** The names of a struct's fields, with those below them. */
export function shapeOf(type: string): object {
  return JSON.parse(type.replace(/map<string,string>/g, 'string').replace(/struct</g, '{').replace(/>/g, '}').replace(/(\w+):/g, '"$1":').replace(/:string/g, ':1'));
}

function must(command: string, args: string[]): string {
  const { code, stdout, output } = run(command, args);
  if (code !== 0) {
    throw new Error(`${command}: exit code ${code}\n${shown(output)}`);
  }
  return stdout;
}
