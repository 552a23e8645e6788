import { readmeProgram } from './readme';

const README = [
  '```python', 'import cdk_mcp_guardrails', '```',
  '```python', 'McpScopedRole(', ')', '```',
  '```ts nofixture', 'new McpScopedRole();', '```', '',
].join('\n');

test('the first block that makes a role, in the language', () => {
  expect(readmeProgram('python', README)).toBe('McpScopedRole(\n)\n');
  expect(readmeProgram('ts', README)).toBe('new McpScopedRole();\n');
});

test('a README without one is an error', () => {
  expect(() => readmeProgram('go', README)).toThrow('README.md has no app in go');
});

test.each(['ts', 'python', 'java', 'csharp', 'go'])('this README has one in %s', (language) => {
  expect(readmeProgram(language)).toContain('s3:Delete*');
});
