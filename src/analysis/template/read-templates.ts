import { Attachments } from './attachments';
import { heldTemplates } from './held-templates';
import { Intrinsics } from './intrinsics';
import { ManagedPolicies } from './managed-policies';
import { Organization } from './organization';
import { PolicyReader } from './policy-reader';
import { readPolicyChange, readResourcePolicies } from './resource-policies';
import type { Template, TemplateEntry, TemplateInput, TemplateOptions } from './template';
import type { TemplateControlPolicy, TemplatePolicies, TemplatePolicyChange, TemplateResource } from './template-policies';
import { templateSet } from './template-set';
import { PolicyKind } from '../../iam/policy';
import { controlPolicyKind } from '../../iam/policy-type-lookup';
import { hasUnknownPart } from '../../iam/unknown-text';

/**
 * Reads every policy of CloudFormation templates, which may refer to one another's exports. Resources whose condition is known
 * not to hold are left out.
 *
 * @param leftOut which resources not to read as what they are; others may refer to them
 * @throws if one of them is not a template: an object with `Resources`.
 */
export function readTemplates(
  inputs: readonly TemplateInput[], options: TemplateOptions = {}, leftOut?: (templates: readonly Template[]) => ReadonlySet<TemplateEntry>,
): TemplatePolicies {
  const given = templateSet(inputs, options);
  const held = heldTemplates(given);
  const templates = held.length === 0 ? given : templateSet([...inputs, ...held], options);
  const intrinsics = new Intrinsics(templates);
  const reader = new PolicyReader(intrinsics);
  const attachments = new Attachments(reader);
  const resources: TemplateResource[] = [];
  const organization = new Organization(reader);
  const controlPolicies: Array<{ readonly id: string; readonly control: TemplateControlPolicy }> = [];
  const policyChanges: TemplatePolicyChange[] = [];
  const without = leftOut?.(templates);
  for (const template of templates) {
    for (const entry of template.resources.values()) {
      if (without?.has(entry)) {
        continue;
      }
      if (entry.condition !== undefined && intrinsics.condition(entry.condition, template) === false) {
        continue;
      }
      if (entry.type === 'AWS::Organizations::Policy') {
        const id = intrinsics.text({ Ref: entry.logicalId }, template);
        controlPolicies.push(...readControlPolicy(entry, reader, `arn:*:organizations::*:policy/*/${id}`).map((control) => ({ id, control })));
      } else if (!attachments.read(entry) && !organization.read(entry)) {
        resources.push(...readResourcePolicies(entry, reader));
        policyChanges.push(...readPolicyChange(entry, reader));
      }
    }
  }
  const managedPolicies = new ManagedPolicies([options, ...inputs].flatMap((each) => each.managedPolicies ?? []));
  return {
    principals: attachments.finish(),
    policies: reader.policies,
    resources,
    controlPolicies: organization.attached(controlPolicies),
    organization: organization.tree(),
    policyChanges,
    managedPolicy: (arn, kind) => managedPolicies.find(arn, kind),
    resolve: (value) => intrinsics.resolve(value, templates[0]),
  };
}

function readControlPolicy(entry: TemplateEntry, reader: PolicyReader, arn: string): TemplateControlPolicy[] {
  const type = reader.text(entry, 'Type') ?? '';
  const kind = hasUnknownPart(type) ? PolicyKind.SERVICE_CONTROL : controlPolicyKind(type);
  const policy = kind && reader.policy(kind, entry, 'Properties/Content', entry.properties.Content);
  if (!policy) {
    return [];
  }
  policy.arn = arn;
  const targets = reader.texts(entry, entry.properties.TargetIds);
  const conditionalTargets = unique(targets.filter(({ conditional }) => conditional).map(({ text }) => text));
  return [{
    policy,
    targets: unique(targets.map(({ text }) => text)),
    ...(conditionalTargets.length > 0 && { conditionalTargets }),
    ...reader.conditional(entry),
    ...(hasUnknownPart(type) && { conditional: 'its type' }),
  }];
}

function unique(texts: string[]): string[] {
  return [...new Set(texts)];
}
