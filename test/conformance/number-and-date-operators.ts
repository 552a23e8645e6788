import { PAGES } from './pages';
import type { Table } from './row';
import type { Values } from './tables';
import { operators } from './tables';

const AGE = 'aws:MultiFactorAuthAge';
const TIME = 'aws:CurrentTime';
const EPOCH = 'aws:EpochTime';

const AGES: Values = ['9', '9.99', '10', '10.0', '10.01', '11', '100', '-10', undefined];
/** The fourth is the second in another zone, the fifth the second since 1970. */
const TIMES: Values = ['2026-01-31T23:59:59Z', '2026-02-01T00:00:00Z', '2026-02-01T00:00:00.001Z', '2026-02-01T01:00:00+01:00', '1769904000',
  '2026-02-01T00:00:01Z', undefined];

const numbers = (expected: unknown, rows: { [operator: string]: string }, values = AGES): Table =>
  operators(PAGES.operators, `numbers, ${JSON.stringify(expected)} with ${values.length} values`, AGE, expected, values, rows);
const times = (expected: unknown, rows: { [operator: string]: string }): Table =>
  operators(PAGES.operators, `dates, ${JSON.stringify(expected)}`, TIME, expected, TIMES, rows);

const AT_TEN = {
  NumericEquals: 'NNMM NNNN N',
  NumericNotEquals: 'MMNN MMMM M',
  NumericLessThan: 'MMNN NNNM N',
  NumericLessThanEquals: 'MMMM NNNM N',
  NumericGreaterThan: 'NNNN MMMN N',
  NumericGreaterThanEquals: 'NNMM MMMN N',
};
const AT_MIDNIGHT = {
  DateEquals: 'NMNMM NN',
  DateNotEquals: 'MNMNN MM',
  DateLessThan: 'MNNNN NN',
  DateLessThanEquals: 'MMNMM NN',
  DateGreaterThan: 'NNMNN MN',
  DateGreaterThanEquals: 'NMMMM MN',
};

export const NUMBER_AND_DATE_OPERATORS: Table[] = [
  numbers('10', AT_TEN),
  // Quotation marks are optional.
  numbers(10, AT_TEN),
  numbers('10.000', AT_TEN),
  numbers(['10', '100'], {
    NumericEquals: 'NNMM NNMN N',
    NumericNotEquals: 'MMNN MMNM M',
    NumericLessThan: 'MMMM MMNM N',
    NumericLessThanEquals: 'MMMM MMMM N',
    NumericGreaterThan: 'NNNN MMMN N',
    NumericGreaterThanEquals: 'NNMM MMMN N',
  }),
  numbers('-10', { NumericEquals: 'NNNN NNNM N', NumericGreaterThan: 'MMMM MMMN N', NumericLessThan: 'NNNN NNNN N' }),
  // An integer or a decimal, however long, and also with an exponent: compared exactly.
  numbers('10', { NumericEquals: 'MMN', NumericLessThan: 'NNN', NumericGreaterThan: 'NNM', NumericGreaterThanEquals: 'MMM' }, ['1e1', '1E1', '1e2']),
  numbers('1e1', { NumericEquals: 'MNM', NumericNotEquals: 'NMN', NumericLessThanEquals: 'MNM' }, ['10', '10.5', '1.0e+1']),
  numbers('9007199254740993', {
    NumericEquals: 'NMNN',
    NumericNotEquals: 'MNMM',
    NumericLessThan: 'MNNN',
    NumericLessThanEquals: 'MMNN',
    NumericGreaterThan: 'NNMM',
    NumericGreaterThanEquals: 'NMMM',
  }, ['9007199254740992', '9007199254740993', '9007199254740994', '9007199254740993.5']),
  numbers('1e-7', { NumericEquals: 'MMNMN', NumericLessThan: 'NNMNN', NumericGreaterThan: 'NNNNM' },
    ['0.0000001', '1E-7', '0', '0.1e-6', '0.00000010000000000000001']),
  numbers('0.1', { NumericEquals: 'MMN', NumericGreaterThan: 'NNM' }, ['0.1', '0.10', '0.1000000000000000055511151231257827']),
  numbers('10', { NumericEquals: 'DD', NumericNotEquals: 'DD', NumericLessThan: 'DD' }, ['ten', '0x10']),

  times('2026-02-01T00:00:00Z', AT_MIDNIGHT),
  times('2026-02-01T00:00Z', AT_MIDNIGHT),
  times('2026-01-31T19:00:00-05:00', AT_MIDNIGHT),
  times('1769904000', AT_MIDNIGHT),
  times(['2026-02-01T00:00:00Z', '2026-01-31T23:59:59Z'], {
    DateEquals: 'MMNMM NN',
    DateNotEquals: 'NNMNN MM',
    DateLessThan: 'MNNNN NN',
    DateGreaterThan: 'NMMMM MN',
  }),
  operators(PAGES.operators, 'a text that is no date', TIME, '2026-02-01T00:00:00Z', ['tomorrow'], { DateEquals: 'D', DateNotEquals: 'D', DateLessThan: 'D' }),
  operators(PAGES.globalKeys, 'seconds since 1970 as a date', EPOCH, '1769904000', ['1769903999', '1769904000', '1769904001'], {
    DateEquals: 'NMN', DateNotEquals: 'MNM', DateLessThan: 'MNN', DateLessThanEquals: 'MMN', DateGreaterThan: 'NNM', DateGreaterThanEquals: 'NMM',
  }),
  operators(PAGES.globalKeys, 'seconds since 1970 as a number', EPOCH, '1769904000', ['1769903999', '1769904000', '1769904001'], {
    NumericEquals: 'NMN', NumericNotEquals: 'MNM', NumericLessThan: 'MNN', NumericLessThanEquals: 'MMN', NumericGreaterThan: 'NNM', NumericGreaterThanEquals: 'NMM',
  }),
];
