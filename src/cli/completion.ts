import { CliError } from './cli-error';
import type { Command, NamedCommand } from './command';
import { ExitCode, optionsOf } from './command';
import { completionOf, SHELLS } from './completion-scripts';

interface Question {
  readonly shell: string;
  readonly commands: readonly NamedCommand[];
}

/** Prints what makes a shell complete command lines: it is made of what the commands say of themselves. */
export const completion: Command<Question, string> = {
  about: 'Prints a script that makes bash, zsh or fish complete commands, options and their values.',
  takes: SHELLS.join('|'),
  options: [],
  examples: ['bash > /etc/bash_completion.d/mcp-guardrails'],
  exitCodes: '0, 2 for bad input',
  input: async ({ files: [shell, ...others], hint }, { commands }) => {
    if (shell === undefined || others.length > 0 || !SHELLS.includes(shell)) {
      throw new CliError(`expected one of ${SHELLS.join(', ')}${shell === undefined ? '' : `, got ${[shell, ...others].join(' ')}`}`, hint);
    }
    return { shell, commands };
  },
  run: ({ shell, commands }) => completionOf(shell, commands.map(({ name, summary, load }) => {
    const command = load();
    const words = /^\w+(\|\w+)+$/.test(command.takes ?? '') ? command.takes!.split('|') : [];
    return { name, summary, options: optionsOf(command).flatMap((group) => group.options), words };
  })),
  print: { text: (script, { out }) => out.verbatim(script) },
  exitCode: () => ExitCode.OK,
};
