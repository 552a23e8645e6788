import * as fs from 'fs';
import * as path from 'path';
import { run } from '../cli/run';

/**
 * AWS's samples for `CheckNoNewAccess`: references, each with candidates that pass and that fail. They are read where they are, and not copied.
 *
 * @see https://github.com/aws-samples/iam-access-analyzer-custom-policy-check-samples
 */
export const SAMPLES = process.env.ACCESS_ANALYZER_SAMPLES;

/** Candidates that are marked otherwise than they are, each with the reason. */
const MISMARKED: { readonly [candidate: string]: string } = {
  'ec2-network-acl.md, candidate 3': 'it is about acl-123456, and the reference about acl-sensitive',
};

interface Candidate {
  readonly name: string;
  readonly reference: string;
  readonly policy: string;
  readonly passes: boolean;
}

/** Those of the Markdown files in a clone of the repository. */
function candidates(clone: string): Candidate[] {
  const files = fs.readdirSync(clone, { recursive: true, encoding: 'utf8' }).filter((file) => /-policies\/.*\.md$/.test(file)).sort();
  return files.flatMap((file) => {
    let [heading, reference] = ['', ''];
    const found: Candidate[] = [];
    for (const [, title, json] of fs.readFileSync(path.join(clone, file), 'utf8').matchAll(/^#+ *(.*)$|^```json\s*\n([\s\S]*?)\n```/gm)) {
      const mark = /policy (\d+): (PASS|FAIL)/.exec(heading);
      if (title !== undefined) {
        heading = title;
      } else if (/^reference/i.test(heading)) {
        // They are to be filled in.
        reference = json.replace(/<ACCOUNT ID>/g, '111111111111');
      } else if (mark) {
        found.push({ name: `${path.basename(file)}, candidate ${mark[1]}`, reference, policy: json, passes: mark[2] === 'PASS' });
      }
    }
    return found;
  });
}

/**
 * Compares each candidate with its reference, by the command line.
 *
 * @throws if a verdict is another one than AWS's
 */
export async function compareSamples(clone: string, directory: string): Promise<string[]> {
  const all = candidates(clone);
  if (all.length < 200) {
    throw new Error(`${clone}: ${all.length} candidates, expected 207 or more`);
  }
  const [reference, candidate] = ['reference.json', 'candidate.json'].map((file) => path.join(directory, file));
  const wrong: string[] = [];
  const mismarked: string[] = [];
  for (const each of all) {
    fs.writeFileSync(reference, each.reference);
    fs.writeFileSync(candidate, each.policy);
    const { code } = await run(['compare', reference, candidate]);
    if (code !== (each.passes ? 0 : 1)) {
      (each.name in MISMARKED ? mismarked : wrong).push(`${each.name}: ${each.passes ? 'passes' : 'fails'} by AWS, and the exit code is ${code}`);
    }
  }
  if (wrong.length > 0) {
    throw new Error(wrong.join('\n'));
  }
  return [`${all.length - mismarked.length} of ${all.length} as AWS marks them`, ...Object.entries(MISMARKED).map(([name, why]) => `but not ${name}: ${why}`)];
}
