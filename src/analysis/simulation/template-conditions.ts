import { objectOf } from '../../iam/value';
import type { TemplateInput } from '../template/template';

/** The types of resources that say whom policies are attached to, or who is in what. */
const ATTACHES = /^(AWS::(IAM|SSO|Organizations|Serverless)::|(ControlPolicy)?Attachment$)/;

/** What decides at deployment whether templates have a policy, and where it is attached, as text. */
export function conditionsIn(templates: readonly TemplateInput[]): string {
  return JSON.stringify(templates.map(({ template: { Conditions, Mappings, Parameters, Resources = {} } }) => [
    Conditions, Mappings, defaultsIn(Parameters, JSON.stringify(Conditions)), Object.entries(Resources).filter(([, each]) => /"(Condition":"|Fn::If":)/.test(JSON.stringify(each))),
    Object.entries(Resources).filter(([, each]) => ATTACHES.test(String(objectOf(each).Type)))
      .map(([id, each]) => [id, JSON.stringify(each, withoutDocuments)]),
  ]));
}

function withoutDocuments(key: string, value: unknown): unknown {
  return ['PolicyDocument', 'AssumeRolePolicyDocument', 'InlinePolicy', 'Content', 'Metadata', 'Description', 'Tags'].includes(key) ? undefined : value;
}

/** The defaults of the parameters that are named: an update may take another one. */
function defaultsIn(parameters: unknown, conditions = ''): Array<readonly [name: string, value: unknown]> {
  const named = Object.entries(objectOf(parameters)).filter(([name]) => conditions.includes(JSON.stringify(name)));
  return named.map(([name, each]) => [name, objectOf(each).Default]);
}
