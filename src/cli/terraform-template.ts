import { documentAt, findDocuments, isStringKey } from './find-documents';
import type { MadeInput } from './made-template';
import { MadeTemplate } from './made-template';
import { SourceText } from './source-text';
import type { TerraformResource } from './terraform';
import { listOf } from './terraform';
import { documentOf, hasUnknown, knownLater } from './terraform-document';
import { ExclusiveResources } from './terraform-exclusive';
import { referencesOf } from './terraform-references';
import type { Part } from './terraform-types';
import { attributeOf, CLOUD_CONTROL, TERRAFORM_TYPES } from './terraform-types';
import { kindOf } from '../iam/document-kind';
import { PolicyKind } from '../iam/policy';
import type { Json } from '../iam/value';
import { isObject, objectOf } from '../iam/value';

/**
 * The template that has the policies of these resources.
 *
 * @throws if a policy in it is malformed
 */
export function templateOfResources(resources: readonly TerraformResource[]): MadeInput {
  const converter = new Converter(resources);
  resources.forEach((resource) => converter.add(resource));
  return converter.result();
}

/** What the provider or AWS makes up if it is not written. */
const MADE_UP = ['arn', 'bucket', 'id', 'managed_policy_arns', 'name', 'path', 'policy'];

/** The definition of an API in a string may have its policy. */
function withReadBody(values: Json): Json {
  const read = typeof values.body === 'string' && values.body.includes('x-amazon-apigateway-policy') ? parsed(values.body) : undefined;
  return read === undefined ? values : { ...values, body: read };
}

function parsed(text: string): unknown {
  try {
    return new SourceText(text, /^\s*\{/.test(text) ? 'JSON' : 'YAML').value;
  } catch {
    return undefined;
  }
}

class Converter {
  private readonly made = new MadeTemplate();
  private readonly unknown = new Set<string>();
  /** The resources that are about others: by type and attribute, by what stands there. */
  private readonly about = new Map<string, Map<unknown, TerraformResource[]>>();

  private readonly exclusive: ExclusiveResources;

  public constructor(private readonly resources: readonly TerraformResource[]) {
    this.exclusive = new ExclusiveResources(resources, (resource, attribute) => this.texts(resource, attribute));
  }

  public result(): MadeInput {
    const accounts = new Set(this.resources.flatMap(({ values }) => /^arn:[^:]+:iam::(\d{12}):/.exec(String(values.arn))?.[1] ?? []));
    const [account] = accounts;
    return {
      made: this.made,
      ...(accounts.size === 1 && { account }),
      ...(this.unknown.size > 0 && { later: `known only after they are made, and not judged: the policies of ${[...this.unknown].join(', ')}` }),
      notRewritten: ['what Terraform prints is not rewritten: the next plan would undo it', 'Change Terraform\'s own files.'],
    };
  }

  public add(resource: TerraformResource): void {
    const { address, type, mode } = resource;
    if (mode !== 'managed') {
      return;
    }
    if (!Object.hasOwn(TERRAFORM_TYPES, type)) {
      const [, service, rest] = /^awscc_([a-z0-9]+)_(\w+)$/.exec(type) ?? [];
      if (rest !== undefined && Object.hasOwn(CLOUD_CONTROL, service)) {
        this.addCloudControl(resource, service, rest);
      } else {
        this.addOther(resource);
      }
      return;
    }
    const { type: converted, parts, own } = TERRAFORM_TYPES[type];
    this.put(address, converted, resource, parts);
    if (own && !this.isSetElsewhere(resource, own.unless) && this.hasOwn(resource, own.policy[1])) {
      const { [address]: { Properties: { Arn } } } = this.made.resources;
      const [logicalId, of] = own.of === 'Arn' ? [address, Arn] : [`${address}.policy`, Arn ?? attributeOf(type, address, 'id')];
      // One with its own policy is put in the place of what has none.
      delete this.made.resources[logicalId];
      this.put(logicalId, own.type, resource, [own.policy], { [own.of]: of });
    }
  }

  /** Of a type that is not known here: each attribute that is a policy. */
  private addOther(resource: TerraformResource): void {
    const { address, type, values, path } = resource;
    this.noteUnknown(resource);
    const isAws = type.startsWith('aws_');
    findDocuments(withReadBody(values)).forEach(({ path: within, document }, i) => {
      const isIdentity = isAws ? /^aws_(iam|ssoadmin)_/.test(type) : kindOf(document) === PolicyKind.IDENTITY;
      this.made.add(i === 0 ? address : `${address}.${within.join('.')}`, isIdentity ? 'Attachment' : `Terraform::${type}`, { PolicyDocument: document }, path,
        { 'Properties/PolicyDocument': [...path, ...within] }, address);
    });
  }

  /** The types of AWS's own provider are those of CloudFormation, in other letters. */
  private addCloudControl(resource: TerraformResource, service: string, rest: string): void {
    const { address, values, unknown, path } = resource;
    const properties: Json = {};
    const sources: { [path: string]: readonly string[] } = {};
    for (const [attribute, value] of Object.entries(values)) {
      properties[camelCase(attribute)] = inCamelCase(value);
      sources[`Properties/${camelCase(attribute)}`] = [...path, attribute];
      (Array.isArray(value) ? value : []).forEach((_, i) => sources[`Properties/${camelCase(attribute)}/${i}/PolicyDocument`] = [...path, attribute, String(i), 'policy_document']);
    }
    for (const [attribute, each] of Object.entries(objectOf(unknown))) {
      if (hasUnknown(each) && isGiven(resource, attribute)) {
        const [only, ...others] = this.referred(resource, attribute);
        properties[camelCase(attribute)] = others.length === 0 && only !== undefined ? only : knownLater(address, attribute);
      }
    }
    this.noteUnknown(resource);
    this.made.add(address, `AWS::${CLOUD_CONTROL[service]}::${camelCase(rest)}`, properties, path, sources, address);
  }

  private noteUnknown(resource: TerraformResource): void {
    const unknown = Object.entries(objectOf(resource.unknown)).filter(([, each]) => each === true);
    if (unknown.some(([attribute]) => isStringKey(attribute) && isGiven(resource, attribute))) {
      this.unknown.add(resource.address);
    }
  }

  private put(logicalId: string, type: string, resource: TerraformResource, parts: readonly Part[], more: Json = {}): void {
    const properties: Json = { ...more };
    const sources: { [path: string]: readonly string[] } = {};
    for (const [property, attribute, how = 'text'] of parts) {
      const value = this[how](resource, attribute);
      if (value !== undefined) {
        const [first, second] = property.split('/');
        properties[first] = second === undefined ? value : { ...properties[first] as object, [second]: value };
        const source = [...resource.path, attribute];
        sources[`Properties/${property}`] = source;
        if (how === 'inline') {
          (value as unknown[]).forEach((_, i) => ['', '/Fn::If/1'].forEach((kept) => (
            sources[`Properties/${property}/${i}${kept}/PolicyDocument`] = [...source, String(i), 'policy'])));
        }
      }
    }
    if (type === 'AWS::Organizations::Policy') {
      properties.Type ??= 'SERVICE_CONTROL_POLICY';
    }
    this.made.add(logicalId, type, this.exclusive.applied(resource, type, properties), resource.path, sources, resource.address);
  }

  private text(resource: TerraformResource, attribute: string): unknown {
    const value = resource.values[attribute];
    if (!hasUnknown(objectOf(resource.unknown)[attribute])) {
      return value === null || value === '' ? undefined : value;
    }
    const [only, ...others] = this.referred(resource, attribute);
    return others.length === 0 && only !== undefined ? only : isGiven(resource, attribute) ? knownLater(resource.address, attribute) : undefined;
  }

  /** An ARN, or that of the resource that is referred to. */
  private arn(resource: TerraformResource, attribute: string): unknown {
    const text = this.text(resource, attribute);
    const { Ref: referred } = objectOf(text);
    return referred !== undefined ? { 'Fn::GetAtt': [referred, 'Arn'] } : typeof text !== 'string' || text.startsWith('arn:') ? text
      : this.resources.find(({ values }) => typeof values.arn === 'string' && (values.id === text || values.key_id === text))?.values.arn;
  }

  private id(resource: TerraformResource, attribute: string): unknown {
    const text = this.text(resource, attribute);
    return typeof text === 'string' && !text.startsWith('arn:') ? text : undefined;
  }

  private texts(resource: TerraformResource, attribute: string): unknown {
    const value = resource.values[attribute];
    const unknown = objectOf(resource.unknown)[attribute];
    const known = (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string' && each !== '');
    if (!hasUnknown(unknown) || !isGiven(resource, attribute)) {
      return known.length > 0 ? known : undefined;
    }
    const referred = this.referred(resource, attribute);
    const found = referred.filter((each) => each !== undefined);
    const wanted = Math.max(referred.length, Array.isArray(unknown) ? unknown.filter(hasUnknown).length : 1);
    // Of a list that is not known at all the configuration tells the references in it, and not what else is there.
    const isAll = found.length >= wanted && !(unknown === true && Array.isArray(value));
    return [...known, ...found, ...isAll ? [] : [knownLater(resource.address, attribute)]];
  }

  private referred(resource: TerraformResource, attribute: string): unknown[] {
    return referencesOf(resource.expressions[attribute], resource).map((found) => {
      const referred = found?.attribute ?? (/arns?$/.test(attribute) ? 'arn' : 'id');
      const value = found?.resource.values[referred];
      return found === undefined ? undefined : typeof value === 'string' && value !== '' ? value
        : attributeOf(found.resource.type, found.resource.address, referred);
    });
  }

  private document(resource: TerraformResource, attribute: string): unknown {
    return this.documentIn(resource, resource.values[attribute], objectOf(resource.unknown)[attribute], resource.expressions[attribute], attribute);
  }

  private documentIn(resource: TerraformResource, value: unknown, unknown: unknown, expression: unknown, attribute: string): unknown {
    if (unknown !== true) {
      // That checks it, too.
      return typeof value === 'string' && value !== '' ? documentAt({ policy: value }, ['policy'])?.document ?? value : value === '' || value === null ? undefined : value;
    }
    const [found, ...others] = referencesOf(expression, resource);
    const document = found && others.length === 0 && found.resource.type === 'aws_iam_policy_document' ? documentOf(found.resource) : undefined;
    if (document !== undefined || (expression === undefined && hasConfiguration(resource))) {
      return document;
    }
    this.unknown.add(resource.address);
    // What stays a function is no string with an unknown part.
    return { 'Fn::KnownLater': `${resource.address}.${attribute}` };
  }

  private inline(resource: TerraformResource, attribute: string): unknown {
    const unknown = objectOf(resource.unknown)[attribute];
    if (unknown === true) {
      return isGiven(resource, attribute) ? [this.documentIn(resource, undefined, true, resource.expressions[attribute], attribute)] : undefined;
    }
    const names = new Set(this.separate('aws_iam_role_policy', 'role', resource).map(({ values }) => values.name));
    const blocks = Array.isArray(resource.expressions[attribute]) ? resource.expressions[attribute] as unknown[] : [];
    const [all, later] = [resource.values[attribute], unknown].map((each) => (Array.isArray(each) ? each : []));
    return Array.from({ length: Math.max(all.length, later.length) }, (_, i) => {
      const policy = objectOf(all[i]);
      const document = this.documentIn(resource, policy.policy, objectOf(later[i]).policy, objectOf(blocks[i]).policy, attribute);
      return document === undefined || names.has(policy.name) ? { PolicyName: policy.name } : { PolicyName: policy.name, PolicyDocument: document };
    });
  }

  private tags({ values }: TerraformResource, attribute: string): unknown {
    const tags = Object.entries({ ...objectOf(values.tags), ...objectOf(values[attribute]) }).filter(([, value]) => typeof value === 'string');
    return tags.length === 0 ? undefined : tags.map(([Key, Value]) => ({ Key, Value }));
  }

  private customerManaged(resource: TerraformResource, attribute: string): unknown {
    return listOf(resource.values[attribute]).map(({ name, path }) => ({ Name: name ?? knownLater(resource.address, attribute), Path: path ?? '/' }));
  }

  private boundary(resource: TerraformResource, attribute: string): unknown {
    const [boundary] = listOf(resource.values[attribute]);
    const [reference] = this.customerManaged({ ...resource, values: boundary ?? {} }, 'customer_managed_policy_reference') as unknown[];
    return reference !== undefined ? { CustomerManagedPolicyReference: reference }
      : { ManagedPolicyArn: boundary?.managed_policy_arn ?? knownLater(resource.address, attribute) };
  }

  private roots({ values }: TerraformResource): unknown {
    return listOf(values.roots)[0]?.id;
  }

  private hasOwn(resource: TerraformResource, attribute: string): boolean {
    return (resource.values[attribute] ?? '') !== '' || (hasUnknown(objectOf(resource.unknown)[attribute]) && hasConfiguration(resource) && isGiven(resource, attribute));
  }

  private isSetElsewhere(resource: TerraformResource, [type, attribute]: readonly [string, string]): boolean {
    return this.separate(type, attribute, resource).length > 0;
  }

  /** The resources of a type one of whose attributes is about another resource. */
  private separate(type: string, attribute: string, resource: TerraformResource): readonly TerraformResource[] {
    const { values } = resource;
    const key = `${type} ${attribute}`;
    if (!this.about.has(key)) {
      const about = new Map<unknown, TerraformResource[]>();
      for (const each of this.resources.filter(({ type: other, mode }) => other === type && mode === 'managed')) {
        for (const what of [each.values[attribute], ...referencesOf(each.expressions[attribute], each).map((found) => found?.resource)]) {
          about.set(what, [...about.get(what) ?? [], each]);
        }
      }
      this.about.set(key, about);
    }
    const names = ['name', 'id', 'arn', 'bucket', 'url', 'key_id'].flatMap((each) => (typeof values[each] === 'string' ? [values[each]] : []));
    return [...names, resource].flatMap((each) => this.about.get(key)!.get(each) ?? []);
  }
}

function camelCase(attribute: string): string {
  return attribute.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** With the keys of objects in the letters of CloudFormation. */
function inCamelCase(value: unknown): unknown {
  return Array.isArray(value) ? value.map(inCamelCase)
    : isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, each]) => [camelCase(key), inCamelCase(each)])) : value ?? undefined;
}

/** Whether an attribute is written, and not made up; without a configuration, that is not told. */
function isGiven(resource: TerraformResource, attribute: string): boolean {
  return hasConfiguration(resource) ? resource.expressions[attribute] !== undefined : !MADE_UP.includes(attribute);
}

function hasConfiguration({ module }: TerraformResource): boolean {
  return Object.keys(module.config).length > 0;
}
