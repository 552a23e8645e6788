import { formatsOf, ResourceFit, resourceFit } from './resource-fit';
import type { Statement } from '../iam/statement';
import { readable } from '../iam/unknown-text';

/** Resources of statements that none of their actions is about. */
export interface Misfits {
  /** As the statements have them, for a person. */
  readonly resources: readonly string[];
  /** Whether the statements name no other, so that they never match. */
  readonly all: boolean;
  /** Whether that is certain, and not only likely. */
  readonly certain: boolean;
  /** What the actions are about, as patterns; a few of them. */
  readonly expected: readonly string[];
}

/**
 * What of the resources of statements fits none of their actions; `undefined` if nothing, or it can't be told.
 *
 * @param statements with the same resources: they are judged together, for a set of actions may be divided between them
 */
export function misfitsOf(statements: readonly Statement[]): Misfits | undefined {
  const resource = statements[0]?.resource;
  if (!resource || resource.negated || statements.some(({ action }) => !action || action.negated || action.literals.length < action.items.length)) {
    return undefined;
  }
  const actions = statements.flatMap(({ action }) => action!.literals);
  const judged = resource.texts.map((text) => ({ text: text ?? '', fit: resourceFit(actions, text) }));
  const fitting = judged.filter(({ fit }) => fit === ResourceFit.FITS).map(({ text }) => text);
  const misfits = judged.filter(({ text, fit }) => fit !== ResourceFit.FITS && !fitting.some((other) => belongsTo(text, other)));
  if (misfits.length === 0) {
    return undefined;
  }
  const never = misfits.filter(({ fit }) => fit === ResourceFit.NEVER);
  const all = fitting.length === 0;
  const certain = all ? never.length === misfits.length : never.length > 0;
  return { resources: (certain ? never : misfits).map(({ text }) => readable(text)), all, certain, expected: formatsOf(actions) };
}

/** Whether all resources of a statement surely fit its actions. */
export function allFit({ action, resource }: Statement): boolean {
  return action !== undefined && !action.negated && resource !== undefined && !resource.negated
    && resource.texts.every((text) => resourceFit(action.literals, text) === ResourceFit.FITS);
}

/** For an error: what to name instead. */
export function resourcesInstead({ expected }: Misfits): string {
  return expected.length === 0 ? 'its actions are about no resource, so that "*" is all that they can name'
    : `its actions are about ${expected.map((each) => `"${each}"`).join(', ')}`;
}

/** Whether one names what is in the other, as one names a bucket and its objects whatever the actions are about. */
function belongsTo(text: string, other: string): boolean {
  const [shorter, longer] = other.length < text.length ? [other, text] : [text, other];
  return longer.startsWith(shorter) && '/:*'.includes(longer.charAt(shorter.length) || ' ');
}
