import * as fs from 'fs';
import * as path from 'path';
import { App, aws_logs as logs, aws_sns as sns, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { McpActivityMonitor, McpServer, PrincipalFilter } from '../src';

const CELL = { width: 50, height: 45 };
const COLORS = ['#1f77b4', '#ff7f0e', '#2ca02c', '#d62728', '#9467bd', '#8c564b', '#e377c2', '#17becf'];
const POINTS = 48;

/** What searches of metrics would find: no name of them is in the dashboard. */
const FOUND: { readonly [search: string]: string[] } = {
  CallsByServer: ['aws-mcp.amazonaws.com', 'eks-mcp.amazonaws.com'],
  Invocation: ['aws___run_script', 'aws___search_documentation', 'aws___retrieve_skill'],
  UserError: ['aws___run_script UserError'],
  SystemError: ['aws___run_script SystemError'],
  Throttle: ['aws___run_script Throttle'],
};

/** The widgets of a monitor with all that it can have. */
export function dashboardWidgets(): any[] {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  new McpActivityMonitor(stack, 'Agents', {
    logGroup: logs.LogGroup.fromLogGroupName(stack, 'Logs', 'trail'),
    servers: [McpServer.AWS, McpServer.EKS],
    agents: [PrincipalFilter.rolePaths('/agents/')],
    exempt: [PrincipalFilter.roleNames('BreakGlass')],
    alarmTopic: sns.Topic.fromTopicArn(stack, 'Alarms', 'arn:aws:sns:eu-west-1:111122223333:alarms'),
    dashboard: true,
    topContributors: true,
  });
  const [dashboard] = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'));
  const body = dashboard.Properties.DashboardBody;
  // What is known at deployment only, such as the ARN of an alarm, is a name here.
  return JSON.parse(typeof body === 'string' ? body : body['Fn::Join'][1].map((part: any) => (typeof part === 'string' ? part : part['Fn::GetAtt']?.[0] ?? part.Ref ?? '')).join('')).widgets;
}

/** The dashboard as a picture, with sample data that is the same every time. */
export function drawDashboard(widgets: readonly any[]): string {
  const height = Math.max(...widgets.map(({ y, height: rows }) => y + rows)) * CELL.height;
  const drawn = widgets.map((widget, i) => `<g transform="translate(${widget.x * CELL.width} ${widget.y * CELL.height})">${draw(widget, i)}</g>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${24 * CELL.width} ${height}" font-family="sans-serif" font-size="13">\n`
    + `<rect width="100%" height="100%" fill="#f4f4f4"/>\n${drawn.join('\n')}\n</svg>\n`;
}

function draw({ type, width, height, properties }: any, seed: number): string {
  const [w, h] = [width * CELL.width - 8, height * CELL.height - 8];
  const frame = `<rect x="4" y="4" width="${w}" height="${h}" rx="6" fill="white" stroke="#ccc"/><text x="16" y="26" font-weight="bold">${escaped(properties.title)}</text>`;
  if (type === 'alarm') {
    return frame + properties.alarms.map((alarm: string, i: number) => tile(alarm.replace(/^Agents|Alarm[0-9A-F]{8}$/g, ''), i, w / properties.alarms.length, i === 4 ? '#d13212' : '#1d8102')).join('');
  }
  if (properties.view === 'singleValue') {
    return frame + properties.metrics.map((metric: any[], i: number) => number(metric.at(-1).label, sample(seed, i, 9), i, w / properties.metrics.length)).join('');
  }
  const names = properties.insightRule ? ['first', 'second', 'third'] : properties.metrics.flatMap(namesOf);
  return frame + names.map((name: string, i: number) => line(name, i, seed, w, h)).join('');
}

function namesOf([first, ...rest]: any[]): string[] {
  const search = /^SEARCH\(.*MetricName="(\w+)"/.exec(first.expression ?? '');
  return search ? FOUND[search[1]] : [first.label ?? rest.at(-1)?.label];
}

function tile(name: string, i: number, width: number, color: string): string {
  return `<rect x="${12 + i * width}" y="42" width="${width - 12}" height="64" rx="4" fill="${color}"/><text x="${20 + i * width}" y="78" fill="white">${escaped(name)}</text>`;
}

function number(name: string, value: number, i: number, width: number): string {
  return `<text x="${16 + i * width}" y="90" font-size="34">${value}</text><text x="${16 + i * width}" y="124">${escaped(name)}</text>`;
}

function line(name: string, i: number, seed: number, w: number, h: number): string {
  const points = Array.from({ length: POINTS }, (_, at) => `${(16 + at * (w - 24) / POINTS).toFixed(0)},${(h - 70 - sample(seed * 10 + i, at, 9) * (h - 120) / 9).toFixed(0)}`);
  const [x, y] = [16 + (i % 2) * (w / 2), h - 48 + Math.floor(i / 2) * 14];
  return `<polyline points="${points.join(' ')}" fill="none" stroke="${COLORS[i % COLORS.length]}" stroke-width="1.5"/>`
    + `<text x="${x}" y="${y}" font-size="11" fill="${COLORS[i % COLORS.length]}">■ ${escaped(name)}</text>`;
}

/** From 0 to `max`, higher at day than at night. */
function sample(seed: number, at: number, max: number): number {
  return Math.abs(Math.round(max / 2 * (1 + Math.sin(at / 4)) - ((seed * 7 + at * 13) % 5)));
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}

if (require.main === module) {
  const picture = drawDashboard(dashboardWidgets());
  fs.writeFileSync(path.join(__dirname, '../docs/monitor.svg'), picture);
  if (process.argv[2]) {
    fs.writeFileSync(process.argv[2], `<!doctype html><meta charset="utf-8"><title>McpActivityMonitor</title>${picture}`);
  }
}
