import type { CloudTrailEvent } from './event';

/** A tag that marks the sessions of agents. */
export interface SessionMark {
  readonly key: string;
  readonly value: string;
}

/** As AWS advises. */
export const AWS_MARK: SessionMark = { key: 'PrincipalType', value: 'Agent' };

/**
 * Which sessions are marked as agents', by the events of their start: the events of what they call have no tags.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */
export class SessionMarks {
  /** By the access key of the session, if its tags have the key of the mark. */
  private readonly told = new Map<string, boolean>();

  /** @param isMarkedRole whether a role has the tag itself, by its ARN: it holds where the session's tags don't have the key */
  public constructor(public readonly mark: SessionMark = AWS_MARK, private readonly isMarkedRole: (role: string) => boolean = () => false) {}

  /** Notes the session that an event starts, if it does. */
  public note({ source, name, parameters, response, errorCode }: CloudTrailEvent): void {
    const accessKey = fields(response?.credentials)?.accessKeyId;
    const value = source === 'sts.amazonaws.com' && STARTS.test(name) && errorCode === undefined ? this.valueIn(parameters ?? {}) : undefined;
    if (typeof accessKey === 'string' && value !== undefined) {
      this.told.set(accessKey, value === this.mark.value);
    }
  }

  /** Whether a session's tags say that it is an agent's, or that it is none; `undefined` if no event so far tells. */
  public toldOf(accessKey: string): boolean | undefined {
    return this.told.get(accessKey);
  }

  /** Whether the sessions of a role are marked that say nothing of it. */
  public isRoles(principal: string): boolean {
    return this.isMarkedRole(principal);
  }

  /** A tag that was passed on can't be passed anew. */
  private valueIn({ incomingTransitiveTags, principalTags, tags }: { readonly [name: string]: unknown }): unknown {
    const given = [incomingTransitiveTags, principalTags, tags].flatMap((each): Array<[key: unknown, value: unknown]> => (
      Array.isArray(each) ? each.map((tag) => [tag?.key, tag?.value]) : Object.entries(fields(each) ?? {})));
    return given.find(([key]) => typeof key === 'string' && key.toLowerCase() === this.mark.key.toLowerCase())?.[1];
  }
}

const STARTS = /^(AssumeRole|GetFederationToken)/;

function fields(value: unknown): { readonly [name: string]: unknown } | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as { [name: string]: unknown } : undefined;
}
