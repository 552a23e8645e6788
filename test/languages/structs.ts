import * as fs from 'fs';
import * as path from 'path';
import type { Assembly, InterfaceType, Property, TypeReference } from '@jsii/spec';

/** The programs that make each struct. */
const PROGRAMS = ['python/everything.py', 'java/Everything.java', 'go/everything.go', 'dotnet/Everything.cs'];

function structs({ types = {} }: Assembly): InterfaceType[] {
  return Object.values(types).filter((type): type is InterfaceType => type.kind === 'interface' && type.datatype === true);
}

/**
 * The properties for which a caller in Java or Go would have to pass a null, or to guess what is meant: a union (an `Object` or
 * `interface{}` there), or anything at all where the property is required.
 */
export function structProblems(assembly: Assembly): string[] {
  return structs(assembly).flatMap((struct) => (struct.properties ?? []).flatMap((property) => {
    const problem = problemOf(property);
    return problem ? [`${struct.fqn}.${property.name}: ${problem}`] : [];
  }));
}

function problemOf({ type, optional, immutable }: Property): string | undefined {
  if (!immutable) {
    return 'not readonly';
  }
  if (has(type, (each) => 'union' in each)) {
    return 'a union, which is any object in Java, Go and C#';
  }
  return !optional && 'primitive' in type && type.primitive === 'any' ? 'required, and of any type: it might be null' : undefined;
}

function has(type: TypeReference, test: (type: TypeReference) => boolean): boolean {
  return test(type) || ('collection' in type && has(type.collection.elementtype, test));
}

/** The structs that one of the programs does not make. */
export function forgottenStructs(assembly: Assembly): string[] {
  return PROGRAMS.flatMap((program) => {
    const text = fs.readFileSync(path.join(__dirname, program), 'utf-8');
    const body = text.slice(text.search(/structs\(\)[^\n]*(?:\{|=>)|def structs/i));
    return structs(assembly).filter(({ name }) => !new RegExp(`\\b${name}(\\(|\\.builder\\(\\)|\\s*\\{)`).test(body)).map(({ name }) => `${program} does not make a ${name}`);
  });
}
