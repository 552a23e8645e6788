import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { run, shown } from './tools';
import { DocumentsSource } from '../../src/analysis/simulation/documents-source';
import type { PolicyDocuments } from '../../src/analysis/simulation/documents-source';
import { decide } from '../../src/proof/decide';
import type { Question, Verdict } from '../../src/proof/question';
import { Answer } from '../../src/proof/question';
import { RandomQuestions } from '../proof/random-questions';

export const PAIRS = Math.round(1_000 * Number(process.env.HOSTILE_RUNS ?? 1));
const SEED = Number(process.env.HOSTILE_SEED ?? 26_000);

/**
 * What Z3 spends on a question at most. Of a wrong proof it has to find the request, of a wrong refutation that there is none: it says that of 95 in 100
 * proved questions within 15,000 steps. That there is a request, the other evaluator confirms.
 */
const STEPS = { [Answer.PROVED]: 1_000_000, [Answer.REFUTED]: 20_000 };

/** A question that both can answer: of these actions, by policies without variables, as far as AWS documents what they mean. */
interface SolverQuestion {
  readonly allowedBy: PolicyDocuments;
  readonly unless?: PolicyDocuments;
  readonly origin: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

interface SolverAnswer {
  readonly answer: 'sat' | 'unsat' | 'unknown';
  readonly model: string | null;
}

const ACTIONS = ['s3:GetObject', 's3:DeleteObject', 's3:PutObject', 's3:ListBucket', 'sqs:SendMessage', 'dynamodb:GetItem'];
/** Of all resources, of many it is not known whether an action is ever about them. */
const RESOURCES = ['arn:aws:s3:::*', 'arn:aws:sqs:us-east-1:111122223333:*', 'arn:aws:dynamodb:us-east-1:111122223333:table/*', '*'];
/** What the solver is not told of, or AWS does not document: a resource's policy, variables, words that are no booleans. */
const OTHER = /s\?s|\$\{|resourcePolicy|SourceArn|ForAnyValue:[A-Za-z]*IfExists|"(ForA..Values?:)?StringEquals(IfExists)?":\{[^}]*"(aws|AWS):[sS]ecure/;

/** Asks Z3, which the Python of the folder has. */
function askSolver(bin: string, questions: ReadonlyArray<SolverQuestion & { readonly steps: number }>, directory: string): SolverAnswer[] {
  const file = path.join(directory, 'questions.json');
  fs.writeFileSync(file, JSON.stringify(questions));
  const { code, stdout, output } = run(path.join(bin, 'python'), [path.join(__dirname, 'solver.py'), file, String(os.cpus().length)]);
  if (code !== 0) {
    throw new Error(`the solver failed\n${shown(output)}`);
  }
  return JSON.parse(stdout);
}

interface Asked {
  readonly asked: SolverQuestion;
  readonly question: Question;
}

/** Random pairs of policies, or single ones, with a question about all requests. */
function solverQuestions(count: number): Asked[] {
  const found = [];
  for (let seed = SEED; found.length < count; seed++) {
    const { documents, others, origins, resources = RESOURCES } = new RandomQuestions(seed).question();
    if (!OTHER.test(JSON.stringify([documents, others]))) {
      const sides = { allowedBy: new DocumentsSource(documents), ...others && { unless: new DocumentsSource(others) } };
      found.push({
        asked: { allowedBy: documents, unless: others, origin: origins[0].name, actions: ACTIONS, resources },
        question: { ...sides, origins, actions: ACTIONS, resources },
      });
    }
  }
  return found;
}

interface Decided extends Asked {
  readonly verdict: Verdict;
}

let decided: Decided[] | undefined;

/** The random pairs, decided: once, for all that ask about them. */
export function decidedPairs(): readonly Decided[] {
  return decided ??= solverQuestions(PAIRS).map((each) => ({ ...each, verdict: decide(each.question) }));
}

/**
 * Answers random questions, and has Z3 answer those that are not left undecided.
 *
 * @throws if one is proved and Z3 finds a request, or one is refuted and Z3 says that there is none
 */
export function compareWithSolver(bin: string, directory: string): string[] {
  const questions = decidedPairs().flatMap(({ asked, verdict: { answer, witness } }) => (
    answer === Answer.UNDECIDED ? [] : [{ asked, answer, witness }]));
  const answers = askSolver(bin, questions.map(({ asked, answer }) => ({ ...asked, steps: STEPS[answer] })), directory);
  const counts = new Map<string, number>();
  const problems: string[] = [];
  questions.forEach(({ asked, answer, witness }, i) => {
    const { answer: theirs, model } = answers[i];
    const pair = `${answer}, by Z3 ${theirs}`;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
    if (theirs === { [Answer.PROVED]: 'sat', [Answer.REFUTED]: 'unsat' }[answer]) {
      problems.push(`${pair}: ${JSON.stringify({ ...asked, witness, model })}`);
    }
  });
  const agreed = (answer: Answer, theirs: string) => (counts.get(`${answer}, by Z3 ${theirs}`) ?? 0) / questions.filter((each) => each.answer === answer).length;
  if (problems.length > 0) {
    throw new Error(`${problems.length} of ${PAIRS} answers differ from those of Z3\n${problems.sort((a, b) => a.length - b.length)[0]}`);
  }
  if (questions.length < PAIRS * 0.9 || agreed(Answer.PROVED, 'unsat') < 0.95 || agreed(Answer.REFUTED, 'sat') < 0.3) {
    throw new Error(`too many of ${PAIRS} questions are open to say that the others agree: ${[...counts].join('; ')}`);
  }
  return [...counts].map(([pair, count]) => `${count} times ${pair}`);
}
