import { managedPolicies } from '../../build-tools/managed-policies-source';
import type { PolicyDocuments } from '../../src/analysis/simulation/documents-source';
import { DocumentsSource } from '../../src/analysis/simulation/documents-source';
import { RequestOrigin } from '../../src/mcp/request-origin';
import { decide } from '../../src/proof/decide';
import type { Question, Witness } from '../../src/proof/question';
import { Answer } from '../../src/proof/question';

const ROLE = 'arn:aws:iam::111122223333:role/Agent';
const DIRECT = { name: 'direct', origin: RequestOrigin.direct() };
const SERVICE = { name: 'an AWS service', origin: RequestOrigin.viaAwsService({ startedBy: RequestOrigin.direct() }) };
const SERVERS = { name: 'any server', origin: RequestOrigin.viaAnyServer() };

type Document = { readonly [element: string]: unknown };
const policy = (...Statement: Document[]): Document => ({ Version: '2012-10-17', Statement });
const DELETES = ['s3:Delete*', 'dynamodb:Delete*', 'ec2:Terminate*', 'iam:Delete*'];
const GUARDRAIL = policy({ Effect: 'Deny', Action: DELETES, Resource: '*', Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } } });
const REGIONS = policy({
  Effect: 'Deny', NotAction: ['iam:*', 'sts:*', 's3:*'], Resource: '*', Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] } },
});

interface CorpusQuestion extends Pick<Question, 'principal' | 'actions' | 'resources'> {
  readonly allowedBy: PolicyDocuments;
  readonly unless?: PolicyDocuments;
  readonly origins?: Question['origins'];
}

/** What is asked of each policy: of agents, of people, and of what it gives beyond another one. */
const QUESTIONS: { readonly [what: string]: (document: Document, next: Document) => CorpusQuestion } = {
  'agents delete nothing': (document) => ({ allowedBy: of([document]), principal: ROLE, actions: DELETES, origins: [SERVERS] }),
  'agents delete nothing under a guardrail': (document) => (
    { allowedBy: of([document], [GUARDRAIL]), principal: ROLE, actions: DELETES, origins: [SERVERS] }),
  'people lose nothing by a guardrail': (document) => (
    { allowedBy: of([document]), unless: of([document], [GUARDRAIL]), principal: ROLE, origins: [DIRECT, SERVICE] }),
  'agents lose something by regions': (document) => ({ allowedBy: of([document]), unless: of([document], [REGIONS]), principal: ROLE, origins: [SERVERS] }),
  'nothing beyond another policy': (document, next) => ({ allowedBy: of([document]), unless: of([next]) }),
  'nothing on one bucket': (document) => ({ allowedBy: of([document]), resources: ['arn:aws:s3:::data', 'arn:aws:s3:::data/*'], actions: ['s3:*'] }),
};

function of(identityPolicies: readonly Document[], serviceControlPolicies?: readonly Document[]): PolicyDocuments {
  return { identityPolicies: [...identityPolicies], ...serviceControlPolicies && { serviceControlPolicies: [...serviceControlPolicies] } };
}

/** The policies of others that there are: all that AWS manages. */
export function corpus(): Array<{ readonly name: string; readonly document: Document }> {
  return [...managedPolicies().policies]
    .map(([name, { statements }]) => ({ name, document: { Version: '2012-10-17', Statement: JSON.parse(statements) } }));
}

export interface Figures {
  readonly asked: number;
  readonly answers: { readonly [answer in Answer]: number };
  /** What refutes the others. */
  readonly refuted: ReadonlyArray<{
    readonly allowedBy: PolicyDocuments;
    readonly unless?: PolicyDocuments;
    readonly witness: Witness;
  }>;
  /** Which questions are undecided, and why. */
  readonly open: ReadonlyArray<{ readonly name: string; readonly what: string; readonly open: readonly string[] }>;
}

/** Asks all questions of every so many policies. */
export function askCorpus(step: number): Figures {
  const policies = corpus();
  const answers = { PROVED: 0, REFUTED: 0, UNDECIDED: 0 };
  const undecided: Array<Figures['open'][number]> = [];
  const refuted: Array<Figures['refuted'][number]> = [];
  let asked = 0;
  for (let i = 0; i < policies.length; i += step) {
    const { name, document } = policies[i];
    for (const [what, make] of Object.entries(QUESTIONS)) {
      const { allowedBy, unless, ...question } = make(document, policies[(i + step) % policies.length].document);
      const { answer, witness, open } = decide({
        origins: [DIRECT, SERVICE, SERVERS],
        ...question,
        allowedBy: new DocumentsSource(allowedBy),
        ...unless && { unless: new DocumentsSource(unless) },
      });
      if (witness) {
        refuted.push({ allowedBy, unless, witness });
      }
      asked += 1;
      answers[answer] += 1;
      if (answer === Answer.UNDECIDED) {
        undecided.push({ name, what, open });
      }
    }
  }
  return { asked, answers, refuted, open: undecided };
}
