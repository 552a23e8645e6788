import { requestOf } from './api-request';
import type { ApiCall, Deployed } from './calls';
import { assumeRole, callOf, parameter } from './calls';
import type { McpConnection } from './mcp-connection';
import type { Outcome } from './outcome';
import { failed } from './outcome';
import type { Credentials } from './sign';
import { presignedUrl } from './sign';
import { namedOutcome, NAMED, presignArguments, presignedIn, script, scriptFailure, scriptOutcome, scriptResult } from './tools';
import type { Reply, Wire } from './wire';
import { call, open } from './wire';
import type { Channel, Question } from '../table/question';
import { nameOf } from '../table/question';

type Outcomes = ReadonlyMap<string, Outcome>;

/** A way that calls go. */
export interface Asker {
  readonly channel: Channel;
  /** What becomes of the calls of these answers. */
  ask(question: Question, answers: readonly string[]): Promise<Outcomes>;
  /** Whether something of this name may be read. */
  read(name: string): Promise<Outcome>;
}

async function inTurn(answers: readonly string[], each: (answer: string) => Promise<Outcome>): Promise<Outcomes> {
  const outcomes = new Map<string, Outcome>();
  for (const answer of answers) {
    outcomes.set(answer, await each(answer));
  }
  return outcomes;
}

const forAll = (answers: readonly string[], outcome: Outcome): Outcomes => new Map(answers.map((answer) => [answer, outcome]));

/** The credentials in the answer of AWS STS. */
export function credentialsIn(body: string): Credentials | undefined {
  const [accessKeyId, secretAccessKey, sessionToken] = ['AccessKeyId', 'SecretAccessKey', 'SessionToken']
    .map((name) => new RegExp(`<${name}>([^<]+)</${name}>`).exec(body)?.[1]);
  return accessKeyId === undefined || secretAccessKey === undefined ? undefined : { accessKeyId, secretAccessKey, sessionToken };
}

/** Calls of the role's session, without a server. */
export class DirectAsker implements Asker {
  public readonly channel = 'direct';

  constructor(
    private readonly credentials: Credentials, private readonly deployed: Deployed, private readonly session: string, private readonly wire: Wire,
  ) {}

  public async ask(question: Question, answers: readonly string[]): Promise<Outcomes> {
    if (question.how === 'assumed') {
      const { outcome, body } = await this.call(assumeRole(this.deployed.assumedRoleArn, this.session));
      const credentials = credentialsIn(body);
      return outcome.kind !== 'allowed' ? forAll(answers, notAssumed(outcome)) : askAs(credentials, question, answers, this.deployed, this.wire);
    }
    return inTurn(answers, async (answer) => {
      const api = callOf(question, answer, this.deployed);
      if (question.how !== 'presigned') {
        return (await this.call(api)).outcome;
      }
      const url = await presignedUrl(requestOf(api, this.deployed.region, this.wire.endpoint), this.credentials);
      return (await open(api, this.wire, url)).outcome;
    });
  }

  public async read(name: string): Promise<Outcome> {
    return (await this.call(parameter(name))).outcome;
  }

  public async call(api: ApiCall): Promise<Reply> {
    return call(api, this.credentials, this.wire);
  }
}

/** Not to be able to assume the second role says nothing of its calls. */
function notAssumed(outcome: Outcome): Outcome {
  return outcome.kind === 'failed' ? outcome : failed('the second role can\'t be assumed', { passing: true });
}

async function askAs(
  credentials: Credentials | undefined, question: Question, answers: readonly string[], deployed: Deployed, wire: Wire,
): Promise<Outcomes> {
  return credentials === undefined ? forAll(answers, failed('there are no credentials in the answer to sts:AssumeRole'))
    : inTurn(answers, async (answer) => (await call(callOf(question, answer, deployed), credentials, wire)).outcome);
}

/** Through the AWS MCP Server, which makes whatever call it is asked to. */
export class AwsServerAsker implements Asker {
  public readonly channel = 'aws';

  constructor(
    private readonly connection: McpConnection, private readonly deployed: Deployed, private readonly session: string, private readonly wire: Wire,
  ) {}

  public async ask(question: Question, answers: readonly string[]): Promise<Outcomes> {
    switch (question.how) {
      case 'presigned': return inTurn(answers, (answer) => this.openPresigned(callOf(question, answer, this.deployed)));
      case 'assumed': return this.assume(question, answers);
      default: return this.run(Object.fromEntries(answers.map((answer) => [answer, callOf(question, answer, this.deployed)])));
    }
  }

  public async read(name: string): Promise<Outcome> {
    return (await this.run({ read: parameter(name) })).get('read')!;
  }

  private async run(calls: { readonly [name: string]: ApiCall }): Promise<Outcomes> {
    const result = await this.connection.call('run_script', { code: script(calls, this.deployed.region) });
    const found = 'failure' in result ? undefined : scriptResult(result.value);
    const outcome = (name: string) => ('failure' in result ? result.failure
      : found === undefined ? scriptFailure(result.text) : scriptOutcome(found[name], calls[name]));
    return new Map(Object.keys(calls).map((name) => [name, outcome(name)]));
  }

  private async assume(question: Question, answers: readonly string[]): Promise<Outcomes> {
    const api = assumeRole(this.deployed.assumedRoleArn, this.session);
    const result = await this.connection.call('run_script', { code: script({ assume: api }, this.deployed.region) });
    if ('failure' in result) {
      return forAll(answers, result.failure);
    }
    const found = scriptResult(result.value)?.assume;
    const outcome = found === undefined ? scriptFailure(result.text) : scriptOutcome(found, api);
    if (outcome.kind !== 'allowed') {
      return forAll(answers, notAssumed(outcome));
    }
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = found?.credentials ?? {};
    const role = accessKeyId === undefined || secretAccessKey === undefined ? undefined : { accessKeyId, secretAccessKey, sessionToken };
    return askAs(role, question, answers, this.deployed, this.wire);
  }

  private async openPresigned(api: ApiCall): Promise<Outcome> {
    const tool = this.connection.tool('get_presigned_url');
    if (tool === undefined) {
      return failed('the server has no tool get_presigned_url');
    }
    const args = presignArguments(tool, api.params.Key, this.deployed);
    if (typeof args === 'string') {
      return failed(`the tool get_presigned_url has a parameter that is not known: ${/^\w{1,40}$/.test(args) ? args : 'of an unusual name'}`);
    }
    const result = await this.connection.call('get_presigned_url', args);
    if ('failure' in result) {
      return result.failure;
    }
    const url = presignedIn(JSON.stringify(result.value), api.params.Key, this.deployed);
    return url === undefined ? failed('there is no presigned URL of the object in what the tool says') : (await open(api, this.wire, url)).outcome;
  }
}

/** Through a server that reads one kind of thing by its name. */
export class NamedServerAsker implements Asker {
  constructor(public readonly channel: 'eks' | 'ecs', private readonly connection: McpConnection, private readonly toolName: string) {}

  public async ask(question: Question, answers: readonly string[]): Promise<Outcomes> {
    return inTurn(answers, (answer) => this.read(nameOf(question, answer)));
  }

  public async read(name: string): Promise<Outcome> {
    const { arguments: args } = NAMED[this.channel].call(this.toolName, name);
    const result = await this.connection.call(this.toolName, args);
    return 'failure' in result ? result.failure : namedOutcome(this.channel, result.text);
  }
}
