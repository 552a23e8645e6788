import { changedPolicy, controlPolicy } from '../../benchmarks/proof-policies';
import { DocumentsSource } from '../../src/analysis/simulation/documents-source';
import { TemplateSource } from '../../src/analysis/simulation/template-source';
import { PolicyDocument } from '../../src/iam/document';
import type { Statement } from '../../src/iam/statement';
import { RequestOrigin } from '../../src/mcp/request-origin';
import { actionClasses } from '../../src/proof/action-classes';
import { natureOf } from '../../src/proof/action-nature';
import { Budget } from '../../src/proof/budget';
import { ChangedSource } from '../../src/proof/changed-source';
import { decide } from '../../src/proof/decide';
import type { ProofSource } from '../../src/proof/question';
import { Answer } from '../../src/proof/question';
import { differentStatements } from '../../src/proof/same-policies';
import { ALLOW_ALL } from '../conformance/world';

const document = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements.map((each) => ({ Effect: 'Allow', Resource: '*', ...each })) });
const source = (...statements: object[]) => new DocumentsSource({ identityPolicies: [document(...statements)] });
const actionsIn = (statements: readonly Statement[] | undefined) => statements?.map(({ action }) => action?.items);
const different = (one: ProofSource, other: ProofSource) => actionsIn(differentStatements({ source: one }, { source: other }));

describe('the statements that only one of two sides has', () => {
  const [get, put, others] = [{ Action: 's3:GetObject' }, { Action: 's3:PutObject' }, { NotAction: 'iam:*' }];

  test.each<[string, ProofSource, ProofSource, unknown]>([
    ['none, in another order', source(get, put), source(put, get), []],
    ['those of both sides', source(get, put), source(get, others), [['s3:PutObject'], ['iam:*']]],
    ['one that the other side has only once', source(get, get), source(get), [['s3:GetObject']]],
    ['those of a layer that both have', source(get), new DocumentsSource({ identityPolicies: [document(put)] }), [['s3:GetObject'], ['s3:PutObject']]],
    ['not told, where one side has a layer more', source(get), new DocumentsSource({ identityPolicies: [document(get)], permissionsBoundary: document(get) }), undefined],
    ['not told, where one side has the policy of a resource', source(get), new DocumentsSource({ identityPolicies: [document(get)], resourcePolicy: document({ ...get, Principal: '*' }) }), undefined],
  ])('%s', (_, one, other, expected) => {
    expect(different(one, other)).toEqual(expected);
  });

  test('those of policies of resources that are left out are found, whatever action is asked about', () => {
    const bucket = (id: string) => ({
      [id]: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: { Bucket: 'data', PolicyDocument: document({ Sid: 'Out', Effect: 'Deny', Principal: '*', Action: 's3:DeleteBucket' }, { ...get, Principal: '*' }) },
      },
    });
    const template = TemplateSource.of([{ template: { Resources: bucket('Policy') } }], {});
    const without = ChangedSource.without(template, ({ sid }) => sid === 'Out');
    expect(different(template, without)).toEqual([['s3:DeleteBucket']]);
    expect(different(template, ChangedSource.without(template, () => false))).toEqual([]);
  });
});

describe('actions among those that some statements are about', () => {
  const classes = (all: object[], scope: string[], ...among: object[]) => {
    const statementsOf = (some: object[]) => new PolicyDocument(document(...some)).statements;
    return actionClasses(statementsOf(all), scope, natureOf(false, undefined), new Budget(), statementsOf(among)).classes
      .map(({ action, listed }) => (listed ? action : `${action} (not listed)`));
  };
  const all = [{ Action: 's3:Get*' }, { Action: ['s3:GetObject', 'sqs:SendMessage'] }, { NotAction: ['s3:*', 'sqs:*'] }];

  test.each<[string, string[], object[], string[]]>([
    ['none', [], [], []],
    ['those that are named', [], [{ Action: ['sqs:SendMessage', 's3:GetObject'] }], ['s3:GetObject', 'sqs:SendMessage']],
    ['of those, what is asked about', ['s3:*'], [{ Action: ['sqs:SendMessage', 's3:GetObject'] }], ['s3:GetObject']],
    ['also such as AWS may add', ['s3:Get*'], [{ Action: 's3:GetZ*' }], ['s3:getz (not listed)']],
    ['all but some', ['s3:Get*', 'sqs:*'], [{ NotAction: 's3:GetBucket*' }], ['s3:GetObject', 'sqs:TagQueue', 'sqs:SendMessage', 's3:get (not listed)']],
  ])('%s', (_, scope, among, expected) => {
    expect(classes(all, scope, ...among)).toEqual(expected);
  });
});

test('what both sides say the same takes few steps', () => {
  const before = controlPolicy(10_000);
  const of = (control: object) => new DocumentsSource({ identityPolicies: [ALLOW_ALL], serviceControlPolicies: [[ALLOW_ALL, control]] });
  const [old, fresh] = [before, changedPolicy(before)].map(of);
  const question = { allowedBy: old, unless: fresh, origins: [{ name: 'direct', origin: RequestOrigin.direct() }] };
  expect(decide(question, new Budget(100_000)).answer).toBe(Answer.PROVED);
});
