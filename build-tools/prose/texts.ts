import * as fs from 'fs';
import * as path from 'path';
import * as ts from 'typescript';
import { PASSED_ON } from '../../test/errors/passed-on';
import { sites } from '../../test/errors/sites';

export const ROOT = path.join(__dirname, '../..');

/** What a person reads, as Markdown. */
export interface Text {
  /** From the root of the repository. */
  readonly file: string;
  /** The line at which it begins. */
  readonly line: number;
  readonly markdown: string;
}

/** All of it: pages, docstrings and messages. */
export function allTexts(): Text[] {
  return [...pages(), ...below('src', '.ts').flatMap(docstrings), ...messages()];
}

function pages(): Text[] {
  const root = fs.readdirSync(ROOT).filter((name) => name.endsWith('.md') && !['API.md', 'CHANGELOG.md'].includes(name));
  const others = ['docs', 'examples', 'benchmarks', 'standalone', 'website'].flatMap((folder) => below(folder, '.md')).filter((file) => !file.startsWith('docs/api/'));
  return [...root, ...others].map(page);
}

/** A file of Markdown, from the root of the repository or absolute. */
export function page(file: string): Text {
  return { file, line: 1, markdown: withoutFrontMatter(fs.readFileSync(path.resolve(ROOT, file), 'utf-8')) };
}

/** What stands above the code that is exported or public: the words of the tags too, but for examples and sources. */
function docstrings(file: string): Text[] {
  const source = ts.createSourceFile(file, fs.readFileSync(path.join(ROOT, file), 'utf-8'), ts.ScriptTarget.Latest, true);
  const found: Text[] = [];
  const visit = (node: ts.Node): void => {
    for (const comment of ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc)) {
      const lines = comment.getText().replace(/^\/\*\*/, '   ').replace(/\*\/$/, '').split('\n').map((line) => line.replace(/^\s*\* ?/, '').trim());
      let isLeftOut = false;
      const markdown = lines.map((line) => {
        const tag = /^@(\w+) ?/.exec(line);
        isLeftOut = tag ? /^(example|see|stability|jsii)$/.test(tag[1]) : isLeftOut;
        // A paragraph of its own; "@param name" is no word of the sentence.
        return isLeftOut ? '' : tag ? `- ${line.slice(tag[0].length).replace(/^- /, '')}` : line;
      }).join('\n');
      found.push({ file, line: source.getLineAndCharacterOfPosition(comment.getStart()).line + 1, markdown });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...new Map(found.map((text) => [text.line, text])).values()];
}

function messages(): Text[] {
  return sites(Object.keys(PASSED_ON), Object.values(PASSED_ON).flat()).messages.map(({ file, line, text }) => ({ file: `src/${file}`, line, markdown: text.replace(/\s+/g, ' ') }));
}

function withoutFrontMatter(text: string): string {
  return text.replace(/^---\n[^]*?\n---\n/, (matter) => matter.replace(/[^\n]/g, ''));
}

function below(folder: string, ends: string): string[] {
  return fs.readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf-8' })
    .filter((name) => name.endsWith(ends) && !/(^|\/)(node_modules|cdk\.out|\.venv|target|bin|obj)\//.test(name)).map((name) => `${folder}/${name}`).sort();
}
