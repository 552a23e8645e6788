export function ok(value: unknown, message: string): void {
  return value ? undefined : fail(message);
}

export function fail(message: string): never {
  throw new Error(message);
}
