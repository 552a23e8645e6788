import type { AlikeEvent } from './alike-records';
import type { CloudTrailEvent, DownstreamRequest } from './event';
import { hashOf, SeenIds } from './seen-ids';

/** What the events of several files and Regions are told to, each once. */
export interface CallHandler {
  event(event: CloudTrailEvent): void;
  /** What a tool called, of which the log has no event: `count` such calls, of which the event of the first is given. */
  unlogged(event: CloudTrailEvent, request: DownstreamRequest, count: number): void;
}

/**
 * Joins what is in several files: an event that is in two of them is one, and what a tool called is its own event if there is one, in whichever Region
 * and file. Ids are kept as numbers of eight bytes, nothing else of an event.
 */
export class CallStream {
  /** How many events were there before. */
  public duplicates = 0;
  /** How many calls of tools are joined with their own event. */
  public joined = 0;
  private readonly ids = new SeenIds();
  /** Of what came through a server, by which alone a tool calls. */
  private readonly requestIds = new SeenIds();
  /** What tools called and has not been seen, by its request's id: the number of its kind. */
  private readonly pending = new Map<number, number>();
  private readonly kinds: Array<{ readonly event: CloudTrailEvent; readonly request: DownstreamRequest; count: number }> = [];
  private readonly numbers = new Map<string, number>();

  public constructor(private readonly handler: CallHandler) {}

  public take(event: CloudTrailEvent): void {
    const { id, requestId, identity, toolCall } = event;
    if (id !== undefined && !this.ids.add(id)) {
      this.duplicates++;
      return;
    }
    if (identity.invokedBy !== undefined && requestId !== undefined) {
      this.join(requestId);
    }
    toolCall?.downstream.forEach((request) => this.called(event, request));
    this.handler.event(event);
  }

  /**
   * The same of an event that is like another one, which called no tool; nobody is told of it.
   *
   * @param isInvoked whether a server or service called
   * @returns whether it was not there before
   */
  public isNew(event: AlikeEvent, isInvoked: boolean): boolean {
    if (!event.isNew(this.ids)) {
      this.duplicates++;
      return false;
    }
    const requestId = isInvoked ? event.requestId() : undefined;
    if (requestId !== undefined) {
      this.join(requestId);
    }
    return true;
  }

  /** Tells what tools called and the log has no event of. */
  public end(): void {
    this.kinds.filter(({ count }) => count > 0).forEach(({ event, request, count }) => this.handler.unlogged(event, request, count));
  }

  private join(requestId: string): void {
    this.requestIds.add(requestId);
    const hash = this.pending.size > 0 ? hashOf(requestId) : 0;
    const waiting = this.pending.get(hash);
    if (waiting !== undefined) {
      this.pending.delete(hash);
      this.kinds[waiting].count--;
      this.joined++;
    }
  }

  private called(event: CloudTrailEvent, request: DownstreamRequest): void {
    const { requestId, apiName, region } = request;
    if (requestId !== undefined && this.requestIds.has(requestId)) {
      this.joined++;
      return;
    }
    const { arn, issuerArn, accountId, signInSessionArn } = event.identity;
    const key = [event.source, apiName, region, issuerArn ?? arn, accountId, signInSessionArn].join('\n');
    let number = this.numbers.get(key);
    if (number === undefined) {
      this.numbers.set(key, number = this.kinds.push({ event, request, count: 0 }) - 1);
    }
    this.kinds[number].count++;
    if (requestId !== undefined) {
      this.pending.set(hashOf(requestId), number);
    }
  }
}
