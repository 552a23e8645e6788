const { default: Sequencer } = require('@jest/test-sequencer');

/** Jest begins with the largest files, where it does not know yet how long they take. Of these, one that begins late would end long after all others. */
const LONGEST = ['cli/standalone', 'proof/limits', 'matrix/matrix', 'access-difference/law', 'proof/random', 'errors/errors', 'build-tools/upgrade'];
const rank = ({ path }) => (LONGEST.findIndex((each) => path.endsWith(`${each}.proof.ts`)) + LONGEST.length + 1) % (LONGEST.length + 1);

module.exports = class extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }

  /** Parts that take about as long. */
  shard(tests, { shardIndex, shardCount }) {
    return this.sort(tests).filter((_, i) => i % shardCount === shardIndex - 1);
  }
};
