import { AlikePolicies } from '../../../src/analysis/access-report/alike-policies';
import { htmlPieces } from '../../../src/analysis/access-report/render-html';
import { jsonPieces } from '../../../src/analysis/access-report/render-json';
import { reportAndSearch } from '../../../src/analysis/access-report/report';
import { namedResources } from '../../../src/analysis/access-report/report-statement';
import { readTemplates } from '../../../src/analysis/template/read-templates';
import type { LocatedPolicy } from '../../../src/iam/policy';
import { PolicyKind } from '../../../src/iam/policy';
import type { Json } from '../../../src/iam/value';
import { random } from '../../random-numbers';
import { role, roleWithArns } from '../rules/found';

const policy = (...Statement: Json[]): LocatedPolicy => ({ kind: PolicyKind.IDENTITY, place: { path: '' }, document: { Version: '2012-10-17', Statement }, resourceType: 'AWS::IAM::Policy' });
const get = (Resource: unknown, more: Json = {}): Json => ({ Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource, ...more });

describe('policies', () => {
  const first = policy(get('arn:aws:s3:::a/*'));

  test.each<[string, LocatedPolicy, boolean]>([
    ['are alike with other names of resources', policy(get('arn:aws:s3:::b/c')), true],
    ['are not with another resource than an ARN', policy(get('*')), false],
    ['are not with other actions', policy(get('arn:aws:s3:::b/c', { Action: 's3:GetObject' })), false],
    ['are not with another condition', policy(get('arn:aws:s3:::b/c', { Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } } })), false],
    ['are not as another kind', { ...first, kind: PolicyKind.PERMISSIONS_BOUNDARY }, false],
  ])('%s', (_, other, isAlike) => {
    const alike = new AlikePolicies();
    expect(alike.firstLike(first)).toBe(first);
    expect(alike.firstLike(other)).toBe(isAlike ? first : other);
  });

  test('are not where a condition has other names', () => {
    const alike = new AlikePolicies();
    const [one, other] = ['a', 'b'].map((name) => policy(get('*', { Condition: { ArnLike: { Resource: `arn:aws:s3:::${name}` } } })));
    expect([one, other].map((each) => alike.firstLike(each))).toEqual([one, other]);
  });

  test('have the resources that they name themselves', () => {
    const other = policy(get(['arn:aws:s3:::b/*', 'arn:aws:s3:::c/*']));
    const alike = policy(get(['arn:aws:s3:::d/*', 'arn:aws:s3:::e/*']));
    expect(namedResources(alike, other)).toEqual([{ actions: ['s3:GetObject', 's3:PutObject'], resources: ['arn:aws:s3:::d/*', 'arn:aws:s3:::e/*'] }]);
    expect(namedResources(alike, other)).toEqual(namedResources(alike));
  });
});

test('the report says the same, to the letter, as if each policy were read', () => {
  const next = random(5);
  const below = (limit: number) => Math.floor(next() * limit);
  const viaMcp = { Effect: 'Deny', Action: 's3:PutObject', Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } } };
  const resources = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`Role${i}`, below(2) === 0 ? roleWithArns(below)
    : role([get(`arn:aws:s3:::bucket${i}/*`), { ...viaMcp, Resource: `arn:aws:s3:::bucket${i}/*` }], below(3) === 0 ? { PermissionsBoundary: { Ref: 'Boundary' } } : {})]));
  const Boundary = { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [get('arn:aws:s3:::bucket1/*')] } } };
  const written = () => {
    const { report, search } = reportAndSearch(readTemplates([{ template: { Resources: { ...resources, Boundary } }, file: 'a.json' }]));
    return [jsonPieces(report), htmlPieces(report, search)].map((pieces) => [...pieces].join(''));
  };
  const found = written();
  const firstLike = jest.spyOn(AlikePolicies.prototype, 'firstLike').mockImplementation((each) => each);
  expect(found).toEqual(written());
  expect(firstLike).toHaveBeenCalled();
  firstLike.mockRestore();
});
