import { taggingCreations } from './tagging-creations';
import { ActionSet } from '../src';
import { TAG_WRITES_TOLD_FROM_CREATION } from '../src/actions/resource-tags';
import { dividedByKms } from '../src/guardrails/kms-directly';
import { dividedByTag } from '../src/guardrails/unless-tagged';

/** The page on what agents may delete under `unlessTagged`, service by service. */
export const OWN_DELETES = 'docs/what-agents-delete.md';

const MOST_NAMES = 4;

export function ownDeletesText(): string {
  const set = ActionSet.destructive();
  const { tagged } = dividedByTag(dividedByKms(set).rest, undefined);
  const rest = set.without(tagged);
  const [own, never] = [byService(tagged), byService(rest)];
  const count = (actions: ActionSet) => actions.listActions().length.toLocaleString('en-US');
  const told = [...byService(ActionSet._meeting('tagWritesToldFromCreation', TAG_WRITES_TOLD_FROM_CREATION, [])).keys()];
  const services = [...new Set([...own.keys(), ...never.keys()])].sort().map((service) => ({ service, ...taggingCreations(service) }));
  const tagging = services.filter(({ service, can }) => own.has(service) && can.length > 0);
  const others = services.filter(({ service, can }) => own.has(service) && can.length === 0);
  const unable = others.filter(({ cannot, unknown }) => cannot.length > 0 && unknown.length === 0);
  const partly = others.filter(({ cannot, unknown }) => cannot.length > 0 && unknown.length > 0);
  const open = others.filter(({ cannot }) => cannot.length === 0);
  const untold = services.filter(({ service }) => !own.has(service));
  return `# What agents may delete

Under \`McpGuardrail.denyDestructiveViaMcp({ unlessTagged: { key, value } })\` agents delete what has the tag, and nothing else. Two things have to hold:

- Requests tell the tags: AWS documents the key \`aws:ResourceTag/…\` for all types of resources that an action is about. That is so for ${count(tagged)} of the ${count(set)} actions of
  \`ActionSet.destructive()\`. The others stay denied, whatever the tag.
- Agents can give the tag to what they make. Most services ask for their tagging action, too, when something is created with a tag (\`dynamodb:TagResource\` for
  \`dynamodb:CreateTable\`). The guardrail denies that action when it names the tag, unless a key tells that it is called for a creation (\`ec2:CreateAction\`), as it does in
  ${list(told)}. Elsewhere, but where a service has no tagging action, agents can neither make something with the tag nor delete it; what people or pipelines give the tag, agents may delete.

The page is made by \`npx projen catalog\` from the table of actions and from AWS's [map of operations](operations.md). Which creation is that of what an action deletes, no table says.

## Agents delete some or all of what is theirs

${tagging.length} services.

| service | creations that can set the tag | that can't | actions for what is theirs | never |
|---|---|---|---|---|
${tagging.map(({ service, can, cannot }) =>
  `| ${service} | ${few(can)} | ${few(cannot) || '–'} | ${own.get(service)!.length} | ${few(never.get(service) ?? []) || '–'} |`).join('\n')}

## Agents delete nothing that they make

In ${unable.length} services every creation with a tag may need an action that is denied with the tag: ${list(prefixes(unable))}.

In ${partly.length} services that is so of some creations, and not known of others: ${partly.map(({ service, unknown }) => `\`${service}\` (not known: ${few(unknown)})`).join(', ')}.

In ${untold.length} services no request of \`ActionSet.destructive()\` tells all tags: ${list(prefixes(untold))}.

## Not known

In ${open.length} services requests tell the tags, but whether a creation with a tag needs the tagging action AWS's map does not say, or no creation names tags. Where it does, agents delete nothing that they make: ${list(prefixes(open))}.
`;
}

const prefixes = (services: { readonly service: string }[]) => services.map(({ service }) => service);

function byService(set: ActionSet): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const [service, name] of set.listActions().map((action) => action.split(':'))) {
    names.set(service, [...names.get(service) ?? [], name]);
  }
  return names;
}

const list = (services: string[]) => services.map((service) => `\`${service}\``).join(', ');

function few(all: string[]): string {
  const shown = all.slice(0, MOST_NAMES).map((name) => `\`${name}\``).join(', ');
  return all.length > MOST_NAMES ? `${shown} and ${all.length - MOST_NAMES} more` : shown;
}
