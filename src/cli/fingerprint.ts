import * as path from 'path';
import { pathToFileURL } from 'url';
import type { LocatedFinding } from './findings';
import { pathIn, STDIN } from './input';
import { sha256 } from '../private/sha256';

/** What tells a finding from others. Not the line: a finding is the same when something above it changes. */
export function fingerprint({ finding: { rule, message, place }, file, statement }: LocatedFinding): string {
  return sha256(JSON.stringify([rule.id, uriOf(place.file!), ...pathIn(file, place), statement, message]));
}

/** Relative to the working directory where it can be, with forward slashes. */
export function uriOf(file: string): string {
  const relative = path.relative('', file);
  return file !== STDIN && (relative.startsWith('..') || path.isAbsolute(relative)) ? pathToFileURL(file).href
    : relative.split(path.sep).map(encodeURIComponent).join('/');
}
