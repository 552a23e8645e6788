import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { transformSync } from 'esbuild';
import { MARKDOWN, PAGES, REPOSITORY, SOURCES, anchorsOf, isThere, linksOf, proseOf, read, sentencesOf } from './pages';
import { inEmptyDirectory, run, write } from '../cli/run';

/** The programs of a page. */
const codeOf = (page: string, language: string) => (
  [...read(page).matchAll(new RegExp(`^\`\`\`${language}\\b[^\\n]*\\n([^]*?)^\`\`\`$`, 'gm'))].map(([, block]) => block));

/** Runs a program with what it declares, and returns what it exports. */
function execute(
  block: string, given: { readonly [name: string]: unknown } = {}, modules: { readonly [name: string]: unknown } = {},
): { [name: string]: any } {
  const module = { exports: {} };
  const all = { 'cdk-mcp-guardrails': jest.requireActual('../../src'), ...modules };
  new Function('require', 'module', ...Object.keys(given), transformSync(block, { loader: 'ts', format: 'cjs' }).code)(
    (name: keyof typeof all) => all[name] ?? jest.requireActual(name), module, ...Object.values(given));
  return module.exports;
}

test.each(MARKDOWN)('%s: every link goes somewhere', (file) => {
  expect(linksOf(read(file)).filter((link) => !isThere(file, link))).toEqual([]);
});

test('the command line is that of mcp-guardrails: the library has none', () => {
  const told = [...MARKDOWN, ...SOURCES].filter((file) => !file.startsWith('docs/decisions/'));
  expect(told.filter((file) => read(file).includes('npx cdk-mcp-guardrails'))).toEqual([]);
});

test('messages, docstrings and comments name pages that there are', () => {
  const named = SOURCES.flatMap((file) => [...read(file).matchAll(new RegExp(`(?:${REPOSITORY}/blob/main/|[\`'" (])(docs/[\\w/-]+\\.md(?:#[\\w-]+)?)`, 'g'))].map(([, page]) => [file, page]));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(([, page]) => !isThere('README.md', page))).toEqual([]);
});

test('docs/README.md lists every page, once', () => {
  const listed = [...read('docs/README.md').matchAll(/^- \[[^\]]+\]\(([^)]+)\): .+\.$/gm)].map(([, page]) => `docs/${page}`);
  expect(listed.sort()).toEqual(PAGES);
});

test('each page, and each example, begins with its result, in a few words', () => {
  const opening = (file: string) => proseOf(read(file)).split(/\n\s*\n/)[1];
  const examples = MARKDOWN.filter((file) => file.startsWith('examples/'));
  expect(examples.length).toBeGreaterThan(5);
  expect([...PAGES, ...examples].filter((file) => !/^[\p{Lu}`][^]*[.:?]$/u.test(opening(file).trim()) || opening(file).split(/\s+/).length > 40)).toEqual([]);
});

describe('README.md', () => {
  const readme = read('README.md');
  const code = (language: string) => codeOf('README.md', language);

  test('it is read in a minute', () => {
    const words = proseOf(readme).split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
    expect(words.length).toBeLessThan(700);
    const sentences = sentencesOf(readme);
    expect(sentences.length).toBeGreaterThan(25);
    expect(sentences.reduce((sum, sentence) => sum + sentence.split(' ').length, 0) / sentences.length).toBeLessThanOrEqual(12);
  });

  test('every link works on npm and on PyPI, too', () => {
    expect(linksOf(readme).filter((link) => !link.startsWith('https://'))).toEqual([]);
  });

  test('each picture is there in light and dark, and differs in its colors only', () => {
    const [light, dark] = ['light', 'dark'].map((scheme) => read(`docs/images/overview-${scheme}.svg`));
    expect(light.replace(/<style>[^]*?<\/style>/, '')).toBe(dark.replace(/<style>[^]*?<\/style>/, ''));
    expect(light).not.toBe(dark);
  });

  test('every snippet has its imports, and runs', () => {
    const templates = code('ts').map((block) => {
      const apps: App[] = [];
      class SeenApp extends App {
        constructor() {
          super();
          apps.push(this);
        }
      }
      execute(block, {}, { 'aws-cdk-lib': { App: SeenApp, Stack } });
      return apps[0].synth().stacks[0].template.Resources;
    });
    expect(templates.map((resources) => Object.values<{ Type: string }>(resources).map(({ Type }) => Type).sort())).toEqual([
      ['AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::S3::Bucket'],
      ['AWS::Organizations::Policy', 'AWS::Organizations::Policy'],
    ]);
  });

  describe('what the command prints', () => {
    inEmptyDirectory();

    test('it prints', async () => {
      write('policy.json', code('json')[0]);
      const [, args, output] = /^\$ npx mcp-guardrails (.*)\n([^]*)$/.exec(code('text')[0])!;
      expect((await run(args.split(' '))).stdout).toBe(output);
    });
  });

  test('it says what the package needs', () => {
    const { engines, peerDependencies } = JSON.parse(read('package.json'));
    const floor = (range: string) => range.replace(/^\D+/, '');
    expect(readme).toContain(`Node.js ${floor(engines.node).replace(/\.0$/, '')} or newer`);
    expect(readme).toContain(`\`aws-cdk-lib\` ${floor(peerDependencies['aws-cdk-lib'])} and \`constructs\` ${floor(peerDependencies.constructs)}, or newer`);
  });

  test('its badges are about this package, and its workflow is there', () => {
    const { name, license } = JSON.parse(read('package.json'));
    const badges = [...readme.matchAll(/^\[!\[([^\]]+)\]\(([^)]+)\)\]\(([^)]+)\)$/gm)].map(([, ...badge]) => badge);
    expect(badges.map(([says]) => says)).toEqual(['npm', 'PyPI', 'release', license]);
    expect(badges.filter(([, image, page]) => !image.includes(name) || !page.includes(name))).toEqual([]);
    expect(path.basename(path.dirname(badges[2][1]))).toBe('release.yml');
    expect(read('.github/workflows/release.yml')).toContain('branches:\n      - main');
  });
});

describe('what a page says of its stack', () => {
  let stack: Stack;
  beforeEach(() => (stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } })));
  const assertionsOf = (page: string) => codeOf(page, 'ts').filter((block) => block.includes('McpAssertions.fromStack'));
  const agentsRole = (program: string) => {
    const { agent } = execute(`${program}\nexport { agent };`, { stack });
    new Bucket(stack, 'Reports', { bucketName: 'reports' }).grantReadWrite(agent);
  };
  const [role] = codeOf('docs/give-an-agent-a-role.md', 'ts');
  const ROLE_WITHOUT_SECRETS = role.replace('guardrails: [', 'guardrails: [McpGuardrail.denySecretReadsViaMcp(), ');

  test.each([
    ['docs/give-an-agent-a-role.md', role],
    ['docs/check-what-you-have.md', ROLE_WITHOUT_SECRETS],
  ])('%s: is so of the role for an agent', (page, program) => {
    agentsRole(program);
    const blocks = assertionsOf(page);
    expect(blocks).toHaveLength(1);
    execute(blocks[0], { stack });
  });

  test('docs/check-what-you-have.md: the guardrail that it names is needed', () => {
    agentsRole(role);
    expect(() => execute(assertionsOf('docs/check-what-you-have.md')[0], { stack })).toThrow('cannot call sts:AssumeRole');
  });

  test('docs/share-a-role.md: is so of the grants', () => {
    const developer = new Role(stack, 'Developer', { assumedBy: new AccountRootPrincipal() });
    const table = new Table(stack, 'Orders', { tableName: 'Orders', partitionKey: { name: 'id', type: AttributeType.STRING } });
    execute(codeOf('docs/share-a-role.md', 'ts')[0], { role: developer, table });
    const blocks = assertionsOf('docs/share-a-role.md');
    expect(blocks).toHaveLength(1);
    execute(blocks[0], { stack });
  });

  test('docs/toolhive.md: it needs no custom resource', () => {
    execute(codeOf('docs/toolhive.md', 'ts')[0], { stack, reports: new Bucket(stack, 'Reports') });
    const { Resources } = Template.fromStack(stack).toJSON();
    expect(Object.values<{ Type: string }>(Resources).map(({ Type }) => Type).sort()).toEqual(
      ['AWS::IAM::OIDCProvider', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::IAM::Role', 'AWS::S3::Bucket']);
  });
});

describe('what the tests above stand on', () => {
  test('links of every kind are found, but not in code', () => {
    expect(linksOf('[a](b.md) ![c](<d.svg> "title") `[x](y)`\n[ref]: https://e\n<img src="f">\n```\n[no](no)\n```\n')).toEqual(['b.md', 'd.svg', 'https://e', 'f']);
  });

  test('anchors are those of GitHub', () => {
    expect([...anchorsOf('# `check`: what, it says?\n## Same\n## Same\n```sh\n# no\n```\n<a id="own"></a>\n## [Link](x) & more_here\n')])
      .toEqual(['own', 'check-what-it-says', 'same', 'same-1', 'link--more_here']);
  });

  test('what is not there is found out', () => {
    expect(['docs/none.md', 'docs/guardrails.md#none', '#none', `${REPOSITORY}/blob/main/docs/none.md`].filter((link) => isThere('README.md', link))).toEqual([]);
    expect(['docs/guardrails.md#denyoutsidemcp', 'https://example.com/x', `${REPOSITORY}/blob/main/docs/rules.md`].every((link) => isThere('README.md', link))).toBe(true);
  });
});
