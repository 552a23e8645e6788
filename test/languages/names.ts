import type { Assembly, Method, Parameter, Property, Type } from '@jsii/spec';

const words = (text: string) => new Set(text.trim().split(/\s+/));

/** What jsii-pacmak renames without a word, and what a language takes in another sense. */
const KEYWORDS: { [language: string]: ReadonlySet<string> } = {
  'Python': words(`False None True and as assert async await break class continue def del elif else except exec finally for from global if import in is
    lambda nonlocal not or pass print raise return self cls try while with yield`),
  'Java': words(`abstract assert boolean break build byte case catch char class const continue default do double else enum extends false final finally
    float for goto if implements import instanceof int interface long native new null package private protected public return short static strictfp super
    switch synchronized this throw throws transient true try var void volatile while yield _`),
  'C#': words(`abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event explicit
    extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null object operator out override
    params private protected public readonly ref return sbyte sealed short sizeof stackalloc static string struct switch this throw true try typeof uint
    ulong unchecked unsafe ushort using virtual void volatile while`),
  'Go': words(`break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct
    switch type var _`),
};

/** What every object has there, and a builder or a struct of Java. `toString()` is meant to be overridden. */
const MEMBERS_OF_ALL: { [language: string]: ReadonlySet<string> } = {
  'Java': words('getClass hashCode equals notify notifyAll wait clone finalize build builder create'),
  'C#': words('Equals GetHashCode GetType MemberwiseClone ReferenceEquals Finalize'),
};

const snake = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/([A-Z])([A-Z][a-z])/g, '$1_$2').toLowerCase();
const pascal = (name: string) => name[0].toUpperCase() + name.slice(1);
const isConstant = (name: string) => /^[A-Z\d_]+$/.test(name);

interface Member {
  readonly name: string;
  readonly isMethod: boolean;
}

/** What each language calls a member. */
const NAMED: { [language: string]: (member: Member) => string } = {
  'Python': ({ name }) => isConstant(name) ? name : snake(name),
  'Java': ({ name, isMethod }) => isMethod || isConstant(name) ? name : `get${pascal(name)}`,
  'C#': ({ name }) => isConstant(name) ? name : pascal(name),
  'Go': ({ name }) => isConstant(name) ? name : pascal(name),
};

/** The public names that are a keyword in a language, or that get the name of something else there. */
export function nameProblems({ types = {}, submodules = {} }: Pick<Assembly, 'types' | 'submodules'>): string[] {
  return [
    ...Object.keys(submodules).flatMap((fqn) => keywordProblems(fqn, fqn.split('.').pop()!)),
    ...duplicates(Object.keys(types), (fqn) => fqn.toLowerCase()).map((fqn) => `${fqn}: another type differs in case alone, and each is a file`),
    ...Object.values(types).flatMap(typeProblems),
  ];
}

function typeProblems(type: Type): string[] {
  if (type.kind === 'enum') {
    return [...keywordProblems(type.fqn, type.name), ...type.members.flatMap(({ name }) => keywordProblems(`${type.fqn}.${name}`, name))];
  }
  const methods: Method[] = type.methods ?? [];
  const properties: Property[] = type.properties ?? [];
  const members: Member[] = [...methods.map(({ name }) => ({ name, isMethod: true })), ...properties.map(({ name }) => ({ name, isMethod: false }))];
  const parameters: Parameter[] = [...methods, ...type.kind === 'class' && type.initializer ? [type.initializer] : []].flatMap((each) => each.parameters ?? []);
  return [
    ...keywordProblems(type.fqn, type.name),
    ...members.flatMap(({ name }) => keywordProblems(`${type.fqn}.${name}`, name)),
    ...parameters.flatMap(({ name }) => keywordProblems(`the parameter ${name} of ${type.fqn}`, name)),
    ...members.filter(({ name }) => pascal(name) === type.name).map(({ name }) => `${type.fqn}.${name}: a member of C# can't have its type's name`),
    ...Object.entries(MEMBERS_OF_ALL).flatMap(([language, taken]) => members.filter((member) => taken.has(NAMED[language](member)))
      .map((member) => `${type.fqn}.${member.name}: ${NAMED[language](member)} is something else in ${language}`)),
    ...Object.entries(NAMED).flatMap(([language, named]) => duplicates(members, named)
      .map((member) => `${type.fqn}.${member.name}: ${language} has two members called ${named(member)}`)),
  ];
}

/** jsii-pacmak renames a constant that is a keyword in small letters, too. */
function inPython(name: string): string {
  return isConstant(name) ? name.toLowerCase() : name !== pascal(name) ? snake(name) : name;
}

function keywordProblems(where: string, name: string): string[] {
  return Object.entries(KEYWORDS).filter(([language, keywords]) => keywords.has(language === 'Python' ? inPython(name) : name))
    .map(([language]) => `${where}: ${name} is a keyword of ${language}`);
}

function duplicates<T>(all: T[], key: (each: T) => string): T[] {
  return all.filter((each, i) => all.findIndex((other) => key(other) === key(each)) < i);
}
