import type { Intrinsics } from './intrinsics';
import { StoredDocument } from './stored-document';
import type { TemplateEntry } from './template';
import { parsedJson, withoutDynamicReferences } from './text';
import type { LocatedPolicy, PolicyKind, PolicyPlace } from '../../iam/policy';
import { isObject } from '../../iam/value';

/** A policy that is still being read: what it acts as may turn out later. */
export type Reading<T> = { -readonly [key in keyof T]: T[key] };

/** An item of a list in a template. */
export interface Item {
  readonly value: unknown;
  /** Its path within the resource. */
  readonly path: string;
  /** Whether it stands in a branch of an `Fn::If` whose condition is known only at deployment. */
  readonly conditional: boolean;
}

/** More branches than that within one another are not looked into. */
const MAX_DEPTH = 50;

/** Reads policies and lists out of resources, and keeps all policies in the order in which they were read. */
export class PolicyReader {
  public readonly policies: Array<Reading<LocatedPolicy>> = [];

  private readonly paths = new Map<string, string>();

  constructor(public readonly intrinsics: Intrinsics) {}

  /** Reads the document at the path: an object, or the text of one. `undefined` if there is none. */
  public policy(kind: PolicyKind, entry: TemplateEntry, path: string, value: unknown): Reading<LocatedPolicy> | undefined {
    const document = value instanceof StoredDocument ? value : this.document(value, entry);
    return document === undefined || document === null ? undefined : this.add(kind, entry, path, document);
  }

  /** Keeps a document that has been read. */
  public add(kind: PolicyKind, entry: TemplateEntry, path: string, document: unknown): Reading<LocatedPolicy> {
    const { template: { file }, logicalId, constructPath, type, at } = entry;
    const place: Reading<PolicyPlace> = at ? { logicalId: at.logicalId, path: `${at.path}/${path}` } : { logicalId, path: this.once(path) };
    if (file !== undefined) {
      place.file = file;
    }
    if (constructPath !== undefined) {
      place.constructPath = constructPath;
    }
    const policy: Reading<LocatedPolicy> = document instanceof StoredDocument ? new LaterPolicy(kind, place, type, document)
      : { kind, place, document, resourceType: type };
    this.policies.push(policy);
    return policy;
  }

  /** The same string for paths that are equal, as most of an account's are. */
  private once(path: string): string {
    const known = this.paths.get(path) ?? path;
    this.paths.set(path, known);
    return known;
  }

  /** A document with its functions resolved; a string that is JSON is parsed, also one with unknown parts. */
  public document(value: unknown, entry: TemplateEntry): unknown {
    const resolved = this.intrinsics.resolve(value, entry.template);
    const parsed = typeof resolved === 'string' ? parsedJson(resolved) : undefined;
    return isObject(parsed) ? parsed : resolved;
  }

  /** The items of a list, or the one item given instead, those of both branches of an `Fn::If` that is not decided. */
  public items(entry: TemplateEntry, value: unknown, path: string, conditional = false, depth = 0, found: Item[] = []): Item[] {
    if (value === undefined || value === null || (isObject(value) && value.Ref === 'AWS::NoValue')) {
      return found;
    }
    if (depth < MAX_DEPTH && Array.isArray(value)) {
      value.forEach((each, i) => this.items(entry, each, `${path}/${i}`, conditional, depth + 1, found));
      return found;
    }
    const branches: unknown = depth < MAX_DEPTH && isObject(value) ? value['Fn::If'] : undefined;
    if (Array.isArray(branches)) {
      const holds = this.intrinsics.condition(branches[0], entry.template);
      for (const i of [1, 2].filter((each) => holds === undefined || holds === (each === 1))) {
        this.items(entry, branches[i], `${path}/Fn::If/${i}`, conditional || holds === undefined, depth + 1, found);
      }
      return found;
    }
    found.push({ value, path, conditional });
    return found;
  }

  /** The items as strings; a list that is known only at deployment is one string, all unknown. */
  public texts(entry: TemplateEntry, value: unknown): Array<{ readonly text: string; readonly conditional: boolean }> {
    const texts: Array<{ readonly text: string; readonly conditional: boolean }> = [];
    for (const { value: item, conditional } of value === undefined ? [] : this.items(entry, value, '')) {
      const resolved = this.intrinsics.resolve(item, entry.template);
      for (const each of Array.isArray(resolved) ? resolved : [resolved]) {
        if (each !== undefined && each !== null && each !== '') {
          texts.push({ text: typeof each === 'string' ? withoutDynamicReferences(each) : this.intrinsics.text(each, entry.template), conditional });
        }
      }
    }
    return texts;
  }

  /** The condition under which a resource exists, as a principal or a resource says it: not one that is known to hold. */
  public conditional({ condition, template }: TemplateEntry): { readonly conditional?: string } {
    return condition !== undefined && this.intrinsics.condition(condition, template) === undefined ? { conditional: condition } : {};
  }

  public text(entry: TemplateEntry, property: string): string | undefined {
    const value = this.intrinsics.resolve(entry.properties[property], entry.template);
    return value === undefined || value === null ? undefined : this.intrinsics.text(value, entry.template);
  }
}

/** A policy whose document is read when it is asked for. */
class LaterPolicy implements LocatedPolicy {
  public arn?: string;
  /** No property that others see: what is told of the policy is not where its document is. */
  readonly #stored: StoredDocument;

  public constructor(public kind: PolicyKind, public readonly place: PolicyPlace, public readonly resourceType: string, stored: StoredDocument) {
    this.#stored = stored;
  }

  public get document(): unknown {
    return this.#stored.value;
  }
}
