import type { NamedCommand } from './command';

/* eslint-disable @typescript-eslint/no-require-imports */
export const COMMANDS: readonly NamedCommand[] = [
  { name: 'activity', summary: 'tells what agents did, from the events of CloudTrail', load: () => require('./activity').activity },
  { name: 'check', summary: 'finds mistakes in policies', load: () => require('./check').check },
  { name: 'compare', summary: 'tells what access is new or lost between two states, and what lapses while one is deployed', load: () => require('./compare').compare },
  { name: 'completion', summary: 'prints what makes a shell complete command lines', load: () => require('./completion').completion },
  { name: 'explain', summary: 'tells, statement by statement, whom it applies to', load: () => require('./explain').explain },
  { name: 'migrate', summary: 'rewrites policies on actions that AWS has removed, such as aws-mcp:InvokeMcp', load: () => require('./migrate').migrate },
  { name: 'prove', summary: 'proves that no request is allowed, or shows one that is', load: () => require('./prove').prove },
  { name: 'refine', summary: 'tells what agents and people used, and proposes what agents need', load: () => require('./refine').refine },
  { name: 'replay', summary: 'tells what policies would have denied of what happened', load: () => require('./replay').replay },
  { name: 'report', summary: 'writes who may do what, directly and through each server', load: () => require('./report').report },
  { name: 'simulate', summary: 'tells whether a request is allowed, directly and through each server', load: () => require('./simulate').simulate },
  { name: 'who-can', summary: 'tells who may call an action, directly and through each server', load: () => require('./who-can').whoCan },
  { name: 'why', summary: 'tells why a call was denied, and what to do', load: () => require('./why').why },
];
/* eslint-enable */
