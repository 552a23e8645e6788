import { CfnJson, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { readTemplates } from '../../../src/analysis/template/read-templates';
import type { TemplateOptions } from '../../../src/analysis/template/template';
import { readable } from '../../../src/iam/unknown-text';

const TEMPLATE = {
  Parameters: {
    Stage: { Type: 'String', Default: 'dev' },
    Subnets: { Type: 'List<AWS::EC2::Subnet::Id>' },
    Image: { Type: 'AWS::SSM::Parameter::Value<String>' },
    Names: { Type: 'AWS::SSM::Parameter::Value<List<String>>' },
  },
  Mappings: { Regions: { 'eu-west-1': { Name: 'dublin', Zones: ['a', 'b'] } }, Names: { 'eu-west-1': { Short: 'euw1' } } },
  Conditions: {
    Dublin: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] },
    Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
    Never: { 'Fn::Equals': ['a', 'b'] },
    Neither: { 'Fn::And': [{ Condition: 'Prod' }, { Condition: 'Never' }] },
    Either: { 'Fn::Or': [{ Condition: 'Prod' }, { 'Fn::Not': [{ Condition: 'Never' }] }] },
    Same: { 'Fn::Equals': [{ Ref: 'Stage' }, { 'Fn::Sub': '${Stage}' }] },
    Self: { 'Fn::Not': [{ Condition: 'Self' }] },
  },
  Resources: {
    Bucket: { Type: 'AWS::S3::Bucket' },
    Named: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Sub': 'data-${AWS::Region}' } } },
    Thing: { Type: 'Custom::Thing' },
  },
};

const DUBLIN = { region: 'eu-west-1', account: '111122223333' };

/** As a person reads it: `<…>` for what is known only at deployment. */
function resolve(value: unknown, options: TemplateOptions = {}, template: object = TEMPLATE): unknown {
  const json = JSON.stringify(readTemplates([{ template }], options).resolve(value));
  return json === undefined ? undefined : JSON.parse(readable(json));
}

test.each<[value: unknown, resolved: unknown]>([
  [{ Ref: 'Stage' }, '<Stage>'], // A default need not be what is deployed.
  [{ Ref: 'Image' }, '<Image>'],
  [{ Ref: 'Subnets' }, { Ref: 'Subnets' }],
  [{ Ref: 'Names' }, { Ref: 'Names' }],
  [{ Ref: 'AWS::AccountId' }, '<AWS::AccountId>'],
  [{ Ref: 'AWS::Partition' }, 'aws'],
  [{ Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
  [{ Ref: 'AWS::StackId' }, '<AWS::StackId>'],
  [{ Ref: 'AWS::NotificationARNs' }, { Ref: 'AWS::NotificationARNs' }],
  [{ Ref: 'Bucket' }, '<Bucket>'],
  [{ Ref: 'Named' }, 'data-<AWS::Region>'],
  [{ Ref: 'Missing' }, '<Missing>'],
  [{ Ref: 'constructor' }, '<constructor>'],
  [{ Ref: ['Bucket'] }, '<Ref [\'Bucket\']>'],
  [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'arn:aws:s3:::<Bucket>'],
  [{ 'Fn::GetAtt': 'Named.Arn' }, 'arn:aws:s3:::data-<AWS::Region>'],
  [{ 'Fn::GetAtt': ['Thing', 'Outputs.Name'] }, '<Thing.Outputs.Name>'],
  [{ 'Fn::GetAtt': ['Bucket', { Ref: 'Stage' }] }, '<Bucket.<Stage>>'],
  [{ 'Fn::GetAtt': [] }, '<Fn::GetAtt []>'],
  [{ 'Fn::Join': ['', ['a', { Ref: 'Stage' }, 1, true]] }, 'a<Stage>1true'],
  [{ 'Fn::Join': [',', ['a', { Ref: 'AWS::NoValue' }, 'b']] }, 'a,b'],
  [{ 'Fn::Join': [',', { Ref: 'Subnets' }] }, '<Fn::Join [\',\',{\'Ref\':\'Subnets\'}]>'],
  [{ 'Fn::Join': 'a' }, '<Fn::Join [null,null]>'],
  [{ 'Fn::Sub': '${Stage}-${Bucket.Arn}/${!aws:username}' }, '<Stage>-arn:aws:s3:::<Bucket>/${aws:username}'],
  [{ 'Fn::Sub': ['${A}${Stage}', { A: { Ref: 'Bucket' }, Stage: 'x' }] }, '<Bucket>x'],
  [{ 'Fn::Sub': '${aws:username}' }, '<aws:username>'],
  [{ 'Fn::Sub': '$ { } ${} $' }, '$ { } ${} $'],
  ['${aws:username} ${Stage}', '${aws:username} ${Stage}'],
  [{ 'Fn::Select': [1, ['a', 'b']] }, 'b'],
  [{ 'Fn::Select': ['1', ['a', 'b']] }, 'b'],
  [{ 'Fn::Select': [2, ['a', 'b']] }, '<Fn::Select [\'2\',[\'a\',\'b\']]>'],
  [{ 'Fn::Select': [{ Ref: 'Stage' }, ['a', 'b']] }, '<Fn::Select [\'<Stage>\',[\'a\',\'b\']]>'],
  [{ 'Fn::Split': [',', 'a,b'] }, ['a', 'b']],
  [{ 'Fn::Split': [',', { Ref: 'Stage' }] }, { 'Fn::Split': [',', '<Stage>'] }],
  [{ 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Bucket', 'Arn'] }] }] }, '<Bucket>'],
  [{ 'Fn::Select': [0, { 'Fn::Split': ['-', 'a-b'] }] }, 'a'],
  // A parameter may have the delimiter in it: what is before it is known all the same.
  [{ 'Fn::Select': [0, { 'Fn::Split': ['/', { 'Fn::Sub': 'a/${Stage}/b' }] }] }, 'a'],
  [{ 'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::Sub': 'a/${Stage}/b' }] }] }, '<Fn::Select [\'2\',{\'Fn::Split\':[\'/\',\'a/<Stage>/b\']}]>'],
  [{ 'Fn::Select': [0, { 'Fn::Split': ['-', { Ref: 'Bucket' }] }] }, '<Fn::Select [\'0\',{\'Fn::Split\':[\'-\',\'<Bucket>\']}]>'],
  [{ 'Fn::FindInMap': ['Regions', 'eu-west-1', 'Name'] }, 'dublin'],
  [{ 'Fn::FindInMap': ['Regions', 'eu-west-1', 'Zones'] }, ['a', 'b']],
  [{ 'Fn::FindInMap': ['Names', { Ref: 'AWS::Region' }, 'Short'] }, '<Fn::FindInMap [\'Names\',\'<AWS::Region>\',\'Short\']>'],
  [{ 'Fn::FindInMap': ['Regions', { Ref: 'AWS::Region' }, 'Zones'] }, { 'Fn::FindInMap': ['Regions', '<AWS::Region>', 'Zones'] }],
  [{ 'Fn::FindInMap': ['Names', 'eu-west-1', 'Long', { DefaultValue: { Ref: 'Stage' } }] }, '<Stage>'],
  [{ 'Fn::FindInMap': ['Names', 'eu-west-1', 'constructor'] }, '<Fn::FindInMap [\'Names\',\'eu-west-1\',\'constructor\']>'],
  [{ 'Fn::ImportValue': 'Nobodys' }, '<Fn::ImportValue Nobodys>'],
  [{ 'Fn::Base64': 'text' }, 'dGV4dA=='],
  [{ 'Fn::Base64': { Ref: 'Stage' } }, '<Fn::Base64 \'<Stage>\'>'],
  [{ 'Fn::Cidr': [{ Ref: 'Stage' }, 6, 5] }, { 'Fn::Cidr': ['<Stage>', 6, 5] }],
  [{ 'Fn::Transform': { Name: 'AWS::Include' } }, { 'Fn::Transform': { Name: 'AWS::Include' } }],
  ['x{{resolve:ssm:/team}}', 'x<resolve:ssm:/team>'],
  [{ 'Fn::Sub': '{{resolve:ssm:/${Stage}}}' }, '<resolve:ssm:/<Stage>>'],
  [[1, { Ref: 'AWS::NoValue' }, null, { a: { Ref: 'AWS::NoValue' }, b: false }], [1, null, { b: false }]],
  [{ Ref: 'AWS::NoValue' }, undefined],
])('%j is %j', (value, resolved) => {
  expect(resolve(value)).toEqual(resolved);
});

test('what is known of the deployment is used', () => {
  expect(resolve({ 'Fn::Sub': '${AWS::Partition} ${AWS::Region} ${AWS::AccountId} ${Named}' }, DUBLIN)).toBe(
    'aws eu-west-1 111122223333 data-eu-west-1');
  expect(resolve({ 'Fn::FindInMap': ['Regions', { Ref: 'AWS::Region' }, 'Zones'] }, DUBLIN)).toEqual(['a', 'b']);
});

test.each([
  ['cn-north-1', 'aws-cn amazonaws.com.cn'],
  ['us-gov-west-1', 'aws-us-gov amazonaws.com'],
  ['us-iso-east-1', 'aws-iso c2s.ic.gov'],
  ['us-isob-east-1', 'aws-iso-b sc2s.sgov.gov'],
  ['eu-isoe-west-1', 'aws-iso-e cloud.adc-e.uk'],
  ['us-isof-south-1', 'aws-iso-f csp.hci.ic.gov'],
  ['eu-isof-north-1', 'aws-iso-f csp.hci.ic.gov'],
  ['eusc-de-east-1', 'aws-eusc amazonaws.eu'],
  ['us-east-1', 'aws amazonaws.com'],
])('the region %s is in %s', (region, expected) => {
  expect(resolve({ 'Fn::Sub': '${AWS::Partition} ${AWS::URLSuffix}' }, { region })).toBe(expected);
});

describe('conditions', () => {
  const on = (condition: unknown, options?: TemplateOptions) => resolve({ 'Fn::If': [condition, { Ref: 'Stage' }, 'no'] }, options);

  test('that can be evaluated decide', () => {
    expect(on('Never')).toBe('no');
    expect(on('Dublin', DUBLIN)).toBe('<Stage>');
    expect(on('Dublin', { region: 'us-east-1' })).toBe('no');
    expect(on('Neither')).toBe('no');
    expect(on('Either')).toBe('<Stage>');
    expect(on('Same')).toBe('<Stage>');
  });

  test.each(['Prod', 'Dublin', 'Self', 'Missing', 'constructor', 7])('%s does not', (condition) => {
    expect(on(condition)).toEqual({ 'Fn::If': [condition, '<Stage>', 'no'] });
  });

  test('that do not decide leave open what hangs on them', () => {
    const maybe = { 'Fn::If': ['Prod', 'a', { Ref: 'AWS::NoValue' }] };
    expect(resolve([maybe])).toEqual([maybe]);
    expect(resolve({ 'Fn::If': ['Prod', 'a', 'a'] })).toBe('a');
    expect(resolve({ 'Fn::Sub': ['x${A}', { A: { 'Fn::If': ['Prod', 'a', 'b'] } }] })).toBe('x<{\'Fn::If\':[\'Prod\',\'a\',\'b\']}>');
    // The delimiter and the places of the others hang on them, too.
    expect(resolve({ 'Fn::Join': ['/', ['x', maybe]] })).toMatch(/^<Fn::Join/);
    expect(resolve({ 'Fn::Select': [1, [maybe, 'x']] })).toMatch(/^<Fn::Select/);
    expect(resolve({ 'Fn::Select': [0, ['x', maybe]] })).toBe('x');
  });
});

test('what the CDK makes of tokens', () => {
  const stack = new Stack();
  const arn = stack.formatArn({ service: 's3', resource: 'reports', region: '', account: '' });
  expect(resolve(stack.resolve(`${arn}/${Fn.ref('Bucket')}`))).toBe('arn:aws:s3:::reports/<Bucket>');
  expect(resolve(stack.resolve(Fn.select(0, Fn.split('/', Fn.ref('Named')))), DUBLIN)).toBe('data-eu-west-1');
});

describe('hostile templates', () => {
  const chain = (length: number, properties: (before: string) => object) => ({
    Resources: Object.fromEntries(Array.from({ length }, (_, i) => [`B${i}`, { Type: 'AWS::S3::Bucket', Properties: i === 0 ? {} : properties(`B${i - 1}`) }])),
  });

  test('names that refer to each other', () => {
    const template = {
      Resources: {
        A: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { Ref: 'B' } } },
        B: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Sub': '${A}x' } } },
      },
    };
    expect(resolve({ Ref: 'A' }, {}, template)).toBe('<A>x');
  });

  test('a name that doubles with every reference', () => {
    const template = chain(200, (before) => ({ BucketName: { 'Fn::Sub': `\${${before}}\${${before}}` } }));
    expect((resolve({ Ref: 'B199' }, {}, template) as string).length).toBeLessThan(5000);
    const doubled = Array.from({ length: 200 }).reduce<unknown>((value) => ({ 'Fn::Sub': ['${A}${A}', { A: value }] }), 'ab');
    expect((resolve(doubled) as string).length).toBeLessThan(100_001);
  });

  test('long chains and deep nests', () => {
    expect(typeof resolve({ Ref: 'B9999' }, {}, chain(10000, (before) => ({ BucketName: { Ref: before } })))).toBe('string');
    const deep = JSON.parse(`${'['.repeat(5000)}1${']'.repeat(5000)}`);
    expect(JSON.stringify(resolve(deep))).toContain('<nested too deep>');
    const nested = Array.from({ length: 5000 }).reduce<unknown>((value) => ({ 'Fn::Join': ['', [value]] }), 'x');
    expect(resolve(nested)).toContain('nested too deep');
  });

  test('conditions and exports that hang on themselves', () => {
    const template = {
      Conditions: Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`C${i}`, { 'Fn::Not': [{ Condition: `C${(i + 1) % 3000}` }] }])),
      Outputs: { A: { Value: { 'Fn::ImportValue': 'A' }, Export: { Name: 'A' } }, B: { Value: 'b', Export: { Name: { 'Fn::ImportValue': 'B' } } } },
      Resources: {},
    };
    expect(resolve({ 'Fn::If': ['C0', 1, 2] }, {}, template)).toEqual({ 'Fn::If': ['C0', 1, 2] });
    expect(resolve({ 'Fn::ImportValue': 'A' }, {}, template)).toBe('<Fn::ImportValue A>');
    expect(resolve({ 'Fn::ImportValue': 'B' }, {}, template)).toBe('<Fn::ImportValue B>');
  });

  test('__proto__ is a key as any', () => {
    const value = JSON.parse('{"__proto__":{"a":{"Ref":"Bucket"}}}');
    expect(resolve(value)).toEqual(JSON.parse('{"__proto__":{"a":"<Bucket>"}}'));
    expect(Object.getPrototypeOf(readTemplates([{ template: TEMPLATE }]).resolve(value))).toBe(Object.prototype);
  });
});

describe('what a CfnJson of the CDK gives', () => {
  const stack = new Stack(undefined, 'S');
  const provider = Fn.select(1, Fn.split(':oidc-provider/', Fn.ref('Thing')));
  const json = new CfnJson(stack, 'Json', { value: { [`${provider}:sub`]: 'system:serviceaccount:a:b', list: [Fn.ref('Stage')] } });
  const { Resources } = Template.fromStack(stack).toJSON();
  const [logicalId] = Object.keys(Resources).filter((name) => Resources[name].Type === 'Custom::AWSCDKCfnJson');
  const value = { 'Fn::GetAtt': [logicalId, 'Value'] };
  const resolveIn = (properties: object) => resolve(value, {}, { ...TEMPLATE, Resources: { [logicalId]: { Type: 'Custom::AWSCDKCfnJson', Properties: properties } } });

  test('is an object, with references in keys and values', () => {
    expect(stack.resolve(json.value)).toEqual(value);
    const resolved = readTemplates([{ template: { ...TEMPLATE, Resources: { ...TEMPLATE.Resources, ...Resources } } }], {}).resolve(value) as object;
    expect(Object.entries(resolved).map(([name, each]) => [readable(name), Array.isArray(each) ? each.map(readable) : each])).toEqual([
      ["<Fn::Select ['1',{'Fn::Split':[':oidc-provider/','<Thing>']}]>:sub", 'system:serviceaccount:a:b'], ['list', ['<Stage>']],
    ]);
  });

  test('is not known if it is no JSON, a string, or hangs on itself', () => {
    expect([{ Ref: 'Stage' }, '"x"', { 'Fn::Join': ['', ['{"a":', value, '}']] }, undefined].map((Value) => resolveIn({ Value })))
      .toEqual(Array(4).fill(`<${logicalId}.Value>`));
    expect(resolveIn({ Value: { 'Fn::ToJsonString': { a: { 'Fn::Select': [1, { Ref: 'Subnets' }] } } } })).toEqual({ a: expect.stringMatching(/^<Fn::Select/) });
  });
});
