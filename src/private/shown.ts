/** A value as an error message shows it, whatever it is. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(shown).join(', ')}]`;
  }
  return typeof value === 'string' ? `"${value}"` : String(value);
}
