import type { ConnectorRow, ConnectorTable, Statements } from './connector-table';
import { connectorTable } from './connector-table';
import type { WrittenResource } from './for-each';
import { madeRoleOf } from './serverless-role';
import type { Json } from '../../iam/value';
import { isObject, itemsOf, objectOf } from '../../iam/value';

/** The logical ids of what connectors connect whose policies are not known; `undefined` of one that names it otherwise. */
export type Connected = ReadonlySet<string | undefined>;

/** What a template's connectors of AWS SAM make. */
export interface Connections {
  readonly made: readonly WrittenResource[];
  readonly unknown: Connected;
}

interface Connector {
  readonly logicalId: string;
  readonly at: readonly string[];
  readonly source: Json;
  readonly destination: unknown;
  readonly permissions: unknown;
  readonly condition: unknown;
}

/** What of a resource the policies of a connector need. */
interface Connectable {
  readonly type: string;
  readonly role: unknown;
  /** By `Arn`, `Name` and so on. */
  readonly gives: { readonly [name: string]: unknown };
}

/** What AWS SAM makes of its own types. */
const MADE_TYPES: { readonly [type: string]: string } = {
  'AWS::Serverless::Function': 'AWS::Lambda::Function',
  'AWS::Serverless::StateMachine': 'AWS::StepFunctions::StateMachine',
  'AWS::Serverless::Api': 'AWS::ApiGateway::RestApi',
  'AWS::Serverless::HttpApi': 'AWS::ApiGatewayV2::Api',
  'AWS::Serverless::SimpleTable': 'AWS::DynamoDB::Table',
};

/**
 * The policies that AWS SAM makes of connectors, which have resources of their own or are embedded in the source.
 *
 * @param connecting the resources of the template that are or have connectors
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-connector.html
 */
export function connectionsOf(connecting: readonly WrittenResource[], written: readonly WrittenResource[]): Connections {
  const made: WrittenResource[] = [];
  const unknown = new Set<string | undefined>();
  const resources: Json = Object.fromEntries(written.map(({ logicalId, resource }) => [logicalId, resource]));
  for (const connector of connecting.flatMap(connectorsOf)) {
    const policies = connector && policiesOf(connector, resources, connectorTable());
    if (policies) {
      made.push(...policies);
    } else {
      [connector?.source, ...connector ? itemsOf(connector.destination) : []].forEach((each) => unknown.add(idOf(each)));
    }
  }
  return { made, unknown };
}

/** `undefined` stands for some that are not written as SAM takes them. */
function connectorsOf({ logicalId: id, resource, at = [id] }: WrittenResource): Array<Connector | undefined> {
  const { Type, Properties, Connectors, Condition: condition } = objectOf(resource);
  const { Source, Destination: destination, Permissions: permissions } = objectOf(Properties);
  const own = { logicalId: id, at: [...at, 'Properties'], source: objectOf(Source), destination, permissions, condition };
  const embedded = isObject(Connectors) ? Object.entries(Connectors).map(([name, each]) => {
    const { Destination, Permissions, SourceReference } = objectOf(objectOf(each).Properties);
    const source = { ...objectOf(SourceReference), Id: id };
    // SAM makes their policies without the condition of the source.
    return { logicalId: `${id}${name}`, at: [...at, 'Connectors', name], source, destination: Destination, permissions: Permissions, condition: undefined };
  }) : Connectors === undefined ? [] : [undefined];
  return [...Type === 'AWS::Serverless::Connector' ? [own] : [], ...embedded];
}

/** As resources that have or change policies; `undefined` if not all that is needed for one is known. */
function policiesOf(connector: Connector, resources: Json, table: ConnectorTable): WrittenResource[] | undefined {
  const { logicalId, at, source, destination, permissions, condition } = connector;
  const destinations = itemsOf(destination).map(objectOf);
  const made = destinations.map((each, i) => {
    const [from, to] = [connectable(source, each, resources, table), connectable(each, source, resources, table)];
    const row = table.rows.find((one) => one.from.includes(from.type) && one.to === to.type);
    const asked = row && askedOf(row, permissions);
    const given = asked && resourcesOf(row, asked, from, to);
    return given?.map(({ Type, Properties }, j) => ({
      logicalId: `${logicalId}${Array.isArray(destination) ? `${i}` : ''}${j === 0 ? 'Policy' : `Policy${j}`}`,
      resource: { Type, Properties, ...condition !== undefined && { Condition: condition } },
      at,
    }));
  });
  return made.length > 0 && made.every((each) => each !== undefined) ? made.flat() : undefined;
}

function askedOf({ gives, only }: ConnectorRow, permissions: unknown): string[] | undefined {
  const asked = Array.isArray(permissions) ? [...new Set(permissions as unknown[])] : [];
  const inOrder = Object.keys(gives).filter((each) => asked.includes(each));
  return asked.length === 0 || inOrder.length < asked.length
    || (only && !only.some((all) => all.length === asked.length && all.every((each) => asked.includes(each)))) ? undefined : inOrder;
}

/** The resource of the template, or what is told instead. */
function connectable(reference: Json, other: Json, resources: Json, { types }: ConnectorTable): Connectable {
  const { Id, Type, Arn, RoleName: role, QueueUrl: Url, ResourceId: Id_, Name, Qualifier } = reference;
  if (Id === undefined) {
    return { type: MADE_TYPES[Type] ?? String(Type), role, gives: { Arn, Url, ResourceId: Id_, Name, Qualifier } };
  }
  const resource = typeof Id === 'string' && Object.hasOwn(resources, Id) ? objectOf(resources[Id]) : {};
  const written = String(resource.Type);
  const type = Object.hasOwn(MADE_TYPES, written) ? MADE_TYPES[written] : written;
  const { role: property, gives = {} } = Object.hasOwn(types, type) ? types[type] : {} as ConnectorTable['types'][string];
  const all = put(gives, { logicalId: Id }) as Json;
  return {
    type,
    role: nameOf(madeRoleOf({ logicalId: String(Id), type: written, properties: objectOf(resource.Properties) })
      ?? roleIn(property, objectOf(resource.Properties), other)),
    gives: { Arn: all.Arn, Url: all.Url, ResourceId: all.Id, Name: all.Name, Qualifier: Qualifier ?? all.Qualifier },
  };
}

/** Of a rule, the role with which it calls what is connected. */
function roleIn(property: string | undefined, properties: Json, { Id, Arn }: Json): unknown {
  if (property !== 'Targets') {
    return property === undefined ? undefined : properties[property];
  }
  const target = itemsOf(properties.Targets).map(objectOf)
    .find((each) => (Id !== undefined && idIn(each.Arn) === Id) || (Arn !== undefined && JSON.stringify(each.Arn) === JSON.stringify(Arn)));
  return target?.RoleArn;
}

function nameOf(role: unknown): unknown {
  const id = idIn(role);
  return id === undefined ? undefined : { Ref: id };
}

/** The logical ID in a reference. */
function idIn(value: unknown): string | undefined {
  const { Ref: id, 'Fn::GetAtt': attribute } = objectOf(value);
  const [name] = typeof attribute === 'string' ? attribute.split('.') : Array.isArray(attribute) ? attribute : [id];
  return typeof name === 'string' ? name : undefined;
}

function resourcesOf({ kind, gives }: ConnectorRow, asked: readonly string[], from: Connectable, to: Connectable): Json[] | undefined {
  const values = Object.fromEntries([...Object.entries(from.gives).map(([name, value]) => [`Source.${name}`, value]),
    ...Object.entries(to.gives).map(([name, value]) => [`Destination.${name}`, value])]);
  if (kind === 'function') {
    const all = asked.map((each) => ({ Type: 'AWS::Lambda::Permission', Properties: put({ FunctionName: '%{Destination.Arn}', ...gives[each] }, values) }));
    return all.every(({ Properties }) => isWhole(Properties)) ? all : undefined;
  }
  const Statement = put(asked.flatMap((each) => (gives[each] as Statements).map(statementOf)), values);
  const subject = kind === 'source' ? from.role : kind === 'destination' ? to.role : kind === 'queue' ? to.gives.Url : to.gives.Arn;
  const [Type, property] = kind === 'queue' ? ['AWS::SQS::QueuePolicy', 'Queues'] : kind === 'topic' ? ['AWS::SNS::TopicPolicy', 'Topics'] : ['AWS::IAM::ManagedPolicy', 'Roles'];
  return subject === undefined || !isWhole(Statement) ? undefined
    : [{ Type, Properties: { [property]: [subject], PolicyDocument: { Version: '2012-10-17', Statement } } }];
}

function statementOf(statement: Statements[number]): object {
  if (!Array.isArray(statement)) {
    return statement;
  }
  const [actions, ...Resource] = statement as string[];
  const [service, names] = actions.split(':');
  return { Effect: 'Allow', Action: names.split(' ').map((name) => `${service}:${name}`), Resource };
}

/** With the values in their places: whole, or within strings by `Fn::Sub`. What is not known stays. */
function put(part: unknown, values: Json): unknown {
  if (typeof part !== 'string') {
    return Array.isArray(part) ? part.map((each) => put(each, values))
      : isObject(part) ? Object.fromEntries(Object.entries(part).map(([key, each]) => [key, put(each, values)])) : part;
  }
  const [whole] = /^%\{([\w.]+)\}$/.exec(part)?.slice(1) ?? [];
  if (whole !== undefined) {
    return values[whole] ?? part;
  }
  const used: Json = {};
  const text = part.replace(/%\{([\w.]+)\}/g, (all, name: string) => {
    const value: unknown = values[name];
    const variable = name.replace('.', '');
    used[variable] = value;
    return value === undefined ? all : `\${${variable}}`;
  });
  return text.includes('${') ? { 'Fn::Sub': [text, used] } : text;
}

function isWhole(value: unknown): boolean {
  return !JSON.stringify(value).includes('%{');
}

/** Most of a template does not. */
function idOf(connected: unknown): string | undefined {
  const { Id } = objectOf(connected);
  return typeof Id === 'string' ? Id : undefined;
}
