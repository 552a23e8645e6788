import { createRequire } from 'module';
import { measured } from './measured';

const load = createRequire(__filename);
const modules = () => Object.keys(load.cache);

/** What an app needs of each; naming a class loads it, for both indexes are lazy. */
const IMPORTS: { [what: string]: () => unknown } = {
  iam: () => load('aws-cdk-lib/aws-iam').Role,
  app: () => [load('aws-cdk-lib').App, load('aws-cdk-lib').Stack, load('aws-cdk-lib').aws_iam.Role],
  library: () => {
    const library = load('../src');
    return [library.McpScopedRole, library.McpGuardrail];
  },
  nag: () => load('cdk-nag').AwsSolutionsChecks,
};

/** Prints what the last of the given imports takes, after the others, and how many modules it loads. */
function main(imports: string[]) {
  imports.slice(0, -1).forEach((what) => IMPORTS[what]());
  const before = modules().length;
  const sample = measured(() => IMPORTS[imports[imports.length - 1]]());
  console.log(JSON.stringify({ ...sample, modules: modules().length - before }));
}

main(process.argv.slice(2));
