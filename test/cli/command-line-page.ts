import * as fs from 'fs';
import * as path from 'path';

export const PAGE = fs.readFileSync(path.join(__dirname, '../../docs/command-line.md'), 'utf-8');

/** What the page shows of the files that it makes up: arguments, and all that is printed. */
export const SHOWN = [...PAGE.matchAll(/^```text\n\$ npx mcp-guardrails (.*(?:policy|old|deployed|agents)\.json.*)\n([^]*?)^```$/gm)].map(([, args, output]) => [args, output]);

/** The files that the page makes up: names and contents. */
export const FILES = ['policy.json', 'old.json', 'deployed.json', 'new.json', 'agents.json', 'denied.json']
  .map((name) => [name, new RegExp(`this \`${name}\`[^:\n]*:?\n\n\`\`\`json\n([^]*?)\`\`\``).exec(PAGE)![1]]);
