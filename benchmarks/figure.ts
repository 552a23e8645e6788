/** A row of the table. */
export interface Figure {
  readonly what: string;
  /** What must not be missed; not every figure has a goal. */
  readonly goal?: string;
  readonly figure: string;
  readonly met?: boolean;
}

/** Hands figures on to the program that runs all benchmarks, or to whoever runs one. */
export function print(figures: Figure[]): void {
  console.log(JSON.stringify(figures, undefined, 1));
}

/** With two decimals, as ratios are given. */
export function ratio(value: number): string {
  return value.toFixed(2);
}

/** With one decimal below ten. */
export function milliseconds(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

/** As `toLocaleString('en')`, but the same on every machine. */
export function count(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}
