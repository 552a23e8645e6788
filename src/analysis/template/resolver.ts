import type { Template } from './template';

/** What resolves the values of templates, for its parts. */
export interface Resolver {
  /** The value without what could be resolved; `undefined` for `AWS::NoValue`. */
  resolve(value: unknown, template: Template): unknown;
  /** The value as a string; all of it is unknown if it is none. */
  text(value: unknown, template: Template): string;
  /** What a pseudo parameter, such as `AWS::Region`, is. */
  pseudoParameter(name: string, template: Template): string;
}
