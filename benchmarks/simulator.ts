import type { Figure } from './figure';
import { count, print, ratio } from './figure';
import { median } from './samples';
import type { SimulationRequest } from '../src';
import { McpCondition, McpServer, McpSimulator, RequestOrigin } from '../src';

const ROUNDS = 7;
const DECISIONS = 50_000;

/** A role as an application has it: every third statement a guardrail, the others grants on resources of its own. */
function simulatorOf(statements: number): McpSimulator {
  return McpSimulator.fromDocuments({
    identityPolicies: [{
      Version: '2012-10-17',
      Statement: Array.from({ length: statements }, (_, i) => (i % 3 === 0
        ? { Sid: `Deny${i}`, Effect: 'Deny', Action: ['s3:Delete*', 'ec2:Terminate*'], Resource: '*', Condition: McpCondition.viaAnyServer().toConditions() }
        : { Effect: 'Allow', Action: ['s3:Get*', 'dynamodb:Get*'], Resource: [`arn:aws:s3:::data-${i}`, `arn:aws:s3:::data-${i}/*`] })),
    }],
  });
}

const base = { principal: 'arn:aws:iam::111122223333:role/Agent', resource: 'arn:aws:s3:::data-1/key' };
const REQUESTS: { [what: string]: SimulationRequest } = {
  'allowed, directly': { ...base, action: 's3:GetObject' },
  'allowed, through a server': { ...base, action: 's3:GetObject', origin: RequestOrigin.via(McpServer.AWS) },
  'denied explicitly': { ...base, action: 's3:DeleteObject', origin: RequestOrigin.via(McpServer.AWS) },
  'denied for lack of an Allow': { ...base, action: 'ec2:RunInstances' },
};

function perSecond(simulator: McpSimulator, request: SimulationRequest): number {
  return median(Array.from({ length: ROUNDS }, () => {
    const start = process.hrtime.bigint();
    for (let i = 0; i < DECISIONS; i++) {
      simulator.simulate(request);
    }
    return DECISIONS / (Number(process.hrtime.bigint() - start) / 1e9);
  }));
}

/** Decisions a second, and how they grow with the number of statements. */
function measure(): Figure[] {
  const twenty = simulatorOf(20);
  const rates = Object.entries(REQUESTS).map(([what, request]) => ({ what, rate: perSecond(twenty, request) }));
  const times = [20, 40, 80, 160].map((statements) => 1 / perSecond(simulatorOf(statements), REQUESTS['allowed, through a server']));
  return [
    ...rates.map(({ what, rate }) => ({
      what: `Simulator, decisions a second for a role with 20 statements: ${what}`, goal: '200,000', figure: count(rate), met: rate >= 200_000,
    })),
    {
      what: '… time of a decision with 40, 80 and 160 statements ÷ with 20',
      goal: 'at most 2, 4 and 8',
      figure: times.slice(1).map((time) => ratio(time / times[0])).join(', '),
      met: times.every((time, i) => time / times[0] <= 2 ** i),
    },
  ];
}

if (require.main === module) {
  print(measure());
}
