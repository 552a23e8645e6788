import { Condition } from '../../iam/condition';
import { McpServer } from '../../mcp/mcp-server';
import { requestContexts } from '../../mcp/request-contexts';
import { RequestOrigin } from '../../mcp/request-origin';
import { SERVERS } from '../../mcp/servers';

/** Tells of condition blocks whether a request may match both, as far as where it comes from tells. */
export class ConditionOverlap {
  private readonly contexts = [
    RequestOrigin.direct(),
    ...SERVERS.flatMap(({ servicePrincipal }) => (servicePrincipal === undefined ? [] : [RequestOrigin.via(McpServer.of(servicePrincipal))])),
    RequestOrigin.viaAnyServer(),
    RequestOrigin.viaAwsService(),
  ].flatMap((origin) => requestContexts(origin));

  private readonly matching = new Map<string, readonly boolean[]>();

  /** Whether both match one request, as far as is known. A block is JSON, and empty if it is not known. */
  public mayMeet(a: string, b: string): boolean {
    const [x, y] = [a, b].map((block) => this.mayMatch(block));
    return x.some((may, i) => may && y[i]);
  }

  private mayMatch(block: string): readonly boolean[] {
    let found = this.matching.get(block);
    if (!found) {
      const condition = block === '' ? undefined : new Condition(JSON.parse(block));
      this.matching.set(block, found = this.contexts.map((context) => condition?.matches(context) !== false));
    }
    return found;
  }
}
