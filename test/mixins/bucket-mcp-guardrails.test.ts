import { aws_iam as iam, aws_s3 as s3, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { IConstruct } from 'constructs';
import type { Json } from './resource-kinds';
import { denials, kindOf, newStack, synth } from './resource-kinds';
import { ActionSet, McpGuardrail, mixins, PrincipalFilter } from '../../src';

let stack: Stack;
beforeEach(() => {
  stack = newStack();
});

describe('a bucket', () => {
  const bucket = kindOf('bucket');
  const apply = (construct: IConstruct, guardrail: McpGuardrail) => construct.with(new mixins.BucketMcpGuardrails({ guardrails: [guardrail] }));
  const of = (...resources: string[]) => McpGuardrail.denyViaMcp({ resources });

  test('resources are narrowed to it and its objects', () => {
    const it = new s3.Bucket(stack, 'It', { bucketName: 'reports' });
    apply(it, of('arn:aws:s3:::reports', 'arn:aws:s3:::reports/*', 'arn:aws:s3:::others/*', it.arnForObjects('secret/*'), 'arn:aws:s3:::reports/a/*'));
    const arn = { 'Fn::GetAtt': [expect.any(String), 'Arn'] };
    const within = (path: string) => ({ 'Fn::Join': ['', [arn, path]] });
    expect(denials(stack, bucket)[0].Resource).toEqual([arn, within('/*'), within('/secret/*'), 'arn:aws:s3:::reports/a/*']);
  });

  test('patterns that mean every bucket mean it', () => {
    apply(new s3.Bucket(stack, 'It'), of('arn:*:s3:::*'));
    expect(denials(stack, bucket)[0].Resource).toHaveLength(2);
  });

  test('objects only', () => {
    const it = new s3.Bucket(stack, 'It');
    apply(it, of(it.arnForObjects('*')));
    expect(denials(stack, bucket)[0].Resource).toEqual({ 'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.any(String), 'Arn'] }, '/*']] });
  });

  test('whether a resource is it can\'t always be told', () => {
    const it = new s3.Bucket(stack, 'It');
    const message = /^Data\/It\/Resource: statement "DenyViaMcp" is about (".*"|a value known only at deployment), and whether that is the bucket can't be told: name the bucket by its construct/;
    expect(() => apply(it, of('arn:aws:s3:::reports/*'))).toThrow(message);
    expect(() => apply(it, of(new CfnParameter(stack, 'Parameter').valueAsString))).toThrow(message);
    expect(() => apply(new s3.Bucket(stack, 'Named', { bucketName: 'reports' }), of('arn:aws:s3:::*s/key'))).toThrow(/can't be told/);
  });

  test('actions that are about no bucket or object are left out, for S3 refuses them; those that the table does not know stay', () => {
    apply(new s3.Bucket(stack, 'It'), McpGuardrail.denyViaMcp({
      actions: ActionSet.of('s3:DeleteObject', 's3:ListAllMyBuckets', 's3:DeleteAccessPoint', 's3:Put*').union(ActionSet.unlisted('s3:NewThing')),
    }));
    expect(denials(stack, bucket)[0].Action).toEqual(expect.arrayContaining(['s3:DeleteObject', 's3:NewThing']));
    expect(JSON.stringify(denials(stack, bucket)[0].Action)).not.toMatch(/ListAllMyBuckets|DeleteAccessPoint/);
  });

  test('actions about the bucket are left out of statements about objects, and the other way round', () => {
    const actions = ActionSet.of('s3:DeleteObject', 's3:DeleteBucket', 's3:ListBucket*');
    const it = new s3.Bucket(stack, 'It');
    it.with(new mixins.BucketMcpGuardrails({
      guardrails: [
        McpGuardrail.denyViaMcp({ sid: 'Objects', actions, resources: [it.arnForObjects('*')] }),
        McpGuardrail.denyViaMcp({ sid: 'Bucket', actions, resources: [it.bucketArn] }),
        McpGuardrail.denyViaMcp({ sid: 'Both', actions }),
      ],
    }));
    expect(denials(stack, bucket).map(({ Sid, Action }: Json) => [Sid, Action])).toEqual([
      ['Objects', 's3:DeleteObject'], ['Bucket', ['s3:DeleteBucket', 's3:ListBucket*']], ['Both', ['s3:DeleteObject', 's3:DeleteBucket', 's3:ListBucket*']],
    ]);
    expect(() => apply(it, McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:DeleteBucket'), resources: [it.arnForObjects('*')] })))
      .toThrow('Data/It/Resource: statement "DenyViaMcp" denies nothing: none of its actions is about "<known at deployment>/*"');
    expect(() => apply(it, McpGuardrail.denyViaMcp({ actions: ActionSet.of('ec2:*') }))).toThrow('Data/It/Resource: the guardrail "DenyViaMcp" denies nothing that a bucket policy can be about');
  });

  test('a policy that the app made for it is used', () => {
    const it = new s3.CfnBucket(stack, 'It', { bucketName: 'reports' });
    new s3.CfnBucketPolicy(stack, 'ByName', { bucket: 'reports', policyDocument: { Version: '2012-10-17', Statement: { Sid: 'Kept', Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: '*' } } });
    apply(it, McpGuardrail.denyViaMcp());
    Template.fromStack(stack).resourceCountIs('AWS::S3::BucketPolicy', 1);
    expect(denials(stack, bucket).map(({ Sid }: Json) => Sid)).toEqual(['Kept', 'DenyViaMcp']);
  });

  test('a second policy, of which AWS would keep one, fails synthesis', () => {
    const it = new s3.Bucket(stack, 'It');
    apply(it, McpGuardrail.denyViaMcp());
    new s3.CfnBucketPolicy(stack, 'Second', { bucket: it.bucketName, policyDocument: { Statement: [] } });
    expect(() => synth(stack)).toThrow('the bucket has 2 policies, of which AWS keeps one (Data/It/Policy/Resource, Data/Second): put all statements into one');
  });

  test('each synthesis looks anew, at the other stacks of the stage too', () => {
    const it = new s3.Bucket(stack, 'It', { bucketName: 'reports' });
    const other = new Stack(stack.node.root, 'Other');
    apply(it, McpGuardrail.denyViaMcp());
    synth(stack);
    new s3.CfnBucketPolicy(other, 'Second', { bucket: 'reports', policyDocument: { Statement: [] } });
    expect(() => synth(stack)).toThrow(/the bucket has 2 policies, .*Data\/It\/Policy\/Resource, Other\/Second/);
    other.node.tryRemoveChild('Second');
    synth(stack);
    it.node.tryRemoveChild('Policy');
    expect(() => synth(stack)).toThrow(/the guardrails are no longer in the bucket policy/);
  });

  test('of policies that are alike, each is looked at: one that has something else, too, and all if AWS takes none', () => {
    const paths = [1, 2].map((i) => `/${'x'.repeat(18_000 * i)}/`);
    const policies = ['One', 'Two', 'Three'].map((id) => {
      const each = new s3.Bucket(stack, id);
      apply(each, McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:*'), appliesTo: [PrincipalFilter.rolePaths(paths[0])] }));
      return each.policy!.document;
    });
    synth(stack);
    const padding = (size: number) => new iam.PolicyStatement({
      sid: 'Padding', effect: iam.Effect.DENY, principals: [new iam.StarPrincipal()], actions: ['s3:PutObject'], resources: ['*'], conditions: { StringEquals: { 'aws:PrincipalTag/a': 'x'.repeat(size) } },
    });
    policies[1].addStatements(padding(4_000));
    expect(() => synth(stack)).toThrow(/^[^[]*\[Data\/Two\/Resource\] the bucket policy has [\d,]+ bytes, [\d,]+ over the limit[^[]*$/);

    const large = newStack();
    ['One', 'Two'].forEach((id) => apply(new s3.Bucket(large, id), McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:*'), appliesTo: [PrincipalFilter.rolePaths(paths[1])] })));
    expect(() => synth(large)).toThrow(/\[Data\/One\/Resource\] the bucket policy has [^[]*\[Data\/Two\/Resource\] the bucket policy has /);
  });

  test('nobody can change its statement, not even the bucket that adds it to its policy', () => {
    class Weakened extends s3.Bucket {
      public addToResourcePolicy(statement: iam.PolicyStatement): iam.AddToResourcePolicyResult {
        statement.addCondition('StringEquals', { 'aws:PrincipalTag/team': 'a' });
        return super.addToResourcePolicy(statement);
      }
    }
    expect(() => apply(new Weakened(stack, 'It'), McpGuardrail.denyViaMcp())).toThrow(/freeze\(\) has been called on this PolicyStatement previously/);
  });

  test('a policy that is known only at deployment fails synthesis', () => {
    const it = new s3.CfnBucket(stack, 'It');
    const condition = Fn.conditionIf('A', { Statement: [] }, { Statement: [] });
    new s3.CfnBucketPolicy(stack, 'Policy', { bucket: it.ref, policyDocument: condition });
    apply(it, McpGuardrail.denyViaMcp());
    expect(() => synth(stack)).toThrow(/Data\/Policy: policyDocument holds a policy that is known only at deployment: give it as an object/);
  });
});

