import type { Glob } from './glob';
import { arnGlob } from './glob';
import { wildcards } from '../iam/pattern';
import type { Statement } from '../iam/statement';
import { derivedFrom } from '../private/cache';

/**
 * Resources whose names hold no colon, nor do their versions: with one more than these have, an ARN is that of no resource.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
 */
const TYPES: ReadonlyArray<readonly [service: string, type: string, ofNone: string]> = [
  ['cloudformation', ':stack/', '*:*'],
  ['ecs', ':task-definition/', '*:*:*'],
];

const GLOBS: ReadonlyArray<readonly [type: string, ofNone: readonly Glob[]]> = TYPES.map(([service, type, ofNone]) => (
  [type, [`${type}${ofNone}`, `:*${type}*`].map((resource) => arnGlob(wildcards(`arn:*:${service}:*:*${resource}`))!)]));

const typesIn = derivedFrom(({ resource }: Statement): readonly Glob[] => (
  GLOBS.filter(([type]) => resource?.texts.some((text) => text?.includes(type))).flatMap(([, ofNone]) => ofNone)));

/** ARNs that no resource has, of those like what statements name. */
export function arnsOfNone(statements: readonly Statement[]): Glob[] {
  return [...new Set(statements.flatMap(typesIn))];
}
