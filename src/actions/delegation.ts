import { Criterion } from './criterion';

/**
 * Gets code, a service or a role to act under another principal than the caller, whose calls then lack the MCP keys: assumes
 * or passes a role; starts or invokes what runs with a role of its own; changes the code it runs, or what triggers it.
 *
 * There is no rule: a `StartInstances` gives nothing away, a `PutTargets` does. By service, what is known to. What only makes
 * something new that must be given a role is left to `iam:PassRole`, without which it cannot be made.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export const DELEGATION: Criterion = {
  rule: () => false,
  also: {
    // Another principal, right away.
    'deadline': 'AssumeFleetRole* AssumeQueueRole* CreateJob',
    'eks-auth': 'AssumeRoleForPodIdentity',
    'iam': 'PassRole',
    's3': 'GetDataAccess PutBucketNotification',
    'sts': 'AssumeRole AssumeRoleWith* AssumeRoot GetDelegatedAccessToken GetFederationToken GetSessionToken GetWebIdentityToken',

    // Functions, workflows, and what triggers them.
    'airflow': 'CreateCliToken CreateWebLoginToken InvokeRestApi UpdateEnvironment',
    'airflow-serverless': 'StartWorkflowRun UpdateWorkflow',
    'appsync': 'GraphQL UpdateFunction UpdateResolver',
    'events': 'InvokeApiDestination PutRule PutTargets StartReplay',
    'execute-api': 'Invoke',
    'iot': 'ReplaceTopicRule StartCommandExecution',
    'lambda': 'CreateEventSourceMapping CreateFunction Invoke* RunMicrovm UpdateEventSourceMapping UpdateFunctionCode UpdateFunctionConfiguration',
    'logs': 'PutSubscriptionFilter',
    'pipes': 'StartPipe UpdatePipe',
    'scheduler': 'UpdateSchedule',
    'sns': 'Subscribe',
    'states': 'InvokeHTTPEndpoint RedriveExecution Start* TestState UpdateStateMachine',
    'swf': 'StartWorkflowExecution',
    'vpc-lattice-svcs': 'Invoke',

    // Stacks, builds and deployments.
    'amplify': 'StartDeployment StartJob',
    'apprunner': 'StartDeployment UpdateService',
    'cloudformation': 'ContinueUpdateRollback CreateChangeSet CreateResource CreateStack CreateStackInstances CreateStackRefactor CreateStackSet Execute* '
      + 'ImportStacksToStackSet RollbackStack UpdateResource UpdateStack UpdateStackInstances UpdateStackSet',
    'codebuild': 'RetryBuild RetryBuildBatch Start* UpdateProject',
    'codedeploy': 'ContinueDeployment CreateCloudFormationDeployment CreateDeployment',
    'codepipeline': 'PutApprovalResult RetryStageExecution StartPipelineExecution UpdatePipeline',
    'elasticbeanstalk': 'CreateApplicationVersion CreateEnvironment UpdateEnvironment',
    'imagebuilder': 'CreateImage StartImagePipelineExecution',
    'servicecatalog': 'ExecuteProvisionedProduct* ProvisionProduct UpdateProvisionedProduct',

    // Machines and containers, with the role they have.
    'autoscaling': 'UpdateAutoScalingGroup',
    'batch': 'Submit*',
    'cloudshell': 'CreateSession StartEnvironment',
    'ec2': 'CreateLaunchTemplateVersion ModifyInstanceAttribute RunInstances',
    'ec2-instance-connect': '*',
    'ecs': 'CreateService CreateTaskSet ExecuteCommand RunTask StartTask UpdateService',
    'eks': 'MutateViaKubernetesApi',
    'ssm': 'CreateAssociation* RegisterTaskWithMaintenanceWindow ResumeSession SendAutomationSignal SendCommand StartAssociationsOnce '
      + 'StartAutomationExecution StartChangeRequestExecution StartSession UpdateAssociation UpdateDocument UpdateDocumentDefaultVersion UpdateMaintenanceWindowTask',

    // Data and learning jobs, and agents.
    'athena': 'StartCalculationExecution StartSession',
    'bedrock': 'InvokeAgent InvokeFlow InvokeInlineAgent StartFlowExecution UpdateAgentActionGroup',
    'bedrock-agentcore': 'InvokeAgentRuntime* InvokeCodeInterpreter InvokeGateway InvokeHarness StartBrowserSession StartCodeInterpreterSession '
      + 'UpdateAgentRuntime',
    'databrew': 'StartJobRun',
    'datapipeline': 'ActivatePipeline PutPipelineDefinition',
    'datasync': 'StartTaskExecution',
    'dms': 'StartReplicationTask',
    'elasticmapreduce': 'AddJobFlowSteps StartNotebookExecution StartSession',
    'emr-containers': 'StartJobRun',
    'emr-serverless': 'StartJobRun StartSession',
    'glue': 'CreateTrigger ResumeWorkflowRun RunStatement StartBlueprintRun StartCrawler StartJobRun StartTrigger StartWorkflowRun UpdateDevEndpoint UpdateJob '
      + 'UpdateJobFromSourceControl UpdateTrigger',
    'kinesisanalytics': 'StartApplication UpdateApplication',
    'omics': 'StartRun StartRunBatch',
    'sagemaker': 'CreatePresigned* InvokeEndpoint* RetryPipelineExecution StartNotebookInstance StartPipelineExecution StartSession '
      + 'UpdateNotebookInstance UpdateNotebookInstanceLifecycleConfig UpdatePipeline',
    'synthetics': 'StartCanary* UpdateCanary',

    // What a rule or an experiment does about a finding.
    'budgets': 'ExecuteBudgetAction',
    'config': 'StartRemediationExecution',
    'fis': 'StartExperiment',
  },
};
