import type { Option } from './arguments';
import { PROGRAM } from './program';

/** A command, and what it takes. */
export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly Option[];
  /** What may stand behind it, if that is no file. */
  readonly words: readonly string[];
}

type Script = (commands: readonly CompletedCommand[]) => string;

/** Of a shell function. */
const FUNCTION = `_${PROGRAM.replace(/-/g, '_')}`;

const SCRIPTS: { readonly [shell: string]: Script } = { bash, zsh, fish };

export const SHELLS = Object.keys(SCRIPTS);

export function completionOf(shell: string, commands: readonly CompletedCommand[]): string {
  return SCRIPTS[shell](commands);
}

function bash(commands: readonly CompletedCommand[]): string {
  const cases = commands.map(({ name, options, words }) => {
    const choices = options.filter((option) => option.choices).map((option) => `        --${option.name}) words='${option.choices!.join(' ')}' ;;\n`).join('');
    const files = options.filter((option) => option.value !== undefined && !option.choices).flatMap(flagsOf).join('|');
    return `    ${name})
      case $previous in
${choices}${files === '' ? '' : `        ${files}) return ;;\n`}        *) if [[ $current == -* ]]; then words='${options.flatMap(flagsOf).join(' ')}'${words.length === 0 ? '' : `; else words='${words.join(' ')}'`}; fi ;;
      esac ;;\n`;
  }).join('');
  // Where nothing is completed, readline completes names of files.
  return `# ${PROGRAM} completion bash > /etc/bash_completion.d/${PROGRAM}, or: source <(${PROGRAM} completion bash)
${FUNCTION}() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} words=
  if ((COMP_CWORD == 1)); then
    words='${[...commands.map(({ name }) => name), '--help', '--version'].join(' ')}'
  else
    case \${COMP_WORDS[1]} in
${cases.replace(/^/gm, '  ').trimEnd()}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F ${FUNCTION} ${PROGRAM}
`;
}

function zsh(commands: readonly CompletedCommand[]): string {
  const quoted = (text: string) => `'${text.replace(/'/g, '\'\\\'\'')}'`;
  const about = (text: string) => text.replace(/[\\[\]:]/g, '\\$&');
  const spec = ({ name, short, value, choices, multiple, about: text }: Option) => {
    const tail = `[${about(text)}]${value === undefined ? '' : `:${about(value)}:${choices ? `(${choices.join(' ')})` : '_files'}`}`;
    const flags = [`--${name}${value === undefined ? '' : '='}`, ...short === undefined ? [] : [`-${short}${value === undefined ? '' : '+'}`]];
    return flags.map((flag) => quoted(`${multiple ? '*' : ''}${flag}${tail}`)).join(' ');
  };
  return `#compdef ${PROGRAM}
# ${PROGRAM} completion zsh > "\${fpath[1]}/_${PROGRAM}"
${FUNCTION}() {
  if ((CURRENT == 2)); then
    local -a commands=(${commands.map(({ name, summary }) => quoted(`${name}:${about(summary)}`)).join(' ')})
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
${commands.map(({ name, options, words }) => `    ${name}) _arguments ${options.map(spec).join(' ')} '*:file:${words.length === 0 ? '_files' : `(${words.join(' ')})`}' ;;`).join('\n')}
  esac
}
if [[ $funcstack[1] == _${PROGRAM} ]]; then
  ${FUNCTION} "$@"
else
  compdef ${FUNCTION} ${PROGRAM}
fi
`;
}

function fish(commands: readonly CompletedCommand[]): string {
  const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
  const line = (condition: string, rest: string) => `complete -c ${PROGRAM} -n ${quoted(condition)} ${rest}\n`;
  return `# ${PROGRAM} completion fish > ~/.config/fish/completions/${PROGRAM}.fish
${commands.map(({ name, summary }) => line('__fish_use_subcommand', `-f -a ${name} -d ${quoted(summary)}`)).join('')}${
  commands.flatMap(({ name, words }) => (words.length === 0 ? [] : [line(`__fish_seen_subcommand_from ${name}`, `-f -a ${quoted(words.join(' '))}`)])).join('')}${
  commands.flatMap(({ name, options }) => options.map(({ name: option, short, value, choices, about }) => line(`__fish_seen_subcommand_from ${name}`,
    `-l ${option}${short === undefined ? '' : ` -s ${short}`}${value === undefined ? '' : choices ? ` -x -a ${quoted(choices.join(' '))}` : ' -r'} -d ${quoted(about)}`))).join('')}`;
}

function flagsOf({ name, short }: Option): string[] {
  return [`--${name}`, ...short === undefined ? [] : [`-${short}`]];
}
