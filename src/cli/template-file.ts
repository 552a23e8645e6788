import { CliError } from './cli-error';
import type { InputFile } from './input-file';
import { SourceText } from './source-text';
import type * as TemplateProblems from './template-problems';
import { holdsTemplate } from '../analysis/template/template-body';
import type { Json } from '../iam/value';
import { isObject, itemsOf, objectOf } from '../iam/value';

const SECTIONS = ['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Parameters', 'Rules', 'Mappings', 'Conditions', 'Transform', 'Hooks', 'Resources', 'Outputs'];

/** Also one without resources, which a stack may have. */
export function isTemplate(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || 'Statement' in value) {
    return false;
  }
  const keys = Object.keys(value);
  return 'Resources' in value || 'AWSTemplateFormatVersion' in value || (keys.length > 0 && keys.every((key) => SECTIONS.includes(key)));
}

/** @throws CliError if the resources are no object */
export function templateOf({ name, source: { value } }: InputFile): Json {
  const template = { Resources: {}, ...value as Json };
  if (typeof template.Resources !== 'object' || template.Resources === null || Array.isArray(template.Resources)) {
    throw new CliError(`${name} is not a CloudFormation template: expected an object with "Resources", an object`);
  }
  return { ...template, Resources: withReadBodies(template.Resources) };
}

/** The resources of a template; a template that one of them holds as a string in YAML is read. */
export function withReadBodies(resources: Json): Json {
  const changed = Object.entries(resources).flatMap(([logicalId, resource]) => {
    const { Type, Properties } = objectOf(resource);
    const body = isObject(Properties) && holdsTemplate({ type: Type, properties: Properties }) ? Properties.TemplateBody as unknown : undefined;
    const read = asJson(body);
    return read === undefined ? [] : [[logicalId, { ...resource, Properties: { ...Properties, TemplateBody: read } }]];
  });
  return changed.length === 0 ? resources : { ...resources, ...Object.fromEntries(changed) };
}

/** YAML as JSON, also in `Fn::Sub`; `undefined` for anything else. */
function asJson(body: unknown): unknown {
  const given: unknown = isObject(body) ? body['Fn::Sub'] : body;
  const [text, ...variables] = itemsOf(given) as unknown[];
  if (typeof text !== 'string' || /^\s*\{/.test(text)) {
    return undefined;
  }
  try {
    const json = JSON.stringify(new SourceText(text, 'YAML').value);
    return isObject(body) ? { 'Fn::Sub': variables.length === 0 ? json : [json, ...variables] } : json;
  } catch {
    return undefined;
  }
}

/** Not an import: for what is no template it is not loaded. */
export function templateProblems(): typeof TemplateProblems {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('./template-problems') as typeof TemplateProblems;
}

/** @throws CliError if it is the state as Terraform stores it */
export function refuseStoredState(name: string, value: unknown): void {
  if (isObject(value) && typeof value.terraform_version === 'string' && typeof value.serial === 'number' && Array.isArray(value.resources)) {
    throw new CliError(`${name}: the state as Terraform stores it, which is not read`, 'Give what Terraform prints of it: terraform show -json > state.json.');
  }
}
