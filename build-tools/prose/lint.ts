import { TextlintKernel } from '@textlint/kernel';
import MarkdownPlugin from '@textlint/textlint-plugin-markdown';
import { RULES } from './rules';
import type { Text } from './texts';

export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly says: string;
}

const kernel = new TextlintKernel();

/** What the rules say of a text, by the lines of its file. */
export async function lint({ file, line, markdown }: Text): Promise<Problem[]> {
  const { messages } = await kernel.lintText(markdown, {
    filePath: file,
    ext: '.md',
    plugins: [{ pluginId: 'markdown', plugin: MarkdownPlugin }],
    rules: Object.entries(RULES).map(([ruleId, rule]) => ({ ruleId, rule })),
  });
  return messages.map(({ ruleId, message, loc }) => ({ file, line: line + loc.start.line - 1, rule: ruleId, says: message }));
}
