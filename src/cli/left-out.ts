/** A statement of which something is not known. */
export interface UndecidedStatement {
  readonly place: string;
  readonly hangsOn: readonly string[];
}

/** A nested stack of which a file is judged that may not be its template. */
export interface TakenByName {
  readonly file: string;
  readonly resource: string;
  readonly takenFor: readonly string[];
}

/** How many findings a check does not show, by why. */
export interface LeftOut {
  /** With --deep: the statements of which it is not known whether they change anything. */
  readonly undecided?: readonly UndecidedStatement[];
  /** The nested stacks at an address: what is there is taken to be what a given file of that name has. */
  readonly takenByName?: readonly TakenByName[];
  /** An earlier output has them. */
  readonly baseline: number;
  /** Somebody has looked at them. */
  readonly acknowledged: number;
  /** Their rule is off. */
  readonly off: number;
  /** Of each acknowledgement that no finding is about: where it stands, and its rule. */
  readonly unused?: ReadonlyArray<{ readonly place: string; readonly rule: string }>;
}

const MOST_TOLD = 10;

/** A sentence for each reason that leaves something out: nothing is left out without a word. Also what was to be left out, and is not there. */
export function leftOutLines({ baseline, acknowledged, off, unused = [], undecided = [], takenByName = [] }: LeftOut): string[] {
  const counts = ([[baseline, 'of the baseline left out'], [acknowledged, 'acknowledged'], [off, 'of rules that are off']] as const).filter(([count]) => count !== 0)
    .map(([count, why]) => `${count} finding${count === 1 ? '' : 's'} ${why}.`);
  return [
    ...counts,
    ...unused.map(({ place, rule }) => `${place}: it acknowledges ${rule}, and there is no such finding.`),
    ...takenByName.map(({ file, resource, takenFor }) => `${file}: the template of ${resource} is at an address, and taken to be ${takenFor.join(' or ')}, which has its name.`),
    ...undecided.slice(0, MOST_TOLD).map(({ place, hangsOn }) => `${place}: whether it changes anything hangs on ${hangsOn[0]}.`),
    ...undecided.length > MOST_TOLD ? [`${undecided.length - MOST_TOLD} more statements are undecided: --format json has all.`] : [],
  ];
}
