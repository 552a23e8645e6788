import { ACTIONS } from './actions';
import { CONDITION_BLOCKS } from './condition-blocks';
import { ENDPOINTS } from './endpoints';
import { EXAMPLES } from './examples';
import { EXPLICIT_DENY } from './explicit-deny';
import { KEYS } from './keys';
import { LAYERS } from './layers';
import { MALFORMED } from './malformed';
import { MISSING_KEYS } from './missing-keys';
import { NUMBER_AND_DATE_OPERATORS } from './number-and-date-operators';
import { ORIGIN_TABLES } from './origins';
import { OTHER_OPERATORS } from './other-operators';
import { PRINCIPALS } from './principals';
import { RESOURCE_CONTROL } from './resource-control';
import { RESOURCES } from './resources';
import type { Table } from './row';
import { SERVICE_CONTROL } from './service-control';
import { SET_OPERATORS } from './set-operators';
import { SPECIAL_CASES } from './special-cases';
import { STRING_OPERATORS } from './string-operators';
import { TRUST_POLICIES } from './trust-policies';
import { VARIABLES } from './variables';

/** By topic, as AWS documents it: what becomes of a request, or whether a condition matches. */
export const TOPICS: { [topic: string]: Table[] } = {
  'string operators': STRING_OPERATORS,
  'number and date operators': NUMBER_AND_DATE_OPERATORS,
  'other operators': OTHER_OPERATORS,
  'missing keys': MISSING_KEYS,
  'set operators': SET_OPERATORS,
  'condition blocks': CONDITION_BLOCKS,
  'variables': VARIABLES,
  'actions': ACTIONS,
  'resources': RESOURCES,
  'principals': PRINCIPALS,
  'layers': LAYERS,
  'explicit denies': EXPLICIT_DENY,
  'service control policies': SERVICE_CONTROL,
  'resource control policies': RESOURCE_CONTROL,
  'endpoint policies': ENDPOINTS,
  'trust policies': TRUST_POLICIES,
  'key policies': KEYS,
  'origins': ORIGIN_TABLES,
  'special cases': SPECIAL_CASES,
  'what AWS refuses': MALFORMED,
  'examples of the pages': EXAMPLES,
};
