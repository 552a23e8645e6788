import * as fs from 'fs';
import * as path from 'path';
import * as ts from 'typescript';
import * as library from '../../src';

const SOURCE = path.join(__dirname, '..', '..', 'src');

/** Everything public that takes something: `new X`, `X.factory`, `X#method`; read from the source, so that what is new is in it. */
export function publicApi(): string[] {
  const classes = new Map(files(SOURCE).flatMap(classesIn));
  const exported = [...Object.entries(library).map(([name, value]) => [name, name, value] as const),
    ...Object.entries(library.mixins).map(([name, value]) => [`mixins.${name}`, name, value] as const)];
  return exported.filter(([, , value]) => typeof value === 'function').flatMap(([name, own]) => {
    const declaration = classes.get(own);
    if (!declaration) {
      throw new Error(`the source has no class ${own}`);
    }
    return entriesOf(name, declaration);
  });
}

function files(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((each) => {
    const file = path.join(folder, each.name);
    return each.isDirectory() ? files(file) : file.endsWith('.ts') ? [file] : [];
  });
}

function classesIn(file: string): Array<[string, ts.ClassDeclaration]> {
  return ts.createSourceFile(file, fs.readFileSync(file, 'utf-8'), ts.ScriptTarget.Latest).statements
    .filter((each) => ts.isClassDeclaration(each))
    .filter(({ modifiers }) => has(modifiers, ts.SyntaxKind.ExportKeyword))
    .map((each) => [each.name!.text, each]);
}

function entriesOf(name: string, { modifiers: ofClass, members }: ts.ClassDeclaration): string[] {
  const constructor = members.find((member) => ts.isConstructorDeclaration(member));
  const isMade = !has(ofClass, ts.SyntaxKind.AbstractKeyword) && !has(constructor?.modifiers, ts.SyntaxKind.PrivateKeyword);
  const methods = members.filter((member) => ts.isMethodDeclaration(member)).flatMap(({ name: of, modifiers, parameters }) => {
    const text = (of as ts.Identifier).text;
    const isStatic = has(modifiers, ts.SyntaxKind.StaticKeyword);
    const isPublic = !has(modifiers, ts.SyntaxKind.PrivateKeyword) && !has(modifiers, ts.SyntaxKind.ProtectedKeyword) && !text.startsWith('_');
    return isPublic && (isStatic || parameters.length > 0) ? [`${name}${isStatic ? '.' : '#'}${text}`] : [];
  });
  return [...(isMade ? [`new ${name}`] : []), ...methods];
}

function has(modifiers: readonly ts.ModifierLike[] | undefined, kind: ts.SyntaxKind): boolean {
  return modifiers?.some((modifier) => modifier.kind === kind) ?? false;
}
