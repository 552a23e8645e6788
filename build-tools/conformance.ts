import { KNOWN_FAILURES } from '../test/conformance/known-failures';
import { TOPICS } from '../test/conformance/topics';

/** Prints how many decisions that AWS documents the tests hold the library to, by topic, each with its page. */
const topics = Object.entries(TOPICS).map(([topic, tables]) => [topic, tables.flatMap(({ rows }) => rows)] as const);
const all = topics.flatMap(([, rows]) => rows);
for (const [topic, rows] of [...topics, ['all', all] as const]) {
  console.log(`${String(rows.length).padStart(5)} decisions, ${String(new Set(rows.map(({ page }) => page)).size).padStart(3)} pages  ${topic}`);
}
const known = KNOWN_FAILURES.flatMap(({ rows }) => Object.values(rows)).join('').replace(/\./g, '').length;
console.log(`${String(known).padStart(5)} decisions that the library is known to get wrong`);
