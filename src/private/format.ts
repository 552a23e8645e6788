const LONGEST = 200;

/** A value as an error message shows it, whatever it is. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map((item) => (Array.isArray(item) ? '[…]' : shown(item))).join(', ')}]`;
  }
  if (typeof value === 'string') {
    return `"${cut(value)}"`;
  }
  try {
    return cut(String(value));
  } catch {
    return 'an object';
  }
}

/** A value that came as JSON, as JSON. */
export function shownJson(value: unknown): string {
  try {
    return cut(JSON.stringify(value) ?? String(value));
  } catch {
    // It refers to itself, or is too deep.
    return 'an object';
  }
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
