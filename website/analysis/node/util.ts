export { dequal as isDeepStrictEqual } from 'dequal';

interface Config {
  readonly args: readonly string[];
  readonly options: { readonly [name: string]: { readonly type: 'boolean' | 'string' } };
}

interface Token {
  readonly kind: 'option' | 'positional';
  readonly name?: string;
  readonly rawName?: string;
  readonly value?: string;
  readonly inlineValue?: boolean;
}

/** The part of it that the page has a use for: it gives each value with its option, as `--name=value`. */
export function parseArgs({ args }: Config): { tokens: Token[] } {
  return {
    tokens: args.map((arg): Token => {
      const [, name, value] = /^--([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
      return name === undefined ? { kind: 'positional', value: arg } : { kind: 'option', name, rawName: `--${name}`, value, inlineValue: value !== undefined };
    }),
  };
}

/** Nothing is printed in colors. */
export const inspect = { colors: {} };
