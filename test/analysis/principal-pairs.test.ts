import { principalPairs } from '../../src/analysis/principal-pairs';

describe('the same principal on both sides', () => {
  const principal = (logicalId: string, file: string, arn = '\uE000\uE002x\uE001') => ({ kind: 'role' as const, logicalId, name: logicalId, file, arn });
  const names = (before: ReturnType<typeof principal>[], after: ReturnType<typeof principal>[]) => (
    principalPairs(before as never[], after as never[]).map(({ name, before: a, after: b }: any) => `${name}: ${a?.file ?? 'none'} ${b?.file ?? 'none'}`));

  test('is found by its logical id, whatever the file is called', () => {
    expect(names([principal('R', 'deployed.json')], [principal('R', 'cdk.out/App.json')])).toEqual(['R: deployed.json cdk.out/App.json']);
  });

  test('where several have the same, by the ARN, or the name of the file', () => {
    const arn = (account: string) => `arn:aws:iam::${account}:role/R`;
    expect(names([principal('R', 'a.json', arn('1')), principal('R', 'b.json', arn('2'))], [principal('R', 'x.json', arn('2')), principal('R', 'y.json', arn('1'))]))
      .toEqual(['a.json R: a.json y.json', 'b.json R: b.json x.json']);
    expect(names([principal('R', 'old/a.json'), principal('R', 'old/b.json')], [principal('R', 'new/b.json')])).toEqual(['a.json R: old/a.json none', 'b.json R: old/b.json new/b.json']);
    expect(names([principal('R', 'x/a.json'), principal('R', 'y/a.json')], [])).toEqual(['a.json R: x/a.json none', 'a.json R: y/a.json none']);
  });

  test('the file of one deployed template may be called after its stack, and one side may know an ARN that the other does not', () => {
    const [a, b] = [principal('R', 'cdk.out/A.template.json', 'arn:aws:iam::111122223333:role/R'), principal('R', 'cdk.out/B.template.json')];
    expect(names([principal('R', 'A.json')], [a, b])).toEqual(['A.json R: A.json cdk.out/A.template.json', 'B.template.json R: none cdk.out/B.template.json']);
    expect(names([principal('R', 'C.json')], [a, b]).map((each) => each.split(': ')[1])).toEqual(['C.json none', `none ${a.file}`, `none ${b.file}`]);
  });

  test('an account calls it otherwise than the template that made it', () => {
    const arn = 'arn:aws:iam::111122223333:role/R';
    expect(names([principal('role R', 'account.json', arn), principal('S', 'a.json', 'arn:aws:iam::1:role/S')], [principal('Agent', 'cdk.out/App.json', arn)])).toEqual([
      'role R: account.json cdk.out/App.json', 'S: a.json none',
    ]);
  });

  test('two that nothing tells apart are each with one', () => {
    const same = [principal('R', 'x/a.json'), principal('R', 'y/a.json')];
    expect(names(same, same)).toEqual(['a.json R: x/a.json x/a.json', 'a.json R: y/a.json y/a.json']);
  });
});
