import { App } from 'aws-cdk-lib';
import { ProbeStack } from './lib/probe-stack';

export const app = new App();
new ProbeStack(app, 'McpProbe', {
  description: 'An experiment: which context keys calls through managed MCP servers have. Nothing hangs on it: delete it after the run.',
  address: app.node.tryGetContext('address'),
  until: app.node.tryGetContext('until'),
});
