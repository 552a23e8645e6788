import { basename } from 'path';
import { shortName } from './simulation/principal-index';
import type { TemplatePrincipal } from './template/template-policies';
import { hasUnknownPart } from '../iam/unknown-text';

/** A principal as the old side of a comparison has it, the new side, or both. */
export interface PrincipalPair<P> {
  /** What a person calls it. */
  readonly name: string;
  readonly before?: P;
  readonly after?: P;
}

type Named = Omit<TemplatePrincipal, 'kind'> & { readonly kind: string };

/**
 * The principals of both sides, those that are the same together. They are found by their kind and logical id. Where a side has several of these, as
 * accounts and stacks do, by the ARN, or else by the name of the file, `App.json` as well as `App.template.json`. Also those of other logical ids that have
 * the same ARN.
 */
export function principalPairs<P extends Named>(before: readonly P[], after: readonly P[]): Array<PrincipalPair<P>> {
  const alike = new Map<string, [before: P[], after: P[]]>();
  [before, after].forEach((side, i) => side.forEach((each) => {
    const key = `${each.kind} ${each.logicalId}`;
    const found = alike.get(key) ?? [[], []];
    found[i].push(each);
    alike.set(key, found);
  }));
  return withSameArn([...alike.values()].flatMap(([olds, news]): Array<PrincipalPair<P>> => {
    const isRepeated = olds.length > 1 || news.length > 1;
    const name = (each: P) => (isRepeated && each.file !== undefined ? `${basename(each.file)} ${shortName(each)}` : shortName(each));
    const partners = partnersOf(olds, news, isRepeated ? [knownArn, fileName] : [() => '']);
    const paired = new Set(partners.values());
    return [
      ...olds.map((each) => ({ name: name(each), before: each, ...partners.has(each) && { after: partners.get(each)! } })),
      ...news.filter((each) => !paired.has(each)).map((each) => ({ name: name(each), after: each })),
    ];
  }));
}

/** An account calls its principals otherwise than the templates that made them: of those that are left alone, the ARN tells. */
function withSameArn<P extends Named>(pairs: ReadonlyArray<PrincipalPair<P>>): Array<PrincipalPair<P>> {
  const [olds, news] = (['after', 'before'] as const).map((missing) => pairs.flatMap((pair) => (pair[missing] ? [] : [(pair.before ?? pair.after)!])));
  const partners = partnersOf(olds, news, [({ kind, arn }) => (hasUnknownPart(arn) ? undefined : `${kind} ${arn}`)]);
  const paired = new Set(partners.values());
  return pairs.filter(({ before, after }) => before || !paired.has(after!)).map((pair) => {
    const after = pair.before && partners.get(pair.before);
    return after ? { ...pair, after } : pair;
  });
}

/** Those of the new side by those of the old one, by the first key that they have in common. Where several have a key, in their order. */
function partnersOf<P>(olds: readonly P[], news: readonly P[], keys: ReadonlyArray<(each: P) => string | undefined>): Map<P, P> {
  const partners = new Map<P, P>();
  for (const keyOf of keys) {
    const paired = new Set(partners.values());
    const free = new Map<string | undefined, P[]>();
    news.filter((each) => !paired.has(each)).forEach((each) => free.set(keyOf(each), [...free.get(keyOf(each)) ?? [], each]));
    free.delete(undefined);
    for (const old of olds.filter((each) => !partners.has(each))) {
      const found = free.get(keyOf(old))?.shift();
      if (found) {
        partners.set(old, found);
      }
    }
  }
  return partners;
}

function knownArn({ arn }: Named): string | undefined {
  return hasUnknownPart(arn) ? undefined : arn;
}

function fileName({ file = '' }: Named): string {
  return stackFileName(file);
}

/** What the file of a stack's template is called, without what the CDK and people write behind that. */
export function stackFileName(file: string): string {
  return basename(file).replace(/(\.template)?\.[^.]*$/, '');
}
