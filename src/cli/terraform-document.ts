import type { TerraformResource } from './terraform';
import { listOf } from './terraform';
import type { Json } from '../iam/value';
import { isObject, objectOf } from '../iam/value';

/** What is known only after it is made. */
export function knownLater(address: string, attribute: string): Json {
  return { 'Fn::GetAtt': [address, attribute] };
}

/**
 * The document of the data source `aws_iam_policy_document`, of which a plan may know a part only; `undefined` if not even that is known.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export function documentOf({ address, values, unknown }: TerraformResource): Json | undefined {
  const later = objectOf(unknown);
  const others = ['source_policy_documents', 'override_policy_documents', 'source_json', 'override_json'];
  if (unknown === true || later.statement === true || others.some((each) => hasUnknown(later[each]) || isGiven(values[each]))) {
    return undefined;
  }
  const statements = Array.isArray(values.statement) ? values.statement : [];
  return statements.length === 0 ? undefined : {
    Version: typeof values.version === 'string' ? values.version : '2012-10-17',
    Statement: statements.map((each: unknown, i) => statementOf(objectOf(each), objectOf((later.statement as unknown[] | undefined)?.[i]), address)),
  };
}

function statementOf(statement: Json, unknown: Json, address: string): Json {
  const list = (attribute: string) => {
    return [...textsOf(statement[attribute]), ...hasUnknown(unknown[attribute]) ? [knownLater(address, attribute)] : []];
  };
  const element = (name: string, attribute: string) => (list(attribute).length > 0 ? { [name]: list(attribute) } : {});
  const { sid, effect } = statement;
  return {
    ...(typeof sid === 'string' && sid !== '' && { Sid: sid }),
    Effect: hasUnknown(unknown.effect) ? knownLater(address, 'effect') : typeof effect === 'string' ? effect : 'Allow',
    ...principalsOf('Principal', 'principals', statement, unknown, address),
    ...principalsOf('NotPrincipal', 'not_principals', statement, unknown, address),
    ...element('Action', 'actions'),
    ...element('NotAction', 'not_actions'),
    ...element('Resource', 'resources'),
    ...element('NotResource', 'not_resources'),
    ...conditionOf(statement, unknown, address),
  };
}

function principalsOf(name: string, attribute: string, statement: Json, unknown: Json, address: string): Json {
  if (unknown[attribute] === true) {
    return { [name]: { AWS: knownLater(address, attribute) } };
  }
  const all = listOf(statement[attribute]);
  const principals: { [type: string]: unknown[] } = {};
  all.forEach(({ type, identifiers }, i) => {
    const later = hasUnknown(objectOf((unknown[attribute] as unknown[] | undefined)?.[i]).identifiers);
    (principals[String(type)] ??= []).push(...textsOf(identifiers), ...later ? [knownLater(address, attribute)] : []);
  });
  return all.length === 0 ? {} : { [name]: Object.hasOwn(principals, '*') ? '*' : principals };
}

function conditionOf(statement: Json, unknown: Json, address: string): Json {
  if (unknown.condition === true) {
    return { Condition: knownLater(address, 'condition') };
  }
  const condition: { [operator: string]: { [key: string]: unknown[] } } = {};
  listOf(statement.condition).forEach(({ test, variable, values }, i) => {
    const later = hasUnknown(objectOf((unknown.condition as unknown[] | undefined)?.[i]).values);
    ((condition[String(test)] ??= {})[String(variable)] ??= []).push(...textsOf(values), ...later ? [knownLater(address, 'condition')] : []);
  });
  return Object.keys(condition).length === 0 ? {} : { Condition: condition };
}

/** IAM's variables are written with `&` there, for `$` begins one of Terraform's. */
function textsOf(values: unknown): string[] {
  return (Array.isArray(values) ? values : []).filter((each) => typeof each === 'string').map((each) => each.replace(/&\{/g, '${'));
}

/** Whether something in what a plan says of unknown values is unknown. */
export function hasUnknown(unknown: unknown): boolean {
  return unknown === true || (Array.isArray(unknown) ? unknown.some(hasUnknown) : isObject(unknown) && Object.values(unknown).some(hasUnknown));
}

function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : typeof value === 'string' && value !== '';
}
