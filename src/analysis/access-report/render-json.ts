import type { AccessReport } from './report-types';

/** The report as JSON, a line for each principal, guardrail and profile, so that versions can be compared. */
export function renderJson(report: AccessReport): string {
  const fields = Object.entries(report).map(([name, value]) => `  ${JSON.stringify(name)}: ${Array.isArray(value) ? lines(value) : JSON.stringify(value)}`);
  return `{\n${fields.join(',\n')}\n}\n`;
}

function lines(items: readonly unknown[]): string {
  return items.length === 0 ? '[]' : `[\n${items.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`;
}
