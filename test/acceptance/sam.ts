import { execFileSync } from 'child_process';
import * as path from 'path';

type Json = { [key: string]: any };

/** Translates the templates in standard input as AWS SAM does. */
const TRANSLATE = `
import json, sys
from samtranslator.translator.translator import Translator
from samtranslator.parser.parser import Parser
print(json.dumps([Translator({}, Parser()).translate(each, {}) for each in json.load(sys.stdin)]))
`;

/** The templates as AWS SAM itself translates them. */
export function translatedBySam(bin: string, templates: readonly Json[]): Json[] {
  return JSON.parse(execFileSync(path.join(bin, 'python'), ['-c', TRANSLATE], {
    input: JSON.stringify(templates), env: { ...process.env, AWS_DEFAULT_REGION: 'eu-west-1' }, encoding: 'utf-8', maxBuffer: 1e9, stdio: 'pipe',
  }));
}
