import { McpContextKey } from './mcp-context-key';
import type { McpServer } from './mcp-server';
import { servicePrincipalOf } from './service-principal';
import { isTagText } from '../iam/tag-text';
import { unknownPart } from '../iam/unknown-text';
import { textOf } from '../iam/value';
import { isToken } from '../private/tokens';
import type { Validator } from '../private/validator';
import { checked, checkedProperties, BOOLEAN, ORIGIN } from '../private/validator';

const VIA = McpContextKey.VIA_AWS_MCP_SERVICE.toLowerCase();
const CALLED_VIA = McpContextKey.CALLED_VIA_AWS_MCP.toLowerCase();
const MCP_ACTION = McpContextKey.IS_MCP_SERVICE_ACTION.toLowerCase();
const VIA_SERVICE = McpContextKey.VIA_AWS_SERVICE.toLowerCase();

/** Of a tag, which is known. */
const TAG: Validator = {
  is: (value) => typeof value === 'string' && (isToken(value) || isTagText(value)), expected: 'the key or value of a tag, without wildcards',
};

/** The MCP keys of a request, and the tag of a marked session, before the keys that don't tell one origin from another are added. */
type McpKeys = ReadonlyArray<readonly [key: string, values: readonly string[]]>;

const ABSENT: McpKeys = [[VIA, []], [CALLED_VIA, []]];
const FALSE: McpKeys = [[VIA, ['false']], [CALLED_VIA, []]];
/** Through some server: `aws:CalledViaAWSMCP` is left open. */
const ANY_SERVER: McpKeys = [[VIA, ['true']]];

/** Who started a forward access session, and what became of the MCP keys in it. */
export interface ForwardAccessSessionOptions {
  /**
   * The request that made the AWS service call on.
   *
   * @default - any: a direct call or one through any server
   */
  readonly startedBy?: RequestOrigin;

  /**
   * Whether the service's own call carries the MCP keys of the request that started it. AWS documents neither answer. If it does not,
   * `aws:ViaAWSMCPService` is absent or `"false"`, as on a direct call.
   *
   * @default - either: what holds must hold under both
   */
  readonly mcpKeysForwarded?: boolean;
}

/**
 * Where a request came from, as far as IAM's context keys tell. It came from a person or program directly, through a managed MCP
 * server, from a session that is marked as an agent's, or in a forward access session: from an AWS service, with the caller's credentials.
 *
 * An origin stands for every request context it can have. `McpCondition.evaluate()` tells which origins a condition matches.
 *
 * @see https://docs.aws.amazon.com/agent-toolkit/latest/userguide/security_iam_service-with-iam.html
 *
 * @example
 * const outcome = McpCondition.evaluate(
 *   { Bool: { 'aws:ViaAWSMCPService': 'false' } },
 *   RequestOrigin.direct(),
 * );
 * // outcome.match is DEPENDS: a direct call may lack the key, and then the condition does not match.
 */
export class RequestOrigin {
  /** A direct call, with `aws:ViaAWSMCPService` absent or `"false"`: both occur. */
  public static direct(): RequestOrigin {
    return new RequestOrigin('direct', [ABSENT, FALSE], [['false'], []]);
  }

  /** A direct call whose context lacks `aws:ViaAWSMCPService`. */
  public static directKeyAbsent(): RequestOrigin {
    return new RequestOrigin('direct (key absent)', [ABSENT], [['false'], []]);
  }

  /** A direct call whose context says `aws:ViaAWSMCPService = "false"`. */
  public static directKeyFalse(): RequestOrigin {
    return new RequestOrigin('direct (key false)', [FALSE], [['false'], []]);
  }

  /**
   * A direct call by an agent that comes through no managed MCP server, and whose session is marked: its principal has the tag.
   *
   * @param key the tag's key; `PrincipalType` unless given, as AWS advises
   * @param value the tag's value; `Agent` unless given
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
   * @throws if the key or the value is empty, or has a wildcard.
   */
  public static agentSession(key: string = 'PrincipalType', value: string = 'Agent'): RequestOrigin {
    const where = 'RequestOrigin.agentSession()';
    checked(where, 'key', key, TAG);
    checked(where, 'value', value, TAG);
    const tag = [`aws:principaltag/${key.toLowerCase()}`, [value]] as const;
    return new RequestOrigin(`agent session (${key}=${value})`, [ABSENT, FALSE].map((keys) => [...keys, tag]), [['false'], []]);
  }

  /** A call that came through the given managed MCP server. */
  public static via(server: McpServer): RequestOrigin {
    const principal = servicePrincipalOf('RequestOrigin.via()', server);
    const keys: McpKeys = [[VIA, ['true']], [CALLED_VIA, [textOf(principal)!]]];
    return new RequestOrigin(`via ${principal}`, [keys], [['false'], ['true'], []], textOf(principal)!.replace(/\..*$/s, `.${unknownPart('*')}`));
  }

  /**
   * A call that came through any managed MCP server, a new one too: what holds for it holds for each.
   *
   * Which one it was is left open, so that a condition on `aws:CalledViaAWSMCP` depends.
   */
  public static viaAnyServer(): RequestOrigin {
    return new RequestOrigin('via any MCP server', [ANY_SERVER], [['false'], ['true'], []], `${unknownPart('*')}-mcp.${unknownPart('*')}`);
  }

  /**
   * A call that an AWS service makes with the caller's credentials, such as S3 calling KMS for an encrypted object.
   *
   * It carries `aws:ViaAWSService = "true"`. Whether it also carries the MCP keys of the request that started it is not
   * documented, so by default the origin stands for both.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
   */
  public static viaAwsService(options: ForwardAccessSessionOptions = {}): RequestOrigin {
    checkedProperties('RequestOrigin.viaAwsService()', options, { startedBy: ORIGIN, mcpKeysForwarded: BOOLEAN });
    const kept = options.startedBy?.mcpKeys ?? [ABSENT, FALSE, ANY_SERVER];
    const keySets = options.mcpKeysForwarded === false ? [] : [...kept];
    if (options.mcpKeysForwarded !== true) {
      // The service calls as one that came through no server, and the principal stays who it is, with its tags.
      const lost = kept.flatMap((each) => [ABSENT, FALSE].map((direct): McpKeys =>
        [...direct, ...each.filter(([key]) => key !== VIA && key !== CALLED_VIA)]));
      keySets.push(...new Map(lost.map((each) => [JSON.stringify(each), each])).values());
    }
    const keys = options.mcpKeysForwarded === undefined ? '' : options.mcpKeysForwarded ? ', keys kept' : ', keys lost';
    const started = options.startedBy ? ` started ${options.startedBy.description}` : '';
    return new RequestOrigin(`forward access session${started}${keys}`, keySets, [['true']]);
  }

  private constructor(
    /** The origin in a few words, such as `direct` or `via eks-mcp.amazonaws.com`. */
    public readonly description: string,
    private readonly mcpKeys: readonly McpKeys[],
    private readonly viaAwsServiceValues: ReadonlyArray<readonly string[]>,
    /**
     * What `kms:ViaService` says of a call that a server makes, if AWS has it there at all, which it does not say: the server, with or without its
     * Region. Every server whose service principal AWS documents is called `…-mcp`.
     *
     * @internal
     */
    public readonly _namesServer?: string,
  ) {}

  /** The description. */
  public toString(): string {
    return this.description;
  }

  /**
   * Every combination of key values that a request of this origin can have.
   *
   * @internal
   */
  public _contexts(): Array<ReadonlyMap<string, readonly string[]>> {
    return this.mcpKeys.flatMap((keys) => this.viaAwsServiceValues.flatMap((viaService) =>
      [['true'], ['false'], []].map((mcpAction) => new Map([...keys, [VIA_SERVICE, viaService], [MCP_ACTION, mcpAction]]))));
  }
}
