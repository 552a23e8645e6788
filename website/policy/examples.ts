/** A policy to begin with. */
export interface Example {
  readonly title: string;
  readonly text: string;
  /** What it was before. */
  readonly before?: string;
  readonly action: string;
  readonly resource: string;
}

const policy = (...statements: object[]): string => `${JSON.stringify({ Version: '2012-10-17', Statement: statements }, undefined, 2)}\n`;

const BUCKET = ['arn:aws:s3:::orders', 'arn:aws:s3:::orders/*'];
const OBJECT = 'arn:aws:s3:::orders/2026/1.json';
const WRITER = { Sid: 'OrdersReadWrite', Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], Resource: BUCKET };
const NO_DELETE = { Sid: 'AgentsDeleteNothing', Effect: 'Deny', Action: ['s3:Delete*', 'dynamodb:Delete*'], Resource: '*', Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } } };

/** From what is right, over what is often wrong, to what changes. */
export const EXAMPLES: readonly Example[] = [
  { title: 'Agents delete nothing', text: policy(WRITER, NO_DELETE), action: 's3:DeleteObject', resource: OBJECT },
  {
    title: 'A condition that hits people',
    text: policy(WRITER, { ...NO_DELETE, Sid: 'OnlyThroughEks', Action: 's3:*', Condition: { StringNotEquals: { 'aws:CalledViaAWSMCP': 'eks-mcp.amazonaws.com' } } }),
    action: 's3:GetObject',
    resource: OBJECT,
  },
  {
    title: 'An Allow for agents that lets people in',
    text: policy({ ...WRITER, Sid: 'AgentsRead', Action: 's3:GetObject', Condition: { BoolIfExists: { 'aws:ViaAWSMCPService': 'true' } } }),
    action: 's3:GetObject',
    resource: OBJECT,
  },
  {
    title: 'An action that AWS has removed',
    text: policy(WRITER, { Sid: 'NoMcp', Effect: 'Deny', Action: ['aws-mcp:InvokeMcp', 'aws-mcp:CallReadWriteTool'], Resource: '*' }),
    action: 's3:PutObject',
    resource: OBJECT,
  },
  {
    title: 'Sessions that are marked',
    text: policy(WRITER, { ...NO_DELETE, Sid: 'MarkedAgentsDeleteNothing', Condition: { StringEquals: { 'aws:PrincipalTag/PrincipalType': 'Agent' } } }),
    action: 's3:DeleteObject',
    resource: OBJECT,
  },
  {
    title: 'A role in a template',
    text: `Resources:
  Agent:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: { Service: ecs-tasks.amazonaws.com }
            Action: sts:AssumeRole
      Policies:
        - PolicyName: orders
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Sid: OrdersRead
                Effect: Allow
                Action: s3:GetObject
                Resource: arn:aws:s3:::orders/*
                Condition:
                  Bool: { aws:ViaAWSMCPService: true }
`,
    action: 's3:GetObject',
    resource: OBJECT,
  },
  {
    title: 'Before and after',
    before: policy(WRITER),
    text: policy({ ...WRITER, Action: [...WRITER.Action, 's3:PutObjectAcl'] }, NO_DELETE),
    action: 's3:DeleteObject',
    resource: OBJECT,
  },
];
