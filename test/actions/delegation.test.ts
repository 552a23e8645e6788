import * as table from '../../data/iam-operations.json';
import { ActionSet } from '../../src';
import { operationsOf } from '../../src/actions/operations';

const OWN_ROLE = 'makes something new, which has no role but one that is passed';
const READS = 'reads; AWS\'s map does not say when it checks iam:PassRole';
const DELIVERS = 'with the role that is there, AWS only writes logs and events, to where this operation says';
const OWN_CODE = 'with the role that is there, code of AWS or of the vendor reads and writes data or network interfaces; it runs nothing of the caller\'s';
const OWN_CREDENTIALS = 'without a role in the request it acts with the caller\'s credentials';
const WHOLE_SERVICE = 'one action for every change of API Gateway: denied, agents could change no API. The API is called by execute-api:Invoke';

/** What passes a role at times, but without one in the request gets nothing else to act: why. */
const LEFT_TO_PASS_ROLE: { readonly [reason: string]: string } = {
  [OWN_ROLE]: 'autoscaling:CreateAutoScalingGroup autoscaling:CreateLaunchConfiguration batch:CreateComputeEnvironment batch:RegisterJobDefinition bedrock:CreateAgent '
    + 'bedrock:CreateCustomModel bedrock:CreateMarketplaceModelEndpoint cloudformation:ActivateType cloudformation:RegisterType codebuild:CreateFleet '
    + 'ecs:CreateCapacityProvider ecs:CreateExpressGatewayService ecs:RegisterDaemonTaskDefinition ecs:RegisterTaskDefinition eks:CreateAccessEntry eks:CreateAddon '
    + 'eks:RegisterCluster elasticmapreduce:RunJobFlow events:CreateEndpoint glue:CreateCatalog glue:CreateConnection glue:CreateIntegrationResourceProperty '
    + 'glue:CreateTable glue:CreateTableOptimizer lambda:CreateCapacityProvider lambda:CreateNetworkConnector sns:CreatePlatformApplication sns:CreateTopic ssm:CreateDocument',
  [READS]: 'glue:GetJob glue:GetJobs ssm:DescribeAutomationStepExecutions ssm:GetAutomationExecution',
  [DELIVERS]: 'autoscaling:PutLifecycleHook bedrock:PutModelInvocationLoggingConfiguration codebuild:UpdateProjectVisibility events:UpdateEndpoint '
    + 'sns:SetPlatformApplicationAttributes sns:SetSMSAttributes sns:SetSubscriptionAttributes sns:SetTopicAttributes',
  [OWN_CODE]: 'bedrock:UpdateMarketplaceModelEndpoint ecs:UpdateCapacityProvider eks:UpdateAddon eks:UpdateClusterConfig elasticmapreduce:UpdateStudio '
    + 'glue:PutDataCatalogEncryptionSettings glue:TestConnection glue:UpdateCatalog glue:UpdateColumnStatisticsTaskSettings glue:UpdateConnection '
    + 'glue:UpdateIntegrationResourceProperty glue:UpdateMLTransform glue:UpdateTable glue:UpdateTableOptimizer lambda:UpdateNetworkConnector',
  [OWN_CREDENTIALS]: 'cloudformation:DeleteResource cloudformation:GetResource cloudformation:ListResources',
  [WHOLE_SERVICE]: 'apigateway:PATCH apigateway:POST apigateway:PUT',
  'changes which role is used by its name, or who may use what: in privilegeEscalation()':
    'eks:UpdatePodIdentityAssociation secretsmanager:RotateSecret ssm:UpdateServiceSetting',
};

/** Each operation that passes a role, with the actions that it always needs. */
const { eventSources, ...rows } = table as unknown as { readonly [part: string]: { readonly [service: string]: unknown } };
const SERVICES = [...new Set(Object.entries(rows).flatMap(([part, of]) => (['same', 'map', 'api', 'none', 'open'].includes(part) ? Object.keys(of) : [])))].sort();
const PASSING = SERVICES.flatMap((service) => [...operationsOf(service)].filter(([, { actions }]) => actions.some(({ action }) => action === 'iam:PassRole'))
  .map(([name, { actions }]) => ({
    name: `${service}:${name}`,
    main: actions[0].action,
    always: actions.filter(({ need }) => need.kind === 'ALWAYS').map(({ action }) => action),
  })));

test('what passes a role, as the map of operations has it, is in the set or is left to iam:PassRole for a reason', () => {
  const set = new Set(ActionSet.delegation().listActions());
  expect(PASSING.length).toBeGreaterThan(150);
  expect(set).toContain('iam:PassRole');
  // What always passes one is denied by iam:PassRole.
  const open = PASSING.filter(({ always }) => !always.some((action) => set.has(action)));
  const left = Object.values(LEFT_TO_PASS_ROLE).flatMap((actions) => actions.split(' '));
  expect(open.filter(({ main }) => !left.includes(main)).map(({ name }) => name)).toEqual([]);
  // None is listed in vain, or twice.
  expect(left.filter((action, i) => left.indexOf(action) !== i || open.every(({ main }) => main !== action))).toEqual([]);
});

test('what is said to be of another set is there', () => {
  const [[, actions]] = Object.entries(LEFT_TO_PASS_ROLE).filter(([reason]) => reason.endsWith('in privilegeEscalation()'));
  expect(ActionSet.privilegeEscalation().listActions()).toEqual(expect.arrayContaining(actions.split(' ')));
});
