import * as fs from 'fs';
import * as path from 'path';
import { partOfTable } from '../../src/actions/part-of-table';
import { resourcesOf } from '../../src/actions/resource-table';

const table = fs.readFileSync(path.join(__dirname, '..', '..', 'data', 'iam-resources.json'));

test('what a table has of each service is as if all of it were parsed', () => {
  const { services } = JSON.parse(table.toString());
  expect(Object.keys(services).length).toBeGreaterThan(400);
  const different = Object.keys(services).filter((service) => JSON.stringify(JSON.parse(`{${partOfTable(table, service, '{', '\n  }')}}`)) !== JSON.stringify(services[service]));
  expect(different).toEqual([]);
});

test.each(['', 'S3', 's', 'services', 'version', 'arns', 'constructor', '__proto__', 'toString', '*', 's3"', 's3": {\n   "arns', '\n  "s3', 's3\u0000', '\uE000'])(
  'a name of no service is none: %j', (name) => {
    expect(partOfTable(table, name, '{', '\n  }')).toBeUndefined();
    expect(resourcesOf(name)).toBeUndefined();
    expect(resourcesOf(name)).toBeUndefined();
  },
);
