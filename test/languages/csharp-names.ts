import * as fs from 'fs';
import * as path from 'path';
import { loadAssemblyFromPath } from '@jsii/spec';
import type { Node } from '@vscode/tree-sitter-wasm';
import { Language, Parser } from '@vscode/tree-sitter-wasm';
import { ROOT } from '../acceptance/tools';

/** What the sources use of .NET and of the libraries of their tests. */
const DOTNET = new Set(`Action Any Array Concat Console Contains Dictionary Empty Exception Fact GetProperty IDictionary IEnumerable Join JsonSerializer Length List Linq
  Message Select SelectMany Serialize SerializeToElement String System ToArray ToList ToString WriteLine Collections Generic Json Text Xunit IReadOnlyList Where`.split(/\s+/));

/** The sources in C#, by their paths. */
export function csharpSources(root = ROOT): Map<string, string> {
  const files = ['examples/csharp', 'test/languages/dotnet'].flatMap((folder) =>
    fs.readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf-8' }).filter((name) => name.endsWith('.cs') && !/(^|\/)(bin|obj)\//.test(name))
      .map((name) => `${folder}/${name}`));
  const pages = ['README.md', ...fs.readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf-8' }).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];
  const blocks = pages.flatMap((page) => [...fs.readFileSync(path.join(root, page), 'utf-8').matchAll(/^```csharp[^\n]*\n([^]*?)^```$/gm)]
    .map(([, code], i): [string, string] => [`${page}, block ${i + 1} of C#`, code]));
  return new Map([...files.map((name): [string, string] => [name, fs.readFileSync(path.join(root, name), 'utf-8')]), ...blocks]);
}

/** Every name of the CDK, as C# has it. */
export function cdkNames(): Set<string> {
  const names = new Set<string>();
  const add = (name: string) => names.add(/^[A-Z\d_]+$/.test(name) ? name : name[0].toUpperCase() + name.slice(1)).add(name);
  for (const library of ['aws-cdk-lib', 'constructs']) {
    for (const type of Object.values(loadAssemblyFromPath(path.join(ROOT, 'node_modules', library), false, ['intersection-types']).types ?? {})) {
      const members = type.kind === 'enum' ? type.members : [...type.methods ?? [], ...type.properties ?? []];
      [type, ...members].forEach(({ name }) => add(name));
      if (type.kind === 'interface' && type.datatype) {
        names.add(`I${type.name}`);
      }
    }
  }
  ['Amazon', 'CDK', 'Constructs', 'EC2', 'IAM', 'S3', 'KMS', 'Attribute'].forEach(add);
  return names;
}

/** A type of the generated code: what each of its members is, and what it has besides. */
interface CsharpType {
  readonly members: Map<string, string>;
  readonly bases: readonly string[];
}

/** The types and members of generated code, and what of them a source names that is not there. */
export class CsharpCode {
  /** @param folder where the generated code is */
  public static async read(folder: string): Promise<CsharpCode> {
    const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf-8' }).filter((name) => name.endsWith('.cs'));
    return CsharpCode.of(files.map((name) => fs.readFileSync(path.join(folder, name), 'utf-8')));
  }

  public static async of(sources: string[]): Promise<CsharpCode> {
    await Parser.init();
    const parser = new Parser();
    parser.setLanguage(await Language.load(require.resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-c-sharp.wasm')));
    const code = new CsharpCode(parser);
    sources.forEach((source) => code.declare(source));
    return code;
  }

  private readonly types = new Map<string, CsharpType>();

  private constructor(private readonly parser: Parser) {}

  /** What the sources, by their paths, name that is in none of the generated code, nor among the other names: a line each. */
  public problems(sources: ReadonlyMap<string, string>, others: ReadonlySet<string>): string[] {
    const roots = [...sources].map(([file, source]) => [file, this.parser.parse(source)!.rootNode] as const);
    const declared = roots.flatMap(([, root]) => all(root, 'class_declaration').map(nameOf));
    const known = new Set([...others, ...DOTNET, ...declared]);
    return roots.flatMap(([file, root]) => [
      ...root.hasError ? [`${file}: the parser does not understand it`] : [],
      ...new Source(root, this.types, known).problems().map((name) => `${file}: the code for C# has no ${name}`),
    ]);
  }

  private declare(source: string): void {
    for (const node of all(this.parser.parse(source)!.rootNode, 'class_declaration', 'interface_declaration', 'enum_declaration')) {
      const members = new Map(all(node, 'property_declaration', 'method_declaration', 'enum_member_declaration')
        .map((member) => [nameOf(member), typeName(member.childForFieldName('type') ?? member.childForFieldName('returns')) ?? nameOf(node)]));
      const name = nameOf(node);
      // One of the CDK's may have the same name.
      const bases = all(node, 'base_list').slice(0, 1).flatMap((list) => list.namedChildren).map((base) => typeName(base!)!).map((base) => (base === name ? 'another' : base));
      const known = this.types.get(name);
      this.types.set(name, { members: new Map([...known?.members ?? [], ...members]), bases: [...known?.bases ?? [], ...bases] });
    }
  }
}

/** One source, whose variables have types as far as the generated code tells them. */
class Source {
  private readonly variables = new Map<string, string>();
  private readonly own = new Set<string>();

  constructor(private readonly root: Node, private readonly types: ReadonlyMap<string, CsharpType>, private readonly others: ReadonlySet<string>) {}

  public problems(): string[] {
    for (const node of all(this.root, 'class_declaration', 'method_declaration', 'local_function_statement', 'property_declaration', 'namespace_declaration', 'file_scoped_namespace_declaration')) {
      nameOf(node).split('.').forEach((part) => this.own.add(part));
    }
    for (const node of all(this.root, 'parameter')) {
      this.declare(nameOf(node), typeName(node.childForFieldName('type')));
    }
    // A variable's type may hang on another's.
    for (const node of all(this.root, 'variable_declaration')) {
      const type = node.childForFieldName('type');
      for (const each of node.namedChildren.filter((child) => child!.type === 'variable_declarator')) {
        this.declare(nameOf(each!), type?.type === 'implicit_type' ? this.typeOf(each!.namedChildren.at(-1)!) : typeName(type));
      }
    }
    return [...new Set([...this.memberProblems(), ...this.initializerProblems(), ...this.typeProblems()])];
  }

  private declare(name: string, type: string | undefined): void {
    this.own.add(name);
    if (type !== undefined) {
      this.variables.set(name, type);
    }
  }

  /** Of `list.Select(each => …)`, `each` is an item of the list. */
  private parameterType(node: Node): string | undefined {
    for (let lambda = node.parent; lambda; lambda = lambda.parent) {
      if (lambda.type === 'lambda_expression' && lambda.childForFieldName('parameters')?.text === node.text) {
        const callee = lambda.parent?.parent?.parent?.childForFieldName('function');
        const receiver = callee?.type === 'member_access_expression' ? this.typeOf(callee.childForFieldName('expression')!) : undefined;
        return receiver?.endsWith('[]') ? receiver.slice(0, -2) : undefined;
      }
    }
    return this.variables.get(node.text);
  }

  private memberProblems(): string[] {
    return all(this.root, 'member_access_expression', 'conditional_access_expression').flatMap((node) => {
      const name = node.childForFieldName('name');
      if (!name) {
        return [];
      }
      const expression = node.childForFieldName('expression')!;
      const type = this.types.has(expression.text) ? expression.text : this.typeOf(expression);
      const member = plain(name.text);
      const isOurs = type !== undefined && this.types.has(type);
      const found = isOurs ? this.member(type, member) !== undefined || member === 'ToString' || (this.isOpen(type) && this.others.has(member)) : this.isKnown(member);
      return found ? [] : [`${isOurs ? `${type}.` : ''}${name.text}`];
    });
  }

  /** `new DenyViaMcpOptions { Actions = … }`. */
  private initializerProblems(): string[] {
    return all(this.root, 'object_creation_expression').flatMap((node) => {
      const type = typeName(node.childForFieldName('type'));
      const assigned = (node.childForFieldName('initializer')?.namedChildren ?? []).filter((child) => child!.type === 'assignment_expression')
        .map((child) => child!.childForFieldName('left')!).filter((left) => left.type === 'identifier').map((left) => left.text);
      const found = (name: string) => (type !== undefined && this.types.has(type) ? this.member(type, name) !== undefined : this.isKnown(name));
      return assigned.filter((name) => !found(name)).map((name) => `${type}.${name}`);
    });
  }

  private typeProblems(): string[] {
    const named = [
      ...all(this.root, 'object_creation_expression', 'array_creation_expression', 'parameter', 'variable_declaration', 'property_declaration', 'cast_expression')
        .map((node) => node.childForFieldName('type')),
      ...all(this.root, 'method_declaration').map((node) => node.childForFieldName('returns')),
      ...all(this.root, 'type_argument_list', 'base_list'),
    ];
    return named.flatMap((node) => (node ? all(node, 'identifier') : [])).map((node) => node.text).filter((name) => !this.isKnown(name));
  }

  private isKnown(name: string): boolean {
    return this.types.has(name) || this.others.has(name) || this.own.has(name);
  }

  /** Whether it has members that are not in the generated code. */
  private isOpen(type: string): boolean {
    return this.types.get(type)!.bases.some((base) => (this.types.has(base) ? this.isOpen(base) : base !== 'DeputyBase'));
  }

  /** The type of a member of a type, or what it inherits. */
  private member(type: string, name: string): string | undefined {
    const found = this.types.get(type);
    return found && (found.members.get(name) ?? found.bases.map((base) => this.member(base, name)).find((each) => each !== undefined));
  }

  private typeOf(node: Node): string | undefined {
    switch (node.type) {
      case 'identifier': return this.parameterType(node);
      case 'object_creation_expression': return typeName(node.childForFieldName('type'));
      case 'parenthesized_expression': return this.typeOf(node.namedChildren[0]!);
      case 'postfix_unary_expression': return this.typeOf(node.namedChildren[0]!);
      case 'invocation_expression': return this.typeOf(node.childForFieldName('function')!);
      case 'member_access_expression': {
        const expression = node.childForFieldName('expression')!;
        const type = this.types.has(expression.text) ? expression.text : this.typeOf(expression);
        return type === undefined ? undefined : this.member(type, node.childForFieldName('name')!.text);
      }
      default: return undefined;
    }
  }
}

function all(node: Node, ...types: string[]): Node[] {
  return node.descendantsOfType(types).filter((each): each is Node => each !== null);
}

function nameOf(node: Node): string {
  return node.childForFieldName('name')?.text ?? node.namedChildren[0]!.text;
}

/** `Of<T>` is `Of`. */
function plain(name: string): string {
  return name.replace(/<[^]*$/, '');
}

/** A type without its namespace and `?`, and an interface of the library without its `I`: a struct's. */
function typeName(node: Node | null): string | undefined {
  return node?.text.replace(/\?$/, '').replace(/\?(?=\[)/, '').replace(/^(?:global::)?(?:\w+\.)+/, '');
}
