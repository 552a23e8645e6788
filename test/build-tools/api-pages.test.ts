import { TypeKind } from '@jsii/spec';
import { inCode, inProse, links } from '../../build-tools/api-pages/references';
import { Renderer } from '../../build-tools/api-pages/render';
import { topicOf } from '../../build-tools/api-pages/topics';

const PLACE = { assembly: 'cdk-mcp-guardrails' };
const linkOf = links(() => 'page.md');
const OWN = { fqn: 'cdk-mcp-guardrails.mixins.Own' };
const [TEXT, STREAM] = [{ primitive: 'string' }, { fqn: 'aws-cdk-lib.aws_iam.IRole' }] as any[];

test('a type is written as a program has it, and leads to where it is explained', () => {
  const map = { collection: { kind: 'map', elementtype: OWN } } as any;
  expect(inCode(map)).toBe('{ [key: string]: mixins.Own }');
  expect(inCode({ union: { types: [TEXT, STREAM] } })).toBe('string | iam.IRole');
  expect(inProse(map, linkOf)).toBe('{ [key: string]: [mixins.Own](page.md#mixinsown) }');
  expect(inProse(STREAM, linkOf)).toBe('[iam.IRole](https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_iam.IRole.html)');
  expect(inProse({ fqn: 'constructs.Construct' }, linkOf)).toBe('[Construct](https://docs.aws.amazon.com/cdk/api/v2/docs/constructs.Construct.html)');
});

test('what docstrings say is safe in Markdown and in a table: HTML, pipes, examples, paragraphs', () => {
  const base = { ...PLACE, fqn: 'cdk-mcp-guardrails.Base', name: 'Base', kind: TypeKind.Interface, properties: [{ name: 'plain', type: TEXT, docs: { summary: 'From the base.' } }] } as any;
  const struct = {
    ...PLACE,
    fqn: 'cdk-mcp-guardrails.Options',
    name: 'Options',
    kind: TypeKind.Interface,
    interfaces: [base.fqn, 'aws-cdk-lib.StackProps'],
    properties: [{ name: 'pattern', optional: true, type: TEXT, docs: { summary: 'A <pattern>, `a|b`,', remarks: 'see `docs/rules.md`.', default: '- any', example: 'a();\nb();' } }],
  } as any;
  expect(new Renderer({ [base.fqn]: base, [struct.fqn]: struct }, linkOf).type(struct)).toEqual([
    '## Options',
    [
      '| property | type | default | what it is |', '|---|---|---|---|', '| `plain` | string | **required** | From the base. |',
      '| `pattern` | string | any | A &lt;pattern>, `a\\|b`, see [docs/rules.md](../rules.md). `a();` `b();` |',
    ].join('\n'),
    'Besides these it has all properties of [StackProps](https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.StackProps.html).',
  ]);
});

test('a method has its signature, what it takes and throws; one of the CDK that says nothing new is left out', () => {
  const methods = [
    { name: 'of', static: true, parameters: [{ name: 'names', variadic: true, type: TEXT, docs: { summary: 'which' } }], returns: { type: OWN }, docs: { summary: 'Makes it.', custom: { throws: 'if none is given' } } },
    { name: 'applyTo', overrides: 'constructs.IMixin', parameters: [] },
  ];
  expect(new Renderer({}, linkOf).type({ ...PLACE, fqn: 'cdk-mcp-guardrails.Own', name: 'Own', kind: TypeKind.Class, methods } as any)).toEqual([
    '## Own', '### of()', '```ts\nOwn.of(...names: string[]): mixins.Own\n```', 'Makes it.', '**Throws** if none is given.', '- `names`, string: which.',
  ]);
});

test('each file has a topic, or is an error', () => {
  expect(topicOf('src/enforcement/mcp-scoped-role.ts').name).toBe('roles');
  expect(topicOf('src/enforcement/mcp-permission-set.ts').name).toBe('places');
  expect(() => topicOf('src/new/thing.ts')).toThrow('src/new/thing.ts: its types are on no page of docs/api: expected a topic');
});
