import { CliError } from './cli-error';
import { STDIN } from './input';
import type { InputContext } from './read-input';
import { fileError } from './read-text';
import { AlikeRecords } from '../activity/alike-records';
import type { CloudTrailEvent } from '../activity/event';
import { eventFiles, readEventFile, readEventStream } from '../activity/event-files';
import type { UnreadEvents } from '../activity/read-events';

/**
 * Reads the events of files, folders and standard input, one by one. What can't be read is a problem, and the rest is read.
 *
 * @param names `-` for standard input, which no name is, too
 * @param alike knows what the taker does with events that are alike
 */
export async function readEvents(
  names: readonly string[], { stdin, problems }: InputContext, take: (event: CloudTrailEvent) => void, alike = new AlikeRecords(),
): Promise<void> {
  for (const name of names.length === 0 ? ['-'] : names) {
    try {
      if (name === '-') {
        keep(await readEventStream(STDIN, stdin, take, alike), problems);
        continue;
      }
      const files = eventFiles(name);
      if (files.length === 0) {
        throw new CliError(`${name}: no file with events: expected .json, .json.gz, .jsonl or .csv`);
      }
      for (const file of files) {
        keep(await readEventFile(file, take, alike), problems);
      }
    } catch (error) {
      problems.keep(fileError(name, error));
    }
  }
}

function keep(unread: readonly UnreadEvents[], problems: InputContext['problems']): void {
  unread.forEach(({ file, line, why, count }) => problems.keep(new CliError(`${file}${line === undefined ? '' : `:${line}`}: ${why}${count > 1 ? ` (${count} times)` : ''}`)));
}
