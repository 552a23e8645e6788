import { isDeepStrictEqual } from 'util';
import type { Resolver } from './resolver';
import type { Template } from './template';
import type { Outcome } from '../../iam/three-valued';
import { all, any, not } from '../../iam/three-valued';
import { hasUnknownPart } from '../../iam/unknown-text';
import { isObject, itemsOf, objectOf } from '../../iam/value';

/** More than any condition has. What lies deeper, through other conditions too, is unknown. */
const MAX_DEPTH = 200;

/**
 * Evaluates the conditions of templates as far as they are known.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
 */
export class Conditions {
  private readonly evaluated = new Map<Template, Map<string, Outcome>>();
  private depth = 0;

  constructor(private readonly resolver: Resolver) {}

  public holds(name: unknown, template: Template): Outcome {
    if (typeof name !== 'string') {
      return undefined;
    }
    const known = this.evaluated.get(template) ?? new Map<string, Outcome>();
    this.evaluated.set(template, known);
    if (!known.has(name)) {
      // For one that refers to itself.
      known.set(name, undefined);
      known.set(name, this.evaluate(template.conditions.get(name), template));
    }
    return known.get(name);
  }

  /** The condition as an `Fn::If` tells it: by its name, or as the opposite of another one, so that what hangs on both is known not to be so at once. */
  public told(name: unknown, template: Template): unknown {
    const told = template.definition(name);
    const [opposite] = told === name ? itemsOf(objectOf(template.conditions.get(String(name)))['Fn::Not']) : [];
    const other = isObject(opposite) ? [...template.conditions]
      .find(([each, written]) => (each === opposite.Condition || isDeepStrictEqual(written, opposite)) && !('Fn::Not' in objectOf(written))) : undefined;
    return other === undefined ? told : { 'Fn::Not': [{ Condition: template.definition(other[0]) }] };
  }

  private evaluate(expression: unknown, template: Template): Outcome {
    if (!isObject(expression) || this.depth >= MAX_DEPTH) {
      return undefined;
    }
    const [name, argument] = Object.entries(expression)[0] ?? [];
    const operands: unknown[] = Array.isArray(argument) ? argument : [];
    const outcomes = () => operands.map((each) => this.evaluate(each, template));
    this.depth++;
    try {
      switch (name) {
        case 'Condition': return this.holds(argument, template);
        case 'Fn::Equals': return operands.length === 2 ? this.equals(operands, template) : undefined;
        case 'Fn::And': return operands.length > 0 ? all(outcomes()) : undefined;
        case 'Fn::Or': return operands.length > 0 ? any(outcomes()) : undefined;
        case 'Fn::Not': return operands.length === 1 ? not(outcomes()[0]) : undefined;
        default: return undefined;
      }
    } finally {
      this.depth--;
    }
  }

  private equals(operands: unknown[], template: Template): Outcome {
    const [a, b] = operands.map((each) => this.resolver.text(each, template));
    // The same unknown part is the same value.
    return a === b ? true : [a, b].some(hasUnknownPart) ? undefined : false;
  }
}
