import { labelOf } from './origin-option';
import { describe } from './print-simulations';
import { PROGRAM, REPOSITORY } from './program';
import { layerOf } from './simulator-input';
import type { Terminal } from './terminal';
import { styled } from './terminal';
import type { AnsweredDenial, WhyAnswers } from './why-answers';
import { meaningOf } from './why-answers';
import type { Denial, ToldOrigin } from '../activity/denial';
import { DenialSource } from '../activity/denial';
import type { Fix } from '../activity/fix';
import type { LookUp } from '../activity/look-up';
import type { Reason, StoppingStatement } from '../activity/why';
import { Verdict } from '../activity/why';
import { readable } from '../iam/unknown-text';
import { ConditionMatch } from '../mcp/evaluate-condition';
import { visible } from '../private/format';

const LABEL = 13;

export function printWhy({ answers, locate }: WhyAnswers, out: Terminal): void {
  answers.forEach((answer, i) => {
    if (i > 0) {
      out.line();
    }
    printTold(answer.denial, out);
    if (answer.reason) {
      printReason(answer.reason, answer.denial, locate, out);
    }
    printFixes(answer.fixes, out);
    printLookUps(answer, out);
  });
}

function printTold(denial: Denial, out: Terminal): void {
  const { principal, action, effect, policies, origin, region, notes } = denial;
  const resource = denial.resource === undefined ? undefined : readable(denial.resource);
  out.line([styled('bold', action ?? denial.operation ?? 'A call'), ...(resource === undefined ? [] : [` on ${resource}`]), ' was denied']);
  out.line();
  const line = (label: string, text: string) => printLabeled(label, text, out);
  line('by whom', principal ?? 'not told');
  line('how', effect === undefined ? 'not told: neither whether a Deny matched or an Allow is missing, nor in which policy'
    : `${effect === 'explicit' ? 'explicitly: a Deny matched' : 'implicitly: an Allow is missing'}${kindsIn(denial)}`);
  for (const { arn, attachedTo, statements } of policies) {
    if (arn !== undefined) {
      line('policy', arn);
    }
    if (attachedTo.length > 0) {
      line('attached to', attachedTo.join(', '));
    }
    if (statements.length > 0) {
      line('statement', statements.map((sid) => sid ?? 'one without a Sid').join(', '));
    }
  }
  line('came', origin ? cameBy(origin) : NOT_TOLD[denial.source]);
  if (region !== undefined) {
    line('Region', region);
  }
  notes.forEach((note) => line('note', note));
  out.line();
}

/** One word, however long, stays on the line. */
function printLabeled(label: string, text: string, out: Terminal): void {
  if (/ /.test(text)) {
    out.line([styled('dim', label.padEnd(LABEL)), text], 2, 2 + LABEL);
  } else {
    out.verbatim(`  ${label.padEnd(LABEL)}${visible(text)}\n`);
  }
}

const NOT_TOLD: { readonly [source in DenialSource]: string } = {
  [DenialSource.MESSAGE]: 'not told: no message says whether a call came through an MCP server',
  [DenialSource.DECODED_MESSAGE]: 'not told: the context has no aws:ViaAWSMCPService',
  [DenialSource.AUTHORIZATION_DETAILS]: 'not told: the context has no aws:ViaAWSMCPService',
  [DenialSource.EVENT]: 'not told by the event',
};

function cameBy({ kind, name }: ToldOrigin): string {
  return kind === 'DIRECT' ? 'by a direct call, not through an MCP server' : kind === 'SERVICE' ? 'from an AWS service, with the caller\'s credentials' : labelOf(name);
}

function kindsIn({ policies }: Denial): string {
  const kinds = policies.flatMap(({ kind }) => (kind === undefined ? [] : [`${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`]));
  return kinds.length === 0 ? ', in a policy that is not told' : ` in ${kinds.join(' and ')}`;
}

function printReason(reason: Reason, denial: Denial, locate: WhyAnswers['locate'], out: Terminal): void {
  out.line(styled('bold', 'Why'));
  out.line();
  const { verdict, stopping, others, isOneOfSeveral, missing } = reason;
  stopping.forEach((each) => printStopping(each, denial, locate, out));
  if (stopping.length === 0 && missing.size > 0) {
    out.line(`No Allow in ${[...missing.keys()].join(', nor in ')}.`, 2);
    out.line();
  }
  if (verdict === Verdict.NOT_FOUND) {
    out.line('What denied it is not among the policies that were given, or they are not what they were then.', 2);
  } else if (verdict === Verdict.PERHAPS) {
    out.line(perhaps(reason, denial), 2);
  }
  if (isOneOfSeveral) {
    out.line('The denial is of one policy, and each of these may be it: the input does not tell which.', 2);
  }
  others.forEach(({ described }) => out.line(`It would be denied as well by the ${describe(described, locate)}.`, 2, 4));
  if (verdict !== Verdict.FOUND || others.length > 0 || isOneOfSeveral) {
    out.line();
  }
}

/** On what it hangs whether it is this that denied the call. */
function perhaps({ calls, stopping }: Reason, { origin, effect }: Denial): string {
  if (!origin && effect === 'explicit' && stopping.length > 0 && stopping.every(({ direct }) => direct.match === ConditionMatch.NEVER)) {
    return 'No statement that was given denies it to a direct call. So if what denied it is among them, the call came through an MCP server.';
  }
  const depends = calls.flatMap(({ result }) => result.dependsOn);
  // What concerns only the Allows does not matter where a Deny was told.
  const open = new Set(stopping.flatMap(({ call }) => call.dependsOn));
  return `Whether that is what denied it depends on ${[...(open.size > 0 ? open : new Set(depends))].join(', ') || 'where the call came from'}.`;
}

function printStopping(stopping: StoppingStatement, { origin }: Denial, locate: WhyAnswers['locate'], out: Terminal): void {
  const { statement, described, call, direct } = stopping;
  out.line([styled('red', describe(described, locate))], 2, 4);
  out.line(meaningOf(stopping), 4);
  const tests = statement.condition.tests.map(String);
  const applies = call.match === ConditionMatch.ALWAYS ? 'It applied to this call' : 'It may have applied to this call';
  out.line(`${applies}${tests.length === 0 ? ': it has no condition.' : `, by ${tests.join(' and ')}.`}`, 4);
  if (origin?.name !== 'direct') {
    out.line({
      [ConditionMatch.ALWAYS]: 'It applies to the same call made directly, too.',
      [ConditionMatch.NEVER]: 'It does not apply to the same call made directly.',
      [ConditionMatch.DEPENDS]: `Whether it applies to the same call made directly depends on ${direct.dependsOn.join(', ')}.`,
    }[direct.match], 4);
  }
  out.line();
}

function printFixes(fixes: readonly Fix[], out: Terminal): void {
  if (fixes.length > 0) {
    out.line(styled('bold', 'What to do'));
    out.line();
  }
  fixes.forEach(({ text, person, narrower, statement, code, docs }, i) => {
    if (i > 0) {
      out.line();
    }
    out.line(text, 2);
    if (person !== undefined) {
      printLabeled('people', person, out);
    }
    if (narrower !== undefined) {
      printLabeled('agents', narrower, out);
    }
    if (statement) {
      out.line();
      out.verbatim(`    ${JSON.stringify(statement)}\n`);
    }
    if (code !== undefined) {
      out.verbatim(`    ${code}\n`);
    }
    if (docs !== undefined) {
      out.line(`${REPOSITORY}/blob/main/${docs}`, 2);
    }
  });
}

/** What is still to be found out. */
function printLookUps({ reason, lookUps: all }: AnsweredDenial, out: Terminal): void {
  const lookUps = reason?.verdict === Verdict.FOUND ? [] : reason && reason.stopping.length > 0 ? all.filter(({ what }) => what !== 'policy') : all;
  if (lookUps.length === 0) {
    return;
  }
  out.line();
  out.line(styled('bold', 'What to look up'));
  out.line();
  lookUps.forEach((each) => printLookUp(each, out));
  const found = (what: LookUp['what']) => lookUps.find((each) => each.what === what && each.file !== undefined);
  const policy = found('policy');
  out.line('Then ask again, with what was found:', 2);
  out.verbatim(`    npx ${PROGRAM} why ${(found('denial') ?? found('event'))?.file ?? 'DENIAL'} ${policy?.kind === undefined ? '' : `--${layerOf(policy.kind).name} `}${policy?.file ?? 'FILE'}\n`);
}

function printLookUp({ finds, command }: LookUp, out: Terminal): void {
  out.line(`${finds.charAt(0).toUpperCase()}${finds.slice(1)}${command === undefined ? '.' : ':'}`, 2);
  if (command !== undefined) {
    out.verbatim(`    ${command}\n`);
  }
  out.line();
}
