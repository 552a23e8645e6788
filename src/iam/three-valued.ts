/** `undefined` where it can't be known. An unknown never decides: false AND unknown is false (Kleene). */
export type Outcome = boolean | undefined;

export function not(outcome: Outcome): Outcome {
  return outcome === undefined ? undefined : !outcome;
}

export function all(outcomes: Outcome[]): Outcome {
  return outcomes.includes(false) ? false : outcomes.includes(undefined) ? undefined : true;
}

export function any(outcomes: Outcome[]): Outcome {
  return outcomes.includes(true) ? true : outcomes.includes(undefined) ? undefined : false;
}

/** Both of two. */
export function and(a: Outcome, b: Outcome): Outcome {
  return a === false || b === false ? false : a && b;
}

/** One of two at least. */
export function or(a: Outcome, b: Outcome): Outcome {
  return a || b ? true : a === false && b === false ? false : undefined;
}
