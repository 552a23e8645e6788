/** Where a policy acts when a request is judged. */
export enum PolicyKind {
  IDENTITY = 'identity-based policy',
  PERMISSIONS_BOUNDARY = 'permissions boundary',
  SESSION = 'session policy',
  SERVICE_CONTROL = 'service control policy',
  RESOURCE_CONTROL = 'resource control policy',
  RESOURCE = 'resource-based policy',
  TRUST = 'trust policy',
  VPC_ENDPOINT = 'VPC endpoint policy',
}

/** Where a policy is written, for a person to find it. */
export interface PolicyPlace {
  /** The file it was read from, if from one. */
  readonly file?: string;
  /** The logical id of the resource that holds it, in a template. */
  readonly logicalId?: string;
  /** The path of that resource's construct, where the template tells. */
  readonly constructPath?: string;
  /**
   * The way to the document within the resource, such as `Properties/Policies/0/PolicyDocument`; within the file where there is
   * no resource; empty if the file is the document.
   */
  readonly path: string;
}

/** One policy document and where it is written. */
export interface LocatedPolicy {
  readonly kind: PolicyKind;
  readonly place: PolicyPlace;
  /**
   * The document. Of a template: intrinsic functions are resolved as far as the template tells, to strings with unknown parts
   * (see `unknown-text.ts`); what can't be written as text stays as the intrinsic function it is.
   */
  readonly document: unknown;
  /** Its ARN, where the input tells: `*` stands for what it does not tell of it. */
  readonly arn?: string;
  /** The type of the resource that holds it, such as `AWS::S3::BucketPolicy`. */
  readonly resourceType?: string;
  /** The prefix of the service that holds it, where that is all that is known of the resource. */
  readonly service?: string;
  /** Why AWS takes no policy there, in words that go on from `an endpoint`; `undefined` if it does. */
  readonly withoutPolicy?: string;
  /** Whether it is taken although it lets nobody change it, as one says of a key. */
  readonly bypassesLockOutCheck?: boolean;
  /** Whether AWS refuses it if it gives access to everybody, as one says of a bucket or a secret. */
  readonly blocksPublic?: boolean;
}
