import * as fs from 'fs';
import * as path from 'path';
import { ROOT } from '../acceptance/tools';

/** The role that the README shows, by the word behind the fence of its code: in TypeScript there, in the other languages on the page about these. */
export function readmeProgram(language: string, page = language === 'ts' ? 'README.md' : 'docs/languages.md', text = fs.readFileSync(path.join(ROOT, page), 'utf-8')): string {
  const blocks = [...text.matchAll(/^```(\w+)[^\n]*\n([^]*?)^```$/gm)];
  const [program] = blocks.filter(([, name, code]) => name === language && code.includes('McpScopedRole')).map(([, , code]) => code);
  if (program === undefined) {
    throw new Error(`${page} has no app in ${language}`);
  }
  return program;
}
