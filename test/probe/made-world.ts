import * as http from 'http';
import type { AddressInfo } from 'net';
import { madeEvent } from './made-events';
import type { ServiceCall } from './made-services';
import { readCall, reply } from './made-services';
import { DEPLOYED, ProbeRole } from './role';
import type { SignedRequest, Signer } from './signature';
import { isSignedWith, signerOf } from './signature';
import type { Keys, World } from './world';
import { keysAt } from './world';
import type { Channel, How } from '../../examples/probe/table/question';
import { operationsOf, prefixOfSource } from '../../src/actions/operations';

/** What a service says: that it is done, or an error. */
export type Answer = { readonly done: { readonly [name: string]: string }; readonly body?: object } | Refusal;

export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly status?: number;
}

/** Whose credentials they are, and through which channel they were made. */
export interface Session {
  readonly secret: string;
  readonly token?: string;
  readonly who: 'caller' | 'probe' | 'assumed' | 'url';
  readonly channel: Channel;
}

/** What goes wrong. */
export interface Trouble {
  /** Of every so many calls, the others are throttled. */
  readonly throttled?: number;
  /** How many decisions are made before the policies of the roles have arrived. */
  readonly arrival?: number;
  /** After how many calls credentials have expired. */
  readonly expiry?: number;
  /** Instead of an answer: nothing, a closed connection, or a page. */
  readonly service?: (call: ServiceCall) => 'hangs' | 'down' | 'page' | Answer | undefined;
  /** What else denies an action, as a denial says it. */
  readonly denial?: (action: string) => string | undefined;
  /** What each denial says instead of what it should. */
  readonly words?: string;
  /** What the role is allowed besides. */
  readonly allowed?: (action: string, resource: string) => boolean;
  /** What becomes of the keys of a call, given how many calls there were. */
  readonly keys?: (keys: Keys, how: How, channel: Channel, calls: number) => Keys;
}

/** What answers for a server. */
export type Servers = (made: MadeWorld, server: string, request: SignedRequest, session: Session) => Promise<Response | 'hangs'>;

/** What Cloud Control calls to list a type, as its handlers do. */
const HANDLERS: { readonly [type: string]: string } = {
  'AWS::EC2::DHCPOptions': 'ec2:DescribeDhcpOptions',
  'AWS::EC2::InternetGateway': 'ec2:DescribeInternetGateways',
  'AWS::EC2::KeyPair': 'ec2:DescribeKeyPairs',
  'AWS::EC2::NetworkAcl': 'ec2:DescribeNetworkAcls',
  'AWS::EC2::PrefixList': 'ec2:DescribeManagedPrefixLists',
  'AWS::EC2::RouteTable': 'ec2:DescribeRouteTables',
  'AWS::EC2::Subnet': 'ec2:DescribeSubnets',
  'AWS::EC2::VPC': 'ec2:DescribeVpcs',
};
/** KMS calls on a key, and all others. */
const ON_KEY = ['DescribeKey', 'GetKeyRotationStatus', 'ListKeyPolicies'];

/** Nothing if it is allowed. */
type Decide = (action: string, resource: string, context?: Keys) => Answer | undefined;

/** Which questions' keys a call has. */
function howOf({ service, operation, params }: ServiceCall, { who }: Session): How {
  if (who === 'url' || who === 'assumed') {
    return who === 'url' ? 'presigned' : 'assumed';
  }
  const isNamed = service === 'ssm' || ['eks', 'ecs'].includes(service) && Object.keys(params).length > 0;
  return isNamed ? 'read' : service === 'kms' && ON_KEY.includes(operation) ? 'key' : 'service';
}

const ACCOUNT_ARN = `${DEPLOYED.region}:${DEPLOYED.account}`;

/** AWS on the loopback address, in a world where calls have the keys that it says. */
export class MadeWorld {
  /** Every call of an API that was made, as `service:Operation`, with what it was about. */
  public readonly calls: string[] = [];
  public readonly sessions = new Map<string, Session>([['AKIAEXAMPLECALLER001', { secret: 'caller-secret', who: 'caller', channel: 'direct' }]]);
  public url = '';
  /** What CloudTrail has of the calls. */
  public readonly events: object[] = [];
  private readonly objects = new Set<string>();
  private readonly roles: { readonly [who in 'probe' | 'assumed']: ProbeRole };
  private readonly server: http.Server;
  private decisions = 0;

  constructor(template: object, private readonly world: World, public readonly trouble: Trouble = {}, private readonly mcp?: Servers) {
    this.roles = { probe: ProbeRole.of(template, DEPLOYED.roleArn), assumed: ProbeRole.of(template, DEPLOYED.assumedRoleArn) };
    this.server = http.createServer((request, response) => {
      this.handle(request, response).catch((error: Error) => {
        response.writeHead(500).end(error.stack);
      });
    });
  }

  public async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** The objects that are left. */
  public get left(): string[] {
    return [...this.objects];
  }

  private async handle(incoming: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) {
      chunks.push(chunk);
    }
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
    const body = Buffer.concat(chunks).toString();
    const request: SignedRequest = { method: incoming.method!, url: new URL(incoming.url!, this.url), headers, body };
    const signer = signerOf(request);
    const session = signer && this.sessions.get(signer.accessKeyId);
    const refused = this.refusal(request, signer, session);
    const [, server] = /^\/(aws|eks|ecs)\/mcp$/.exec(request.url.pathname) ?? [];
    if (server !== undefined) {
      const answer = refused ? Response.json({ ...refused }, { status: 403 }) : await this.mcp!(this, server, request, session!);
      if (answer !== 'hangs') {
        response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
      }
      return;
    }
    const call = readCall(request, signer?.service ?? 's3');
    const trouble = refused ?? this.trouble.service?.(call);
    if (trouble === 'hangs') {
      return;
    }
    if (trouble === 'down') {
      incoming.socket.destroy();
    } else if (trouble === 'page') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><html><body>Log in to the network</body></html>');
    } else {
      const { status, headers: own, body: said } = reply(call, trouble ?? this.perform(call, session!));
      response.writeHead(status, own).end(said);
    }
  }

  private refusal(request: SignedRequest, signer: Signer | undefined, session: Session | undefined): Refusal | undefined {
    if (signer === undefined || session === undefined) {
      return { code: 'InvalidClientTokenId', message: 'The security token included in the request is invalid.', status: 403 };
    }
    if (session.token !== signer.token || !isSignedWith(session.secret, request)) {
      return { code: 'SignatureDoesNotMatch', message: 'The request signature we calculated does not match the signature you provided.', status: 403 };
    }
    const { expiry = Infinity, throttled = 0 } = this.trouble;
    if (session.who !== 'caller' && this.calls.length > expiry) {
      return { code: 'ExpiredToken', message: 'The security token included in the request is expired', status: 403 };
    }
    this.decisions++;
    return throttled > 0 && this.decisions % throttled !== 0 ? { code: 'ThrottlingException', message: 'Rate exceeded', status: 400 } : undefined;
  }

  /** What a service does, for the role's session, or through a server. */
  public perform(call: ServiceCall, session: Session): Answer {
    const { service, operation, params } = call;
    this.calls.push(`${service}:${operation}${Object.values(params).length === 0 ? '' : ` ${Object.values(params).join(' ')}`}`);
    this.events.push(madeEvent(call, session, this.events.length));
    const prefix = prefixOfSource(service);
    const { actions: [main] = [] } = operationsOf(prefix).get(operation.toLowerCase()) ?? {};
    const action = main?.action ?? `${prefix}:${operation}`;
    if (session.who === 'caller') {
      return service === 'sts' && this.arrived ? this.assume(DEPLOYED.roleArn, params.RoleArn, 'probe', session) : this.denial(action, params.RoleArn ?? '*');
    }
    const how = howOf(call, session);
    const keys = this.keys(how, session.channel, service);
    const decide: Decide = (its, resource, context = keys) => this.decide(session.who === 'assumed' ? 'assumed' : 'probe', its, resource, context);
    switch (service) {
      case 'ssm': return decide(action, `arn:aws:ssm:${ACCOUNT_ARN}:parameter/${params.Name}`) ?? { code: 'ParameterNotFound', message: '' };
      case 'eks': return decide(action, `arn:aws:eks:${ACCOUNT_ARN}:cluster/${params.name}`) ?? { code: 'ResourceNotFoundException', message: `No cluster found for name: ${params.name}.` };
      case 'ecs': return decide(action, params.service === undefined ? '*' : `arn:aws:ecs:${ACCOUNT_ARN}:service/${params.cluster}/${params.service}`)
        ?? (params.service === undefined ? { done: {} } : { code: 'ClusterNotFoundException', message: 'Cluster not found.' });
      case 'kms': return decide(action, how === 'key' ? params.KeyId : '*') ?? { done: {} };
      case 'sts': return decide(action, params.RoleArn) ?? this.assume(DEPLOYED.assumedRoleArn, params.RoleArn, 'assumed', session);
      case 'cloudcontrolapi': return decide(action, '*') ?? decide(HANDLERS[params.TypeName], '*', this.keys('handler', session.channel)) ?? { done: {} };
      case 'cloudtrail': return decide(action, '*') ?? { done: {}, body: { Events: this.events.map((event) => ({ CloudTrailEvent: JSON.stringify(event) })) } };
      case 's3': return this.onObject(action, call, session, decide);
      default: return decide(action, '*') ?? { done: {} };
    }
  }

  /** A presigned URL of an object, made by a server with the session's credentials. */
  public presigner(channel: Channel): { accessKeyId: string; secretAccessKey: string; sessionToken: string } {
    return this.newSession('url', channel);
  }

  private onObject(action: string, { operation, params: { Bucket: bucket, Key: key } }: ServiceCall, session: Session, decide: Decide): Answer {
    const arn = `arn:aws:s3:::${bucket}${key === undefined ? '' : `/${key}`}`;
    // A URL that the caller signs is judged by the same keys.
    const presigned = key?.startsWith('presigned/') && session.who === 'probe' ? this.keys('presigned', session.channel) : undefined;
    const denied = decide(action, arn, presigned);
    if (denied !== undefined || key === undefined) {
      return denied ?? { done: {} };
    }
    const encryption = [['kms:encryptioncontext:aws:s3:arn', [arn]], ['kms:viaservice', [`s3.${DEPLOYED.region}.amazonaws.com`]]] as const;
    switch (operation) {
      case 'PutObject': return decide('kms:GenerateDataKey', DEPLOYED.keyArn, new Map(encryption)) ?? (this.objects.add(key), { done: {} });
      case 'DeleteObject': return this.objects.delete(key), { done: {} };
      default: return this.objects.has(key) ? decide('kms:Decrypt', DEPLOYED.keyArn, new Map([...this.keys('object', session.channel), ...encryption])) ?? { done: {} }
        : { code: 'NoSuchKey', message: 'The specified key does not exist.', status: 404 };
    }
  }

  private keys(how: How, channel: Channel, service?: string): Keys {
    const keys = keysAt(this.world, how, channel, service);
    return this.trouble.keys?.(keys, how, channel, this.calls.length) ?? keys;
  }

  private get arrived(): boolean {
    return this.decisions > (this.trouble.arrival ?? 0);
  }

  /** Nothing if it is allowed. */
  private decide(role: 'probe' | 'assumed', action: string, resource: string, keys: Keys): Answer | undefined {
    const context = new Map([...keys, ['aws:currenttime', ['2027-01-01T00:00:00Z']] as const]);
    const isAllowed = this.trouble.allowed?.(action, resource) || this.arrived && this.roles[role].decide(action, resource, context) === 'allowed';
    return isAllowed && this.trouble.denial?.(action) === undefined ? undefined : this.denial(action, resource);
  }

  private denial(action: string, resource: string): Answer {
    const why = this.trouble.denial?.(action) ?? `because no identity-based policy allows the ${action} action`;
    const message = `User: arn:aws:sts::${DEPLOYED.account}:assumed-role/McpProbe-Role-A1B2C3/session is not authorized to perform: ${action} on resource: ${resource} ${why}`;
    return { code: 'AccessDenied', message: this.trouble.words ?? message, status: 403 };
  }

  private assume(expected: string, arn: string, who: Session['who'], { channel }: Session): Answer {
    if (arn !== expected) {
      return this.denial('sts:AssumeRole', arn);
    }
    const { accessKeyId, secretAccessKey, sessionToken } = this.newSession(who, channel);
    return { done: { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } };
  }

  private newSession(who: Session['who'], channel: Channel) {
    const number = String(this.sessions.size + 1).padStart(4, '0');
    const made = { accessKeyId: `ASIAEXAMPLESESS${number}`, secretAccessKey: `secret/${number}+x`, sessionToken: `token/${number}+=` };
    this.sessions.set(made.accessKeyId, { secret: made.secretAccessKey, token: made.sessionToken, who, channel });
    return made;
  }
}
