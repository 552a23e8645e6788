/** Statements of a policy: whole, or the actions, such as `s3:GetObject ListBucket`, and the resources that a role is allowed. */
export type Statements = ReadonlyArray<object | readonly [actions: string, ...resources: string[]]>;

/** What connectors from one of several types of resources to another one make. */
export interface ConnectorRow {
  readonly from: readonly string[];
  readonly to: string;
  /** What gets a policy: the role of the source or of the destination, or the destination. */
  readonly kind: 'source' | 'destination' | 'queue' | 'topic' | 'function';
  /** The permissions that may be asked for together, if not any. */
  readonly only?: ReadonlyArray<readonly string[]>;
  /** By permission, `Read` or `Write`; of a function the properties of the permission. */
  readonly gives: { readonly [permission: string]: Statements | { readonly [property: string]: string } };
}

/** The profiles of the connectors of AWS SAM. In strings `%{Source.Arn}` stands for what a resource gives. */
export interface ConnectorTable {
  readonly source: { readonly package: string; readonly version: string; readonly license: string; readonly read: string };
  readonly rows: readonly ConnectorRow[];
  /** By type, the property that names the role, and what the resource gives, where `%{logicalId}` is its own. */
  readonly types: { readonly [type: string]: { readonly role?: string; readonly gives: { readonly [name: string]: unknown } } };
}

/** Read when a template has a connector. */
export function connectorTable(): ConnectorTable {
  // Not an import: that would read the file with the library.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('../../../data/sam-connectors.json');
}
