import type { RequestContext } from '../../src/iam/request-context';
import { Statement } from '../../src/iam/statement';

type Json = any;

/** The stack as if it were deployed. */
export const DEPLOYED = {
  account: '444455556666',
  region: 'us-east-1',
  roleArn: 'arn:aws:iam::444455556666:role/McpProbe-Role-A1B2C3',
  assumedRoleArn: 'arn:aws:iam::444455556666:role/McpProbe-AssumedRole-D4E5F6',
  bucket: 'mcpprobe-bucket-a1b2c3',
  keyArn: 'arn:aws:kms:us-east-1:444455556666:key/0a1b2c3d-0000-4000-8000-000000000001',
};

const PSEUDO: { readonly [name: string]: string } = { 'AWS::Partition': 'aws', 'AWS::AccountId': DEPLOYED.account, 'AWS::Region': DEPLOYED.region };
/** By the beginning of the logical id: what `Ref` gives, and the ARN. */
const RESOURCES: ReadonlyArray<readonly [id: RegExp, ref: string, arn: string]> = [
  [/^Bucket[0-9A-F]{8}$/, DEPLOYED.bucket, `arn:aws:s3:::${DEPLOYED.bucket}`],
  [/^Key[0-9A-F]{8}$/, DEPLOYED.keyArn.split('/')[1], DEPLOYED.keyArn],
  [/^Role[0-9A-F]{8}$/, DEPLOYED.roleArn.split('/')[1], DEPLOYED.roleArn],
  [/^AssumedRole[0-9A-F]{8}$/, DEPLOYED.assumedRoleArn.split('/')[1], DEPLOYED.assumedRoleArn],
];

/** The value as AWS gets it at deployment. */
function resolve(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map(resolve);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const known = (id: string) => RESOURCES.find(([pattern]) => pattern.test(id))!;
  switch (Object.keys(value).join()) {
    case 'Ref': return PSEUDO[value.Ref] ?? known(value.Ref)[1];
    case 'Fn::GetAtt': return known(value['Fn::GetAtt'][0])[2];
    case 'Fn::Join': return resolve(value['Fn::Join'][1]).join(value['Fn::Join'][0]);
    default: return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, resolve(each)]));
  }
}

/** What a request is found to be. */
export type Decision = 'allowed' | 'implicitly denied' | 'explicitly denied';

/** A role of the stack with all its statements. */
export class ProbeRole {
  /** @param arn whose */
  public static of(template: Json, arn: string): ProbeRole {
    const resources = Object.entries<Json>(template.Resources);
    const [pattern] = RESOURCES.find(([, , its]) => its === arn)!;
    const [id, role] = resources.find(([name]) => pattern.test(name))!;
    const attached = resources.map(([, { Properties }]) => Properties).filter(({ Roles }) => Roles?.some((each: Json) => each.Ref === id));
    const documents = [...role.Properties.Policies ?? [], ...attached].map(({ PolicyDocument }) => resolve(PolicyDocument));
    return new ProbeRole(documents.flatMap(({ Statement: statements }) => statements), arn);
  }

  public readonly statements: readonly Statement[];

  private constructor(json: readonly Json[], public readonly arn: string) {
    this.statements = json.map((each, i) => new Statement(each, `Statement[${i}]`, { variables: true, completesArns: false }));
  }

  /** The statements that are about the request, or may be where the context does not tell. */
  public about(action: string, resource: string, context: RequestContext): Statement[] {
    return this.statements.filter((statement) => statement.matchesAction(action.toLowerCase()) !== false
      && statement.matchesResource(resource, context) !== false && statement.condition.matches(context) !== false);
  }

  /** @param context in lower case; what it does not have is absent */
  public decide(action: string, resource: string, context: ReadonlyMap<string, readonly string[]>): Decision {
    const complete: RequestContext = { get: (key) => context.get(key) ?? [] };
    // Of a value for which AWS documents nothing, such as a Bool that is no boolean, it is not known whether it matches: it allows nothing.
    const effects = this.about(action, resource, complete).filter(({ effect, condition }) => effect === 'Deny' || condition.matches(complete)).map(({ effect }) => effect);
    return effects.includes('Deny') ? 'explicitly denied' : effects.includes('Allow') ? 'allowed' : 'implicitly denied';
  }
}
