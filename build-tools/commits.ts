import { execFileSync } from 'child_process';

/** Earlier commits are of no form, and no release has them. */
const SINCE = '2026-11-28';

/**
 * Fails unless every commit since the last release is of the conventional form, of the given types: the changelog is made of them, and
 * leaves out all others without a word.
 */
function main(types: string[]): void {
  const form = new RegExp(`^(${types.join('|')})(\\([\\w./-]+\\))?!?: \\S`);
  const tags = git('tag', '--merged', 'HEAD', '--sort=-creatordate', 'v*');
  const commits = git('log', '--no-merges', `--since=${SINCE}`, '--format=%h %s', ...tags.length > 0 ? [`${tags[0]}..HEAD`] : []);
  const wrong = commits.filter((commit) => !form.test(commit.slice(commit.indexOf(' ') + 1)));
  if (wrong.length > 0) {
    console.error(`commits that the changelog would leave out: expected "<type>: <what>", with a type of ${types.join(', ')}\n  ${wrong.join('\n  ')}`);
    process.exitCode = 1;
    return;
  }
  console.log(`${commits.length} commits since ${tags[0] ?? SINCE} are of the conventional form`);
}

function git(...args: string[]): string[] {
  return execFileSync('git', args, { encoding: 'utf-8' }).split('\n').filter((line) => line !== '');
}

main(process.argv.slice(2));
