import * as fs from 'fs';

// Each test is about `test/jest.runner.ts`, which runs it.

/** What is in no JavaScript, so that its lines are others. */
interface Place {
  readonly stack?: string;
}

test('an error says where in TypeScript it is', () => {
  const place: Place = new Error('here');
  const line = fs.readFileSync(__filename, 'utf-8').split('\n').findIndex((text) => text.includes('new Error(\'here\');')) + 1;
  expect(place.stack).toContain(`runner.test.ts:${line}:`);
});

test('what ends the process fails a test', () => {
  expect(() => process.exit(0)).toThrow('process.exit(0) in a test');
});
