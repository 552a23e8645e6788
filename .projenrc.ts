import { awscdk, github, javascript } from 'projen';

const name = 'cdk-mcp-guardrails';
const repositoryUrl = `https://github.com/${name}/${name}`;

/** The oldest aws-cdk-lib and constructs the library works with: what it compiles against. */
const cdkFloor = '2.257.0';
const constructsFloor = '10.5.0';
/** A newer aws-cdk-lib beside it, for the demo (built-in template validation) and a second run of the tests. */
const cdkNewest = '2.276.0';

const project = new awscdk.AwsCdkConstructLibrary({
  name,
  description: 'IAM guardrails for AI agents that act through AWS-managed MCP servers: roles, policies and SCPs that mean what they say',
  keywords: ['aws', 'aws-cdk', 'cdk', 'cdk-construct', 'iam', 'mcp', 'ai-agents', 'scp', 'guardrails', 'security'],
  author: name,
  authorAddress: repositoryUrl,
  authorOrganization: true,
  repositoryUrl,
  license: 'Apache-2.0',
  copyrightOwner: `the ${name} contributors`,
  stability: 'experimental',
  defaultReleaseBranch: 'main',
  majorVersion: 0,

  cdkVersion: cdkFloor,
  constructsVersion: constructsFloor,
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  minNodeVersion: '20.16.0',
  workflowNodeVersion: '24.x',
  packageManager: javascript.NodePackageManager.NPM,
  bumpPackage: 'commit-and-tag-version@^12',
  devDeps: [
    `aws-cdk-lib-newest@npm:aws-cdk-lib@${cdkNewest}`,
    '@types/node@^20',
    'tsx@^4',
  ],

  projenrcTs: true,
  sampleCode: false,
  docgen: true,
  typecheckTests: true,
  tsconfigDevFile: 'tsconfig.dev.json',
  tsconfigDev: { include: ['src/**/*.ts', 'test/**/*.ts', '.projenrc.ts'] },
  eslintOptions: { dirs: ['src', 'test', 'examples'], commandOptions: { fix: false } },
  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    junitReporting: false,
    jestConfig: {
      coverageProvider: 'babel',
      collectCoverageFrom: ['src/**/*.ts'],
      coverageReporters: ['text', 'lcov'],
      maxWorkers: '100%',
      setupFiles: ['<rootDir>/test/jest.setup.ts'],
      roots: ['<rootDir>/src', '<rootDir>/test'],
    },
  },

  publishToPypi: { distName: name, module: 'cdk_mcp_guardrails', trustedPublishing: true, publishTools: { python: { version: '3.13' } } },
  publishToMaven: {
    mavenGroupId: 'io.github.cdkmcpguardrails',
    javaPackage: 'io.github.cdkmcpguardrails',
    mavenArtifactId: name,
    mavenServerId: 'central-ossrh',
    publishTools: { java: { version: '21' } },
  },
  publishToNuget: {
    packageId: 'CdkMcpGuardrails',
    dotNetNamespace: 'CdkMcpGuardrails',
    trustedPublishing: true,
    publishTools: { dotnet: { version: '10.x' } },
  },
  publishToGo: {
    moduleName: `github.com/${name}/${name}-go`,
    packageName: 'cdkmcpguardrails',
    publishTools: { go: { version: '^1.25.0' } },
  },
  npmTrustedPublishing: true,

  githubOptions: { mergify: false },
  mutableBuild: false,
  depsUpgrade: false,
  dependabot: true,
  dependabotOptions: {
    scheduleInterval: github.DependabotScheduleInterval.WEEKLY,
    // The floor is a promise to users; projen's own versions are set above.
    ignore: [{ dependencyName: 'aws-cdk-lib' }, { dependencyName: 'constructs' }],
  },
  npmignore: [
    '/.ci/', '/.gitignore', '/.npmignore', '/.compatignore', '/CONTRIBUTING.md', '/docs/', '/examples/', '/rosetta/', '/tsconfig.dev.json',
    '/.jsii.tabl.json', '/coverage/', '/cdk.out/',
  ],
  gitignore: ['.jsii.tabl.json', 'cdk.out/', '.DS_Store', '/dist/'],
});

// npm refuses its own lockfile without this: an optional dependency of eslint's resolver.
project.package.addPackageResolutions('unrs-resolver@1.12.2');

// Build jobs package every language with the same toolchains that the release uses.
for (const [language, tools] of Object.entries({
  python: { python: { version: '3.13' } },
  java: { java: { version: '21' } },
  dotnet: { dotnet: { version: '10.x' } },
  go: { go: { version: '^1.25.0' } },
})) {
  const build = project.github!.tryFindWorkflow('build')!;
  const id = `package-${language}`;
  const job = build.getJob(id) as github.workflows.Job;
  build.updateJob(id, { ...job, tools: { node: { version: '24.x' }, ...tools } });
}

// Examples in the README and in docstrings must compile.
project.package.addField('jsii', {
  ...project.package.manifest.jsii,
  metadata: { jsii: { rosetta: { strict: true } } },
});
project.postCompileTask.exec('jsii-rosetta extract --compile --fail .');

// A break of the published API fails the build unless .compatignore names it, though the API is still experimental.
const compat = project.tasks.tryFind('compat')!;
compat.reset(`jsii-diff npm:${name} --keys --error-on all --ignore-file .compatignore`);
project.postCompileTask.spawn(compat);

const demo = project.addTask('demo', {
  description: 'Synthesize the example app and print what its policies mean',
  exec: 'tsx --tsconfig examples/typescript/tsconfig.json examples/typescript/demo.ts',
});
project.testTask.exec('tsc --noEmit -p examples/typescript/tsconfig.json');

project.addTask('test:newest', {
  description: 'Run the tests against the newest aws-cdk-lib instead of the oldest supported one',
  exec: 'jest --ci --coverage=false --config test/jest.newest.config.json',
});
project.addTask('package:code-only', {
  description: 'Generate the bindings of every language without compiling them',
  exec: 'jsii-pacmak --code-only --outdir dist/code-only',
});

void demo;
project.synth();
