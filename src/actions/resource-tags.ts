import { AccessLevel } from './access-level';
import type { Criterion } from './criterion';
import { verbOf } from './criterion';
import { resourcesOf } from './resource-table';

/** What makes something new, whose tags are its first. All other changes that take tags may be about something that is there. */
const CREATIONS = /^(Allocate|Authorize|Copy|Create|Import|Invoke|Purchase|Request|Restore|Run|Start|Submit)$/;
/** What takes away, where tags are named only to be asked for. */
const REMOVALS = /^(Cancel|Deactivate|Delete|Disassociate|Release|Revoke|Stop|Terminate|Unsubscribe)$/;
/** It is about stacks that are there, too. */
const NO_CREATION = 'cloudformation:CreateChangeSet';
const CHANGES = [AccessLevel.WRITE, AccessLevel.PERMISSIONS_MANAGEMENT];

/** Actions all of whose resources have tags of which requests tell, by `aws:ResourceTag/…`. */
export const ABOUT_TAGGED: Criterion = { rule: (name, _, service) => isAboutTagged(service, name) };

/**
 * Actions that set tags, of services whose requests tell by a key of their own, such as `ec2:CreateAction`, whether a creation does. A caller can't set it.
 *
 * Not CloudFormation's: its `CreateAction` names any operation that changes something, so that an update of a stack has it too. Nor `sagemaker:AddTags`: of
 * its `TaggingAction` AWS does not say that it names creations only, and policies in use have updates in it.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_cloudformation.html
 */
export const TOLD_FROM_CREATION: readonly string[] = [
  'drs:TagResource', 'ec2:CreateTags', 'ecs:TagResource', 'elasticfilesystem:TagResource', 'elasticloadbalancing:AddTags', 'mgn:TagResource', 's3files:TagResource',
  'vpc-lattice:TagResource',
];

/** Actions that may set a tag of something that is there, and whose requests name the tags' keys. */
export const NAMED_TAG_WRITES: Criterion = {
  rule: (name, level, service) => maySetTags(name, level, service) && namesTags(service, name) && !TOLD_FROM_CREATION.includes(`${service}:${name}`),
};

/** The same, of services whose requests also tell whether the tag is set by a creation. */
export const TAG_WRITES_TOLD_FROM_CREATION: Criterion = {
  rule: (name, _, service) => TOLD_FROM_CREATION.includes(`${service}:${name}`),
};

/** Actions that set tags, whose requests do not name them, and which may be about something that has tags of which requests tell. */
export const UNNAMED_TAG_WRITES: Criterion = {
  rule: (name, level, service) => level === AccessLevel.TAGGING && maySetTags(name, level, service) && !namesTags(service, name)
    && mayBeAboutTagged(service, name),
};

/** Actions that make something new and may give it tags, which their requests name. */
export const TAGGED_CREATIONS: Criterion = {
  rule: (name, level, service) => CHANGES.includes(level) && CREATIONS.test(verbOf(name)) && `${service}:${name}` !== NO_CREATION && namesTags(service, name),
};

/** The condition key by which a service tells that tags are set by a creation. */
export function createActionKey(service: string): string {
  return `${service}:CreateAction`;
}

function maySetTags(name: string, level: AccessLevel, service: string): boolean {
  const verb = verbOf(name);
  return level === AccessLevel.TAGGING ? !/^(Get|List|Describe)$/.test(verb)
    : CHANGES.includes(level) && !REMOVALS.test(verb) && (!CREATIONS.test(verb) || `${service}:${name}` === NO_CREATION);
}

function namesTags(service: string, name: string): boolean {
  return resourcesOf(service)?.namesTags(name) ?? false;
}

function isAboutTagged(service: string, name: string): boolean {
  const table = resourcesOf(service);
  const about = table?.resourcesOf(name) ?? [];
  return about.length > 0 && about.every((number) => table!.tagged.has(number));
}

function mayBeAboutTagged(service: string, name: string): boolean {
  const table = resourcesOf(service);
  const about = table?.resourcesOf(name) ?? [];
  return about.length === 0 || about.some((number) => table!.tagged.has(number));
}
