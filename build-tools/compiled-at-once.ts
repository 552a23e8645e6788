import * as ts from 'typescript';

/** A part of the text, and what stands there instead. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * A module with the functions in parentheses that run, before all else, for they may be called above their declaration. V8 compiles such at once: it reads others twice,
 * to find their end, and when they run. Arrow functions, which it never compiles at once, become such, too.
 */
export function compiledAtOnce(module: string, runs: (name: string) => boolean): string {
  const text = withoutArrows(module, runs);
  const functions = ts.createSourceFile('module.js', text, ts.ScriptTarget.Latest).statements.filter((each) => ts.isFunctionDeclaration(each))
    .filter(({ name }) => runs(name!.text));
  const rest = functions.reduceRight((left, { pos, end }) => left.slice(0, pos) + left.slice(end), text);
  // An anonymous function that is assigned has the name of its variable.
  const assigned = functions.map(({ name, pos, end }) => `${name!.text}=(${text.slice(pos, name!.pos).trim()}${text.slice(name!.end, end)})`);
  return assigned.length === 0 ? rest : `var ${assigned.join(',')};${rest}`;
}

/** Those that run as functions, unless they mean something of the function around them. */
function withoutArrows(text: string, runs: (name: string) => boolean): string {
  const tree = ts.createSourceFile('module.js', text, ts.ScriptTarget.Latest, true);
  const running = arrowFunctions(tree).filter((arrow, i) => runs(arrowName(i)) && arrow.modifiers === undefined && !usesOuter(arrow));
  // Of those that end together, the inner one is closed first.
  return edited(text, running.reverse().flatMap((arrow): Edit[] => {
    const { parameters, body } = arrow;
    const [before, after] = ts.isBlock(body) ? ['', ')'] : ['{return ', '})'];
    return [
      { start: arrow.getStart(), end: body.getStart(), text: `(function(${text.slice(parameters.pos, parameters.end)})${before}` },
      { start: arrow.getEnd(), end: arrow.getEnd(), text: after },
    ];
  }));
}

/** The arrow functions of a text, in the order in which they begin. */
export function arrowFunctions(tree: ts.Node): ts.ArrowFunction[] {
  const found: ts.ArrowFunction[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isArrowFunction(node)) {
      found.push(node);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** What the functions of `Used` are called that have no name: by their place among those of the module. */
export function arrowName(place: number): string {
  return `=>${place}`;
}

function usesOuter(node: ts.Node): boolean {
  return node.kind === ts.SyntaxKind.ThisKeyword || node.kind === ts.SyntaxKind.SuperKeyword || ts.isMetaProperty(node)
    || (ts.isIdentifier(node) && node.text === 'arguments') || ts.forEachChild(node, usesOuter) === true;
}

/** The text with each part replaced; no two overlap. */
export function edited(code: string, edits: Edit[]): string {
  let text = '';
  let end = 0;
  for (const edit of edits.sort((one, other) => one.start - other.start)) {
    text += code.slice(end, edit.start) + edit.text;
    end = edit.end;
  }
  return text + code.slice(end);
}
