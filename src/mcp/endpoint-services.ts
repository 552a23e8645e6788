import { SERVERS } from './servers';

/** What is authorized at a VPC endpoint, at a moment of it. */
export interface EndpointStage {
  readonly actions: readonly string[];
  /** Whose account and organization are known then: the principal's, or, before it is known, those of what is asked for; none if neither is. */
  readonly by?: 'Principal' | 'Resource';
}

/** A service of a VPC endpoint through which one connects to managed MCP servers. */
export interface EndpointService {
  /** What follows the Region in its name, `com.amazonaws.<region>.<name>`. */
  readonly name: string;
  readonly stages: readonly EndpointStage[];
}

/**
 * What is authorized at the endpoints of AWS Sign-In for OAuth. The registration of a client knows nobody's account.
 *
 * @see https://docs.aws.amazon.com/signin/latest/userguide/oauth-privatelink.html
 */
const SIGN_IN: readonly EndpointStage[] = [
  { actions: ['signin:Authenticate'], by: 'Resource' },
  { actions: ['signin:CreateOAuth2PublicClient'] },
  { actions: ['signin:AuthorizeOAuth2Access', 'signin:CreateOAuth2Token', 'signin:IntrospectOAuth2Token', 'signin:RevokeOAuth2Token'], by: 'Principal' },
];

/** The services of endpoints that AWS documents: those of servers, as the registry says, and of the sign-in. */
export const ENDPOINT_SERVICES: readonly EndpointService[] = [
  ...SERVERS.flatMap(({ vpcEndpoint }): EndpointService[] => (vpcEndpoint ? [{ name: vpcEndpoint.service, stages: [{ actions: vpcEndpoint.actions, by: 'Principal' }] }] : [])),
  { name: 'signin', stages: SIGN_IN },
  { name: 'signin-v2', stages: SIGN_IN },
];

/** The service of an endpoint by its full name, in which the Region may be known only at deployment. */
export function endpointService(serviceName: string): EndpointService | undefined {
  return ENDPOINT_SERVICES.find(({ name }) => serviceName.startsWith('com.amazonaws.') && serviceName.endsWith(`.${name}`)
    && !serviceName.slice('com.amazonaws.'.length, -name.length - 1).includes('.'));
}
