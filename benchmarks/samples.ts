import { execFileSync } from 'child_process';

/** What a program measured of itself, by name. */
export type Sample = { [quantity: string]: number };

/**
 * Runs a program for each contender, each time in a process of its own, as `cdk synth` does: nothing is warmed up. In every round all
 * take their turn, now in this order, now in the other, so that a busy machine slows all of them down alike.
 *
 * @param program which prints a sample as JSON; it gets the contender's arguments
 */
export function sampled<Name extends string>(
  program: string, contenders: { [name in Name]: string[] }, rounds: number, nodeOptions: string[] = [],
): { [name in Name]: Sample[] } {
  const names = Object.keys(contenders) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as Sample[]])) as { [name in Name]: Sample[] };
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : [...names].reverse()) {
      samples[name].push(JSON.parse(execFileSync(process.execPath, [...nodeOptions, program, ...contenders[name]], { encoding: 'utf-8' })));
    }
  }
  return samples;
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}

/** The median of one quantity. */
export function medianOf(samples: Sample[], quantity: string): number {
  return median(samples.map((sample) => sample[quantity]));
}

/** How many times as much one contender takes as another: the ratio of the medians, and the least and the most of a round. */
export interface Comparison {
  readonly ratio: number;
  readonly least: number;
  readonly most: number;
}

export function compared(samples: Sample[], others: Sample[], quantity: string): Comparison {
  const ratios = samples.map((sample, round) => sample[quantity] / others[round][quantity]);
  return { ratio: medianOf(samples, quantity) / medianOf(others, quantity), least: Math.min(...ratios), most: Math.max(...ratios) };
}

/** `1.07 (1.02 to 1.11)` */
export function shown({ ratio, least, most }: Comparison): string {
  return `${ratio.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`;
}
