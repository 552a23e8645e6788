import * as fs from 'fs';
import * as path from 'path';

const ROOT = path.join(__dirname, '..');
const EXAMPLE = path.join(ROOT, 'examples', 'typescript-organization');
/** What the app runs with besides the CDK and this library, in the versions that this repository has. */
const TOOLS = ['@types/node', 'aws-cdk', 'tsx', 'typescript'];

/** The files of the app that `mcp-guardrails init` makes, by name: the example of an organization, as an app of its own. */
export function templateFiles(): { readonly [name: string]: string } {
  const { version, devDependencies, peerDependencies, engines } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf-8'));
  const names = fs.readdirSync(EXAMPLE, { recursive: true, encoding: 'utf-8' }).filter((name) => /^(README\.md|[\w-]+\.json|((lib|test)\/)?[\w.-]+\.ts)$/.test(name));
  const files = Object.fromEntries(names.map((name) => [name, fs.readFileSync(path.join(EXAMPLE, name), 'utf-8')]));
  // The paths lead to the sources of this repository.
  const { paths, ...compilerOptions } = JSON.parse(files['tsconfig.json']).compilerOptions;
  return {
    ...files,
    'gitignore': 'cdk.out/\nnode_modules/\n',
    'package.json': json({
      name: 'agent-guardrails',
      version: '0.0.0',
      private: true,
      engines,
      scripts: { synth: 'cdk synth --strict', test: 'tsc && tsx --test test/organization.test.ts' },
      dependencies: { ...peerDependencies, 'cdk-mcp-guardrails': `^${version}` },
      devDependencies: Object.fromEntries(TOOLS.map((name) => [name, devDependencies[name]])),
    }),
    'tsconfig.json': json({ compilerOptions, include: ['**/*.ts'], exclude: ['cdk.out', 'node_modules'] }),
  };
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
