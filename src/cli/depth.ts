/** Deeper than any policy or template, and not so deep that what reads them runs out of stack. */
export const MAX_DEPTH = 200;
export const TOO_DEEP = `nested deeper than ${MAX_DEPTH} levels`;
