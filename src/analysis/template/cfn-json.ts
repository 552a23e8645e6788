import type { Resolver } from './resolver';
import type { TemplateEntry } from './template';
import { parsedJson } from './text';

/**
 * What the resources of the CDK's `CfnJson` give as `Value`: JSON whose keys may have references in them. A role for a service account of EKS has
 * its condition by one, as the keys begin with the address of the cluster's OIDC provider.
 */
export class CfnJsons {
  private readonly values = new Map<TemplateEntry, unknown>();

  constructor(private readonly resolver: Resolver) {}

  /** `undefined` if it is no such resource, or has no JSON. One that refers to itself is not known. */
  public valueOf(entry: TemplateEntry | undefined, attribute: string): unknown {
    if (entry?.type !== 'Custom::AWSCDKCfnJson' || attribute !== 'Value') {
      return undefined;
    }
    if (!this.values.has(entry)) {
      this.values.set(entry, undefined);
      this.values.set(entry, parsedJson(this.resolver.text(entry.properties.Value, entry.template)));
    }
    return this.values.get(entry);
  }
}
