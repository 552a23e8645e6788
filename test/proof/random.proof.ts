import { expectNoContradiction } from './contradictions';
import { ORIGINS, RandomQuestions } from './random-questions';
import { SimulationDecision } from '../../src/analysis/simulation/simulation-result';
import { TemplateSource } from '../../src/analysis/simulation/template-source';
import { McpSimulator } from '../../src/analysis/simulator';
import { DeadStatements } from '../../src/proof/dead-statements';
import { Answer } from '../../src/proof/question';

// Random requests near the borders contradict no proof, and the simulator agrees with each refutation. Seeds are fixed: a failure says which.
// RANDOM_REQUESTS=1000000 has a million requests judged. What changes nothing beside other policies is left out, and no answer is otherwise.

const MORE = Number(process.env.RANDOM_REQUESTS ?? 0);

test.each<[string, number, number, boolean]>([
  ['of all that policies have', 100, 300, false],
  ['of the values of one kind of key', 300, 60, true],
])('questions %s', (_, questions, requests, isNarrow) => {
  const answers = new Map<Answer, number>();
  let judged = 0;
  for (let seed = 1; seed <= questions || judged < MORE / 2; seed++) {
    judged += expectNoContradiction(1_000 + 11 * seed, MORE > 0 ? 2_000 : requests, answers, isNarrow);
  }
  // Of each, enough to find a mistake.
  expect(answers.get(Answer.PROVED)).toBeGreaterThan(40);
  expect(answers.get(Answer.REFUTED)).toBeGreaterThan(15);
  expect(judged).toBeGreaterThanOrEqual(Math.max(MORE / 2, 2_000));
});

const inAll = (documents: ReadonlyArray<{ readonly [element: string]: any }>, left: (sid: string) => boolean) => documents
  .map((document) => ({ ...document, Statement: document.Statement.filter(({ Sid }: { readonly Sid: string }) => left(Sid)) }))
  .filter(({ Statement }) => Statement.length > 0);

test('without all statements that change nothing beside the others of a role, the simulator says the same of each request', () => {
  let [found, judged] = [0, 0];
  for (let seed = 1; seed <= 40; seed++) {
    const random = new RandomQuestions(5_000 + 13 * seed);
    const [own, other] = [random.documents(), random.documents()];
    const documents = [...own.identityPolicies!, ...other.identityPolicies!].map((document: any, i) => (
      { ...document, Statement: document.Statement.map((each: object, j: number) => ({ ...each, Sid: `P${i}S${j}` })) }));
    const { permissionsBoundary } = own;
    const template = {
      Resources: {
        Agent: {
          Type: 'AWS::IAM::Role',
          Properties: {
            RoleName: 'Agent',
            Policies: documents.map((PolicyDocument, i) => ({ PolicyName: `P${i}`, PolicyDocument })),
            ...permissionsBoundary && { PermissionsBoundary: { Ref: 'Boundary' } },
          },
        },
        ...permissionsBoundary && { Boundary: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: permissionsBoundary } } },
      },
    };
    const statements = new DeadStatements();
    statements.lookBeside(TemplateSource.of([{ template, account: '111122223333' }], {}));
    const dead = new Set(statements.dead.map(({ statement }) => statement.sid!));
    found += dead.size;
    if (dead.size > 0) {
      const [all, rest] = [() => true, (sid: string) => !dead.has(sid)]
        .map((left) => McpSimulator.fromDocuments({ identityPolicies: inAll(documents, left), ...permissionsBoundary && { permissionsBoundary } }));
      for (let i = 0; i < 200; i++) {
        const request = random.request(random.pick(ORIGINS).origin);
        const [before, after] = [all, rest].map((simulator) => simulator.simulate(request).decision === SimulationDecision.ALLOWED);
        judged += 1;
        expect({ seed, request, allowed: after }).toEqual({ seed, request, allowed: before });
      }
    }
  }
  expect(found).toBeGreaterThan(20);
  expect(judged).toBeGreaterThan(1_500);
});
