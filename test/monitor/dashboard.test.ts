import * as fs from 'fs';
import * as path from 'path';
import { dashboardWidgets, drawDashboard } from '../../build-tools/dashboard-preview';

const widgets = dashboardWidgets();

test('the picture in the docs is of this dashboard', () => {
  expect(fs.readFileSync(path.join(__dirname, '../../docs/monitor.svg'), 'utf-8')).toBe(drawDashboard(widgets));
});

test('no widget covers another, and each row is as wide as the dashboard', () => {
  const cells = new Set<string>();
  for (const { x, y, width, height } of widgets) {
    for (let column = x; column < x + width; column++) {
      for (let row = y; row < y + height; row++) {
        expect(cells.has(`${column},${row}`)).toBe(false);
        cells.add(`${column},${row}`);
      }
    }
  }
  expect(cells.size).toBe(24 * Math.max(...widgets.map(({ y, height }) => y + height)));
});

test('searches name the namespaces and dimensions of metrics that are there', () => {
  const searches = JSON.stringify(widgets.map(({ properties }) => properties.metrics ?? [])).match(/SEARCH\('[^']*'/g)!.map((text) => text.replace(/\\"/g, '"'));
  expect([...new Set(searches)]).toEqual([
    'SEARCH(\'{"McpActivity",Server} MetricName="CallsByServer"\'',
    ...['Invocation', 'UserError', 'SystemError', 'Throttle', 'Success'].map((name) => `SEARCH('{"AWS-MCP","Tool Name"} MetricName="${name}"'`),
  ]);
});
