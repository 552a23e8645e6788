/**
 * Text of a template in which parts are known only at deployment, such as `arn:aws:s3:::<Bucket>/*`. Each such part stands
 * between two characters of Unicode's private use area. The same part is the same text wherever it stands.
 */
const START = '\uE000';
const END = '\uE001';
/** Marks the part as a name that CloudFormation makes up, unlike that of any other resource. */
const GENERATED = '\uE002';
const PART = new RegExp(`${START}(${GENERATED}?)([^${END}]*)${END}`, 'g');
const ITEM = new RegExp(`${PART.source}|[^]`, 'gu');
/** A regular expression, as a string, for a generated name in JSON, unless it holds what has a meaning there, or `$`. */
export const PLAIN_GENERATED_NAME = `${START}${GENERATED}[^${END}"\\\\$]*${END}`;
const BEYOND_UNITS = new RegExp(`[\uD800-${START}]`);
const LITERAL_START = new RegExp(`^[^*?$${START}]*`);
const MARKS = new RegExp(`[${START}${END}${GENERATED}]`, 'g');

/** A part of a string that is known only at deployment, and may be any; `name` says what it is, such as `AWS::Region`. */
export function unknownPart(name: string): string {
  return START + name.replace(MARKS, '') + END;
}

/**
 * The name that CloudFormation makes up for a resource whose template gives none. It is not known, but no two resources share
 * one, and it holds neither `/` nor `:`.
 */
export function generatedName(logicalId: string): string {
  return START + GENERATED + logicalId.replace(MARKS, '') + END;
}

/** The character with which such a part begins. */
export const UNKNOWN_START = START.charCodeAt(0);

/** Whether a part of the text is known only at deployment. */
export function hasUnknownPart(text: string): boolean {
  return text.includes(START);
}

/** How the text begins, up to the first wildcard, policy variable, or part known only at deployment. */
export function literalStart(text: string): string {
  return LITERAL_START.exec(text)![0];
}

/** Where the part ends that is known only at deployment and begins between the two places; -1 if none does. */
export function endOfUnknownPart(text: string, from: number, to: number): number {
  const start = text.indexOf(START, from);
  const end = start === -1 || start >= to ? -1 : text.indexOf(END, start);
  return end === -1 ? -1 : end + 1;
}

/** What the parts known only at deployment are, each once. */
export function unknownParts(text: string): string[] {
  return [...new Set([...text.matchAll(PART)].map(([, , name]) => name))];
}

/** The text for a person to read: `<Bucket>` for a part known only at deployment, unless it is a token, which says nothing to anybody, or a wildcard. */
export function readable(text: string): string {
  return !hasUnknownPart(text) ? text : text.replace(PART, (_, __, name: string) => (name.startsWith('Token[') ? '<known at deployment>' : /^[*?]$/.test(name) ? name : `<${name}>`));
}

/** The text as `Fn::Sub` takes it: `${Bucket}` for a part known only at deployment. */
export function asSubstitution(text: string): string {
  return text.replace(PART, (_, __, name: string) => `\${${name}}`);
}

/** The text with an example of each generated name, which is like no name that anybody gave. */
export function withSampleNames(text: string): string {
  return text.replace(PART, (part: string, generated: string) => (generated ? 'GeneratedByCloudFormation' : part));
}

/** The text as its characters, code points of Unicode, and its unknown parts, each of those as one. */
export function characters(text: string): string[] {
  // Most have neither unknown parts nor code points that are two units of UTF-16.
  return BEYOND_UNITS.test(text) ? text.match(ITEM) ?? [] : text.split('');
}

/** Whether an item of `characters()` is a part known only at deployment; and if so, whether it is a generated name. */
export function isUnknownPart(item: string): boolean {
  return item.length > 1 && item.startsWith(START);
}

export function isGeneratedName(item: string): boolean {
  return item.length > 1 && item[1] === GENERATED;
}

/** Whether the whole string is a generated name. */
export function isNoMoreThanGenerated(text: string): boolean {
  return text.startsWith(START + GENERATED) && text.indexOf(END) === text.length - 1;
}
