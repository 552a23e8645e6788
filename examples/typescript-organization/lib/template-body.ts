import { Stack, Stage } from 'aws-cdk-lib';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackSet.html */
const MAX_BYTES = 51_200;

/** The template of a stack, as a StackSet takes it. Nothing can be added to the stack any more. */
export function templateBody(stack: Stack): string {
  const { template } = Stage.of(stack)!.synth().getStackArtifact(stack.artifactId);
  const body = JSON.stringify(template);
  const size = Buffer.byteLength(body);
  if (size > MAX_BYTES) {
    throw new Error(`${stack.node.path}: the template has ${size} bytes, over the limit of ${MAX_BYTES} for TemplateBody: put it in a bucket and give its TemplateURL`);
  }
  return body;
}
