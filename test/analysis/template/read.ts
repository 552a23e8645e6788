import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { readTemplates } from '../../../src/analysis/template/read-templates';
import type { TemplateOptions } from '../../../src/analysis/template/template';
import type { TemplatePolicies, TemplatePrincipal } from '../../../src/analysis/template/template-policies';
import { readable } from '../../../src/iam/unknown-text';

/** What is read from stacks, as a person reads it: `<…>` for what is known only at deployment. */
export function readStacks(...stacks: Stack[]): TemplatePolicies {
  return plain(readTemplates(stacks.map((stack) => ({ template: Template.fromStack(stack).toJSON(), file: `${stack.stackName}.json` }))));
}

/** What is read from a template with these resources. */
export function readResources(resources: object, options?: TemplateOptions, template: object = {}): TemplatePolicies {
  return plain(readTemplates([{ template: { ...template, Resources: resources } }], options));
}

export function plain<T>(value: T): T {
  return JSON.parse(readable(JSON.stringify(value)));
}

/** The Sids of a principal's policies, those of one policy together. */
export function sids(principal: TemplatePrincipal): string[] {
  return principal.identityPolicies.map((policy) => [(policy.document as any).Statement].flat().map(({ Sid }) => Sid).join('+'));
}

/** A statement known by its Sid. */
export function statement(sid: string): object {
  return { Sid: sid, Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
}

/** A document with one such statement. */
export function document(sid: string): object {
  return { Version: '2012-10-17', Statement: [statement(sid)] };
}
