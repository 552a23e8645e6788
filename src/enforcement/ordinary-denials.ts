import { aws_iam as iam } from 'aws-cdk-lib';
import type { ConditionBlock } from '../iam/combine-conditions';
import type { PolicyType } from '../iam/policy-type';
import { itemsOf } from '../iam/value';
import { McpContextKey } from '../mcp/mcp-context-key';
import { McpServer } from '../mcp/mcp-server';
import { derivedFrom } from '../private/cache';

const SID = /^[A-Za-z0-9]+$/;
const ACTION = /^(\*|[\w-]+:[\w*-]+)$/;

/** What a condition asks for, and nothing else. */
type Asked = 'any server' | 'these servers' | 'other servers' | 'no server' | 'no service' | 'KMS directly';

/** The tests that the ready guardrails are made of, each with what its value has to be. */
const TESTS: { readonly [test: string]: readonly [Asked, isMeant: (value: unknown) => boolean] | undefined } = {
  [`Bool ${McpContextKey.VIA_AWS_MCP_SERVICE}`]: ['any server', (value) => value === 'true'],
  [`StringEquals ${McpContextKey.CALLED_VIA_AWS_MCP}`]: ['these servers', areDocumented],
  [`StringNotEquals ${McpContextKey.CALLED_VIA_AWS_MCP}`]: ['other servers', areDocumented],
  [`BoolIfExists ${McpContextKey.VIA_AWS_MCP_SERVICE}`]: ['no server', (value) => value === 'false'],
  [`BoolIfExists ${McpContextKey.IS_MCP_SERVICE_ACTION}`]: ['no service', (value) => value === 'false'],
  [`BoolIfExists ${McpContextKey.VIA_AWS_SERVICE}`]: ['no service', (value) => value === 'false'],
  'StringLikeIfExists kms:ViaService': ['KMS directly', (value) => value === '*-mcp.*'],
};

/** All that ordinary conditions ask for. Each matches some call, and none tells principals apart. */
const ORDINARY: readonly string[] = [
  'any server', 'any server,KMS directly', 'these servers', 'these servers,KMS directly', 'any server,other servers', 'any server,other servers,KMS directly',
  'no server', 'no server,no service', 'no server,no service,no service',
];

/** Those of them that leave no server. */
const EVERY_SERVER = ['any server', 'any server,KMS directly'];

/**
 * Whether it is seen at a glance that the checks of guardrails find nothing in the statements: most are about all resources, under no condition but where
 * calls come from. To read and judge such takes longer than all else of a first role.
 *
 * Together they leave a server, or one that is not known yet, so that they don't contradict each other.
 */
export const areOrdinary = derivedFrom((statements: readonly iam.PolicyStatement[]): boolean => {
  const sids = new Set<string | undefined>();
  let deniesServers = false;
  for (const statement of statements) {
    const asked = askedBy(statement.conditions);
    if (sids.has(statement.sid) || !isOrdinary(statement, asked)) {
      return false;
    }
    sids.add(statement.sid);
    if (statement.actions.includes('*') && !asked.startsWith('no server')) {
      if (deniesServers || EVERY_SERVER.includes(asked)) {
        return false;
      }
      deniesServers = true;
    }
  }
  return true;
});

/** Whether all that is attached to principals takes such statements, and the policy type asks for nothing besides. */
export function takesOrdinary({ principal, resource, lockOut, refuses, actionNames, refusedActionNames, dialect }: PolicyType): boolean {
  return principal === 'none' && resource === 'needed' && lockOut === undefined && refuses.length === 0 && (actionNames ?? refusedActionNames ?? dialect) === undefined;
}

function isOrdinary(statement: iam.PolicyStatement, asked: string): boolean {
  const { sid, actions, resources } = statement;
  return statement.constructor === iam.PolicyStatement && sid !== undefined && SID.test(sid)
    && statement.effect === iam.Effect.DENY && !statement.hasPrincipal
    && actions.length > 0 && actions.every((action) => ACTION.test(action)) && statement.notActions.length === 0
    && resources.length === 1 && resources[0] === '*' && statement.notResources.length === 0 && ORDINARY.includes(asked);
}

/** What the condition block asks for, in its order; something else, if it is not ordinary. */
function askedBy(conditions: ConditionBlock): string {
  const found: string[] = [];
  for (const operator of Object.keys(conditions)) {
    const keys = Object.keys(conditions[operator] ?? {});
    for (const key of keys.length > 0 ? keys : ['none']) {
      const [asked, isMeant] = TESTS[`${operator} ${key}`] ?? [];
      found.push(isMeant?.(conditions[operator][key]) ? asked! : 'something else');
    }
  }
  return found.join();
}

function areDocumented(value: unknown): boolean {
  const documented = McpServer._all().map(({ servicePrincipal }): unknown => servicePrincipal);
  return itemsOf(value).length > 0 && itemsOf(value).every((each) => documented.includes(each));
}
