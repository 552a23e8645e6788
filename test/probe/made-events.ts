import type { ServiceCall } from './made-services';
import type { Session } from './made-world';
import { DEPLOYED } from './role';

/** As CloudTrail logs a call, with all that must not be shown to others. */
export function madeEvent({ service, operation, params }: ServiceCall, { channel, who }: Session, number: number): object {
  const via = channel === 'direct' ? undefined : `${channel}-mcp.amazonaws.com`;
  const [role, name] = who === 'assumed' ? [DEPLOYED.assumedRoleArn, 'AROA1B2C3D4E5F6G7H8I9'] : [DEPLOYED.roleArn, 'AROA9I8H7G6F5E4D3C2B1'];
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `${name}:dana@example.com`,
      arn: `${role.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/dana@example.com`,
      accountId: DEPLOYED.account,
      accessKeyId: 'ASIA1B2C3D4E5F6G7H8I',
      sessionContext: { sessionIssuer: { type: 'Role', principalId: name, arn: role, accountId: DEPLOYED.account, userName: role.split('/')[1] }, attributes: { creationDate: '2026-11-29T10:00:00Z', mfaAuthenticated: 'false' } },
      ...via && { invokedBy: via },
    },
    eventTime: new Date(Date.UTC(2026, 10, 29, 10, 0, number)).toISOString().replace('.000Z', 'Z'),
    eventSource: `${service}.amazonaws.com`,
    eventName: operation,
    awsRegion: DEPLOYED.region,
    sourceIPAddress: via ?? '100.64.17.4',
    userAgent: via ?? 'node-of-dana/20.1',
    errorCode: 'AccessDenied',
    errorMessage: `User: ${role} is not authorized to perform: ${service}:${operation} on resource: ${DEPLOYED.keyArn} because no identity-based policy allows the ${service}:${operation} action`,
    requestParameters: { ...params, policy: { owner: 'dana' } },
    responseElements: { credentials: { accessKeyId: 'ASIA1B2C3D4E5F6G7H8I', sessionToken: 'secret' } },
    requestID: `9f1c2b3a-0000-4000-8000-${String(number).padStart(12, '0')}`,
    eventID: `7e1c2b3a-0000-4000-8000-${String(number).padStart(12, '0')}`,
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: DEPLOYED.account,
    eventCategory: 'Management',
    resources: [{ ARN: DEPLOYED.keyArn, accountId: DEPLOYED.account }],
    additionalEventData: { downstreamRequests: [{ apiName: 'ListKeys', requestId: `9f1c2b3a-0000-4000-8000-${String(number + 1).padStart(12, '0')}`, awsRegion: DEPLOYED.region, owner: 'dana' }] },
    tlsDetails: { clientProvidedHostHeader: 'dana.example.com' },
  };
}
