import { PAGES } from './pages';
import type { Context, Table } from './row';
import { conditions } from './tables';
import { BUCKET } from './world';

const TEAM = 'aws:PrincipalTag/team';
const ROLE = 'aws:PrincipalTag/role';
const IP = 'aws:SourceIp';
const MFA = 'aws:MultiFactorAuthPresent';

const tags = (team: string[], role: string[]): Context => ({ [TEAM]: team, [ROLE]: role });
const TAGS = {
  'red audit': tags(['red'], ['audit']),
  'red payroll': tags(['red'], ['payroll']),
  'blue audit': tags(['blue'], ['audit']),
  'green payroll': tags(['green'], ['payroll']),
  'red': tags(['red'], []),
  'audit': tags([], ['audit']),
  'none': tags([], []),
};
const MFAS = { 'with MFA': { [MFA]: ['true'] }, 'temporary, without': { [MFA]: ['false'] }, 'access keys': { [MFA]: [] } };

/** Operators are ANDed, keys of one operator are ANDed, values are ORed and of a negated operator NORed. */
export const CONDITION_BLOCKS: Table[] = [
  conditions(PAGES.conditionLogic, 'keys and operators', TAGS, {
    'two keys': [{ StringEquals: { [TEAM]: 'red', [ROLE]: 'audit' } }, 'MNNN NNN'],
    'two keys, two values each': [{ StringEquals: { [TEAM]: ['red', 'blue'], [ROLE]: ['audit', 'security'] } }, 'MNMN NNN'],
    'two operators': [{ StringEquals: { [TEAM]: 'red' }, StringLike: { [ROLE]: 'a*' } }, 'MNNN NNN'],
    'two operators, one key': [{ StringLike: { [TEAM]: '*e*' }, StringNotEquals: { [TEAM]: 'blue' } }, 'MMNM MNN'],
    'a negated key': [{ StringEquals: { [TEAM]: 'red' }, StringNotEquals: { [ROLE]: 'audit' } }, 'NMNN MNN'],
    'two negated keys': [{ StringNotEquals: { [TEAM]: 'red', [ROLE]: 'audit' } }, 'NNNM NNM'],
    'two negated values': [{ StringNotEquals: { [TEAM]: ['red', 'blue'] } }, 'NNNM NMM'],
    'one IfExists': [{ StringEqualsIfExists: { [TEAM]: 'red' }, StringEquals: { [ROLE]: 'audit' } }, 'MNNN NMN'],
    'two IfExists': [{ StringEqualsIfExists: { [TEAM]: 'red', [ROLE]: 'audit' } }, 'MNNN MMM'],
    'Null and a value': [{ Null: { [TEAM]: 'false' }, StringNotEquals: { [ROLE]: 'audit' } }, 'NMNM MNN'],
    'both missing': [{ Null: { [TEAM]: 'true', [ROLE]: 'true' } }, 'NNNN NNM'],
    'one missing': [{ Null: { [TEAM]: 'false', [ROLE]: 'true' } }, 'NNNN MNN'],
    'nothing': [{}, 'MMMM MMM'],
  }),
  conditions(PAGES.condition, 'the names of keys are in any case', {
    'as in the policy': { 'aws:SourceIp': ['203.0.113.9'], 'aws:PrincipalTag/Team': ['red'] },
    'in another case': { 'AWS:sourceip': ['203.0.113.9'], 'AWS:PRINCIPALTAG/TEAM': ['red'] },
    'other values': { 'aws:sourceIP': ['198.51.100.9'], 'aws:principaltag/team': ['Red'] },
  }, {
    'aws:SourceIp': [{ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, 'MMN'],
    'AWS:SOURCEIP': [{ IpAddress: { 'AWS:SOURCEIP': '203.0.113.0/24' } }, 'MMN'],
    'aws:PrincipalTag/Team': [{ StringEquals: { 'aws:PrincipalTag/Team': 'red' } }, 'MMN'],
    'aws:principaltag/team': [{ StringEquals: { 'aws:principaltag/team': 'red' } }, 'MMN'],
    'two operators, two cases': [{ StringEquals: { 'aws:PrincipalTag/Team': 'red' }, IpAddress: { 'aws:sourceip': '203.0.113.0/24' } }, 'MMN'],
  }),
  conditions(PAGES.globalKeys, 'MFA', MFAS, {
    'Bool true': [{ Bool: { [MFA]: 'true' } }, 'MNN'],
    'Bool false': [{ Bool: { [MFA]: 'false' } }, 'NMN'],
    'BoolIfExists true': [{ BoolIfExists: { [MFA]: 'true' } }, 'MNM'],
    'BoolIfExists false': [{ BoolIfExists: { [MFA]: 'false' } }, 'NMM'],
    'Null false': [{ Null: { [MFA]: 'false' } }, 'MMN'],
    'Null true': [{ Null: { [MFA]: 'true' } }, 'NNM'],
  }),
  conditions(PAGES.globalKeys, 'an address or a network', {
    'the address': { [IP]: ['203.0.113.9'], 'aws:SourceVpc': [] },
    'another address': { [IP]: ['198.51.100.9'], 'aws:SourceVpc': [] },
    'the network': { [IP]: [], 'aws:SourceVpc': ['vpc-1'] },
    'another network': { [IP]: [], 'aws:SourceVpc': ['vpc-2'] },
  }, {
    'IfExists of both': [{ IpAddressIfExists: { [IP]: '203.0.113.0/24' }, StringEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' } }, 'MNMN'],
    'without IfExists': [{ IpAddress: { [IP]: '203.0.113.0/24' }, StringEquals: { 'aws:SourceVpc': 'vpc-1' } }, 'NNNN'],
    'negated, IfExists of both': [{ NotIpAddressIfExists: { [IP]: '203.0.113.0/24' }, StringNotEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' } }, 'NMNM'],
    'negated': [{ NotIpAddress: { [IP]: '203.0.113.0/24' }, StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } }, 'NMNM'],
  }),
  conditions(PAGES.tags, 'the tags of a request', {
    'environment=preprod': { 'aws:RequestTag/environment': ['preprod'], 'aws:TagKeys': ['environment'] },
    'Environment=preprod': { 'aws:RequestTag/Environment': ['preprod'], 'aws:TagKeys': ['Environment'] },
    'environment=test': { 'aws:RequestTag/environment': ['test'], 'aws:TagKeys': ['environment'] },
    'environment=preprod and owner': { 'aws:RequestTag/environment': ['preprod'], 'aws:TagKeys': ['environment', 'owner'] },
    'none': { 'aws:RequestTag/environment': [], 'aws:TagKeys': [] },
  }, {
    'a value': [{ StringEquals: { 'aws:RequestTag/environment': ['preprod', 'production'] } }, 'MMN MN'],
    'a value, and only that key': [{
      'StringEquals': { 'aws:RequestTag/environment': ['preprod', 'production'] }, 'ForAllValues:StringEquals': { 'aws:TagKeys': 'environment' },
    }, 'MNN NN'],
    'only that key': [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': 'environment' } }, 'MNM NM'],
    'only that key, and some': [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': 'environment' }, 'Null': { 'aws:TagKeys': 'false' } }, 'MNM NN'],
  }),
  // The name of a key is the first that has it; whose tags differ in case only, AWS says no more than that one of them matches.
  conditions(PAGES.condition, 'the prefix of a listing', {
    'home/': { 's3:prefix': ['home/'], 's3:max-keys': ['10'] },
    'none': { 's3:prefix': [''], 's3:max-keys': ['1000'] },
    'not given': { 's3:prefix': [], 's3:max-keys': [] },
  }, {
    'a prefix': [{ StringLike: { 's3:prefix': ['home/*', 'home'] } }, 'MNN'],
    'a prefix or none': [{ StringLike: { 's3:prefix': ['home/*', ''] } }, 'MMN'],
    'at most 10': [{ NumericLessThanEquals: { 's3:max-keys': '10' } }, 'MNN'],
    'at most 10, if said': [{ NumericLessThanEqualsIfExists: { 's3:max-keys': '10' } }, 'MNM'],
  }, { action: 's3:ListBucket', resource: BUCKET }),
];
