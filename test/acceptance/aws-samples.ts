import * as fs from 'fs';
import * as path from 'path';
import type { Refutation } from './witnesses';
import { askAboutWitnesses } from './witnesses';
import type { Witness } from '../../src/proof/question';
import { run } from '../cli/run';
import type { Json } from '../conformance/row';
import { ALLOW_ALL } from '../conformance/world';

/**
 * AWS's samples for `CheckNoNewAccess`: references, each with candidates that pass and that fail. They are read where they are, and not copied.
 *
 * @see https://github.com/aws-samples/iam-access-analyzer-custom-policy-check-samples
 */
export const SAMPLES = process.env.ACCESS_ANALYZER_SAMPLES;

/**
 * Candidates of which the verdict is another one than their mark, each with the reason; and the same asked so that the verdict is that of the mark.
 * `CheckNoNewAccess` fails a policy that allows what the reference does not.
 *
 * @see https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckNoNewAccess.html
 */
const DIFFERENT: { readonly [candidate: string]: { readonly why: string; readonly asMarked: (pair: Pair) => Pair } } = {
  'ec2-network-acl.md, candidate 3': {
    why: 'it is marked FAIL for what it allows on acl-sensitive, but names acl-123456, on which the reference allows everything',
    asMarked: ({ reference, policy }) => ({ reference, policy: policy.replace('acl-123456', 'acl-sensitive') }),
  },
  'allowlist-account-principals.md, candidate 2': {
    why: 'it names a role, which needs no policy of its own in the account of the role that trusts it, and the reference names its account, in which it does '
      + '(https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html)',
    asMarked: ({ reference, policy }) => ({
      reference: reference.replace(/"Principal": \{\s*"AWS": (\[[^\]]*\])\s*\}/, '"Principal": "*", "Condition": { "StringEquals": { "aws:PrincipalAccount": $1 } }'), policy,
    }),
  },
};

interface Pair {
  readonly reference: string;
  readonly policy: string;
}

interface Candidate extends Pair {
  readonly name: string;
  readonly passes: boolean;
}

/**
 * Those of the Markdown files in a clone of the repository.
 *
 * @throws if one that is marked is not found
 */
function candidates(clone: string): Candidate[] {
  const files = fs.readdirSync(clone, { recursive: true, encoding: 'utf8' }).filter((file) => /-policies\/.*\.md$/.test(file)).sort();
  return files.flatMap((file) => {
    let [heading, reference] = ['', ''];
    const found: Candidate[] = [];
    const text = fs.readFileSync(path.join(clone, file), 'utf8');
    for (const [, title, json] of text.matchAll(/^#+ *(.*)$|^```json\s*\n([\s\S]*?)\n```/gm)) {
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
    const marked = text.match(/^#.*\b(PASS|FAIL)\b/gm)!.length;
    if (found.length !== marked) {
      throw new Error(`${file}: ${found.length} candidates, expected the ${marked} that are marked`);
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
  const refutations: Refutation[] = [];
  const passes = async (each: Pair): Promise<boolean | undefined> => {
    fs.writeFileSync(reference, each.reference);
    fs.writeFileSync(candidate, each.policy);
    const { code, stdout } = await run(['compare', reference, candidate, '--format', 'json']);
    refutations.push(...JSON.parse(stdout).changes.flatMap(({ gained: { request } }: Json) => (request ? [refutationOf(each, request)] : [])));
    return [true, false][Number(code)];
  };
  const wrong: string[] = [];
  for (const each of all) {
    const different = DIFFERENT[each.name];
    const answers = [await passes(each), ...different ? [await passes(different.asMarked(each))] : []];
    const expected = different ? [!each.passes, each.passes] : [each.passes];
    if (String(answers) !== String(expected)) {
      wrong.push(`${each.name}: passes: expected ${expected.join(', ')}, and it is ${answers.join(', ')}`);
    }
  }
  if (wrong.length > 0) {
    throw new Error(wrong.join('\n'));
  }
  const different = Object.entries(DIFFERENT);
  return [
    `${all.length - different.length} of ${all.length} as AWS marks them`, ...different.map(([name, { why }]) => `but not ${name}: ${why}`),
    ...(await askAboutWitnesses(refutations)).map((line) => `their requests, by the other evaluator: ${line}`),
  ];
}

/**
 * What a policy of a resource says is asked in another account, beside own policies that allow everything; or as is told of who asks: without any, in the
 * account of the resource.
 */
function refutationOf({ reference, policy }: Pair, { principal, ...request }: Witness): Refutation {
  const [before, after] = [reference, policy].map((each) => JSON.parse(each));
  if (principal === undefined) {
    return { allowedBy: { identityPolicies: [after] }, unless: { identityPolicies: [before] }, witness: request };
  }
  const [who, ...having] = principal.split(', ');
  const identityPolicies = having.length > 0 ? [] : [ALLOW_ALL];
  return {
    allowedBy: { identityPolicies, resourcePolicy: after },
    unless: { identityPolicies, resourcePolicy: before },
    witness: { ...request, principal: who },
    resourceAccount: having.length > 0 ? who.split(':')[4] : '999988887777',
  };
}
