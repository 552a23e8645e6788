import { characters, hasUnknownPart, isGeneratedName, isUnknownPart, readable, unknownPart } from '../../iam/unknown-text';
import { sha256 } from '../../private/sha256';

/** More than any text of a policy has, so that a string that doubles with every reference stays small. */
const MAX_TEXT = 100_000;

/** A string in which CloudFormation's dynamic references, such as `{{resolve:ssm:Name}}`, are unknown parts. */
export function withoutDynamicReferences(text: string): string {
  return text.includes('{{resolve:') ? text.replace(/\{\{(resolve:[^{}"\\]*)\}\}/g, (_, reference: string) => unknownPart(readable(reference))) : text;
}

/** The strings one after another; `undefined` if that is too long. */
export function concatenate(texts: Iterable<string>): string | undefined {
  let result = '';
  for (const text of texts) {
    result += text;
    if (result.length > MAX_TEXT) {
      return undefined;
    }
  }
  return withoutDynamicReferences(result);
}

/** The object or the list that the text is as JSON, in whose strings parts may be known only at deployment; `undefined` if it is none. */
export function parsedJson(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Text cut at a delimiter: `certain` of the pieces, from the first, are so whatever the unknown parts turn out to be. */
export interface SplitText {
  readonly pieces: readonly string[];
  readonly certain: number;
}

/** Cuts a string; `isWord` tells whether an unknown part has only letters, digits and `-_.` in it, as the generated names have. */
export function splitText(text: string, delimiter: string, isWord: (part: string) => boolean): SplitText {
  if (!hasUnknownPart(text)) {
    const pieces = text.split(delimiter);
    return { pieces, certain: pieces.length };
  }
  const pieces = [''];
  let certain = delimiter === '' || /[\w.-]/.test(delimiter) ? 0 : Infinity;
  let known = '';
  const cut = () => {
    const [first, ...rest] = known.split(delimiter);
    pieces[pieces.length - 1] += first;
    pieces.push(...rest);
    known = '';
  };
  for (const item of characters(text)) {
    if (isUnknownPart(item)) {
      cut();
      pieces[pieces.length - 1] += item;
      certain = isGeneratedName(item) || isWord(item) ? certain : Math.min(certain, pieces.length - 1);
    } else {
      known += item;
    }
  }
  cut();
  return { pieces, certain: Math.min(certain, pieces.length) };
}

/** What `X.Attribute` means. */
export function atDot(text: string): [logicalId: string, attribute: string] {
  const dot = text.indexOf('.');
  return dot === -1 ? [text, ''] : [text.slice(0, dot), text.slice(dot + 1)];
}

/** A short text for a value, another for another value. */
export function describe(value: unknown): string {
  const json = readable(asJson(value));
  return json.length <= 100 ? json : `${json.slice(0, 60)}… ${digest(json)}`;
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return 'nested too deep';
  }
}

function digest(text: string): string {
  return sha256(text).slice(0, 12);
}
