import { kmsWithoutServers } from '../../src/guardrails/kms-directly';

test('where no call of a server comes, a call by any service is spared by the absence of the key, and other conditions stay', () => {
  const others = { StringLikeIfExists: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Agent' }, Null: { 'aws:SourceIp': 'false' } };
  const viaService = { StringLikeIfExists: { ...others.StringLikeIfExists, 'kms:ViaService': '*-mcp.*.amazonaws.com' }, Null: others.Null };
  expect(kmsWithoutServers(viaService)).toEqual({ ...others, Null: { 'aws:SourceIp': 'false', 'kms:ViaService': 'true' } });
  expect(kmsWithoutServers({ StringLikeIfExists: { 'kms:ViaService': '*' } })).toEqual({ Null: { 'kms:ViaService': 'true' } });
});
