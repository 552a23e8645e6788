import type { AlikeRecords } from './alike-records';
import type { CloudTrailEvent } from './event';
import { eventOf } from './event';
import { eventFiles, readEventFileSync } from './event-files';
import { areAllItHas, EvidenceSource } from './evidence-source';
import { McpReplay } from './mcp-replay';
import type { UnreadEvents } from './read-events';
import { recordsIn } from './records-in';
import { Replay } from './replay';
import { Verdicts } from './verdict';
import { givenTemplates } from '../analysis/given-templates';
import type { PolicyDocuments } from '../analysis/simulation/documents-source';
import { DocumentsSource } from '../analysis/simulation/documents-source';
import { TemplateSource } from '../analysis/simulation/template-source';
import type { TemplateSimulatorOptions } from '../analysis/template-simulator-options';
import { wildcardMatcher } from '../iam/wildcard';
import { formatValue } from '../private/format';
import { checkedProperties, OBJECT, STRINGS } from '../private/validator';

/** What is known besides the events. */
export interface McpReplayOptions {
  /**
   * The policies that are in force now: then only what changes is told.
   *
   * @default - not known: every denial of what happened is told
   */
  readonly current?: PolicyDocuments;

  /**
   * Context keys that all the calls had, each with its list of values, such as `aws:PrincipalOrgID`; an empty list says that the key is absent.
   *
   * @default - none: what depends on a key that the events don't tell is not decided
   */
  readonly context?: { [key: string]: string[] };

  /**
   * The principals whose calls are judged, as ARNs with `*` and `?` as wildcards.
   *
   * @default - everybody
   */
  readonly principals?: string[];
}

/**
 * What happened, by the events of CloudTrail: to tell what policies would have denied of it, before they are attached.
 *
 * A call that happened was allowed. It is denied anew by a Deny of the policies given, or by one that limits (a control policy or boundary with an
 * Allow) and does not allow it. What the events don't tell, such as tags, is never guessed: what hangs on it is not decided.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 *
 * @example
 * const activity = McpActivity.fromFiles(['events']);
 * const replay = activity.replay({
 *   serviceControlPolicies: [{
 *     Version: '2012-10-17',
 *     Statement: [{
 *       Sid: 'NoDeletesByAgents', Effect: 'Deny', Action: 's3:Delete*', Resource: '*',
 *       Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } },
 *     }],
 *   }],
 * });
 * // In a test: replay.hitsDirectCalls is false, and else replay.explanation says who would be denied what.
 */
export class McpActivity {
  /**
   * What events tell, as parsed JSON: records of CloudTrail, or with what `lookup-events`, EventBridge or a log file has around them.
   *
   * @throws if something is no event.
   */
  public static fromEvents(events: Array<{ [field: string]: any }>): McpActivity {
    const known = recordsIn(events).map((record): CloudTrailEvent => {
      const event = typeof record === 'object' && record !== null ? eventOf(record as { [field: string]: unknown }) : undefined;
      if (!event) {
        throw new Error(`${formatValue(record)} is not an event of CloudTrail: expected a record with eventSource and eventName, or what is around some`);
      }
      return event;
    });
    return new McpActivity((take) => {
      known.forEach(take);
      return [];
    });
  }

  /**
   * What the events of files tell: log files, folders of them as S3 has them, and what `lookup-events`, EventBridge, CloudWatch Logs or Athena give.
   * They are read anew for each replay, and no more is kept than one event.
   *
   * @throws if a file is not there. What of it can't be read, the replay names.
   */
  public static fromFiles(files: string[]): McpActivity {
    const all = files.flatMap(eventFiles);
    return new McpActivity((take, alike) => all.flatMap((file) => readEventFileSync(file, take, alike)));
  }

  private constructor(private readonly read: (take: (event: CloudTrailEvent) => void, alike: AlikeRecords) => UnreadEvents[]) {}

  /**
   * What policies would have denied. Policies of the principal that only deny are more of them; with an Allow, they are all that it has.
   *
   * @throws if a document is malformed.
   */
  public replay(policies: PolicyDocuments, options: McpReplayOptions = {}): McpReplay {
    checkedProperties('the options of a replay', options, { current: OBJECT, context: OBJECT, principals: STRINGS });
    const { current, context = {}, principals } = options;
    const verdicts = (documents: PolicyDocuments) =>
      new Verdicts(new EvidenceSource(new DocumentsSource(documents), areAllItHas(documents)), context);
    const patterns = principals?.map(wildcardMatcher);
    return this.run(new Replay({
      proposed: verdicts(policies),
      current: current && verdicts(current),
      ...patterns && { isAbout: (principal) => principal !== undefined && patterns.some((matches) => matches(principal) === true) },
    }));
  }

  /**
   * What a template would have denied that is not deployed yet: to its roles and users by all that it gives them, to everybody by its control policies,
   * and by the policies of its resources. A role without a name is found by the name that CloudFormation makes of its logical id.
   *
   * @param template as parsed JSON
   * @throws if it is not a template, or a policy in it is malformed.
   */
  public replayTemplate(template: { [section: string]: any }, options: TemplateSimulatorOptions = {}): McpReplay {
    const source = TemplateSource.of(givenTemplates(template, options), options);
    return this.run(new Replay({ proposed: new Verdicts(new EvidenceSource(source, false, source), {}) }));
  }

  private run(replay: Replay): McpReplay {
    const unread = this.read((event) => replay.take(event), replay.alike);
    return McpReplay._of(replay.end(), unread);
  }
}
