/** A condition block of a policy: operators, keys, values. */
export interface Conditions {
  readonly [operator: string]: { readonly [key: string]: string | readonly string[] };
}

/** Where a call can go: directly, or through a managed server of this id. */
export type Channel = 'direct' | 'aws' | 'eks' | 'ecs';

/**
 * What is called to find the answer out.
 *
 * - `read`: a parameter, a cluster or a service of ECS that does not exist, by a name of its own for each answer. Who may read it is told that it is
 *   not there, who may not, that it is denied.
 * - `service`: an action of a service, another one for each answer
 * - `key`: an action on the probe's KMS key, another one for each answer
 * - `object`: an encrypted object of the probe's bucket, for which Amazon S3 calls AWS KMS with the caller's credentials
 * - `handler`: a list of AWS Cloud Control API, for which CloudFormation calls Amazon EC2 with the caller's credentials; of another type for each answer
 * - `presigned`: a presigned URL of Amazon S3, made through the channel and opened directly
 * - `assumed`: a second role, assumed through the channel, and a parameter that is read directly with its credentials
 */
export type How = 'read' | 'service' | 'key' | 'object' | 'handler' | 'presigned' | 'assumed';

/** One of the answers that a question can have. */
export interface Answer {
  /** The statement's condition: of all answers of a question, exactly one holds for a request. `<client>` stands for where direct calls come from. */
  readonly when: Conditions;
  /** What follows for the library, or for what is written with it. */
  readonly means: string;
  /** What is called, for the ways that need an action for each answer: of IAM. */
  readonly action?: string;
  /** The type of resource that AWS Cloud Control API lists. */
  readonly type?: string;
}

/** What the library takes to be possible. `<server>` stands for the server that is called. */
export interface Assumed {
  readonly direct: readonly string[];
  readonly server: readonly string[];
}

/** A row of the table. */
export interface Question {
  /** Such as `source-ip`; in lower case, with hyphens. */
  readonly id: string;
  readonly settles: string;
  /** The row of `silent` in docs/facts.json that it settles. */
  readonly fact: string;
  readonly how: How;
  readonly channels: readonly Channel[];
  readonly answers: { readonly [answer: string]: Answer };
  readonly assumed: Assumed;
  /** What the answer to direct calls must be, or the others mean nothing. */
  readonly control?: { readonly answer: string; readonly otherwise: string };
}

/** The name of what is read: one of its own for each answer. */
export function nameOf(question: Pick<Question, 'id'>, answer: string): string {
  return `mcp-probe-${question.id}-${answer}`;
}
