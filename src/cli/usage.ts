import type { Option } from './arguments';
import type { NamedCommand } from './command';
import { optionsOf } from './command';
import { PROGRAM } from './program';
import type { Terminal } from './terminal';

const FILES = [
  'a policy document or its statements, a list of them, or what the AWS CLI prints around one; as JSON or YAML',
  'a CloudFormation template as JSON or YAML',
  'what aws iam get-account-authorization-details or terraform show -json prints; not for compare',
  'the cdk.out directory of a CDK app: all its templates, read together',
  'another directory, but for compare and simulate: every such file in it and below',
  '"-", or no file at all but for compare: standard input',
];

/** Where what is said of an option begins. */
const ABOUT_COLUMN = 23;

/** The help of the program. */
export function printUsage(commands: readonly NamedCommand[], out: Terminal): void {
  out.line('What IAM policies mean for people, and for AI agents that come through AWS-managed MCP servers.');
  out.line();
  out.line(`Usage: ${PROGRAM} COMMAND FILE...`);
  out.line();
  const width = Math.max(...commands.map(({ name }) => name.length));
  commands.forEach(({ name, summary }) => out.line(`${name.padEnd(width)}  ${summary}`, 2, width + 4));
  out.line();
  printFiles(out);
  out.line(`${PROGRAM} COMMAND --help   the options of a command`, 2);
  out.line(`${PROGRAM} --version        the version`, 2);
  out.line();
  out.line('Exit code: 0 if all is well, 1 if there is something to look at, 2 if something can\'t be read or is not understood.');
}

/** The help of a command. */
export function printCommandUsage({ name, load }: NamedCommand, out: Terminal): void {
  const command = load();
  out.line(command.about);
  out.line();
  out.line(`Usage: ${PROGRAM} ${name} [OPTION...] ${command.takes ?? `${command.needs === undefined ? '' : `${command.needs} `}FILE...`}`);
  out.line();
  if (command.takes === undefined || /\b(FILE|OLD)\b/.test(command.takes)) {
    out.line(`FILE is a policy, a template, what the AWS CLI or Terraform prints, a cdk.out, another directory, or "-": ${PROGRAM} --help lists all.`);
    out.line();
  }
  for (const { heading, options } of optionsOf(command)) {
    if (heading !== undefined) {
      out.line(heading);
    }
    options.forEach((option) => printOption(option, out));
    out.line();
  }
  if (command.examples.length > 0) {
    out.line('For example');
    command.examples.forEach((example) => out.line(`${PROGRAM} ${name} ${example}`, 2, 4));
    out.line();
  }
  out.line(`Exit code: ${command.exitCodes}.`);
  if (command.more !== undefined) {
    out.line(command.more);
  }
}

function printFiles(out: Terminal): void {
  out.line('FILE is one of');
  FILES.forEach((file) => out.line(`- ${file}`, 2, 4));
  out.line();
}

function printOption({ name, short, value, multiple, about }: Option, out: Terminal): void {
  const names = `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
  const text = `${about}${multiple ? '; may be repeated' : ''}`;
  if (names.length > ABOUT_COLUMN - 4) {
    out.line(names, 2);
    out.line(text, ABOUT_COLUMN);
  } else {
    out.line(`${names.padEnd(ABOUT_COLUMN - 2)}${text}`, 2, ABOUT_COLUMN);
  }
}
