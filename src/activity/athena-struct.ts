/**
 * The value of a struct or an array as Athena prints it: `{type=AssumedRole, arn=…, sessioncontext={…}}`, `[{arn=…}]`. Anything else as it is; a
 * string with JSON in it is parsed.
 */
export function structOf(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[{[]/.test(value)) {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch {
    const at = { text: value, index: 0 };
    const read = valueAt(at, 0);
    return at.index === value.length ? read : value;
  }
}

interface At {
  readonly text: string;
  index: number;
}

const DEEPEST = 20;

/** Values hold no blank after a comma: names of sessions, which may have commas, have no blanks. */
function valueAt(at: At, depth: number): unknown {
  const open = at.text[at.index];
  if ((open !== '{' && open !== '[') || depth > DEEPEST) {
    return plainAt(at);
  }
  const close = open === '{' ? '}' : ']';
  const entries: Array<[string, unknown]> = [];
  for (at.index++; at.index < at.text.length && at.text[at.index] !== close;) {
    const end = open === '{' ? at.text.indexOf('=', at.index) : at.index - 1;
    if (end < at.index - 1) {
      break;
    }
    const name = at.text.slice(at.index, end);
    at.index = end + 1;
    entries.push([name, valueAt(at, depth + 1)]);
    if (at.text.startsWith(', ', at.index)) {
      at.index += 2;
    } else if (at.text[at.index] !== close) {
      break;
    }
  }
  at.index++;
  return open === '{' ? Object.fromEntries(entries) : entries.map(([, each]) => each);
}

function plainAt(at: At): string | null {
  const rest = /^(?:(?!, |[}\]]).)*/s.exec(at.text.slice(at.index))![0];
  at.index += rest.length;
  return rest === 'null' ? null : rest;
}
