import type { Arguments, Option } from './arguments';
import { CliError } from './cli-error';
import { AGENT_SESSION, viaNames } from './origin-option';

export const UNLISTED_ACTION: Option = {
  name: 'unlisted-action', about: 'an action may be newer than the table of actions; without it, one that it does not have is an error',
};

/** What the commands that judge a request take besides its action, resource and principal. */
export const REQUEST_OPTIONS: readonly Option[] = [
  {
    name: 'via',
    value: 'SERVER',
    multiple: true,
    about: `only through this server: ${viaNames().join(', ')}, or its service principal; "any" for any server, "direct" for a direct call, "${AGENT_SESSION}" for one by `
      + `a session with the tag PrincipalType=Agent, "${AGENT_SESSION}:KEY=VALUE" for another tag`,
  },
  { name: 'context', value: 'KEY=VALUE[,VALUE...]', multiple: true, about: 'a further context key; "KEY=" for one that is absent' },
  UNLISTED_ACTION,
  { name: 'account', value: 'ID', about: 'the account that templates are deployed to' },
];

/** The values of a key that is given more than once are one list. */
export function contextOf(args: Arguments): { [key: string]: string[] } {
  const context = new Map<string, string[]>();
  for (const given of args.all('context')) {
    const [, key, values] = /^([^=]+)=(.*)$/s.exec(given) ?? [];
    if (key === undefined) {
      throw new CliError(`--context ${given}: expected KEY=VALUE, such as aws:SourceIp=203.0.113.7`, args.hint);
    }
    context.set(key, [...context.get(key) ?? [], ...values === '' ? [] : values.split(',')]);
  }
  return Object.fromEntries(context);
}
