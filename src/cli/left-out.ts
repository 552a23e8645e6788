/** How many findings a check does not show, by why. */
export interface LeftOut {
  /** An earlier output has them. */
  readonly baseline: number;
  /** Somebody has looked at them. */
  readonly acknowledged: number;
  /** Their rule is off. */
  readonly off: number;
}

/** A sentence for each reason that leaves something out: nothing is left out without a word. */
export function leftOutLines({ baseline, acknowledged, off }: LeftOut): string[] {
  return [[baseline, 'of the baseline left out'], [acknowledged, 'acknowledged'], [off, 'of rules that are off']].filter(([count]) => count !== 0)
    .map(([count, why]) => `${count} finding${count === 1 ? '' : 's'} ${why}.`);
}
