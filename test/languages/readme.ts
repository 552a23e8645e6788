import * as fs from 'fs';
import * as path from 'path';
import { ROOT } from '../acceptance/tools';

/** The app that the README shows in a language, by the word behind the fence of its code: the first one that makes something. */
export function readmeProgram(language: string, readme = fs.readFileSync(path.join(ROOT, 'README.md'), 'utf-8')): string {
  const blocks = [...readme.matchAll(/^```(\w+)[^\n]*\n([^]*?)^```$/gm)];
  const [program] = blocks.filter(([, name, code]) => name === language && code.includes('McpScopedRole')).map(([, , code]) => code);
  if (program === undefined) {
    throw new Error(`README.md has no app in ${language}`);
  }
  return program;
}
