import * as fs from 'fs';
import * as path from 'path';
import { npmPackages, offlineEnvironment, ROOT, run, shown } from './tools';

const LEAKS = { Statement: { Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: { Bool: { 'aws:ViaAWSMCPService': 'false' } } } };

/** The package mcp-guardrails, installed from its tarball; returns the folder of its program. */
export function installProgram(directory: string): string {
  const [packed, folder] = [path.join(directory, 'packed'), path.join(directory, 'program')];
  must(process.execPath, ['--require', require.resolve('tsx/cjs'), path.join(ROOT, 'build-tools', 'standalone.ts'), packed], { cwd: ROOT });
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, 'package.json'), '{}');
  must('npm', ['install', '--no-audit', '--no-fund', ...fs.readdirSync(packed).map((name) => path.join(packed, name))], { cwd: folder, env: offlineEnvironment(directory) });
  return path.join(folder, 'node_modules', '.bin');
}

/** The MCP server as the inspector of the Model Context Protocol sees it. */
export function inspectTools(program: string, directory: string): string[] {
  const inspector = path.join(npmPackages(['@modelcontextprotocol/inspector@2.12.0']), 'node_modules', '.bin', 'mcp-inspector');
  const inspect = (...args: string[]) => (
    JSON.parse(must(inspector, ['--cli', path.join(program, 'mcp-guardrails'), 'mcp', '--method', ...args], { cwd: directory, env: offlineEnvironment(directory) })));
  const tools: string[] = inspect('tools/list').tools.map(({ name }: { name: string }) => name);
  // What looks like JSON, the inspector would not pass on as a string.
  const policy = 'Statement: {Effect: Deny, Action: "s3:*", Resource: "*", Condition: {Bool: {"aws:ViaAWSMCPService": "false"}}}';
  const [{ text }] = inspect('tools/call', '--tool-name', 'check_policy', '--tool-arg', `policy=${policy}`).content;
  const [{ rule }] = JSON.parse(text).findings;
  if (rule !== 'McpConditionDependsOnMissingKey') {
    throw new Error(`check_policy finds ${rule}`);
  }
  return [tools.join(', ')];
}

/** pre-commit with the hook of this repository, on a commit with a policy that is wrong and one that is not. */
export function preCommit(bin: string, program: string, directory: string): void {
  const [hooks, work, shim] = ['hooks', 'committed', 'shim'].map((name) => path.join(directory, name));
  const env = { ...offlineEnvironment(directory), PATH: `${shim}:${process.env.PATH}` };
  const git = (cwd: string, ...args: string[]) => must('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd, env });
  const commit = (folder: string) => [['init', '--quiet'], ['add', '.'], ['commit', '--quiet', '-m', 'all']].forEach((args) => git(folder, ...args));
  fs.mkdirSync(path.join(hooks, 'standalone'), { recursive: true });
  ['.pre-commit-hooks.yaml', 'standalone/pre-commit.sh'].forEach((name) => fs.copyFileSync(path.join(ROOT, name), path.join(hooks, name)));
  commit(hooks);
  // Where the registry would have the program.
  fs.mkdirSync(shim);
  fs.writeFileSync(path.join(shim, 'npx'), `#!/bin/sh\nshift 2\nexec "${path.join(program, 'mcp-guardrails')}" "$@"\n`, { mode: 0o755 });
  fs.mkdirSync(work);
  const write = (name: string, content: unknown) => fs.writeFileSync(path.join(work, name), typeof content === 'string' ? content : JSON.stringify(content));
  write('.pre-commit-config.yaml', `repos: [{ repo: '${hooks}', rev: ${git(hooks, 'rev-parse', 'HEAD').trim()}, hooks: [{ id: mcp-guardrails }] }]\n`);
  write('notes.yaml', 'nothing: here\n');
  write('leaks.json', LEAKS);
  commit(work);
  const hook = () => run(path.join(bin, 'pre-commit'), ['run', '--all-files'], { cwd: work, env });
  const wrong = hook();
  if (wrong.code !== 1 || !wrong.output.includes('McpConditionDependsOnMissingKey')) {
    throw new Error(`it does not fail as it should: ${wrong.code}\n${shown(wrong.output)}`);
  }
  write('leaks.json', JSON.stringify(LEAKS).replace('"Bool"', '"BoolIfExists"'));
  git(work, 'add', '.');
  const right = hook();
  if (right.code !== 0) {
    throw new Error(`it does not pass as it should\n${shown(right.output)}`);
  }
}

function must(command: string, args: string[], options: Parameters<typeof run>[2]): string {
  const { code, stdout, output } = run(command, args, options);
  if (code !== 0) {
    throw new Error(`${command} ${args.join(' ')}: exit code ${code}\n${shown(output)}`);
  }
  return stdout;
}
