import * as fs from 'fs';
import * as path from 'path';
import * as ts from 'typescript';
import { derivedFrom } from '../../src/private/cache';

const SRC = path.join(__dirname, '../../src');
/** Stands in a text for what is only known when the error is made. */
const HOLE = '\u0000';
/** A text without a word of its own says nothing: the message is made elsewhere, and only passed on. */
const FEWEST_WORDS = 1;
/** Of strings that are not given to an error themselves, others are names, or parts of a message. */
const FEWEST_WORDS_OF_SOURCES = 2;

/** A message that the library can give, as it is written in the code. */
export interface Site {
  /** The file, from `src`, such as `iam/sid.ts`. */
  readonly file: string;
  readonly line: number;
  /** The function or method that it stands in. */
  readonly within: string;
  /** Its text, with `…` for what is put in. */
  readonly text: string;
}

/** What makes a message and what passes one on, of all of `src`. */
export interface Sites {
  readonly messages: readonly Site[];
  /** A `throw`, or an error made, without words of its own; and every place that hands problems to the CDK's synthesis. */
  readonly passedOn: readonly Site[];
}

/**
 * Finds every `throw`, every error that is made, and every validation at synthesis.
 *
 * @param passing what passes messages on, as `file#function text`
 * @param sources files, or functions as `file#function`, whose strings are messages though they throw nothing
 */
export function sites(passing: readonly string[], sources: readonly string[], root = SRC): Sites {
  const messages: Site[] = [];
  const passedOn: Site[] = [];
  for (const file of filesIn(root)) {
    const name = path.relative(root, file).split(path.sep).join('/');
    const source = ts.createSourceFile(file, fs.readFileSync(file, 'utf-8'), ts.ScriptTarget.Latest, true);
    const add = (node: ts.Node, expression: ts.Expression | undefined, fewestOfSource?: number) => {
      const common = { file: name, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, within: functionAround(node) };
      // What has no words of its own may have them in a condition.
      const texts = expression ? textsOf(expression).flatMap((text) => (words(text) >= FEWEST_WORDS ? [text] : textsOf(expression, true))) : [HOLE];
      for (const text of new Set(texts)) {
        if (fewestOfSource !== undefined && (words(text) < fewestOfSource || !text.includes(' '))) {
          continue;
        }
        const site = { ...common, text: text.replaceAll(HOLE, '…') };
        (words(text) >= FEWEST_WORDS && !passing.includes(keyOf(site)) ? messages : passedOn).push(site);
      }
    };
    const isSource = (node: ts.Node) => sources.includes(name) || sources.includes(`${name}#${functionAround(node)}`);
    const visit = (node: ts.Node): void => {
      if (ts.isThrowStatement(node) && !isMade(node.expression) && !isCaught(node.expression)) {
        add(node, undefined);
      } else if (ts.isNewExpression(node) && isMade(node)) {
        add(node, node.arguments?.[0]);
        node.arguments?.slice(1).forEach(visit);
        return;
      } else if (ts.isCallExpression(node) && /\.addValidation$/.test(node.expression.getText())) {
        add(node, undefined);
      } else if (isString(node) && isSource(node) && !isName(node)) {
        add(node, node as ts.Expression, FEWEST_WORDS_OF_SOURCES);
        return;
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { messages, passedOn };
}

/** What it is known by, whatever stands around it. */
export function keyOf({ file, within, text }: Site): string {
  return `${file}#${within} ${text}`;
}

/** Whether a message that somebody got is one of the site's. */
export function isOf(site: Site, message: string): boolean {
  const { word, pattern } = patternOf(site);
  return message.includes(word) && pattern.test(message);
}

/** What a message of the site is like, and the longest word of it, which most others don't have. */
const patternOf = derivedFrom(({ text }: Site) => {
  const parts = text.split(/…|\$1/);
  return {
    word: parts.flatMap((part) => part.split(/\s+/)).reduce((longest, each) => (each.length > longest.length ? each : longest)),
    pattern: new RegExp(parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')).join('[^]*')),
  };
});

function isMade(node: ts.Node): node is ts.NewExpression {
  return ts.isNewExpression(node) && /Error$/.test(node.expression.getText());
}

/** What was caught is thrown again as it was. */
function isCaught(node: ts.Expression): boolean {
  return /^(error|.*\? new \w*Error.*: error)$/s.test(node.getText());
}

function isString(node: ts.Node): boolean {
  return ts.isStringLiteral(node) || ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node)
    || (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken && textsOf(node).some((text) => text !== HOLE));
}

/** What is compared, looked up or imported is no message. */
function isName(node: ts.Node): boolean {
  const { parent } = node;
  return ts.isLiteralTypeNode(parent) || ts.isImportDeclaration(parent)
    || (ts.isBinaryExpression(parent) && /^[!=]==$/.test(parent.operatorToken.getText()))
    || (ts.isCallExpression(parent) && /\.includes$/.test(parent.expression.getText()));
}

/** What a string may be: of a condition each branch; of what is put in, if that is asked for, what it may be. */
function textsOf(node: ts.Expression, inside = false): string[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
    return [node.text];
  }
  if (ts.isTemplateExpression(node)) {
    return node.templateSpans.reduce((all, { expression, literal }) =>
      all.flatMap((text) => (inside ? textsOf(expression, true) : [HOLE]).map((put) => text + put + literal.text)), [node.head.text]);
  }
  if (ts.isParenthesizedExpression(node)) {
    return textsOf(node.expression, inside);
  }
  if (ts.isConditionalExpression(node)) {
    return [...textsOf(node.whenTrue, inside), ...textsOf(node.whenFalse, inside)];
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    return textsOf(node.left, inside).flatMap((left) => textsOf(node.right, inside).map((right) => left + right));
  }
  return [HOLE];
}

function words(text: string): number {
  return (text.match(/[A-Za-z]{2,}/g) ?? []).length;
}

function functionAround(node: ts.Node): string {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if ((ts.isFunctionDeclaration(at) || ts.isMethodDeclaration(at) || ts.isGetAccessor(at)) && at.name) {
      return at.name.getText();
    }
    if (ts.isConstructorDeclaration(at)) {
      return 'constructor';
    }
  }
  return '';
}

function filesIn(directory: string): string[] {
  return fs.readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap((entry) => {
    const file = path.join(directory, entry.name);
    return entry.isDirectory() ? filesIn(file) : entry.name.endsWith('.ts') ? [file] : [];
  });
}
