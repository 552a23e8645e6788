import { readmeProgram } from './readme';

const PAGE = [
  '```python', 'import cdk_mcp_guardrails', '```',
  '```python', 'McpScopedRole(', ')', '```',
  '```ts nofixture', 'new McpScopedRole();', '```', '',
].join('\n');

test('the first block that makes a role, in the language', () => {
  expect(readmeProgram('python', 'docs/languages.md', PAGE)).toBe('McpScopedRole(\n)\n');
  expect(readmeProgram('ts', 'README.md', PAGE)).toBe('new McpScopedRole();\n');
});

test('a page without one is an error', () => {
  expect(() => readmeProgram('go', 'docs/languages.md', PAGE)).toThrow('docs/languages.md has no app in go');
});

test.each(['ts', 'python', 'java', 'csharp', 'go'])('there is one in %s', (language) => {
  expect(readmeProgram(language)).toContain('s3:Delete*');
});
