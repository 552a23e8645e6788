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
  const rounds = Array.from({ length: ROUNDS }, () => {
    const start = process.hrtime.bigint();
    for (let i = 0; i < DECISIONS; i++) {
      simulator.simulate(request);
    }
    return DECISIONS / (Number(process.hrtime.bigint() - start) / 1e9);
  });
  return rounds.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)];
}

/** Decisions a second, and how they grow with the number of statements. */
export function measureSimulator() {
  const twenty = simulatorOf(20);
  const rows = Object.entries(REQUESTS).map(([what, request]) => [`decisions a second, 20 statements: ${what}`, Math.round(perSecond(twenty, request))] as const);
  const times = [20, 40, 80, 160].map((statements) => [statements, 1 / perSecond(simulatorOf(statements), REQUESTS['allowed, through a server'])] as const);
  const [, first] = times[0];
  return {
    ...Object.fromEntries(rows),
    ...Object.fromEntries(times.slice(1).map(([statements, time]) => [`time of ${statements} statements, times that of 20`, Number((time / first).toFixed(2))])),
  };
}

if (require.main === module) {
  for (const [what, value] of Object.entries(measureSimulator())) {
    console.log(`${what.padEnd(65)} ${value}`);
  }
}
