import type { AccessReport } from './report-types';

/** The report as JSON, a line for each principal, guardrail and profile, so that versions can be compared; piece by piece, for there may be many. */
export function* jsonPieces(report: AccessReport): Generator<string> {
  let before = '{\n';
  for (const [name, value] of Object.entries(report)) {
    yield `${before}  ${JSON.stringify(name)}: `;
    before = ',\n';
    if (Array.isArray(value) && value.length > 0) {
      for (let i = 0; i < value.length; i++) {
        yield `${i === 0 ? '[' : ','}\n    ${JSON.stringify(value[i])}`;
      }
      yield '\n  ]';
    } else {
      yield JSON.stringify(value);
    }
  }
  yield '\n}\n';
}
