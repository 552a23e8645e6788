import type { PolicyProblem, Rule, RuleSeverity } from './rule';
import type { Misfits } from '../../actions/misfits';
import { allFit, misfitsOf, resourcesInstead } from '../../actions/misfits';
import { PolicyDocument } from '../../iam/document';
import type { LocatedPolicy } from '../../iam/policy';
import { policyTypeOf } from '../../iam/policy-type-lookup';
import type { Statement } from '../../iam/statement';
import { derivedFrom } from '../../private/cache';
import { formatValue } from '../../private/format';

const FIX = 'Name resources that the actions are about, such as "arn:aws:s3:::bucket/*" for the objects of a bucket, or "*". Which are: '
  + 'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html.';

export const RESOURCE_NOT_DENIED: Rule = rule('ResourceNotDenied', 'error',
  'A Deny matches only requests about the resources that it names. Where none of its actions is about any of them, it blocks nothing.', FIX,
  ({ effect }, { all, certain }) => (effect === 'Deny' && all && certain ? 'the Deny blocks nothing' : undefined));

export const RESOURCE_PERHAPS_NOT_DENIED: Rule = rule('ResourcePerhapsNotDenied', 'warning',
  'By AWS\'s reference, none of the actions of a Deny is about the resource, so that it does not block what it seems to. The reference may lack something.',
  `${FIX} If the Deny blocks what it is to, acknowledge the finding.`,
  ({ effect }, { all, certain }) => (effect !== 'Deny' || (all && certain) || !(all || certain) ? undefined
    : all ? 'the Deny seems to block nothing' : 'the Deny blocks nothing there'));

export const RESOURCE_NOT_ALLOWED: Rule = rule('ResourceNotAllowed', 'warning',
  'An Allow matches only requests about the resources that it names. Where none of its actions is about any of them, it allows nothing.', FIX,
  ({ effect }, { all, certain }) => (effect === 'Allow' && all && certain ? 'the Allow allows nothing' : undefined));

function rule(
  id: string, severity: RuleSeverity, explanation: string, fix: string, consequenceOf: (statement: Statement, misfits: Misfits) => string | undefined,
): Rule {
  return {
    id,
    severity,
    explanation,
    fix,
    readsResources: true,
    checkPolicy: (policy) => misfitsIn(policy).flatMap(({ statement, misfits }): PolicyProblem[] => {
      const consequence = consequenceOf(statement, misfits);
      const [resource, ...others] = misfits.resources;
      return consequence === undefined ? [] : [{
        statement: statement.path,
        message: `none of the actions is about ${formatValue(resource)}${others.length === 0 ? '' : ` and ${others.length} more`}, so that ${consequence}: ${resourcesInstead(misfits)}`,
      }];
    }),
  };
}

function misfitsIn(policy: LocatedPolicy): ReturnType<typeof judged> {
  return policyTypeOf(policy).dialect ? [] : judged(PolicyDocument.of(policy));
}

/** Three rules ask. Kept with the document, and not with its policy, which is there for longer. */
const judged = derivedFrom(({ possibleStatements }: PolicyDocument): Array<{ statement: Statement; misfits: Misfits }> => {
  const asked = possibleStatements
    .filter(({ json: { Resource, NotResource }, resource }) => Resource !== undefined && NotResource === undefined && !resource!.hasStar);
  if (asked.every(allFit)) {
    return [];
  }
  const together = new Map<string, Statement[]>();
  for (const statement of asked) {
    const key = `${statement.effect} ${JSON.stringify(statement.json.Resource)}`;
    together.set(key, [...together.get(key) ?? [], statement]);
  }
  return [...together.values()].flatMap((statements) => {
    const misfits = misfitsOf(statements);
    return misfits ? [{ statement: statements[0], misfits }] : [];
  });
});
