import type { Statement } from '../iam/statement';

/** How many are tried. */
const MOST = 40;

/**
 * Values that a policy variable may have so that what it stands in is like what it is compared with: what stands in its place there. To try them: they
 * are not all that there are.
 *
 * @param known strings that it may be compared with
 */
export function valuesOfVariable(key: string, statements: readonly Statement[], known: readonly string[]): string[] {
  const texts = statements.flatMap(({ resource, condition }) => [...resource?.texts ?? [], ...condition.tests.flatMap(({ values }) => values)])
    .filter((text) => text !== undefined);
  const literals = [...new Set([...known, ...texts.map((text) => text.replace(/[*?]/g, ''))])].filter((text) => !text.includes('${'));
  const found = new Set<string>();
  for (const text of texts) {
    for (const [whole, name] of text.matchAll(/\$\{([^},]*)[^}]*\}/g)) {
      if (name.trim().toLowerCase() === key) {
        const [before, after] = [text.slice(0, text.indexOf(whole)), text.slice(text.indexOf(whole) + whole.length)].map(asExpression);
        const expression = new RegExp(`^${before}([^:/]+?)${after}$`, 's');
        literals.forEach((literal) => {
          const value = expression.exec(literal)?.[1];
          if (value !== undefined) {
            found.add(value);
          }
        });
      }
    }
  }
  return [...found, 'example', 'another'].slice(0, MOST);
}

function asExpression(text: string): string {
  return text.replace(/\$\{[^}]*\}|[*?]|[^*?$]|\$/g, (part) => (part === '?' ? '.' : part.length > 1 || part === '*' ? '.*' : part.replace(/[\\^$.|+()[\]{}]/, '\\$&')));
}
