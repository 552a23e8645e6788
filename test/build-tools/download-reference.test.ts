import * as fs from 'fs';
import * as http from 'http';
import type { AddressInfo } from 'net';
import * as os from 'os';
import * as path from 'path';
import { referenceFiles } from '../../build-tools/operations/aws-map';
import { downloadReference } from '../../build-tools/operations/download-reference';

const FILE = {
  Name: 's3',
  Actions: [{ Name: 'GetObject' }],
  Operations: [{ Name: 'HeadObject', AuthorizedActions: [{ Name: 'GetObject', Service: 's3' }] }],
};

let files: { [url: string]: unknown };
let server: http.Server;
let base: string;
let folder: string;

beforeAll((done) => {
  server = http.createServer(({ url }, response) => {
    const file = files[url!];
    response.statusCode = file === undefined ? 404 : 200;
    response.end(JSON.stringify(file ?? {}));
  }).listen(0, '127.0.0.1', () => {
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    done();
  });
});
afterAll((done) => void server.close(done));
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'reference-'));
  files = {
    '/': [{ service: 's3', url: `${base}/v1/s3/s3.json` }, { service: 'dynamodb', url: `${base}/v1/dynamodb/dynamodb.json` }],
    '/v1/s3/s3.json': FILE,
    '/v1/dynamodb/dynamodb.json': { ...FILE, Name: 'dynamodb' },
  };
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const download = () => downloadReference(path.join(folder, 'reference'), fetch, `${base}/`);

test('what is downloaded is what the table of operations is made of', async () => {
  expect(await download()).toBe(2);
  expect(referenceFiles(folder)).toEqual([
    { prefix: 'dynamodb', operations: { HeadObject: 's3:GetObject' } }, { prefix: 's3', operations: { HeadObject: 'GetObject' } },
  ]);
});

test('a file that is missing is an error, not a table without the service', async () => {
  delete files['/v1/dynamodb/dynamodb.json'];
  await expect(download()).rejects.toThrow(`${base}/v1/dynamodb/dynamodb.json: HTTP status 404`);
});

test.each([[{ error: 'busy' }], [[]], [[{ service: '../s3', url: 'x' }]], [[null]]])('a list that is none is an error: %j', async (list) => {
  files['/'] = list;
  await expect(download()).rejects.toThrow('expected a list of { "service", "url" }, got ');
  expect(fs.readdirSync(folder)).toEqual([]);
});

test('an address that nobody answers at is named', async () => {
  await expect(downloadReference(folder, fetch, 'http://127.0.0.1:1/')).rejects.toThrow('http://127.0.0.1:1/: fetch failed');
});
