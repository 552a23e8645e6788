import { isDeepStrictEqual } from 'util';
import { CfnJsons } from './cfn-json';
import { Conditions } from './conditions';
import { Exports } from './exports';
import { NestedStacks } from './nested-stacks';
import type { Resolver } from './resolver';
import { identityOf } from './resource-identity';
import type { Identity } from './resource-identity';
import type { Template, TemplateEntry } from './template';
import { atDot, concatenate, describe, splitText, withoutDynamicReferences } from './text';
import type { Outcome } from '../../iam/three-valued';
import { hasUnknownPart } from '../../iam/unknown-text';
import { isObject, isIntrinsic } from '../../iam/value';
import type { Json } from '../../iam/value';

/** What becomes of a property or an item that is `AWS::NoValue`. */
const REMOVED = Symbol('AWS::NoValue');

/** More than any template has. What lies deeper, through references too, is unknown. */
const MAX_DEPTH = 400;

/** Of the pseudo parameters, those whose values have no other characters than letters, digits and `-_.`. */
const WORDS = ['AWS::AccountId', 'AWS::Region', 'AWS::Partition', 'AWS::URLSuffix', 'AWS::StackName'];

/**
 * Resolves CloudFormation's intrinsic functions as far as templates tell. What is known only at deployment is an unknown part
 * of a string; a list or an object known only then stays the function it is, resolved within.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export class Intrinsics implements Resolver {
  private readonly identities = new Map<TemplateEntry, Identity | undefined>();
  private readonly conditions = new Conditions(this);
  /** Unknown parts that have only letters, digits and `-_.` in them. */
  private readonly words = new Set<string>();
  private readonly exports: Exports;
  private readonly nestedStacks = new NestedStacks(this);
  private readonly cfnJsons = new CfnJsons(this);
  private depth = 0;

  constructor(templates: readonly Template[]) {
    this.exports = new Exports(templates, this);
    for (const template of templates) {
      WORDS.forEach((name) => this.words.add(this.pseudoParameter(name, template)));
    }
  }

  /** The value without what could be resolved; `undefined` for `AWS::NoValue`. */
  public resolve(value: unknown, template: Template): unknown {
    const resolved = this.visit(value, template);
    return resolved === REMOVED ? undefined : resolved;
  }

  /** The value as a string; all of it is unknown if it is none. */
  public text(value: unknown, template: Template): string {
    return this.asText(this.visit(value, template), template);
  }

  /** Whether a condition of the template holds; that there is none of the name is unknown, too. */
  public condition(name: unknown, template: Template): Outcome {
    return this.conditions.holds(name, template);
  }

  /** What a resource is known by; nothing for a resource whose name is being looked for. */
  public identity(entry: TemplateEntry): Identity | undefined {
    if (!this.identities.has(entry)) {
      this.identities.set(entry, undefined);
      this.identities.set(entry, identityOf(entry, this));
    }
    return this.identities.get(entry);
  }

  /** What `Ref` gives. */
  public ref(name: unknown, template: Template): unknown {
    if (name === 'AWS::NoValue') {
      return REMOVED;
    }
    if (typeof name !== 'string') {
      return template.ownPart(`Ref ${describe(name)}`);
    }
    if (name === 'AWS::NotificationARNs' || isListParameter(template.parameters.get(name))) {
      return { Ref: name };
    }
    if (name.startsWith('AWS::')) {
      return this.pseudoParameter(name, template);
    }
    const entry = template.resources.get(name);
    return (entry && this.identity(entry)?.ref) ?? this.nestedStacks.parameter(name, template) ?? template.parameterPart(name);
  }

  /** What `Fn::GetAtt` gives. */
  public attribute(logicalId: string, name: string, template: Template): string {
    const entry = template.resources.get(logicalId);
    return (entry && this.identity(entry)?.attribute(name)) ?? this.nestedStacks.output(logicalId, name, template)
      ?? template.partOf(logicalId, `${logicalId}.${name}`);
  }

  /** What `Ref` gives for a pseudo parameter that is a string. */
  public pseudoParameter(name: string, template: Template): string {
    return template.pseudo.get(name) ?? template.pseudoPart(name);
  }

  private asText(value: unknown, template: Template): string {
    return value === REMOVED || value === undefined ? '' : typeof value === 'object' ? template.ownPart(describe(value)) : String(value);
  }

  private visit(value: unknown, template: Template): unknown {
    if (typeof value === 'string') {
      return withoutDynamicReferences(value);
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    if (this.depth >= MAX_DEPTH) {
      return template.ownPart('nested too deep');
    }
    this.depth++;
    try {
      if (Array.isArray(value)) {
        return this.list(value, template);
      }
      return this.object(value as Json, Object.keys(value), template);
    } finally {
      this.depth--;
    }
  }

  /** Of a function what it gives; the object itself where there is nothing to resolve, as in most of a template. */
  private object(value: Json, keys: readonly string[], template: Template): unknown {
    if (keys.length === 1 && isIntrinsic(value)) {
      return this.call(keys[0], value[keys[0]], template);
    }
    let visited: unknown[] | undefined;
    for (let i = 0; i < keys.length; i++) {
      const before: unknown = value[keys[i]];
      const after = typeof before === 'string' ? withoutDynamicReferences(before) : this.visit(before, template);
      if (after !== before) {
        visited ??= keys.slice(0, i).map((key) => value[key]);
      }
      visited?.push(after);
    }
    return visited ? Object.fromEntries(keys.map((key, i) => [key, visited[i]] as const).filter(([, after]) => after !== REMOVED)) : value;
  }

  private list(values: unknown[], template: Template): unknown[] {
    let visited: unknown[] | undefined;
    for (let i = 0; i < values.length; i++) {
      const before = values[i];
      const after = typeof before === 'string' ? withoutDynamicReferences(before) : this.visit(before, template);
      if (after !== before) {
        visited ??= values.slice(0, i);
      }
      visited?.push(after);
    }
    return visited?.filter((each) => each !== REMOVED) ?? values;
  }

  private call(name: string, argument: unknown, template: Template): unknown {
    switch (name) {
      case 'Ref': return this.ref(argument, template);
      case 'Fn::GetAtt': return this.getAtt(argument, template);
      case 'Fn::If': return this.branch(argument, template);
      case 'Fn::Sub': return this.substitute(argument, template);
      case 'Fn::FindInMap': return this.findInMap(argument, template);
      case 'Fn::ImportValue': {
        const exported = this.text(argument, template);
        return this.exports.valueOf(exported, template) ?? template.partOf(`Fn::ImportValue ${exported}`);
      }
      case 'Fn::Join': return this.join(argument, template);
      case 'Fn::Select': return this.select(argument, template);
      case 'Fn::Split': return this.split(argument, template);
      case 'Fn::ToJsonString': {
        const resolved = this.visit(argument, template);
        return resolved === REMOVED ? { [name]: { Ref: 'AWS::NoValue' } } : JSON.stringify(resolved);
      }
      case 'Fn::Base64': {
        const text = this.text(argument, template);
        return hasUnknownPart(text) ? template.ownPart(`Fn::Base64 ${describe(text)}`) : Buffer.from(text).toString('base64');
      }
      default: {
        const resolved = this.visit(argument, template);
        return { [name]: resolved === REMOVED ? { Ref: 'AWS::NoValue' } : resolved };
      }
    }
  }

  private getAtt(argument: unknown, template: Template): unknown {
    const [logicalId, name] = typeof argument === 'string' ? atDot(argument) : Array.isArray(argument) ? argument : [];
    const attribute = this.text(name, template);
    return typeof logicalId === 'string' && attribute !== ''
      ? this.cfnJsons.valueOf(template.resources.get(logicalId), attribute) ?? this.attribute(logicalId, attribute, template) : template.ownPart(`Fn::GetAtt ${describe(argument)}`);
  }

  private branch(argument: unknown, template: Template): unknown {
    if (!Array.isArray(argument) || argument.length !== 3) {
      return { 'Fn::If': argument };
    }
    const [condition, then, otherwise] = argument;
    const holds = this.condition(condition, template);
    if (holds !== undefined) {
      return this.visit(holds ? then : otherwise, template);
    }
    const branches = [then, otherwise].map((each) => this.visit(each, template));
    return isDeepStrictEqual(branches[0], branches[1])
      ? branches[0] : { 'Fn::If': [this.conditions.told(condition, template), ...branches.map((each) => (each === REMOVED ? { Ref: 'AWS::NoValue' } : each))] };
  }

  private substitute(argument: unknown, template: Template): string {
    const [text, variables] = Array.isArray(argument) ? argument : [argument, undefined];
    if (typeof text !== 'string') {
      return template.ownPart(`Fn::Sub ${describe(argument)}`);
    }
    const own = new Map(isObject(variables) ? Object.entries(variables) : []);
    const values = new Map<string, string>();
    const valueOf = (name: string): string => {
      if (!values.has(name)) {
        const value = own.has(name) ? this.visit(own.get(name), template) : name.includes('.') && !name.startsWith('AWS::')
          ? this.attribute(...atDot(name), template) : this.ref(name, template);
        values.set(name, this.asText(value, template));
      }
      return values.get(name)!;
    };
    const pieces = text.split(/(\$\{[^{}]*\})/).map((piece, i) =>
      i % 2 === 0 || piece === '${}' ? piece : piece.startsWith('${!') ? `\${${piece.slice(3)}` : valueOf(piece.slice(2, -1)));
    return concatenate(pieces) ?? template.ownPart(`Fn::Sub ${describe(argument)}`);
  }

  private join(argument: unknown, template: Template): string {
    const [delimiter, values] = Array.isArray(argument) ? argument : [];
    const list = this.visit(values, template);
    const joined = typeof delimiter === 'string' && Array.isArray(list) && !list.some(mayBeRemoved)
      ? concatenate(list.flatMap((each, i) => [i === 0 ? '' : delimiter, this.asText(each, template)])) : undefined;
    return joined ?? template.ownPart(`Fn::Join ${describe([delimiter, list === REMOVED ? null : list])}`);
  }

  private select(argument: unknown, template: Template): unknown {
    const [index, values] = Array.isArray(argument) ? argument : [];
    const i = this.text(index, template);
    const list = this.visit(values, template);
    const known = Array.isArray(list) ? list.slice(0, (list.findIndex(mayBeRemoved) + 1) || undefined) : this.certainPieces(list);
    const selected: unknown = /^\d+$/.test(i) && known ? known[Number(i)] : undefined;
    return selected ?? template.ownPart(`Fn::Select ${describe([i, list === REMOVED ? null : list])}`);
  }

  private split(argument: unknown, template: Template): unknown {
    const [delimiter, source] = Array.isArray(argument) ? argument : [];
    const text = this.text(source, template);
    if (typeof delimiter !== 'string') {
      return { 'Fn::Split': [describe(delimiter), text] };
    }
    const { pieces, certain } = this.splitText(text, delimiter);
    return certain === pieces.length ? [...pieces] : { 'Fn::Split': [delimiter, text] };
  }

  /** Of a `Fn::Split` that could not be resolved. */
  private certainPieces(value: unknown): readonly string[] | undefined {
    const argument = isObject(value) ? value['Fn::Split'] : undefined;
    if (!Array.isArray(argument)) {
      return undefined;
    }
    const { pieces, certain } = this.splitText(argument[1], argument[0]);
    return pieces.slice(0, certain);
  }

  private splitText(text: string, delimiter: string) {
    return splitText(text, delimiter, (part) => this.words.has(part));
  }

  private findInMap(argument: unknown, template: Template): unknown {
    const [map, first, second, options] = Array.isArray(argument) ? argument : [];
    const keys = [map, first, second].map((key) => this.text(key, template));
    const mapping = template.mappings.get(keys[0]);
    const found = keys.slice(1).reduce<unknown>((value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined), mapping);
    if (found !== undefined) {
      return Array.isArray(found) ? found : this.asText(found, template);
    }
    if (isObject(options) && 'DefaultValue' in options && mapping !== undefined && keys.every((key) => !hasUnknownPart(key))) {
      return this.visit(options.DefaultValue, template);
    }
    const lists = isObject(mapping) && Object.values(mapping).some((row) => isObject(row) && Object.values(row).some(Array.isArray));
    const known = [template.definition(keys[0]), ...keys.slice(1)];
    return lists ? { 'Fn::FindInMap': known } : template.ownPart(`Fn::FindInMap ${describe(known)}`);
  }
}

/** Whether an item of a list may not be there, so that those behind it have other places. */
function mayBeRemoved(value: unknown): boolean {
  const branches: unknown = isObject(value) ? value['Fn::If'] : undefined;
  return Array.isArray(branches) && branches.slice(1).some((branch) => (isObject(branch) && branch.Ref === 'AWS::NoValue') || mayBeRemoved(branch));
}

function isListParameter(parameter: unknown): boolean {
  const type: unknown = isObject(parameter) ? parameter.Type : undefined;
  return typeof type === 'string' && /^(CommaDelimitedList$|List<|AWS::SSM::Parameter::Value<(List<|CommaDelimitedList))/.test(type);
}
