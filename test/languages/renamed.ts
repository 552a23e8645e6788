import * as fs from 'fs';
import * as path from 'path';

/** How jsii-pacmak renames what it must not use, where the code of a language has it. */
const RENAMED: { [extension: string]: RegExp } = {
  '.py': /(?<=\bdef |[(,]\s*|^\s+)(?!_)\w+(?<!_)_(?=\s*[:=(])/gm,
  '.java': /\b(?:(?!getValue\b)\w+Value(?=\()|do[A-Z]\w+(?=\()|\w+Value(?=[,)])|_under_)/g,
  '.go': /\b(?:break|default|func|interface|select|case|defer|go|map|struct|chan|else|goto|package|switch|const|if|range|type|continue|for|import|return|var)_\b/g,
  '.cs': /(?<![\w"{])@(?!value\b)[a-z]\w*/g,
};

/** The names below a folder of generated code that are not those of the library. */
export function renamedIn(directory: string): string[] {
  return fs.readdirSync(directory, { recursive: true, encoding: 'utf-8' }).filter((file) => path.extname(file) in RENAMED)
    .flatMap((file) => renamedNames(fs.readFileSync(path.join(directory, file), 'utf-8'), path.extname(file)).map((name) => `${file}: ${name}`));
}

/** The same for a file's code. Comments don't count. */
export function renamedNames(code: string, extension: string): string[] {
  const plain = extension === '.py' ? code.replace(/'''[^]*?'''|"""[^]*?"""|#.*/g, '') : code.replace(/\/\*[^]*?\*\/|\/\/.*/g, '');
  return [...new Set(plain.match(RENAMED[extension]) ?? [])];
}
