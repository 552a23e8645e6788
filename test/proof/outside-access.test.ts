import { TemplateSource } from '../../src/analysis/simulation/template-source';
import { RequestOrigin } from '../../src/mcp/request-origin';
import { outsideAccess } from '../../src/proof/outside-access';
import { Answer } from '../../src/proof/question';

const OTHER = 'arn:aws:iam::111122223333:role/Other';
const bucketWith = (...Statement: object[]) => TemplateSource.of([{
  account: '111122223333',
  template: {
    Resources: {
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'bucket' } },
      Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'bucket', PolicyDocument: { Version: '2012-10-17', Statement } } },
    },
  },
}], {});
const statement = (Effect: string, AWS: string) => ({ Effect, Principal: { AWS }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::bucket/*' });

test.each(['arn:aws:iam::111122223333:root', '111122223333'])('without a Deny of the account, %s, a role of it that is in no template gains', (account) => {
  const [before, after] = [bucketWith(statement('Allow', OTHER), statement('Deny', account)), bucketWith(statement('Allow', OTHER))];
  const [change] = outsideAccess([before, after], { direct: [{ name: 'direct', origin: RequestOrigin.direct() }], servers: [] });
  expect(change.gained).toMatchObject({ answer: Answer.REFUTED, witness: { principal: OTHER } });
});
