import * as parser from '@typescript-eslint/parser';
import type * as ts from 'typescript';

/** What files are looked up in for their types. ESLint copies its options deeply, so that they can't be among them. */
export const programs: ts.Program[] = [];

export function parseForESLint(code: string, options: parser.ParserOptions): ReturnType<typeof parser.parseForESLint> {
  return parser.parseForESLint(code, { ...options, programs, projectService: false });
}
