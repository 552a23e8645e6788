import { characters } from './unknown-text';

/** Any run of characters: `*`. */
export const ANY_RUN: unique symbol = Symbol('*');
/** One character: `?`. */
export const ANY_ONE: unique symbol = Symbol('?');

/** A pattern as its characters, its parts known only at deployment, and its wildcards. */
export type Pattern = ReadonlyArray<string | typeof ANY_RUN | typeof ANY_ONE>;

/** The characters and unknown parts of a string. Where each is one unit of UTF-16, a string is as good. */
export type Items = string | readonly string[];

/** Reads `*` and `?` as wildcards. */
export function wildcards(text: string): Pattern {
  return characters(text).map((item) => (item === '*' ? ANY_RUN : item === '?' ? ANY_ONE : item));
}
