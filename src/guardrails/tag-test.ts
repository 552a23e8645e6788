import type { ConditionBlock } from '../iam/combine-conditions';

/** A tag by which principals are told apart. */
export interface TagTest {
  readonly key: string;
  /** That the request gives it, or the principal or resource has it. */
  of(what: 'Request' | 'Principal' | 'Resource'): ConditionBlock;
  /** That it has another value there, or is not there. */
  notOf(what: 'Request' | 'Principal' | 'Resource'): ConditionBlock;
}
