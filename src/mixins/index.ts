export * from './policy-mcp-migration';
