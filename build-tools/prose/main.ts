import { lint } from './lint';
import { allTexts, page } from './texts';

/** Checks how pages, docstrings and messages are written, and fails if one has what no reader should have to read. */
async function main(): Promise<void> {
  const files = process.argv.slice(2);
  const texts = files.length > 0 ? files.map(page) : allTexts();
  const problems = (await Promise.all(texts.map(lint))).flat();
  console.log([...problems.map(({ file, line, rule, says }) => `${file}:${line} ${rule}: ${says}`), `${texts.length} texts read, ${problems.length} problems`].join('\n'));
  process.exitCode = problems.length > 0 ? 1 : 0;
}

void main();
