import { ActionTable } from '../../../src/analysis/access-report/action-table';
import { StatementReader } from '../../../src/analysis/access-report/report-statement';
import { PolicyKind } from '../../../src/iam/policy';

test('a condition that another document has too is read once, but not where only one of the two has policy variables', () => {
  const reader = new StatementReader(new ActionTable());
  const read = (Version: string) => reader.statements({
    kind: PolicyKind.IDENTITY,
    place: { path: '' },
    document: { Version, Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalTag/a': '${aws:PrincipalTag/b}' } } }] },
  })[0].condition;
  const context = new Map([['aws:principaltag/a', ['x']], ['aws:principaltag/b', ['x']]]);
  const [old, current, again] = ['2008-10-17', '2012-10-17', '2012-10-17'].map(read);
  expect(again).toBe(current);
  expect([old, current].map((condition) => condition.matches(context, new Map()))).toEqual([false, true]);
});
