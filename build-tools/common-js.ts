import * as ts from 'typescript';

/** The function that esbuild's ES modules have instead of `require`, and its name here for `require`, which stays as it is. */
export const REQUIRE_OF_ESBUILD = '__require';
const REQUIRE = 'REQUIRE';

/** An ES module of esbuild's as it is given to esbuild again. */
export function forEsbuild(module: string): string {
  return module.replace(`var ${REQUIRE_OF_ESBUILD}=`, '$&/* @__PURE__ */').replace(/\b(__)?require(?=[(.])/g, REQUIRE);
}

/**
 * CommonJS of an ES module that esbuild bundled. What it imports are variables of its own. In the CommonJS that esbuild writes, each use of a name looks it up in the other file, where it is
 * a function that returns it: that is slower, and five million instructions more for a check.
 *
 * @throws if a name that is exported gets another value later, for others would not see it
 */
export function commonJs(module: string): string {
  const tree = ts.createSourceFile('module.mjs', module, ts.ScriptTarget.Latest);
  const assigned = assignedIn(tree);
  const used = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      used.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  tree.statements.filter((each) => !ts.isImportDeclaration(each)).forEach(visit);
  const imports = new Map<string, string[]>();
  const rest = tree.statements.map((statement) => {
    if (ts.isExportDeclaration(statement)) {
      const { elements } = statement.exportClause as ts.NamedExports;
      const changing = elements.find(({ name, propertyName = name }) => assigned.has(propertyName.text));
      if (changing) {
        throw new Error(`${changing.name.text} is exported and assigned`);
      }
      return `module.exports={${elements.map(({ name, propertyName = name }) => property(name.text, propertyName.text)).join()}};`;
    }
    if (!ts.isImportDeclaration(statement)) {
      return module.slice(statement.pos, statement.end);
    }
    const from = (statement.moduleSpecifier as ts.StringLiteral).text;
    const { name, namedBindings } = statement.importClause ?? {};
    if (namedBindings && ts.isNamedImports(namedBindings)) {
      const needed = namedBindings.elements.filter(({ name: variable }) => used.has(variable.text));
      imports.set(from, [...imports.get(from) ?? [], ...needed.map((each) => property((each.propertyName ?? each.name).text, each.name.text))]);
      return '';
    }
    const variable = name ?? namedBindings?.name;
    return variable ? `var ${variable.text}=require("${from}");` : `require("${from}");`;
  });
  const first = [...imports].filter(([, names]) => names.length > 0).map(([file, names]) => `var{${names.join()}}=require("${file}");`);
  return [...first, ...rest].join('').replace(new RegExp(`\\b${REQUIRE}\\b`, 'g'), 'require');
}

/** The names of variables that get another value somewhere, in whatever way; of others that are named there, perhaps some, too. */
export function assignedIn(tree: ts.Node): Set<string> {
  const found = new Set<string>();
  const assign = (target: ts.Node): void => {
    if (ts.isIdentifier(target)) {
      found.add(target.text);
    } else if (!ts.isPropertyAccessExpression(target) && !ts.isElementAccessExpression(target)) {
      ts.forEachChild(target, assign);
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) {
      assign(node.left);
    } else if (ts.isPostfixUnaryExpression(node)
      || (ts.isPrefixUnaryExpression(node) && [ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken].includes(node.operator))) {
      assign(node.operand);
    } else if ((ts.isForInStatement(node) || ts.isForOfStatement(node)) && !ts.isVariableDeclarationList(node.initializer)) {
      assign(node.initializer);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function isAssignment(operator: ts.SyntaxKind): boolean {
  return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
}

export function property(name: string, variable: string): string {
  return name === variable ? name : `${name}:${variable}`;
}
