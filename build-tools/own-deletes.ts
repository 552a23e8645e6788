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
  const services = [...new Set([...own.keys(), ...never.keys()])].sort();
  const all = services.filter((service) => !never.has(service));
  const some = services.filter((service) => own.has(service) && never.has(service));
  const none = services.filter((service) => !own.has(service));
  const count = (actions: ActionSet) => actions.listActions().length.toLocaleString('en-US');
  const told = byService(ActionSet._meeting('tagWritesToldFromCreation', TAG_WRITES_TOLD_FROM_CREATION, []));
  return `# What agents may delete

Under \`McpGuardrail.denyDestructiveViaMcp({ unlessTagged: { key, value } })\` agents delete what has the tag, and nothing else. They give it to what they make, when they
make it. That works where AWS documents the key \`aws:ResourceTag/…\` for all types of resources that an action is about: ${count(tagged)} of the ${count(set)} actions of
\`ActionSet.destructive()\`. The others stay denied, whatever the tag. The page is made by \`npx projen catalog\` from the table of actions.

Where a service asks for a permission to tag when something is created with a tag, that is denied too, unless a key tells that it is a creation, as
${list([...told.keys()].filter((service) => own.has(service)))} have one (\`ec2:CreateAction\`). Which of the others ask for it no table says; there agents can't set the tag, and delete nothing.

## Agents delete what is theirs

${all.length} services: ${list(all)}.

## Agents delete some of what is theirs

${some.length} services.

| service | actions for what is theirs | never |
|---|---|---|
${some.map((service) => `| ${service} | ${own.get(service)!.length} | ${few(never.get(service)!)} |`).join('\n')}

## Agents delete nothing

${none.length} services: ${list(none)}.
`;
}

function byService(set: ActionSet): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const [service, name] of set.listActions().map((action) => action.split(':'))) {
    names.set(service, [...names.get(service) ?? [], name]);
  }
  return names;
}

const list = (services: string[]) => services.map((service) => `\`${service}\``).join(', ');

function few(names: string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => `\`${name}\``).join(', ');
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown;
}
