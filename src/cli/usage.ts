import type { OptionSpecs } from './arguments';

export const PROGRAM = 'cdk-mcp-guardrails';
export const REPOSITORY = 'https://github.com/cdk-mcp-guardrails/cdk-mcp-guardrails';
export const COMMANDS = ['check', 'explain', 'migrate', 'simulate'] as const;
export type CommandName = typeof COMMANDS[number];

const COMMON: OptionSpecs = {
  format: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
};

/** The options of each command. */
export const OPTIONS: { readonly [command in CommandName]: OptionSpecs } = {
  check: { ...COMMON, severity: { type: 'string' } },
  explain: COMMON,
  migrate: { ...COMMON, write: { type: 'boolean' } },
  simulate: {
    ...COMMON,
    'action': { type: 'string', multiple: true },
    'resource': { type: 'string' },
    'principal': { type: 'string' },
    'via': { type: 'string', multiple: true },
    'context': { type: 'string', multiple: true },
    'account': { type: 'string' },
    'expect': { type: 'string' },
    'boundary': { type: 'string' },
    'session': { type: 'string' },
    'scp': { type: 'string', multiple: true },
    'rcp': { type: 'string', multiple: true },
    'resource-policy': { type: 'string' },
    'endpoint-policy': { type: 'string' },
  },
};

const FILES = `FILE is one of
  - a policy document as JSON, a list of them, or what the AWS CLI prints around one
  - a CloudFormation template as JSON
  - the cdk.out directory of a CDK app: all its templates, read together
  - "-", or no file at all: standard input
`;

const FORMAT = '  --format text|json   what to print (default: text)\n';
const HELP = '  -h, --help           this text\n';

const MAIN = `What IAM policies mean for people, and for AI agents that come through AWS-managed MCP servers.

Usage: ${PROGRAM} COMMAND FILE...

  check      finds mistakes in policies
  explain    tells, statement by statement, whom it applies to
  migrate    rewrites policies on actions that AWS has removed, such as aws-mcp:InvokeMcp
  simulate   tells whether a request is allowed, directly and through each server

${FILES}
  ${PROGRAM} COMMAND --help   the options of a command
  ${PROGRAM} --version        the version

Exit code: 0 if all is well, 1 if there is something to look at, 2 if something can't be read or is
not understood.
`;

const USAGE: { readonly [command in CommandName]: string } = {
  check: `Finds mistakes in policies: conditions on the MCP keys that match other calls than they seem to,
denies of actions that AWS has removed, what AWS would not take.

Usage: ${PROGRAM} check [OPTION...] FILE...

${FILES}
  --format text|json|sarif
                       what to print (default: text); sarif is for code scanning
  --severity error     leaves out warnings
${HELP}
Exit code: 0 if nothing was found, 1 if something was, 2 for bad input.
The rules: ${REPOSITORY}/blob/main/docs/rules.md
`,
  explain: `Tells of every statement whether it applies to direct calls, to calls through each MCP server, and
to calls that an AWS service makes with the caller's credentials.

Usage: ${PROGRAM} explain [OPTION...] FILE...

${FILES}
${FORMAT}${HELP}
Exit code: 0, or 2 for bad input.
`,
  migrate: `Rewrites policies on the IAM actions that the MCP servers had in their preview and that AWS has
removed since: an Allow on them does nothing, and a Deny no longer blocks. Prints the files as they
should be, and on standard error what was changed and what a person has to look at.

Usage: ${PROGRAM} migrate [OPTION...] FILE...

${FILES}
  --write              rewrites the files instead of printing them; not those of a cdk.out
${FORMAT}${HELP}
Exit code: 0 if nothing is left to do, 1 if a person has to look at something, 2 for bad input.
`,
  simulate: `Tells whether a request is allowed: directly, through each known MCP server, and through any
other one.

Usage: ${PROGRAM} simulate [OPTION...] --action ACTION FILE...

${FILES}
The request:
  --action ACTION      such as s3:GetObject; may be repeated
  --resource ARN       the resource; of a template also \${LogicalId.Arn}
  --principal WHO      an ARN; of a template also a logical id, construct path or name, and not
                       needed if it has one principal only
  --via SERVER         only through this server: aws, eks, ecs, sagemaker-unified-studio, or its
                       service principal; "any" for any server, "direct" for a direct call; may be
                       repeated
  --context KEY=VALUE[,VALUE...]
                       a further context key; "KEY=" for one that is absent; may be repeated
  --account ID         the account that templates are deployed to

Policy documents are policies of the principal, unless what is around them says otherwise. Others
are given by
  --boundary FILE      its permissions boundary
  --session FILE       the policy of its session
  --scp FILE           a service control policy; may be repeated
  --rcp FILE           a resource control policy; may be repeated
  --resource-policy FILE
                       the policy of the resource
  --endpoint-policy FILE
                       the policy of the VPC endpoint

  --expect allowed|denied
                       exit code 1 if it is otherwise, or not certain
${FORMAT}${HELP}
Exit code: 0, 1 if it is not as expected, 2 for bad input.
`,
};

export function usage(command?: CommandName): string {
  return command ? USAGE[command] : MAIN;
}
