import { Token } from 'aws-cdk-lib';
import type { Denial } from './deny-statements';
import { ActionSet } from '../actions/action-set';
import { ABOUT_TAGGED, createActionKey, NAMED_TAG_WRITES, TAG_WRITES_TOLD_FROM_CREATION, UNNAMED_TAG_WRITES } from '../actions/resource-tags';
import type { ConditionBlock } from '../iam/combine-conditions';
import { combineConditions } from '../iam/combine-conditions';
import { TAG_CHARACTERS } from '../iam/tag-text';
import { formatValue } from '../private/format';
import { replaceTokens } from '../private/tokens';

/** A tag of a resource. */
export interface ResourceTag {
  /** The tag's key, such as `created-by`. */
  readonly key: string;

  /**
   * The tag's value, such as `agents`. No wildcards. It may hold policy variables that say who calls: `${aws:PrincipalTag/AgentName}`, `${aws:PrincipalArn}`,
   * `${aws:userid}` and `${aws:username}`. The guardrail then also denies agents to set that tag of principals, as `PrincipalFilter.tag()` does.
   */
  readonly value: string;
}

/**
 * What sets tags of anything: the tagging of Resource Groups, whose requests do not name the tags, and Cloud Control, which takes them for a property
 * like any other. What they call is called with the agent's credentials, and whether that carries the MCP keys AWS does not document.
 */
const OF_ANYTHING = ActionSet.of('cloudformation:UpdateResource', 'tag:TagResources', 'tag:UntagResources');

/**
 * The set in two: denied unless the resource has the tag, where AWS documents that requests tell its tags, and denied.
 *
 * A negated operator also matches where the key is missing: something without the tag, or a resource of several that lacks it.
 */
export function dividedByTag(set: ActionSet, services: string[] | undefined): { readonly tagged: ActionSet; readonly rest: ActionSet } {
  const others = ActionSet._meeting('aboutNothingTagged', { rule: (name, level, service) => !ABOUT_TAGGED.rule(name, level, service) }, services ?? []);
  const tagged = set.without(others);
  return { tagged, rest: set.without(tagged) };
}

/** Policy variables that the caller of a request does not choose; of any other, the value may be the resource's own. */
const WHO_CALLS = new RegExp(`^aws:(?:principaltag/([${TAG_CHARACTERS}]{1,128})|principalarn|userid|username)$`, 'iu');

/** The keys of the tags of principals with which the tag is compared. @throws if it is compared with something else than the caller. */
export function principalTags(sid: string, { value }: ResourceTag): string[] {
  const variables = replaceTokens(value, () => '').replace(/\$\{[*?$]\}/g, '').match(/\$\{[^}]*\}?/g) ?? [];
  return variables.flatMap((variable) => {
    const said = variable.endsWith('}') && WHO_CALLS.exec(variable.slice(2, -1));
    if (!said) {
      throw new Error(`${sid}: unlessTagged has the value ${formatValue(value)}, whose variable ${formatValue(variable)} does not say who calls: expected `
        + '"${aws:PrincipalTag/AgentName}" with the key of your tag, "${aws:PrincipalArn}", "${aws:userid}" or "${aws:username}"');
    }
    return said[1] === undefined ? [] : [said[1]];
  });
}

/** The condition that the resource does not have the tag. @throws if the tag is none. */
export function lacksTag(sid: string, { key, value }: ResourceTag, condition: ConditionBlock): ConditionBlock {
  if (typeof key !== 'string' || Token.isUnresolved(key) || !new RegExp(`^[${TAG_CHARACTERS}]{1,128}$`, 'u').test(key)) {
    throw new Error(`${sid}: unlessTagged has the key ${formatValue(key)}: expected the key of a tag, as a literal, such as "created-by"`);
  }
  if (typeof value !== 'string' || value === '' || (!Token.isUnresolved(value) && (/[*?]/.test(value.replace(/\$\{[*?$]\}/g, '')) || value.length > 256))) {
    throw new Error(`${sid}: unlessTagged has the value ${formatValue(value)}: expected the value of a tag, without wildcards, such as "agents"`);
  }
  return combineConditions(sid, condition, { StringNotEquals: { [`aws:ResourceTag/${key}`]: value } });
}

/**
 * What keeps agents from giving the tag to something that is there, through any server or with any of their sessions: it is set by a creation or not at all. Keys of tags are
 * compared without regard to case, as condition keys are.
 */
export function tagWrites(sid: string, { key }: ResourceTag, set: ActionSet, services: string[] | undefined, condition: ConditionBlock): Denial[] {
  const naming = combineConditions(sid, condition, { 'ForAnyValue:StringEqualsIgnoreCase': { 'aws:TagKeys': key } });
  // Only where a tag lets something be deleted.
  const concerned = services ?? [...new Set(set.listActions().map((action) => action.split(':')[0]))];
  const those = (name: string, criterion: typeof NAMED_TAG_WRITES) => ActionSet._meeting(name, criterion, concerned);
  const told = those('tagWritesToldFromCreation', TAG_WRITES_TOLD_FROM_CREATION);
  const keys = [...new Set(told.listActions().map((action) => createActionKey(action.split(':')[0])))];
  return [
    { actions: those('namedTagWrites', NAMED_TAG_WRITES), resources: ['*'], condition: naming, mayBeEmpty: true },
    {
      actions: told,
      resources: ['*'],
      mayBeEmpty: true,
      condition: combineConditions(sid, naming, { Null: Object.fromEntries(keys.map((name) => [name, 'true'])) }),
    },
    { actions: those('unnamedTagWrites', UNNAMED_TAG_WRITES).union(OF_ANYTHING), resources: ['*'], condition },
  ];
}
