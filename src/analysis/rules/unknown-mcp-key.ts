import { withTest } from './change-condition';
import type { Rule } from './rule';
import { MCP_KEYS } from '../../mcp/mcp-tests';
import { nearest, onlyNear } from '../../private/edit-distance';

/** Keys that there are, and that are spelled like one of them. */
const OTHERS = ['aws:calledvia', 'aws:calledviafirst', 'aws:calledvialast', 'aws:viaawsservice'];

export const UNKNOWN_MCP_KEY: Rule = {
  id: 'UnknownMcpKey',
  severity: 'error',
  explanation: 'A condition key that AWS does not have is never on a call: what is tested of it is not what was meant.',
  fix: 'The keys are aws:ViaAWSMCPService, aws:CalledViaAWSMCP and aws:IsMcpServiceAction.',

  checkStatement(statement) {
    return [...new Set(statement.condition.tests.map(({ key }) => key))].filter(looksLikeMcpKey)
      .map((key) => `there is no condition key ${key}: did you mean ${keyMeant(key)}?`);
  },

  repair({ json, condition }) {
    const test = condition.tests.find(({ key }) => looksLikeMcpKey(key))!;
    const key = MCP_KEYS.find((known) => bare(known) === bare(test.key)) ?? onlyNear(withPrefix(test.key), [...MCP_KEYS, ...OTHERS], 3);
    const repaired = key === undefined ? undefined : withTest(json, test, { key });
    return repaired && [repaired];
  },
};

/** A misspelled MCP key, with or without `aws:`; not the tag of a name like it. */
function looksLikeMcpKey(key: string): boolean {
  const name = key.toLowerCase();
  if (key.includes('/') || OTHERS.includes(name) || MCP_KEYS.some((known) => known.toLowerCase() === name)) {
    return false;
  }
  // With another prefix or separator, or with other characters in it.
  if (MCP_KEYS.some((known) => bare(known) === bare(key))) {
    return true;
  }
  if (!/^(aws:)?[a-z]+$/.test(name)) {
    return false;
  }
  return name.includes('mcp') || nearest(withPrefix(name), MCP_KEYS, 3) !== undefined;
}

/** The name without its prefix, in letters only. */
function bare(key: string): string {
  return key.slice(key.lastIndexOf(':') + 1).toLowerCase().replace(/^aws\./, '').replace(/[^a-z]/g, '');
}

function keyMeant(key: string): string {
  return MCP_KEYS.find((known) => bare(known) === bare(key)) ?? nearest(withPrefix(key), MCP_KEYS, Number.MAX_SAFE_INTEGER)!;
}

function withPrefix(key: string): string {
  return key.startsWith('aws:') ? key : `aws:${key}`;
}
