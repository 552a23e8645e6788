export function setFlagsFromString(): void {
  // A browser has flags of its own.
}
