import { named } from './templates';
import type { Moment, Step } from '../../../src/analysis/deployment/deployment-order';
import { DeploymentOrder } from '../../../src/analysis/deployment/deployment-order';
import { StackChange } from '../../../src/analysis/deployment/stack-change';

type Json = { [key: string]: any };

const never = () => false;
const thing = (properties: Json = {}, more: Json = {}) => ({ Type: 'AWS::SNS::Topic', Properties: properties, ...more });

function orderOf(before: Json | undefined, after: Json | undefined): DeploymentOrder {
  const input = (resources: Json | undefined) => resources && { template: { Resources: resources } };
  return new DeploymentOrder([new StackChange({ before: input(before), after: input(after) }, {})]);
}

/** The moments, each as what is done by then. */
function momentsOf(order: DeploymentOrder, which: (moment: Moment) => boolean = () => true): string[] {
  return order.moments(order.steps, never)!.filter(which).map(({ done }) => [...done].map(named).sort().join(', ')).sort();
}

const forward = ({ rollback }: Moment) => !rollback;

describe('the order that CloudFormation documents', () => {
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html, read on 2026-11-29:
  // "Resource B is created before resource A. Resource A is deleted before resource B. Resource B is updated before resource A."
  test.each<[string, Json]>([
    ['Ref', { Name: { Ref: 'B' } }],
    ['Fn::GetAtt of a list', { Name: { 'Fn::GetAtt': ['B', 'TopicName'] } }],
    ['Fn::GetAtt of a string', { Name: { 'Fn::GetAtt': 'B.TopicName' } }],
    ['Fn::Sub', { Name: { 'Fn::Sub': 'x-${B}' } }],
    ['Fn::Sub of an attribute', { Name: { 'Fn::Sub': ['${y}-${B.TopicName}', { y: 'z' }] } }],
    ['a variable of Fn::Sub', { Name: { 'Fn::Sub': ['${y}', { y: { Ref: 'B' } }] } }],
    ['a function within others', { Name: { 'Fn::Join': ['', ['x', { 'Fn::If': ['C', { Ref: 'B' }, 'y'] }]] } }],
  ])('%s is a dependency', (_, properties) => {
    const [a, b] = [thing(properties), thing()];
    expect(momentsOf(orderOf(undefined, { A: a, B: b }))).toEqual(['', 'create A, create B', 'create B']);
    expect(momentsOf(orderOf({ A: a, B: b }, undefined))).toEqual(['', 'delete A', 'delete A, delete B']);
    const other = { A: thing({ ...properties, DisplayName: 'x' }), B: thing({ DisplayName: 'x' }) };
    expect(momentsOf(orderOf({ A: a, B: b }, other), forward)).toEqual(['', 'update A, update B', 'update B']);
  });

  test.each<[string, unknown]>([['one', 'B'], ['a list', ['B']]])('so is DependsOn, %s', (_, dependsOn) => {
    expect(momentsOf(orderOf(undefined, { A: thing({}, { DependsOn: dependsOn }), B: thing() }))).toEqual(['', 'create A, create B', 'create B']);
  });

  test('a dependency may go through a resource that does not change', () => {
    const [before, after] = ['x', 'y'].map((name) => ({
      A: thing({ DisplayName: name, TopicName: { Ref: 'B' } }), B: thing({ TopicName: { Ref: 'C' } }), C: thing({ DisplayName: name }),
    }));
    expect(momentsOf(orderOf(before, after), forward)).toEqual(['', 'update A, update C', 'update C']);
  });

  test.each(['${!B}', '${y}', 'B'])('%s of Fn::Sub is none', (text) => {
    expect(momentsOf(orderOf(undefined, { A: thing({ Name: { 'Fn::Sub': [text, { y: 'x' }] } }), B: thing() }))).toHaveLength(4);
  });

  test('what is independent is done in any order: "CloudFormation creates, updates, and deletes resources in parallel to the extent possible"', () => {
    expect(momentsOf(orderOf(undefined, { A: thing(), B: thing(), C: thing() }))).toHaveLength(8);
  });

  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html, read on 2026-11-29: "creates the new resources first and
  // then deletes the old resources"; "the stack has been updated and is usable, but CloudFormation is still deleting the old resources".
  test('deletions come last', () => {
    expect(momentsOf(orderOf({ Old: thing() }, { New: thing() }))).toEqual(['', 'create New', 'create New, delete Old']);
  });

  test('a replacement is made before what uses it is updated, and the old one is deleted at the end', () => {
    const app = (description: string) => ({
      P: { Type: 'AWS::IAM::ManagedPolicy', Properties: { Description: description } },
      R: { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: [{ Ref: 'P' }] } },
    });
    expect(momentsOf(orderOf(app('x'), app('y')), forward)).toEqual(['', 'create P', 'create P, delete P, update R', 'create P, update R']);
  });

  test('another type is a replacement, too, and so is what hangs on it by a property that can not be changed', () => {
    const order = orderOf({ B: thing(), P: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'B' } } } },
      { B: { Type: 'AWS::S3::Bucket' }, P: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'B' } } } });
    expect(order.steps.map(named)).toEqual(['create B', 'create P', 'delete P', 'delete B']);
  });

  test('what is to be retained is not deleted', () => {
    expect(orderOf({ Old: thing({}, { DeletionPolicy: 'Retain' }) }, {}).steps).toEqual([]);
    expect(orderOf({ Old: thing({}, { DeletionPolicy: 'RetainExceptOnCreate' }) }, {}).steps).toEqual([]);
    expect(orderOf({ Old: thing({}, { UpdateReplacePolicy: 'Retain' }) }, {}).steps.map(named)).toEqual(['delete Old']);
  });

  // The same page: "the stack has been rolled back to its previous working state and is usable, but CloudFormation is still deleting any new resources".
  test('a rollback takes updates back before what is new is deleted; in which order, is not documented', () => {
    const [before, after] = ['x', 'y'].map((name) => ({ A: thing({ DisplayName: name, TopicName: { Ref: 'B' } }), B: thing({ DisplayName: name }) }));
    const moments = momentsOf(orderOf(before, { ...after, New: thing() }));
    expect(moments).toContain('create New, update A');
    expect(moments).toContain('update A');
    // Forward, B is updated first.
    expect(momentsOf(orderOf(before, { ...after, New: thing() }), forward)).not.toContain('update A');
  });

  test('what only depends on something else does not change', () => {
    expect(orderOf({ A: thing(), B: thing() }, { A: thing({}, { DependsOn: 'B' }), B: thing() }).steps).toEqual([]);
  });

  test('a condition that is known decides whether there is a resource', () => {
    const template = (value: string) => ({
      template: { Conditions: { C: { 'Fn::Equals': [value, 'x'] } }, Resources: { A: thing({}, { Condition: 'C' }), B: thing() } },
    });
    expect(new DeploymentOrder([new StackChange({ before: template('x'), after: template('y') }, {})]).steps.map(named)).toEqual(['delete A']);
  });

  test('a stack that imports comes after the one that exports', () => {
    const template = (resources: Json, outputs: Json = {}) => ({ template: { Resources: resources, Outputs: outputs } });
    const importing = new StackChange({ after: template({ A: thing({ Name: { 'Fn::ImportValue': 'name' } }) }) }, {});
    const exporting = new StackChange({ after: template({ B: thing() }, { Name: { Value: { Ref: 'B' }, Export: { Name: 'name' } } }) }, {});
    expect(momentsOf(new DeploymentOrder([importing, exporting]))).toEqual(['', 'create A, create B', 'create B']);
  });

  test('too many orders are not looked at', () => {
    const order = orderOf(undefined, Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`T${i}`, thing()])));
    expect(order.moments(order.steps, never)).toBeUndefined();
    const chained = orderOf(undefined, Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`T${i}`, thing({}, i > 0 ? { DependsOn: `T${i - 1}` } : {})])));
    expect(chained.moments(chained.steps, never)).toHaveLength(21);
  });

  test('amid an update that takes several calls there is a moment', () => {
    const order = orderOf({ A: thing() }, { A: thing({ DisplayName: 'x' }) });
    const amid = order.moments(order.steps, () => true)!.filter(({ doing }) => doing !== undefined);
    expect(amid.map(({ doing, done }) => [named(doing as Step), done.size])).toEqual([['update A', 0]]);
  });
});
