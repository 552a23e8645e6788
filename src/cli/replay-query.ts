import type { Arguments } from './arguments';
import { aboutInput, CliError } from './cli-error';
import { readDocuments } from './read-input';
import type { ReplayQuery } from './replayed';
import { sqlReplay } from '../activity/sql-replay';
import { PolicyKind } from '../iam/policy';

/** What a query does not take. */
const NOT_TAKEN = ['policy', 'boundary', 'rcp', 'current', 'principal', 'context', 'account', 'managed-policies', 'expect'];
const TABLE = 'mcp_activity.cloudtrail';
const DAYS = 30;

/** The replay of a service control policy, as a query. */
export function replayQuery(args: Arguments): ReplayQuery {
  const { hint } = args;
  const other = NOT_TAKEN.find((name) => args.has(name));
  if (other !== undefined || args.files.length > 0) {
    throw new CliError(`--sql: ${other === undefined ? args.files[0] : `--${other}`} has no place in a query: expected --scp FILE, and perhaps --table and --days`, hint);
  }
  const [file, ...others] = args.all('scp');
  if (file === undefined || others.length > 0) {
    throw new CliError(`--sql: expected one --scp FILE, got ${others.length === 0 ? 'none' : others.length + 1}`, hint);
  }
  const [table, days] = [args.one('table') ?? TABLE, args.one('days') ?? String(DAYS)];
  if (!/^(\w+\.){0,2}\w+$/.test(table)) {
    throw new CliError(`--table ${table}: expected a database and a table, such as ${TABLE}`, hint);
  }
  if (!/^[1-9]\d{0,3}$/.test(days)) {
    throw new CliError(`--days ${days}: expected how many days back are read, such as ${DAYS}`, hint);
  }
  const [{ document }, ...more] = readDocuments(file);
  if (more.length > 0) {
    throw new CliError(`${file}: ${more.length + 1} policies: expected one, for a query`);
  }
  return { sql: aboutInput(undefined, () => sqlReplay({ kind: PolicyKind.SERVICE_CONTROL, place: { file, path: '' }, document }, { table, days: Number(days) })) };
}
