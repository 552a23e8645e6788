import { CliError } from './cli-error';
import { isUrlEncoded } from './find-documents';
import { MarkdownText } from './markdown-text';
import { isJson } from './read-json';
import type { Language } from './source-text';
import { SourceSyntaxError, SourceText } from './source-text';

/** A content whose values know where they are written. */
export type Source = SourceText | MarkdownText;

/** A file that was read. */
export interface InputFile {
  /** As the user names it. */
  readonly name: string;
  readonly source: Source;
  /** What stood before the text: a byte order mark, which some editors write. */
  readonly prefix: string;
  /** Whether the text was URL-encoded. */
  readonly urlEncoded: boolean;
  /** Where in the file is what stands at a path in what was read from it, if that is not the same. */
  readonly toSource?: (path: readonly string[]) => readonly string[];
  /** Why it is not rewritten, and what to do. */
  readonly notRewritten?: readonly [reason: string, hint: string];
}

/** What files of other languages end in, what that language is, and what to do. */
const OTHER_LANGUAGES: ReadonlyArray<readonly [ending: RegExp, language: string, hint: string]> = [
  [/\.(tf|hcl|tofu)$/, 'Terraform\'s own language', 'Give a plan as JSON: terraform plan -out=plan, then terraform show -json plan > plan.json.'],
  [/\.([cm]?[jt]sx?|py|java|cs|go)$/, 'source code', 'Of a CDK app, cdk synth writes the templates to cdk.out: give that directory.'],
];

/** Whether a file is Terraform's or OpenTofu's own, which may hold policies and is not read. */
export function isTerraform(name: string): boolean {
  return /\.(tf|tofu)$/.test(name);
}

/** An error about a file that nothing can be read from, which names its language if it is another one. */
export function unreadable(name: string, otherwise: string): CliError {
  const [, language, hint] = OTHER_LANGUAGES.find(([ending]) => ending.test(name)) ?? [];
  return language === undefined ? new CliError(otherwise) : new CliError(`${name}: ${language}, which is not read: expected JSON or YAML`, hint);
}

/** @throws CliError if it is neither JSON nor YAML */
export function parseFile(name: string, content: string): InputFile {
  const prefix = content.startsWith('\uFEFF') ? '\uFEFF' : '';
  const text = content.slice(prefix.length);
  if (text.trim() === '') {
    throw new CliError(`${name}: empty`);
  }
  const urlEncoded = isUrlEncoded(text);
  const decoded = urlEncoded ? urlDecoded(name, text) : text;
  if (/\.(md|markdown)$/i.test(name)) {
    return { name, prefix, urlEncoded, source: new MarkdownText(decoded) };
  }
  const language = languageOf(name, decoded);
  try {
    return { name, prefix, urlEncoded, source: new SourceText(decoded, language) };
  } catch (error) {
    if (!(error instanceof SourceSyntaxError)) {
      throw error;
    }
    const { message, position: { line, column } } = error;
    throw unreadable(name, `${name}:${line}:${column}: ${isYamlName(name) || language === 'JSON' ? `not valid ${language}` : 'neither JSON nor YAML'}: ${message}`);
  }
}

function urlDecoded(name: string, text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new CliError(`${name}: not valid URL encoding`);
  }
}

function languageOf(name: string, text: string): Language {
  return /^\s*[[{]/.test(text) && !isYamlName(name) || isJson(text) ? 'JSON' : 'YAML';
}

function isYamlName(name: string): boolean {
  return /\.ya?ml$/i.test(name);
}
