import type { Deployment } from './deployment';
import type { Json } from './iam';

/** Where AWS counts how much, by the type of resource: from its documentation. */
interface Holder {
  readonly documents: (properties: Json) => unknown[];
  readonly most: number;
  readonly ignoresWhitespace?: true;
  /** Whether its statements say whom they are about. */
  readonly hasPrincipal?: true;
  readonly trust?: true;
}

const policiesOf = (properties: Json) => (properties.Policies ?? []).map(({ PolicyDocument }: Json) => PolicyDocument);
const documentOf = ({ PolicyDocument }: Json) => [PolicyDocument];
const HOLDERS: { [type: string]: Holder[] } = {
  'AWS::IAM::Role': [
    { documents: policiesOf, most: 10_240, ignoresWhitespace: true },
    {
      documents: ({ AssumeRolePolicyDocument }) => [AssumeRolePolicyDocument],
      most: 2_048,
      ignoresWhitespace: true,
      hasPrincipal: true,
      trust: true,
    },
  ],
  'AWS::IAM::User': [{ documents: policiesOf, most: 2_048, ignoresWhitespace: true }],
  'AWS::IAM::Group': [{ documents: policiesOf, most: 5_120, ignoresWhitespace: true }],
  'AWS::IAM::Policy': [{ documents: documentOf, most: 10_240, ignoresWhitespace: true }],
  'AWS::IAM::ManagedPolicy': [{ documents: documentOf, most: 6_144, ignoresWhitespace: true }],
  'AWS::Organizations::Policy': [{ documents: ({ Content }) => [Content], most: 10_240 }],
  'AWS::SSO::PermissionSet': [{ documents: ({ InlinePolicy }) => [InlinePolicy], most: 10_240, ignoresWhitespace: true }],
  'AWS::S3::BucketPolicy': [{ documents: documentOf, most: 20_480, hasPrincipal: true }],
  'AWS::KMS::Key': [{ documents: ({ KeyPolicy }) => [KeyPolicy], most: 32_768, hasPrincipal: true }],
  'AWS::SQS::QueuePolicy': [{ documents: documentOf, most: 8_192, hasPrincipal: true }],
  'AWS::SNS::TopicPolicy': [{ documents: documentOf, most: 30_720, hasPrincipal: true }],
  'AWS::SecretsManager::ResourcePolicy': [{ documents: ({ ResourcePolicy }) => [ResourcePolicy], most: 20_480, hasPrincipal: true }],
  'AWS::DynamoDB::Table': [{ documents: ({ ResourcePolicy }) => [ResourcePolicy?.PolicyDocument], most: 20_480, hasPrincipal: true }],
  'AWS::DynamoDB::GlobalTable': [{ documents: ({ Replicas }) => Replicas.map((each: Json) => each.ResourcePolicy?.PolicyDocument), most: 20_480, hasPrincipal: true }],
  'AWS::Lambda::ResourcePolicy': [{ documents: documentOf, most: 20_480, hasPrincipal: true }],
  'AWS::S3Express::BucketPolicy': [{ documents: documentOf, most: 20_480, hasPrincipal: true }],
  'AWS::S3Tables::TableBucketPolicy': [{ documents: ({ ResourcePolicy }) => [ResourcePolicy], most: 20_480, hasPrincipal: true }],
  'AWS::S3Vectors::VectorBucketPolicy': [{ documents: ({ Policy }) => [Policy], most: Infinity, hasPrincipal: true }],
  'AWS::EC2::VPCEndpoint': [{ documents: ({ PolicyDocument }) => [PolicyDocument], most: 20_480, hasPrincipal: true }],
};

interface Held {
  readonly id: string;
  readonly properties: Json;
  readonly documents: Json[];
}

/** The documents of all resources of a type, but trust policies, each with the resource. */
export function documentsIn(deployment: Deployment, type: string): Held[] {
  const holders = HOLDERS[type].filter(({ trust }) => !trust);
  return deployment.resources(type).map(({ id, properties }) => ({
    id, properties, documents: holders.flatMap(({ documents }) => documents(properties)).filter(Boolean) as Json[],
  }));
}

export const statementsIn = (documents: Json[]): Json[] => documents.flatMap(({ Statement }) => Statement as Json[]);

/** What AWS would refuse of the policies of a template; empty if nothing. `most` is a limit that the app has set. */
export function refusals(deployment: Deployment, most?: number): string[] {
  return Object.entries(HOLDERS).flatMap(([type, holders]) => deployment.resources(type).flatMap(({ id, properties }) => holders.flatMap((holder) => {
    const documents = holder.documents(properties).filter((each) => each !== undefined) as Json[];
    const text = (document: Json) => (holder.ignoresWhitespace ? JSON.stringify(document).replace(/\s/g, '') : JSON.stringify(document));
    const size = documents.reduce((sum, document) => sum + text(document).length, 0);
    const isRcp = properties.Type === 'RESOURCE_CONTROL_POLICY';
    const limit = most ?? (isRcp ? 5_120 : holder.most);
    return [
      ...(size > limit ? [`${id} has ${size} characters of ${limit}`] : []),
      ...documents.flatMap((document) => documentRefusals(document, { ...holder, ...(isRcp && { hasPrincipal: true }) }).map((each) => `${id}: ${each}`)),
    ];
  })));
}

function documentRefusals(document: Json, { hasPrincipal, trust }: Holder): string[] {
  const statements: Json[] = document.Statement;
  if (document.Version !== '2012-10-17' || !Array.isArray(statements)) {
    return [`no policy document: ${JSON.stringify(document).slice(0, 200)}`];
  }
  const sids = statements.map(({ Sid }) => Sid).filter((sid) => sid !== undefined);
  return [
    ...(new Set(sids).size < sids.length ? [`a Sid twice: ${sids}`] : []),
    ...statements.flatMap((statement) => {
      const elements = Object.entries(statement).filter(([name]) => /^(Not)?(Action|Resource|Principal)$/.test(name));
      const empty = elements.filter(([, value]) => value === '' || value === null || (Array.isArray(value) && (value.length === 0 || value.some((each) => typeof each !== 'string' || each === ''))));
      const has = (name: string) => statement[name] !== undefined || statement[`Not${name}`] !== undefined;
      const wrong = [
        ...empty.map(([name]) => `empty ${name}`),
        ...(has('Action') ? [] : ['no Action']),
        ...(has('Resource') === Boolean(trust) ? ['Resource missing, or where it can\'t be'] : []),
        ...(has('Principal') === Boolean(hasPrincipal) ? [] : ['Principal missing, or where it can\'t be']),
        ...(statement.Sid === undefined || /^[A-Za-z0-9]+$/.test(statement.Sid) || hasPrincipal ? [] : ['no Sid']),
        ...(statement.Effect === 'Deny' || statement.Effect === 'Allow' ? [] : ['no Effect']),
        ...badConditions(statement.Condition ?? {}),
      ];
      return wrong.map((each) => `${each}: ${JSON.stringify(statement).slice(0, 300)}`);
    }),
  ];
}

function badConditions(condition: Json): string[] {
  return Object.entries(condition).flatMap(([operator, keys]) => (typeof keys !== 'object' || keys === null || Object.keys(keys).length === 0 ? [`operator ${operator} without keys`]
    : Object.entries(keys as Json).filter(([, value]) => (Array.isArray(value) ? value.length === 0 || value.some((each) => typeof each === 'object') : typeof value === 'object'))
      .map(([key]) => `condition on ${key} without a value`)));
}
