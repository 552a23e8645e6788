import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { compareSamples, SAMPLES } from './aws-samples';
import { compare, synthesize } from './cdk-cli';
import { lintTemplates } from './cfn-lint';
import { validateFormats } from './check-formats';
import { deploy } from './deploy';
import { matchPatterns, runSql } from './monitor';
import { CASES, compareEvaluators } from './other-evaluator';
import { definePlaces, forgottenPlaces } from './places';
import { policyDocuments } from './policy-documents';
import { lintPolicies } from './policy-validator';
import { probeWorlds } from './probe';
import { probeProgram, probeScript } from './probe-program';
import { inspectTools, installProgram, preCommit } from './program';
import { compareReplays } from './replay-sql';
import { compareConnectors } from './sam-connectors';
import { compareRoles } from './sam-roles';
import { writeSnapshots } from './snapshots';
import { compareWithSolver, decidedPairs, PAIRS } from './solver';
import { templatesIn } from './templates';
import { JAVA_OPTIONS, PYTHON_OPTIONS, pythonTools } from './tools';
import { askAboutWitnesses } from './witnesses';
import { compareYamlDecoding } from './yaml-decoding';
import { committedTable } from '../../build-tools/catalog-source';
import { fromPackage, managedPolicies, tableText } from '../../build-tools/managed-policies-source';
import { askCorpus } from '../proof/corpus';

/** Runs a check, and says in a line what was checked, and below it what the check has to say. */
async function check(what: string, body: () => string[] | void | Promise<string[]>): Promise<void> {
  const start = Date.now();
  let details;
  try {
    details = await body();
  } catch (error) {
    throw new Error(`${what}\n${(error as Error).message}`);
  }
  console.log(`ok  ${what} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  for (const detail of details ?? []) {
    console.log(`      ${detail}`);
  }
}

/** What the library makes, judged by tools that know nothing of it. The first failure ends the run. */
async function main(directory: string): Promise<void> {
  let bin = '';
  await check('the Python tools are installed', () => {
    bin = pythonTools();
  });
  await check('check: SARIF by its official schema, JUnit as XML', () => validateFormats(bin, directory));
  let program = '';
  await check('mcp-guardrails is installed from its tarball', () => {
    program = installProgram(directory);
  });
  await check('its MCP server, by the inspector\'s command line', () => inspectTools(program, directory));
  await check('pre-commit runs the hook', () => preCommit(bin, program, directory));
  await check('cdk synth --strict: the examples', () => synthesize(directory));
  await check('cdk diff: each stack of the examples', () => compare(directory));
  await check('an app with guardrails in every place', () => {
    const forgotten = forgottenPlaces();
    if (forgotten.length > 0) {
      throw new Error(`places.ts does not use ${forgotten.join(', ')}`);
    }
    definePlaces(path.join(directory, 'places')).synth();
  });
  const synthesized = templatesIn(directory);
  await check('the golden snapshots, as templates', () => writeSnapshots(path.join(directory, 'snapshots')));
  const templates = templatesIn(directory);
  await check(`cfn-lint: ${templates.length} templates`, () => lintTemplates(bin, templates, directory));
  await check('connectors of AWS SAM are read as it translates them', () => compareConnectors(bin));
  await check('roles of AWS SAM have what it adds to them', () => compareRoles(bin));
  await check('YAML is decoded as cfn-lint does', () => compareYamlDecoding(bin, directory));
  const policies = policyDocuments(templates, directory);
  await check(`iam-policy-validator: ${policies.length} policies`, () => lintPolicies(bin, policies, directory));
  await check(`another evaluator of policies: ${CASES} random requests`, compareEvaluators);
  await check(`proofs, by the solver Z3: ${PAIRS} random pairs`, () => compareWithSolver(bin, directory));
  await check('witnesses of refutations, by the other evaluator: of the random pairs', () => askAboutWitnesses(decidedPairs()
    .flatMap(({ asked: { allowedBy, unless }, verdict: { witness } }) => (witness ? [{ allowedBy, unless, witness }] : []))));
  await check('and of policies that AWS manages', () => askAboutWitnesses(askCorpus(60).refuted));
  if (SAMPLES !== undefined) {
    await check('AWS\'s samples for CheckNoNewAccess', () => compareSamples(SAMPLES!, directory));
  }
  await check('event patterns match as in EventBridge\'s own implementation', () => matchPatterns(directory));
  await check('the queries of Athena run, on DuckDB', () => runSql(bin, directory));
  await check('replay as a query says what replay says, on DuckDB', () => compareReplays(bin, directory));
  await check('the table of AWS managed policies is that of its source', () => {
    const table = managedPolicies();
    const actions = committedTable();
    if (tableText(table, actions) !== tableText(fromPackage(table.source.version), actions)) {
      throw new Error('it is not: run "npx projen managed-policies"');
    }
  });
  const { template: probe } = synthesized.find(({ file }) => file.endsWith('McpProbe.template.json'))!;
  await check('the probe finds out what the keys are, and says what went wrong', () => probeWorlds(probe));
  await check('the probe as a program', () => probeProgram(probe, directory));
  await check('the probe\'s script, in Python', probeScript);
  await check('moto: stacks and control policies are created, read back and deleted', () => deploy(bin, synthesized, directory));
}

// The CDK itself uses properties that it deprecated.
process.env.JSII_DEPRECATED = 'quiet';
Object.assign(process.env, JAVA_OPTIONS, PYTHON_OPTIONS);
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk-mcp-guardrails-acceptance-'));
main(scratch)
  .catch((error: Error) => {
    console.error(`FAILED  ${error.message}`);
    process.exitCode = 1;
  })
  .finally(() => fs.rmSync(scratch, { recursive: true }));
