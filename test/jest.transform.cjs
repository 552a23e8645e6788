const { createHash } = require('crypto');
const { readFileSync } = require('fs');
const { transformSync, version } = require('esbuild');

const OPTIONS = { loader: 'ts', format: 'cjs', target: 'es2022', sourcemap: 'external', tsconfigRaw: { compilerOptions: { experimentalDecorators: true, alwaysStrict: true } } };
const OWN = version + readFileSync(__filename, 'utf-8');

/** TypeScript as JavaScript, each file alone. Unlike ts-jest it doesn't move `jest.mock` to the top: a file that mocks modules says `jest.doMock` and `require`. */
module.exports = {
  getCacheKey: (source, file, { instrument }) => createHash('sha256').update([OWN, file, instrument, source].join('\0')).digest('hex'),
  process: (source, file) => transformSync(source, { ...OPTIONS, sourcefile: file }),
};
