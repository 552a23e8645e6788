const LONGEST = 200;

/** A value for an error message, whatever it is. */
export function formatValue(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map((item) => (Array.isArray(item) ? '[…]' : formatValue(item))).join(', ')}]`;
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
export function formatJson(value: unknown): string {
  try {
    return cut(JSON.stringify(value) ?? String(value));
  } catch {
    // It refers to itself, or is too deep.
    return 'an object';
  }
}

function cut(string: string): string {
  return string.length > LONGEST ? `${string.slice(0, LONGEST)}…` : string;
}
