/** What AWS says of the values of a condition key. */
export type KeyValues =
  /** One, which is no ARN. */
  | 'single'
  /** One, which is an ARN. */
  | 'arn'
  /** Several, for which there are set operators. */
  | 'multi';

/**
 * The global condition keys, by what AWS says of their values; with `*` for the name of a tag. Also keys of a service that other services' requests
 * carry, and `aws:SourceOwner`, an old key of Amazon SNS.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const BY_VALUES: { readonly [values in KeyValues]: string } = {
  single: 'aws:AssumedRoot aws:CalledViaAWSMCP aws:CalledViaFirst aws:CalledViaLast aws:CurrentTime aws:Ec2InstanceSourcePrivateIPv4 '
    + 'aws:Ec2InstanceSourceVpc aws:EpochTime aws:FederatedProvider aws:IsMcpServiceAction aws:MultiFactorAuthAge aws:MultiFactorAuthPresent '
    + 'aws:PrincipalAccount aws:PrincipalIsAWSService aws:PrincipalOrgID aws:PrincipalServiceName aws:PrincipalTag/* aws:PrincipalType aws:Referer '
    + 'aws:RequestTag/* aws:RequestedRegion aws:ResourceAccount aws:ResourceOrgID aws:ResourceTag/* aws:SecureTransport aws:SourceAccount '
    + 'aws:SourceIdentity aws:SourceIp aws:SourceOrgID aws:SourceOwner aws:SourceVpc aws:SourceVpce aws:TokenIssueTime aws:UserAgent aws:ViaAWSMCPService '
    + 'aws:ViaAWSService aws:ViaCustomerDomain aws:VpcSourceIp aws:VpceAccount aws:VpceOrgID aws:userid aws:username ec2:RoleDelivery '
    + 'glue:CredentialIssuingService identitystore:UserId',
  arn: 'aws:ChatbotSourceArn aws:PrincipalArn aws:SignInSessionArn aws:SourceArn aws:SourceVpcArn codebuild:BuildArn codebuild:ProjectArn '
    + 'ec2:SourceInstanceArn glue:RoleAssumedBy lambda:SourceFunctionArn ssm:SourceInstanceArn',
  multi: 'aws:CalledVia aws:PrincipalOrgPaths aws:PrincipalServiceNamesList aws:ResourceOrgPaths aws:SourceOrgPaths aws:TagKeys aws:VpceOrgPaths',
};

/** Each as AWS spells it, with what it says of the values. */
export const GLOBAL_KEYS: ReadonlyArray<readonly [key: string, values: KeyValues]> = (Object.keys(BY_VALUES) as KeyValues[])
  .flatMap((values) => BY_VALUES[values].split(' ').map((key) => [key, values] as const));

/** Where AWS sees no use for a wildcard, which might match any value; in lower case.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sensitive
 */
export const SENSITIVE_KEYS: readonly string[] = [
  'aws:principalaccount', 'aws:principalorgid', 'aws:resourceaccount', 'aws:resourceorgid', 'aws:sourceaccount', 'aws:sourceorgid',
  'aws:sourcevpc', 'aws:sourcevpce', 'aws:vpceaccount', 'aws:vpceorgid',
];
