import { PAGES } from './pages';
import type { Table } from './row';
import type { Values } from './tables';
import { conditions, operators } from './tables';

const KEYS = 'aws:TagKeys';
const PATHS = 'aws:PrincipalOrgPaths';
const GENERATING = 'logs:LogGeneratingResourceArns';
const FLAGS = 'example:Flags';

const SETS: Values = [['a'], ['b'], ['a', 'b'], ['a', 'c'], ['c'], ['c', 'd'], undefined];
const OU = 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/';
const UNITS: Values = [[OU], [`${OU}ou-ab12-22222222/`], ['o-a1b2c3d4e5/r-ab12/ou-ab12-99999999/'], ['o-zzzzzzzzzz/r-ab12/ou-ab12-11111111/'], undefined];
const distribution = (id: string, account = '123456789012') => `arn:aws:cloudfront::${account}:distribution/${id}`;
const DELIVERY = { action: 'logs:PutDeliverySource', resource: 'arn:aws:logs:us-east-1:111122223333:delivery-source:s' };

const ALL_OF = 'MMM NNN M';
const ANY_OF = 'MMM MNN N';
const NONE_OF = 'NNN NMM M';
const NOT_ALL_OF = 'NNN MMM N';

export const SET_OPERATORS: Table[] = [
  ...['StringEquals', 'StringEqualsIgnoreCase', 'StringLike'].map((operator) => {
    const negation = operator.replace('String', 'StringNot');
    return operators(PAGES.operators, `sets, ${operator}`, KEYS, ['a', 'b'], SETS, {
      [`ForAllValues:${operator}`]: ALL_OF,
      [`ForAnyValue:${operator}`]: ANY_OF,
      [`ForAllValues:${negation}`]: NONE_OF,
      [`ForAnyValue:${negation}`]: NOT_ALL_OF,
      [`ForAllValues:${operator}IfExists`]: ALL_OF,
      [`ForAllValues:${negation}IfExists`]: NONE_OF,
      // IfExists says that a missing key matches, ForAnyValue that it does not.
      [`ForAnyValue:${operator}IfExists`]: 'MMM MNN D',
      [`ForAnyValue:${negation}IfExists`]: 'NNN MMM D',
    });
  }),
  operators(PAGES.operators, 'an empty string is the null set', KEYS, ['a', 'b'], [''], {
    'ForAllValues:StringEquals ForAllValues:StringLike ForAllValues:StringEqualsIgnoreCase': 'M',
    'ForAllValues:StringNotEquals ForAllValues:StringNotLike ForAllValues:StringNotEqualsIgnoreCase': 'M',
    'ForAnyValue:StringEquals ForAnyValue:StringLike ForAnyValue:StringEqualsIgnoreCase': 'N',
    'ForAnyValue:StringNotEquals ForAnyValue:StringNotLike ForAnyValue:StringNotEqualsIgnoreCase': 'N',
  }),
  // A multivalued key needs a set operator: what happens without is not documented.
  operators(PAGES.setOperators, 'several values and no set operator', KEYS, ['a', 'b'], SETS, {
    'StringEquals StringLike StringEqualsIgnoreCase': 'MMD DND N', 'StringNotEquals StringNotLike StringNotEqualsIgnoreCase': 'NND DMD M',
  }),
  conditions(PAGES.setOperators, 'ForAllValues with Null', {
    'a': { [KEYS]: ['a'] }, 'b': { [KEYS]: ['b'] }, 'a b': { [KEYS]: ['a', 'b'] }, 'a c': { [KEYS]: ['a', 'c'] }, 'empty': { [KEYS]: [''] }, 'absent': { [KEYS]: [] },
  }, {
    'and Null false': [{ 'ForAllValues:StringEquals': { [KEYS]: ['a', 'b'] }, 'Null': { [KEYS]: 'false' } }, 'MMM NNN'],
    'and Null true': [{ 'ForAllValues:StringEquals': { [KEYS]: ['a', 'b'] }, 'Null': { [KEYS]: 'true' } }, 'NNN NMM'],
    'negated, and Null false': [{ 'ForAllValues:StringNotEquals': { [KEYS]: ['b'] }, 'Null': { [KEYS]: 'false' } }, 'MNN MNN'],
    'ForAnyValue and Null false': [{ 'ForAnyValue:StringEquals': { [KEYS]: ['a'] }, 'Null': { [KEYS]: 'false' } }, 'MNM MNN'],
  }),
  operators(PAGES.multivalued, 'none with a prefix', KEYS, ['key1*', 'key2*'],
    [['key1:legal'], ['key1:hr', 'key1:personnel'], ['key1:hr', 'key2:audit'], ['key3:legal'], ['key1:hr', 'key3:legal'], undefined],
    {
      'ForAllValues:StringNotLike': 'NNN MNM',
      'ForAnyValue:StringNotLike': 'NNN MMN',
      'ForAllValues:StringLike': 'MMM NNM',
      'ForAnyValue:StringLike': 'MMM NMN',
    }),
  operators(PAGES.setOperators, 'case', KEYS, ['Environment'], [['Environment'], ['environment'], ['Environment', 'environment']], {
    'ForAllValues:StringEquals': 'MNN', 'ForAnyValue:StringEquals': 'MNM', 'ForAllValues:StringEqualsIgnoreCase': 'MMM', 'ForAnyValue:StringNotEquals': 'NMM',
  }),
  operators(PAGES.globalKeys, 'a unit', PATHS, [OU], UNITS, { 'ForAnyValue:StringEquals': 'MNN NN', 'ForAllValues:StringEquals': 'MNN NM' }),
  operators(PAGES.globalKeys, 'a unit and all below', PATHS, [`${OU}*`], UNITS, { 'ForAnyValue:StringLike': 'MMN NN', 'ForAllValues:StringNotLike': 'NNM MM' }),
  operators(PAGES.globalKeys, 'only below a unit', PATHS, [`${OU}ou-*`], UNITS, { 'ForAnyValue:StringLike': 'NMN NN' }),
  operators(PAGES.globalKeys, 'an organization', PATHS, ['o-a1b2c3d4e5/*'], UNITS, { 'ForAnyValue:StringLike': 'MMM NN' }),
  operators(PAGES.operators, 'sets of ARNs', GENERATING, [distribution('c*'), distribution('support*')], [
    [distribution('costcenter')], [distribution('costcenter'), distribution('support2026')], [distribution('costcenter'), distribution('admin')],
    [distribution('admin')], [distribution('costcenter', '777788889999')], undefined,
  ], {
    'ForAllValues:ArnLike ForAllValues:ArnEquals': 'MMN NNM',
    'ForAnyValue:ArnLike ForAnyValue:ArnEquals': 'MMM NNN',
    'ForAllValues:ArnNotLike ForAllValues:ArnNotEquals': 'NNN MMM',
    'ForAnyValue:ArnNotLike ForAnyValue:ArnNotEquals': 'NNM MMN',
  }, DELIVERY),
  operators(PAGES.operators, 'sets of booleans, true', FLAGS, 'true', [['true'], ['false'], ['true', 'true'], ['true', 'false'], undefined],
    { 'ForAllValues:Bool': 'MNM NM', 'ForAnyValue:Bool': 'MNM MN' }, { alone: true }),
  operators(PAGES.operators, 'sets of booleans, false', FLAGS, 'false', [['true'], ['false'], ['true', 'true'], ['true', 'false'], undefined],
    { 'ForAllValues:Bool': 'NMN NM', 'ForAnyValue:Bool': 'NMN MN' }, { alone: true }),
];
