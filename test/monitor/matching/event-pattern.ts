/**
 * Whether an event matches an event pattern, for the operators that the library uses. The acceptance tests ask AWS's own implementation the same.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function matchesPattern(pattern: any, event: any): boolean {
  return Object.entries<any>(pattern).every(([name, wanted]) => {
    if (name === '$or') {
      return wanted.some((each: any) => matchesPattern(each, event));
    }
    const value = event?.[name];
    return Array.isArray(wanted) ? wanted.some((each) => matches(each, value)) : matchesPattern(wanted, value);
  });
}

function matches(wanted: any, value: any): boolean {
  const leaf = value === null || typeof value !== 'object';
  if (typeof wanted !== 'object' || wanted === null) {
    return value === wanted;
  }
  const [[operator, operand], ...others] = Object.entries<any>(wanted);
  if (others.length > 0) {
    throw new Error(`several operators in ${JSON.stringify(wanted)}`);
  }
  switch (operator) {
    case 'exists': return (value !== undefined && leaf) === operand;
    case 'prefix': return typeof value === 'string' && value.startsWith(operand);
    case 'suffix': return typeof value === 'string' && value.endsWith(operand);
    case 'wildcard': return typeof value === 'string' && [operand].flat().some((each: string) => wildcard(each).test(value));
    case 'anything-but': return value !== undefined && leaf && !(Array.isArray(operand) ? operand.includes(value) : matches(operand, value));
    default: throw new Error(`the operator ${operator}`);
  }
}

function wildcard(text: string): RegExp {
  if (text.includes('**')) {
    throw new Error(`${text}: consecutive wildcards are not supported`);
  }
  return new RegExp(`^${text.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`, 's');
}
