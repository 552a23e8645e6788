import type { Json } from '../../iam/value';
import { isIntrinsic, isObject, isOpen, objectOf } from '../../iam/value';

/** What AWS SAM adds to the role that it makes, besides what `Policies` says. */
export interface Additions {
  /** By their names; whether one is attached may hang on a value known only at deployment. */
  readonly managed: ReadonlyArray<{ readonly name: string; readonly conditional: boolean }>;
  /** Inline policies, by the path of the property for which they are made. */
  readonly inline: ReadonlyArray<{ readonly path: string; readonly statements: readonly Json[] }>;
  /** Whether there may be more. */
  readonly more: boolean;
}

interface Entry {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Json;
}

/** The managed policy for each type of event that needs one; `undefined` for those that add nothing to the role. */
const EVENTS: { readonly [type: string]: string | undefined } = {
  AlexaSkill: undefined,
  Api: undefined,
  CloudWatchEvent: undefined,
  CloudWatchLogs: undefined,
  Cognito: undefined,
  DynamoDB: 'AWSLambdaDynamoDBExecutionRole',
  EventBridgeRule: undefined,
  HttpApi: undefined,
  IoTRule: undefined,
  Kinesis: 'AWSLambdaKinesisExecutionRole',
  MSK: 'AWSLambdaMSKExecutionRole',
  S3: undefined,
  SNS: undefined,
  SQS: 'AWSLambdaSQSQueueExecutionRole',
  Schedule: undefined,
  ScheduleV2: undefined,
};

/** What an event may have for which SAM makes policies that are not read here. */
const UNREAD_IN_EVENTS = ['SchemaRegistryConfig', 'SourceAccessConfigurations'];

/** What a function may do with where it sends its events, by the type of that. */
const DESTINATIONS: { readonly [type: string]: (arn: unknown) => Json[] } = {
  EventBridge: (arn) => [allow('events:PutEvents', arn)],
  Lambda: (arn) => [allow('lambda:InvokeFunction', arn)],
  S3Bucket: (arn) => [allow('s3:PutObject', { 'Fn::Join': ['/', [arn, '*']] }), allow('s3:ListBucket', arn)],
  SNS: (arn) => [allow('sns:Publish', arn)],
  SQS: (arn) => [allow('sqs:SendMessage', arn)],
};

/** A destination that SAM makes, by what its logical ID ends in. */
const MADE: { readonly [type: string]: string } = { SNS: 'Topic', SQS: 'Queue' };

/**
 * What properties of a function or state machine add to the role that AWS SAM makes for it.
 *
 * @param resolve gives a value with its functions resolved
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
 * @see https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/sam_resources.py
 * @see https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/eventsources/pull.py
 */
export function additionsOf({ type, logicalId, properties }: Entry, partition: string, resolve: (value: unknown) => unknown): Additions {
  const tracing = (value: unknown, off: unknown) => {
    const known = resolve(value);
    const name = partition === 'aws' ? 'AWSXrayWriteOnlyAccess' : 'AWSXRayDaemonWriteAccess';
    return known === undefined || known === off ? [] : [{ name, conditional: isOpen(known) }];
  };
  if (type === 'AWS::Serverless::StateMachine') {
    return { managed: tracing(objectOf(properties.Tracing).Enabled, false), inline: [], more: isIntrinsic(properties.Tracing) };
  }
  if (type !== 'AWS::Serverless::Function') {
    return { managed: [], inline: [], more: false };
  }
  const { DurableConfig, Tracing, VpcConfig, DeadLetterQueue, EventInvokeConfig, Events } = properties;
  const events = isObject(Events) && !isIntrinsic(Events) ? Object.entries(Events) : [];
  const destinations = objectOf(objectOf(EventInvokeConfig).DestinationConfig);
  const sent = [
    ...DeadLetterQueue === undefined ? [] : [destination('DeadLetterQueue', objectOf(DeadLetterQueue), objectOf(DeadLetterQueue).TargetArn)],
    ...['OnSuccess', 'OnFailure'].filter((when) => destinations[when] !== undefined).map((when) => {
      const given = objectOf(destinations[when]);
      const made = MADE[given.Type] && { 'Fn::GetAtt': [`${logicalId}EventInvokeConfig${when}${MADE[given.Type]}`, 'Arn'] };
      return destination(`EventInvokeConfig/DestinationConfig/${when}`, given, given.Destination ?? made);
    }),
    ...events.flatMap(([name, event]) => {
      const given = objectOf(objectOf(objectOf(objectOf(event).Properties).DestinationConfig).OnFailure);
      // Without a type SAM adds nothing.
      return given.Type === undefined ? [] : [destination(`Events/${name}/Properties/DestinationConfig/OnFailure`, given, given.Destination)];
    }),
  ];
  return {
    managed: [
      isSet(DurableConfig) ? { name: 'AWSLambdaBasicDurableExecutionRolePolicy', conditional: isIntrinsic(DurableConfig) }
        : { name: 'AWSLambdaBasicExecutionRole', conditional: false },
      ...tracing(Tracing, 'Disabled'),
      ...isSet(VpcConfig) ? [{ name: 'AWSLambdaVPCAccessExecutionRole', conditional: isIntrinsic(VpcConfig) }] : [],
      ...[...new Set(events.flatMap(([, event]) => managedOf(event) ?? []))].map((name) => ({ name, conditional: false })),
    ],
    inline: sent.filter((each) => each !== undefined),
    more: sent.includes(undefined) || events.some(([, event]) => hasMore(event))
      || [Events, EventInvokeConfig, objectOf(EventInvokeConfig).DestinationConfig, DeadLetterQueue].some(isIntrinsic),
  };
}

/** An object without properties is as none. */
function isSet(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length > 0;
}

function managedOf(event: unknown): string | undefined {
  const { Type, Properties } = objectOf(event);
  const { SqsSubscription = false } = objectOf(Properties);
  const type = Type === 'SNS' && SqsSubscription !== false ? 'SQS' : String(Type);
  return Object.hasOwn(EVENTS, type) ? EVENTS[type] : undefined;
}

function hasMore(event: unknown): boolean {
  const { Type, Properties = {} } = objectOf(event);
  return !Object.hasOwn(EVENTS, String(Type)) || isIntrinsic(event) || !isObject(Properties) || isIntrinsic(Properties)
    || UNREAD_IN_EVENTS.some((name) => Properties[name] !== undefined)
    || [Properties.DestinationConfig, objectOf(Properties.DestinationConfig).OnFailure, Properties.SqsSubscription].some(isIntrinsic);
}

/** `undefined` if it is not as SAM takes it. */
function destination(path: string, { Type }: Json, arn: unknown): Additions['inline'][number] | undefined {
  return arn === undefined || !Object.hasOwn(DESTINATIONS, String(Type)) ? undefined : { path, statements: DESTINATIONS[Type](arn) };
}

function allow(action: string, arn: unknown): Json {
  return { Effect: 'Allow', Action: action, Resource: arn };
}
