import { basename, dirname, join, normalize } from 'path';
import type { WrittenResource } from './for-each';
import { propertiesWithForEach, withForEach } from './for-each';
import { holdersIn } from './held-templates';
import { isModule, isPolicy, madeLater, propertiesLater } from './made-later';
import { withGlobals } from './serverless-globals';
import { isOfServerless } from './serverless-role';
import type { TemplateInput } from './template';
import { ASSET_PATH } from './template';
import { holdsTemplate, STACK_SET } from './template-body';
import { NESTED, templateSet } from './template-set';
import type { Json } from '../../iam/value';
import { isIntrinsic, isObject, itemsOf, objectOf } from '../../iam/value';
import { derivedFrom } from '../../private/cache';

/** What can't be read, for a person. */
export interface UnreadPart {
  readonly text: string;
  /** Whether it is the template of a StackSet; Terraform's stacks are read as such, too. */
  readonly isOfStackSet?: true;
}

/** What of a template CloudFormation makes only when it is deployed, so that policies in it can't be read: each where it is. */
export function unreadParts(template: Json): UnreadPart[] {
  const written = resourcesIn(template.Resources);
  return [...partsOf(template, written), ...partsOfHeld(template, written)];
}

function ofStackSet(logicalId: string): UnreadPart {
  return { text: `the template of the stacks of ${logicalId}`, isOfStackSet: true };
}

function partsOf(template: Json, written: readonly WrittenResource[]): UnreadPart[] {
  const { Globals } = template;
  const parts: Array<string | UnreadPart> = madeLater(template, written);
  for (const { logicalId, resource } of written) {
    const { Type, Properties, IgnoreGlobals } = objectOf(resource);
    if (!logicalId.startsWith('Fn::')) {
      const properties = withGlobals(String(Type), propertiesWithForEach(objectOf(Properties)), Globals, IgnoreGlobals);
      if (!isModule(Type) && !isPolicy(Type)) {
        parts.push(...propertiesLater(logicalId, properties));
      }
      if (isOfServerless(Type) && itemsOf(properties.Policies).some((each) => 'Fn::Transform' in objectOf(each))) {
        parts.push(`the policies of ${logicalId} that Fn::Transform makes`);
      }
      if (isDefinedElsewhere(Type, properties)) {
        parts.push(`the definition of the API ${logicalId}`);
      }
      if (Type === STACK_SET && properties.TemplateURL !== undefined) {
        parts.push(ofStackSet(logicalId));
      }
    }
  }
  if (hasImplicitPolicy(Globals) && written.some(({ resource }) => makesApi(resource))) {
    parts.push('the policy that Globals gives to the API that AWS SAM makes');
  }
  return parts.map((part) => (typeof part === 'string' ? { text: part } : part));
}

/**
 * Whether the definition of an API, which may have its policy, is not in the template.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/openapi-extensions-policy.html
 */
function isDefinedElsewhere(type: unknown, { DefinitionUri, DefinitionBody, Body, BodyS3Location }: Json): boolean {
  return (type === 'AWS::Serverless::Api' && (DefinitionUri !== undefined || isIntrinsic(DefinitionBody)))
    || (type === 'AWS::ApiGateway::RestApi' && (BodyS3Location !== undefined || isIntrinsic(Body)));
}

/**
 * Whether the API that functions without one get has a policy.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
 */
function hasImplicitPolicy(globals: unknown): boolean {
  const auth: unknown = objectOf(objectOf(globals).Api).Auth;
  return isObject(auth) && (isIntrinsic(auth) || auth.ResourcePolicy !== undefined);
}

/** Whether it is a function of which an event names no API. */
function makesApi(resource: unknown): boolean {
  const { Type, Properties } = objectOf(resource);
  return Type === 'AWS::Serverless::Function' && Object.values(objectOf(objectOf(Properties).Events))
    .some((event) => objectOf(event).Type === 'Api' && objectOf(objectOf(event).Properties).RestApiId === undefined);
}

/** What is held by a template that is held itself is not read. */
function partsOfHeld(template: Json, written: readonly WrittenResource[]): UnreadPart[] {
  return holdersOf(template, written).flatMap(({ logicalId, held }) => {
    const inHeld = resourcesIn(held?.template.Resources);
    return held === undefined ? [ofStackSet(logicalId)] : [
      ...partsOf(held.template, inHeld).map((part) => ({ ...part, text: `${part.text} in the template that ${logicalId} holds` })),
      ...holdersOf(held.template, inHeld).map((within) => ({ text: `the template that ${within.logicalId} holds in the one that ${logicalId} holds` })),
    ];
  });
}

function holdersOf(template: Json, written: readonly WrittenResource[]): ReturnType<typeof holdersIn> {
  const mayHold = written.some(({ resource }) => {
    const { Type, Properties } = objectOf(resource);
    return Type === STACK_SET && holdsTemplate({ type: Type, properties: objectOf(Properties) });
  });
  return mayHold ? holdersIn(templateSet([{ template }], {})) : [];
}

function resourcesIn(resources: unknown): WrittenResource[] {
  return isObject(resources) ? withForEach(resources) : [];
}

/** A nested stack whose template is not told by a path to one that is given. */
export interface NestedElsewhere {
  readonly file: string;
  readonly logicalId: string;
  /** The files that are named like what is at its address: it is taken to be one of them. */
  readonly named: readonly string[];
}

/** The nested stacks whose templates are elsewhere, or at an address of which the input has no more than the name. */
export const nestedElsewhere = derivedFrom((inputs: readonly TemplateInput[]): readonly NestedElsewhere[] => {
  const files = inputs.flatMap(({ file, at }) => (file === undefined || at ? [] : [normalize(file)]));
  return inputs.flatMap(({ file, at, template: { Resources } }) => (file === undefined || at || !isObject(Resources) ? [] : withForEach(Resources)
    .flatMap(({ logicalId, resource }) => {
      const { Type, Properties, Metadata } = objectOf(resource);
      const location: unknown = objectOf(Metadata)[ASSET_PATH] ?? objectOf(Properties)[NESTED[Type]];
      if (!Object.hasOwn(NESTED, String(Type)) || location === undefined) {
        return [];
      }
      const isPath = typeof location === 'string' && !location.includes('://');
      const named = isPath ? [] : files.filter((each) => each !== normalize(file) && basename(each) === nameIn(location));
      return isPath && files.includes(join(dirname(normalize(file)), location)) ? [] : [{ file, logicalId, named }];
    })));
});

/** The last part of a URL, also of one that is put together, as far as that is written. */
function nameIn(location: unknown): string | undefined {
  const { 'Fn::Sub': text, 'Fn::Join': joined } = objectOf(location);
  return typeof location === 'string' ? /[^/]*$/.exec(location.replace(/[?#].*$/, ''))![0]
    : text !== undefined ? nameIn(itemsOf(text)[0]) : Array.isArray(joined) ? nameIn(itemsOf(joined[1]).at(-1)) : undefined;
}
