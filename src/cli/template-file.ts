import { CliError } from './cli-error';
import type { InputFile } from './input-file';
import type { Json } from '../iam/value';
import { isObject } from '../iam/value';

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
  return template;
}

/** @throws CliError if it is the state as Terraform stores it */
export function refuseStoredState(name: string, value: unknown): void {
  if (isObject(value) && typeof value.terraform_version === 'string' && typeof value.serial === 'number' && Array.isArray(value.resources)) {
    throw new CliError(`${name}: the state as Terraform stores it, which is not read`, 'Give what Terraform prints of it: terraform show -json > state.json.');
  }
}
