import { McpServer } from './mcp-server';
import { serverNamed, undocumentedServer } from './named-servers';
import { editDistance } from '../private/edit-distance';
import { formatValue } from '../private/format';
import { isToken } from '../private/tokens';

/** What is wrong with the name of a server. */
export interface ServerNameProblem {
  /**
   * `none`: no call has it. `misspelled`: no known server has it, and it looks like a slip; AWS may have added one. `undocumented`: AWS does
   * not say what the server's is.
   */
  readonly kind: 'none' | 'misspelled' | 'undocumented';
  readonly message: string;
}

/**
 * What is wrong with a service principal as the name of a server, as far as can be told; `undefined` if nothing.
 *
 * @param isService whether there is a service with the prefix
 */
export function serverNameProblem(principal: string, isService: (prefix: string) => boolean): ServerNameProblem | undefined {
  if (isToken(principal) || !serverNamed(principal)) {
    return undefined;
  }
  const undocumented = undocumentedServer(principal);
  if (undocumented) {
    const { name, authentication } = undocumented;
    return {
      kind: 'undocumented',
      message: authentication === 'none' ? `the ${name} asks for no credentials: no call that IAM judges comes through it`
        : `AWS does not document the service principal of the ${name}: whether any call has ${formatValue(principal)} is not known`,
    };
  }
  const known = McpServer._all().map(({ servicePrincipal }) => servicePrincipal);
  const [, ofService] = /^([a-z0-9-]+)-mcp\./.exec(principal) ?? [];
  if (known.includes(principal) || (ofService !== undefined && isService(ofService))) {
    return undefined; // Such as `ec2-mcp.amazonaws.com`, one letter from `ecs-mcp`.
  }
  // AWS calls its servers so.
  const isNamedLikeOne = principal.includes('-mcp.');
  const near = known.find((each) => editDistance(principal, each) === 1);
  if (near !== undefined) {
    return { kind: isNamedLikeOne ? 'misspelled' : 'none', message: `${formatValue(principal)} is no known MCP server: did you mean "${near}"?` };
  }
  if (isNamedLikeOne) {
    return undefined;
  }
  const ofThatService = known.find((each) => each.startsWith(`${principal.split('.')[0]}-mcp.`));
  const message = `${formatValue(principal)} is a service, and no MCP server`;
  return ofThatService === undefined ? { kind: 'misspelled', message } : { kind: 'none', message: `${message}: did you mean "${ofThatService}"?` };
}
