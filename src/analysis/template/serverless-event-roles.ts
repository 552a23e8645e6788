import type { WrittenResource } from './for-each';
import { propertiesWithForEach } from './for-each';
import { withGlobals } from './serverless-globals';
import type { Json } from '../../iam/value';
import { objectOf } from '../../iam/value';

interface TypedResource extends WrittenResource {
  readonly type: string;
  /** With those of `Globals`. */
  readonly properties: Json;
}

/** The events for which AWS SAM makes a role, with which they call what they are events of. */
const EVENTS: { readonly [type: string]: readonly string[] } = {
  'AWS::Serverless::Function': ['ScheduleV2'],
  'AWS::Serverless::StateMachine': ['Api', 'CloudWatchEvent', 'EventBridgeRule', 'Schedule', 'ScheduleV2'],
};

/**
 * The roles that AWS SAM makes besides those of functions and state machines themselves: of events, and one for deployments that shift traffic.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
 * @see https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/stepfunctions/events.py
 * @see https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/eventsources/scheduler.py
 */
export function otherRolesIn(written: readonly WrittenResource[], globals: unknown): WrittenResource[] {
  const resources = written.map((each): TypedResource => {
    const { Type, Properties, IgnoreGlobals } = objectOf(each.resource);
    const type = String(Type);
    return { ...each, type, properties: withGlobals(type, propertiesWithForEach(objectOf(Properties)), globals, IgnoreGlobals) };
  });
  const shifting = resources.find(({ type, properties }) => type === 'AWS::Serverless::Function' && shiftsTraffic(properties.DeploymentPreference));
  return [...resources.flatMap(ofEvents), ...shifting ? [{
    logicalId: 'CodeDeployServiceRole',
    at: [...shifting.at ?? [shifting.logicalId], 'Properties', 'DeploymentPreference'],
    resource: roleWith({ ManagedPolicyArns: [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSCodeDeployRoleForLambda' }] }),
  }] : []];
}

function shiftsTraffic(preference: unknown): boolean {
  const { Type, Enabled = true, Role } = objectOf(preference);
  return Type !== undefined && Role === undefined && !/^(false|False)$/.test(String(Enabled));
}

function ofEvents({ logicalId, resource, at = [logicalId], type, properties }: TypedResource): WrittenResource[] {
  const isFunction = type === 'AWS::Serverless::Function';
  const own = isFunction ? { 'Fn::GetAtt': [logicalId, 'Arn'] } : { Ref: logicalId };
  const { AutoPublishAlias: alias, UseAliasAsEventTarget: usesAlias = isFunction, Events } = properties;
  const called = alias === undefined || String(usesAlias) === 'false' ? own : { 'Fn::Join': [':', [own, alias]] };
  return Object.entries(objectOf(Events)).flatMap(([name, event]) => {
    const { Type, Properties } = objectOf(event);
    const { RoleArn, DeadLetterConfig, PermissionsBoundary } = objectOf(Properties);
    if (!Object.hasOwn(EVENTS, type) || !EVENTS[type].includes(Type) || (RoleArn && Type.startsWith('Schedule'))) {
      return [];
    }
    const { Arn, QueueLogicalId = `${logicalId}${name}Queue` } = objectOf(DeadLetterConfig);
    const Statement = [
      { Effect: 'Allow', Action: isFunction ? 'lambda:InvokeFunction' : 'states:StartExecution', Resource: called },
      ...DeadLetterConfig !== undefined && Type === 'ScheduleV2'
        ? [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: Arn ?? { 'Fn::GetAtt': [QueueLogicalId, 'Arn'] } }] : [],
    ];
    return [{
      logicalId: `${logicalId}${name}Role`,
      at: [...at, 'Properties', 'Events', name],
      resource: roleWith({
        Policies: [{ PolicyName: 'Event', PolicyDocument: { Version: '2012-10-17', Statement } }],
        PermissionsBoundary: Type === 'ScheduleV2' ? PermissionsBoundary : properties.PermissionsBoundary,
      }, objectOf(resource).Condition),
    }];
  });
}

function roleWith(Properties: Json, Condition?: unknown): Json {
  return { Type: 'AWS::IAM::Role', Properties, Condition };
}
