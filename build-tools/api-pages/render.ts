import type { Callable, ClassType, Docs, EnumType, InterfaceType, Method, Parameter, Property, Type } from '@jsii/spec';
import { inCode, inProse, nameOf } from './references';
import type { Links } from './references';

interface Flattened {
  readonly properties: readonly Property[];
  readonly others: readonly string[];
}

/** What explains types as Markdown. */
export class Renderer {
  /** @param types all of this library, by their full names */
  constructor(private readonly types: { readonly [fqn: string]: Type }, private readonly linkOf: Links) {}

  public type(type: Type): string[] {
    const name = nameOf(type.fqn);
    return [
      `## ${name}`, ...prose(type.docs),
      ...type.kind === 'class' ? this.class(type as ClassType, name) : type.kind === 'enum' ? enumMembers(type as EnumType) : this.interface(type as InterfaceType),
    ];
  }

  private class({ initializer, base, properties = [], methods = [] }: ClassType, name: string): string[] {
    const isShown = ({ overrides, docs }: Method | Property) => overrides === undefined || docs?.summary !== undefined;
    const order = (a: Method, b: Method) => Number(b.static ?? false) - Number(a.static ?? false) || a.name.localeCompare(b.name, 'en');
    const shown = properties.filter(isShown);
    return [
      ...base === undefined ? [] : [`It is a ${inProse({ fqn: base }, this.linkOf)}, with all that one has.`],
      ...initializer === undefined ? [] : [code(`new ${name}(${parametersOf(initializer)})`), ...this.parameters(initializer)],
      ...shown.length === 0 ? [] : [this.table(shown, name)],
      ...methods.filter(isShown).sort(order).flatMap((method) => [
        `### ${method.name}()`,
        code(`${method.static ? `${name}.` : ''}${method.name}(${parametersOf(method)})${method.returns === undefined ? '' : `: ${inCode(method.returns.type)}`}`),
        ...prose(method.docs),
        ...this.parameters(method),
        ...method.docs?.returns === undefined ? [] : [`**Returns** ${sentence(linked(method.docs.returns))}`],
      ]),
    ];
  }

  private interface(type: InterfaceType): string[] {
    const { properties, others } = this.flattened(type);
    const also = [...new Set(others)].map((fqn) => inProse({ fqn }, this.linkOf));
    return [
      ...properties.length === 0 ? [] : [this.table(properties)],
      ...also.length === 0 ? [] : [`Besides these it has all properties of ${also.join(' and ')}.`],
    ];
  }

  /** Its properties with those of what it extends here, and what else it extends. */
  private flattened({ properties = [], interfaces = [] }: InterfaceType): Flattened {
    const own = new Set(properties.map(({ name }) => name));
    const bases = interfaces.filter((fqn) => fqn in this.types).map((fqn) => this.flattened(this.types[fqn] as InterfaceType));
    const inherited = bases.flatMap((base) => base.properties).filter(({ name }) => !own.has(name) && own.add(name));
    return {
      properties: [...properties, ...inherited].sort((a, b) => Number(a.optional ?? false) - Number(b.optional ?? false) || a.name.localeCompare(b.name, 'en')),
      others: [...interfaces.filter((fqn) => !(fqn in this.types)), ...bases.flatMap((base) => base.others)],
    };
  }

  /** @param owner of a class, whose static properties are told by its name */
  private table(properties: readonly Property[], owner?: string): string {
    const isStruct = owner === undefined;
    return [
      `| property | type |${isStruct ? ' default |' : ''} what it is |`,
      `|---|---|${isStruct ? '---|' : ''}---|`,
      ...properties.map(({ name, static: isStatic, type, optional, docs }) => [
        '', ` \`${isStatic ? `${owner}.` : ''}${name}\` `, ` ${cell(inProse(type, this.linkOf))} `,
        ...isStruct ? [optional ? ` ${cell(defaultOf(docs))} ` : ' **required** '] : [],
        ` ${cell(prose(docs).join(' '))} `, '',
      ].join('|')),
    ].join('\n');
  }

  private parameters({ parameters = [] }: Callable): string[] {
    // Of the others the signature says enough.
    const shown = parameters.filter(({ docs, type }) => docs?.summary !== undefined || ('fqn' in type && type.fqn in this.types));
    const line = ({ name, type, docs }: Parameter) => [`- \`${name}\`, ${inProse(type, this.linkOf)}`, ...docs?.summary === undefined ? [] : [sentence(prose(docs).join(' '))]].join(': ');
    return shown.length === 0 ? [] : [shown.map(line).join('\n')];
  }
}

function enumMembers({ members }: EnumType): string[] {
  return [['| value | what it is |', '|---|---|', ...members.map(({ name, docs }) => `| \`${name}\` | ${cell(prose(docs).join(' '))} |`)].join('\n')];
}

function parametersOf({ parameters = [] }: Callable): string {
  return parameters.map(({ name, type, optional, variadic }) => `${variadic ? '...' : ''}${name}${optional ? '?' : ''}: ${inCode(type)}${variadic ? '[]' : ''}`).join(', ');
}

/** What docstrings say, paragraph by paragraph, but for the default. */
function prose({ summary, remarks, custom, example, see }: Docs = {}): string[] {
  return [
    // jsii takes a line for a summary, also where the sentence goes on.
    ...(/[,;]$/.test(summary ?? '') ? [`${summary} ${remarks ?? ''}`] : [summary, remarks]).filter((text) => text !== undefined).map(linked),
    ...custom?.throws === undefined ? [] : [`**Throws** ${sentence(linked(custom.throws))}`],
    ...example === undefined ? [] : [code(example)],
    ...see === undefined ? [] : [`Source: ${see}`],
  ];
}

/** Pages of docs/ that code names are links; what looks like HTML is none. */
function linked(text: string): string {
  return text.split(/(`[^`]*`)/).map((piece) => (piece.startsWith('`')
    ? piece.replace(/^`docs\/([\w/-]+\.md(?:#[\w-]+)?)`$/, '[docs/$1](../$1)')
    : piece.replace(/\{@link ([^}]+)\}/g, '`$1`').replace(/</g, '&lt;'))).join('');
}

function defaultOf(docs: Docs = {}): string {
  const text = docs.default ?? '';
  return text.startsWith('- ') ? linked(text.slice(2)) : text === '' ? '' : `\`${text}\``;
}

/** In a cell there is one line, and no fence. */
function cell(text: string): string {
  return text.replace(/```ts\n([^]*?)\n```/g, (_, example: string) => example.split('\n').map((line) => `\`${line.trim()}\``).join(' ')).replace(/\s*\n\s*/g, ' ').replace(/\|/g, '\\|').trim();
}

function sentence(text: string): string {
  return /[.:]$/.test(text) ? text : `${text}.`;
}

function code(text: string): string {
  return `\`\`\`ts\n${text}\n\`\`\``;
}
