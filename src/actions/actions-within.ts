import { Catalog } from './catalog';
import { renderActions } from './render';
import { wildcardMatcher } from '../iam/wildcard';
import { isToken } from '../private/tokens';

/** What a statement says in `Action` or in `NotAction`. */
export interface StatedActions {
  readonly actions: string[];
  readonly notActions: string[];
}

/** The part of a statement's actions that belongs to some services. */
export interface ActionsWithin {
  /** As patterns that each name their service; those that are known only at deployment as they are. */
  readonly actions: string[];
  /** The other services that the statement names. */
  readonly otherServices: string[];
  /** Whether the statement is about all actions, or all but some, and so about other services without naming them. */
  readonly everything: boolean;
}

/**
 * What a statement says of the given services, without `NotAction` and without a bare `*`.
 *
 * Of a service that `NotAction` excludes in part, the actions that are left are listed, those of the table.
 *
 * @throws if `NotAction` is known only at deployment.
 */
export function actionsWithin({ actions, notActions }: StatedActions, services: string[]): ActionsWithin {
  if (notActions.length > 0) {
    if (isToken(notActions) || notActions.some((action) => isToken(action))) {
      throw new Error('has a NotAction that is known only at deployment, which can\'t be divided by service: give it as a literal');
    }
    const excluded = notActions.map((action) => [serviceOf(action), action] as const);
    return {
      actions: services.flatMap((service) => remaining(service, excluded.filter(([of]) => of === service || of === '*').map(([, action]) => action))),
      otherServices: [],
      everything: true,
    };
  }
  const known = actions.filter((action) => !isUnknown(action));
  const all = known.some((action) => serviceOf(action) === '*');
  return {
    actions: all ? services.map((service) => `${service}:*`)
      : [...new Set(actions.filter((action) => isUnknown(action) || services.includes(serviceOf(action))))],
    otherServices: all ? [] : [...new Set(known.map(serviceOf).filter((service) => !services.includes(service)))].sort(),
    everything: all,
  };
}

/** As text, an element of a list that is a token has another form than a string that is one. */
function isUnknown(action: string): boolean {
  return isToken(action) || isToken([action]);
}

/** In lower case; of all actions, `*`. The CDK takes no other wildcard there. */
function serviceOf(action: string): string {
  return action.toLowerCase().split(':')[0];
}

/** All actions of a service but those excluded. */
function remaining(service: string, excluded: string[]): string[] {
  if (excluded.length === 0) {
    return [`${service}:*`];
  }
  const isExcluded = excluded.map((pattern) => wildcardMatcher(pattern.toLowerCase()));
  const names = [...Catalog.get().actionsOf(service).keys()]
    .filter((name) => !isExcluded.some((matches) => matches(`${service}:${name.toLowerCase()}`)));
  return names.length === 0 ? [] : renderActions(new Map([[service, new Set(names)]]), new Set(excluded));
}
