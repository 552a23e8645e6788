import { connectionsIn } from './connections';
import type { WrittenResource } from './for-each';
import { propertiesWithForEach, withForEach } from './for-each';
import { madeLater } from './made-later';
import type { GivenManagedPolicies } from './managed-policies';
import type * as EventRoles from './serverless-event-roles';
import { withGlobals } from './serverless-globals';
import type * as GraphqlApis from './serverless-graphql';
import { isOfServerless, roleMadeFor } from './serverless-role';
import { dnsSuffixOf, partitionOf } from '../../iam/partition';
import { generatedName, hasUnknownPart, readable, unknownPart } from '../../iam/unknown-text';
import type { Json } from '../../iam/value';
import { isObject, objectOf } from '../../iam/value';

/** One template, and what is known of its deployment. */
export interface TemplateInput {
  /** The template as parsed JSON. */
  readonly template: Json;
  /** The file it was read from. */
  readonly file?: string;
  /** The paths of its constructs by logical id, where the template's metadata doesn't have them. */
  readonly constructPaths?: ReadonlyMap<string, string>;
  /** Default: that of all templates. */
  readonly account?: string;
  /** Default: that of all templates. */
  readonly region?: string;
  readonly stackName?: string;
  /** Whether it has all users and all roles of its account, if it has any. */
  readonly isWholeAccount?: boolean;
  /** Documents of managed policies that it attaches and are no resources in it. */
  readonly managedPolicies?: GivenManagedPolicies;
  /** Its parameters, conditions and mappings that mean something else in the templates that it is compared with. */
  readonly redefined?: ReadonlySet<string>;
  /** Of one that another template of the same file holds, for other accounts: where. */
  readonly at?: TemplatePlace;
}

/** Where in a template something is written that is no resource of its own there. */
export interface TemplatePlace {
  readonly logicalId: string;
  /** The path to it within the resource. */
  readonly path: string;
}

/** What is known of the deployment of all templates. */
export interface TemplateOptions {
  readonly account?: string;
  readonly region?: string;
  /** Default: that of the region, and `aws` if that isn't known either. */
  readonly partition?: string;
  /** Documents of managed policies that are not in the templates; they count more than those of a template. */
  readonly managedPolicies?: GivenManagedPolicies;
}

/** A resource as a template has it. */
export interface TemplateEntry {
  readonly template: Template;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Json;
  /** The name of its condition. */
  readonly condition?: string;
  readonly constructPath?: string;
  /** Where it is written, if that is not under its logical id. */
  readonly at?: TemplatePlace;
  /** The file that is its asset, as its metadata has it. */
  readonly assetPath?: string;
  /** Of a role that the template does not have, as AWS SAM makes it: for which resource. */
  readonly madeFor?: TemplateEntry;
}

/** Where the CDK says which file is the template of a nested stack, beside that of its parent. */
export const ASSET_PATH = 'aws:asset:path';

/** One template of a set, its sections as maps: names are the author's, and `constructor` is as good as any. */
export class Template {
  public readonly file?: string;
  /** Whether another template of the same file holds it. */
  public readonly isHeld: boolean;
  public readonly resources: ReadonlyMap<string, TemplateEntry>;
  public readonly parameters: ReadonlyMap<string, unknown>;
  public readonly mappings: ReadonlyMap<string, unknown>;
  public readonly conditions: ReadonlyMap<string, unknown>;
  public readonly outputs: ReadonlyMap<string, unknown>;
  /** What AWS SAM's connectors connect whose policies are not known. */
  public readonly connected: ReadonlySet<string | undefined>;
  /** What CloudFormation makes only at deployment, in which anybody may get policies. */
  public readonly madeLater: readonly string[];
  /** What pseudo parameters are known to be. */
  public readonly pseudo: ReadonlyMap<string, string>;
  /** The resource of another template that makes a nested stack of this one, if only one does. */
  public parent?: TemplateEntry;
  /** The templates of its nested stacks, by the logical ids of their resources. */
  public readonly nested = new Map<string, Template>();
  /** Names that other templates use, too, for something else. */
  private readonly shared = new Set<string>();
  /** Conditions and mappings that other templates have, too, as something else. */
  private readonly sharedDefinitions = new Set<string>();
  private readonly redefined: ReadonlySet<string>;
  private readonly holder?: string;
  private readonly pseudoParts = new Map<string, string>();
  private readonly byType = new Map<string, TemplateEntry[]>();

  constructor(input: TemplateInput, options: TemplateOptions, private readonly label: string, private readonly alone: boolean) {
    const { template, file } = input;
    if (!isObject(template) || !isObject(template.Resources)) {
      throw new Error(`${file ?? 'the template'} is not a CloudFormation template: expected an object with "Resources", an object`);
    }
    this.file = file;
    this.isHeld = input.at !== undefined;
    this.holder = input.at?.logicalId;
    const written = withForEach(template.Resources);
    const hasServerless = written.some(({ resource }) => isOfServerless(objectOf(resource).Type));
    const ofApis = hasServerless ? graphqlApis().ofGraphqlApis(written) : [];
    const connections = connectionsIn(ofApis.length === 0 ? written : [...written, ...ofApis]);
    this.connected = connections.unknown;
    this.madeLater = madeLater(template, written);
    const resources = new Map<string, TemplateEntry>();
    const made = [...ofApis, ...connections.made, ...hasServerless ? eventRoles().otherRolesIn(written, template.Globals) : []];
    for (const each of made.length === 0 ? written : [...written, ...made.filter(({ logicalId }) => !Object.hasOwn(template.Resources, logicalId))]) {
      const entry = this.entry(each, input);
      if (entry) {
        resources.set(entry.logicalId, entry);
        for (const role of hasServerless ? roleMadeFor(entry) : []) {
          if (!Object.hasOwn(template.Resources, role.logicalId)) {
            resources.set(role.logicalId, role);
          }
        }
      }
    }
    this.resources = resources;
    for (const entry of resources.values()) {
      const others = this.byType.get(entry.type);
      if (others) {
        others.push(entry);
      } else {
        this.byType.set(entry.type, [entry]);
      }
    }
    this.redefined = input.redefined ?? new Set();
    [this.parameters, this.mappings, this.conditions, this.outputs] = ['Parameters', 'Mappings', 'Conditions', 'Outputs']
      .map((section) => new Map(isObject(template[section]) ? Object.entries(template[section]) : []));

    const { account = input.at ? undefined : options.account, region = input.at ? undefined : options.region, stackName } = input;
    const partition = options.partition ?? partitionOf(region);
    this.pseudo = new Map(Object.entries({
      'AWS::AccountId': account,
      'AWS::Region': region,
      'AWS::Partition': partition,
      'AWS::URLSuffix': dnsSuffixOf(partition),
      'AWS::StackName': stackName,
    }).filter((entry): entry is [string, string] => entry[1] !== undefined));
  }

  /** The resources of a type, in their order. */
  public ofType(type: string): readonly TemplateEntry[] {
    return this.byType.get(type) ?? [];
  }

  /** All names under which something is known in the template. */
  public names(): string[] {
    return [...this.resources.keys(), ...this.parameters.keys()];
  }

  /** To be told which of its names stand for something else in another template. */
  public share(name: string): void {
    this.shared.add(name);
  }

  /** An unknown part of the template's own, such as the result of a function. */
  public ownPart(name: string): string {
    return unknownPart(plain(this.alone ? name : `${name} in ${this.label}`));
  }

  /** An unknown part that belongs to a resource or parameter, the same text for all templates that import it. */
  public partOf(owner: string, name = owner): string {
    return this.shared.has(owner) ? this.ownPart(name) : unknownPart(plain(name));
  }

  /** An unknown part for a pseudo parameter of which it is not known what it is. */
  public pseudoPart(name: string): string {
    const part = this.pseudoParts.get(name) ?? (this.holder !== undefined ? unknownPart(plain(`${name} in the stacks of ${this.holder}`))
      : /^AWS::Stack/.test(name) ? this.ownPart(name) : this.partOf(name));
    this.pseudoParts.set(name, part);
    return part;
  }

  public shareDefinition(name: string): void {
    this.sharedDefinitions.add(name);
  }

  /** What a parameter is, another part if it has another default in the templates that this one is compared with. */
  public parameterPart(name: string): string {
    return this.partOf(name, this.parameters.has(name) && this.redefined.has(name) ? `${name}, redefined` : name);
  }

  /** The name of a condition or a mapping, another one if it is redefined or other templates have it: what hangs on it is not the same then. */
  public definition(name: unknown): unknown {
    if (typeof name !== 'string') {
      return name;
    }
    const own = this.sharedDefinitions.has(name) ? `${name} in ${this.label}` : name;
    return this.redefined.has(name) || (hasUnknownPart(name) && this.redefined.size > 0) ? `${own}, redefined` : own;
  }

  /** The name that CloudFormation makes up for a resource. */
  public generatedName(logicalId: string): string {
    return generatedName(plain(this.shared.has(logicalId) ? `${logicalId} in ${this.label}` : logicalId));
  }

  private entry({ logicalId, resource, at }: WrittenResource, { at: holder, constructPaths, template }: TemplateInput): TemplateEntry | undefined {
    if (!isObject(resource) || typeof resource.Type !== 'string') {
      return undefined;
    }
    const { Type: type, Properties: properties, Condition: condition, Metadata: metadata, IgnoreGlobals: ignored } = resource;
    const entry: { -readonly [key in keyof TemplateEntry]: TemplateEntry[key] } = {
      template: this,
      logicalId,
      type,
      properties: withGlobals(type, isObject(properties) ? propertiesWithForEach(properties) : {}, template.Globals, ignored),
    };
    if (typeof condition === 'string') {
      entry.condition = condition;
    }
    const { 'aws:cdk:path': path, [ASSET_PATH]: assetPath } = isObject(metadata) ? metadata : {};
    const place = placeOf(logicalId, at, holder);
    const constructPath = typeof path === 'string' ? path : constructPaths?.get(logicalId) ?? (place && (holder ? `${holder.logicalId}/${logicalId}` : logicalId));
    if (place) {
      entry.at = place;
    }
    if (constructPath !== undefined) {
      entry.constructPath = constructPath;
    }
    if (typeof assetPath === 'string') {
      entry.assetPath = assetPath;
    }
    return entry;
  }
}

/** Not an import: most templates have nothing of AWS SAM. */
function eventRoles(): typeof EventRoles {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('./serverless-event-roles') as typeof EventRoles;
}

function graphqlApis(): typeof GraphqlApis {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('./serverless-graphql') as typeof GraphqlApis;
}

/** Where a resource is written, if that is not under its logical id. */
function placeOf(logicalId: string, at: readonly string[] | undefined, holder: TemplatePlace | undefined): TemplatePlace | undefined {
  return holder ? { logicalId: holder.logicalId, path: [holder.path, 'Resources', ...at ?? [logicalId]].join('/') }
    : at && { logicalId: at[0], path: at.slice(1).join('/') };
}

/** Without characters that have a meaning in JSON, for the part may stand within a JSON text. */
function plain(name: string): string {
  // Most are; asking is cheaper.
  if (/^[\w:. -]*$/.test(name)) {
    return name;
  }
  // eslint-disable-next-line no-control-regex
  return readable(name).replace(/["\\\u0000-\u001f]/g, '\'');
}
