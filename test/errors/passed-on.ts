const CONDITION = ['constructor', 'variableProblems', 'meant'].map((name) => `iam/condition.ts#${name}`);
/** What AWS would not take of a policy: the one place that knows it. */
const POLICY_PROBLEMS = [
  'action', 'character', 'document', 'principal', 'resource', 'resource-control', 'size', 'statement', 'wildcard',
].map((name) => `iam/problems/${name}-problems.ts`).concat('iam/policy-text.ts#variableProblem', ...CONDITION, 'iam/policy-size.ts#overLimit');
const NOT_KEPT = ['enforcement/kept-guardrails.ts#brokenGuardrails'];
const OWN_SIZE = ['enforcement/guardrail-statements.ts#sizeProblems', 'enforcement/smaller-grade.ts', 'enforcement/size-advice.ts', ...POLICY_PROBLEMS];

/**
 * What gives a message that is made elsewhere, each with the files, or functions as `file#function`, that make it: those need rows, too. None,
 * where what is passed on was thrown, and so has its row.
 */
export const PASSED_ON: { readonly [site: string]: readonly string[] } = {
  'actions/members.ts#notAnOperation …': ['actions/operation-name.ts#operationProblem'],
  'actions/valid-actions.ts#validActions …': ['mcp/removed-actions.ts#removalProblem'],
  // It makes room for what others validate.
  'enforcement/at-validation.ts#prepare …': [],
  // Warnings.
  'enforcement/cluster-access.ts#warnOfClusterAccess …': [],
  'enforcement/contradictions.ts# …': [],
  'enforcement/warn-at-synthesis.ts#warnAtSynthesis …': [],
  'enforcement/control-policy.ts#divide …: …': [],
  'enforcement/control-policy.ts#makeControlPolicies …': ['enforcement/control-policy.ts#makeControlPolicies', 'enforcement/control-policy.ts#sharedNames'],
  'enforcement/deny-outside-mcp-guardrail.ts#constructor …': ['enforcement/deny-outside-mcp-guardrail.ts#validateAttached'],
  'enforcement/guardrail-statements.ts#namingConstruct …/…: …': [],
  'enforcement/guardrail-statements.ts#findings statement "…" …': ['enforcement/guardrail-statements.ts#statementProblem', 'enforcement/malformed-statement.ts'],
  'enforcement/inline-guardrails.ts#keepPermissionSet …': ['enforcement/inline-guardrails.ts#keepPermissionSet'],
  'enforcement/keep-inline-policy.ts#keepInlinePolicy …': ['enforcement/keep-inline-policy.ts#keepInlinePolicy', 'enforcement/inline-policies.ts#namesakes'],
  'enforcement/kept-guardrails.ts#keepGuardrails …': NOT_KEPT,
  'enforcement/maximum-permissions.ts#cappingStatements …/…: …': [],
  'enforcement/maximum-permissions.ts#checkedStatements … …': ['enforcement/maximum-permissions.ts#checkedStatements'],
  'enforcement/mcp-guardrail-policy.ts#constructor …': OWN_SIZE,
  'enforcement/mcp-permissions-boundary.ts#constructor …': ['enforcement/boundary-attachments.ts#attachmentProblems', 'enforcement/boundary-attachments.ts#problem'],
  'enforcement/mcp-principal-guardrails.ts#apply …': [
    'enforcement/guardrails-aspect.ts#problems', ...['guardedPrincipal', 'ofResource', 'importedRole', 'madeByAws'].map((name) => `enforcement/guarded-principal.ts#${name}`),
  ],
  'enforcement/mcp-session-policy.ts#constructor …': ['enforcement/mcp-session-policy.ts#validateLiteral'],
  // Notes.
  'enforcement/principal-side.ts#attachFromPrincipal …': [],
  'enforcement/placed-statements.ts#placeStatement statement "…" …': [],
  'guardrails/team-statements.ts#teamStatements …: …': ['mcp/removed-actions.ts#removalProblem', 'actions/operation-name.ts#operationProblem'],
  'iam/policy-layers.ts#statementsIn …: …': POLICY_PROBLEMS,
  'iam/request-principal.ts#requestPrincipal …': [],
  'iam/request-principal.ts#withoutAccount …': [],
  'mcp/mcp-condition.ts#evaluate …': CONDITION,
  'mixins/removed-actions-migration.ts#migration …: …': [],
  'mixins/resource-guardrails.ts#keep …': ['mixins/resource-guardrails.ts#problems', ...NOT_KEPT],
  'analysis/simulation/template-source.ts#read …': ['analysis/simulation/principal-index.ts'],
  'cli/iam-collect.ts#directoriesIn …': [],
  'cli/report.ts#writeReport …': [],
  // What can't be read of events, with where it is.
  'cli/event-input.ts#keep …: …': [],
  'cli/event-input.ts#keep …:…: …': [],
  'cli/config.ts#fail …:…: …': ['cli/config.ts'],
  'cli/input-collector.ts#takeMade …: …': ['cli/terraform-template.ts', 'cli/account-details.ts', 'cli/organization-dump.ts'],
  'cli/read-input.ts#readingFile …': [],
  'cli/read-input.ts#readFound …': ['cli/input-file.ts#unreadable'],
  'cli/cli-error.ts#aboutInput …': [],
  'cli/cli-error.ts#aboutInput …: …': [],
  'cli/markdown-text.ts#constructor …': [],
  'cli/terminal.ts#flush …': ['cli/terminal.ts#outputProblem'],
  // Proofs catch it themselves: the answer is undecided.
  'proof/budget.ts#take …': [],
  'cli/find-documents.ts#checkJson …: …': [],
  'cli/input-file.ts#parseFile …': [],
  'cli/write-file.ts#targetOf …: …': [],
  'cli/operation-answers.ts#askedOperation --operation …: …': ['cli/operation-answers.ts#'],
  'cli/read-input.ts#noPolicyIn …': ['cli/read-input.ts#noPolicyIn'],
  'cli/read-text.ts#fileError …: …': ['cli/read-text.ts#fileError'],
  'cli/why-input.ts#denialsInEvents …': ['cli/why-input.ts#noneDenied'],
  'cli/why-input.ts#givenDenials …': ['cli/why-input.ts#noneDenied'],
  'cli/source-text.ts#fail …': ['cli/json-mistake.ts', 'cli/read-yaml.ts', 'cli/depth.ts'],
  ...Object.fromEntries(['cli/input-file.ts#unreadable', 'cli/read-text.ts#readTextFile', 'cli/read-text.ts#readBytes', 'cli/read-text.ts#readTextStream', 'cli/write-file.ts#writeFile', 'cli/write-file.ts#realPath']
    .map((place) => [`${place} …`, []])),
};
