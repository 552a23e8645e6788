const jest = require('../jest.config.json');

/** The tests with the newest aws-cdk-lib, and how much of the source they run: Node.js 24 counts that in a third of the time that Node.js 20 takes. */
module.exports = {
  ...jest,
  rootDir: '..',
  collectCoverage: true,
  // No pages of it: they take a tenth of all.
  coverageReporters: ['text'],
  moduleNameMapper: {
    ...jest.moduleNameMapper,
    '^aws-cdk-lib$': '<rootDir>/node_modules/aws-cdk-lib-newest',
    '^aws-cdk-lib/(.*)$': '<rootDir>/node_modules/aws-cdk-lib-newest/$1',
  },
};
