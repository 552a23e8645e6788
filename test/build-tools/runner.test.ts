// Each test is about `test/jest.runner.ts`, which runs it.

test('what ends the process fails a test', () => {
  expect(() => process.exit(0)).toThrow('process.exit(0) in a test');
});
