import { Criterion } from './criterion';

/**
 * Gets code, a service or a role to act under another principal than the caller, whose calls then lack the MCP keys. It assumes
 * or passes a role; starts or invokes what runs with a role of its own; changes the code it runs, or what triggers it.
 *
 * There is no rule: a `StartInstances` gives nothing away, a `PutTargets` does. By service, what is known to. What only makes
 * something new that must be given a role is left to `iam:PassRole`, without which it cannot be made.
 * `apigateway:PATCH` changes what an integration calls with its role, but is also every other update of API Gateway: it is left out.
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
    'sts': 'AssumeRole AssumeRoleWith* AssumeRoot GetDelegatedAccessToken GetFederationToken GetWebIdentityToken',

    // Functions, workflows, and what triggers them.
    'airflow': 'CreateCliToken CreateWebLoginToken InvokeRestApi UpdateEnvironment',
    'airflow-serverless': 'StartWorkflowRun UpdateWorkflow',
    'appsync': 'GraphQL UpdateFunction UpdateResolver',
    'events': 'CreateSubscriber InvokeApiDestination PutRule PutTargets StartReplay UpdateSubscriber',
    'execute-api': 'Invoke',
    'firehose': 'UpdateDestination',
    'iot': 'ReplaceTopicRule StartCommandExecution',
    'lambda': 'ConnectMicrovm CreateEventSourceMapping CreateFunction CreateMicrovmAuthToken CreateMicrovmShellAuthToken Invoke* '
      + 'ResumeMicrovm RunMicrovm SendDurableExecutionCallbackSuccess UpdateAlias UpdateEventSourceMapping UpdateFunctionCode '
      + 'UpdateFunctionConfiguration UpdateMicrovmImage',
    'logs': 'PutSubscriptionFilter',
    'pipes': 'StartPipe UpdatePipe',
    'scheduler': 'UpdateSchedule',
    'sns': 'Subscribe',
    'states': 'InvokeHTTPEndpoint RedriveExecution SendTaskSuccess Start* TestState UpdateStateMachine',
    'swf': 'StartWorkflowExecution',
    'vpc-lattice-svcs': 'Invoke',

    // Stacks, builds and deployments.
    'amplify': 'CreateWebHook StartDeployment StartJob',
    'apprunner': 'StartDeployment UpdateService',
    'cloudformation': 'CancelUpdateStack ContinueUpdateRollback CreateChangeSet CreateResource CreateStack CreateStackInstances CreateStackRefactor '
      + 'CreateStackSet DeleteStack Execute* ImportStacksToStackSet RollbackStack UpdateResource UpdateStack UpdateStackInstances '
      + 'UpdateStackSet',
    'codebuild': 'RetryBuild RetryBuildBatch Start* UpdateFleet UpdateProject',
    'codedeploy': 'ContinueDeployment CreateCloudFormationDeployment CreateDeployment',
    'codepipeline': 'PutApprovalResult RetryStageExecution RollbackStage StartPipelineExecution UpdatePipeline',
    'elasticbeanstalk': 'CreateApplicationVersion CreateEnvironment UpdateEnvironment',
    'greengrass': 'CreateDeployment', // On devices, which have a role.
    'imagebuilder': 'CreateImage StartImagePipelineExecution UpdateImagePipeline',
    'servicecatalog': 'ExecuteProvisionedProduct* ProvisionProduct TerminateProvisionedProduct UpdateProvisionedProduct',

    // Machines and containers, with the role they have.
    'autoscaling': 'StartInstanceRefresh UpdateAutoScalingGroup',
    'batch': 'Submit* UpdateComputeEnvironment',
    'cloudshell': 'CreateSession StartEnvironment',
    'ec2': 'CreateLaunchTemplateVersion CreateReplaceRootVolumeTask ModifyInstanceAttribute RunInstances',
    'ec2-instance-connect': '*',
    'ecs': 'CreateDaemon CreateService CreateTaskSet ExecuteCommand RunTask StartTask UpdateDaemon UpdateExpressGatewayService '
      + 'UpdateService',
    'eks': 'MutateViaKubernetesApi UpdateCapability',
    'ssm': 'CreateAssociation* RegisterTaskWithMaintenanceWindow ResumeSession SendAutomationSignal SendCommand StartAssociationsOnce '
      + 'StartAutomationExecution StartChangeRequestExecution StartSession UpdateAssociation UpdateDocument UpdateDocumentDefaultVersion UpdateMaintenanceWindowTask',
    'ssm-guiconnect': 'StartConnection',

    // Data and learning jobs, and agents.
    'athena': 'StartCalculationExecution StartSession',
    'bedrock': 'InvokeAgent InvokeFlow InvokeInlineAgent StartFlowExecution UpdateAgentActionGroup',
    'bedrock-agentcore': 'ConnectBrowserAutomationStream CreateGatewayTarget InvokeAgentRuntime* InvokeCodeInterpreter InvokeGateway InvokeHarness '
      + 'StartBrowserSession StartCodeInterpreterSession UpdateAgentRuntime UpdateAgentRuntimeEndpoint UpdateGatewayTarget '
      + 'UpdateHarness',
    'aidevops': 'CreateBacklogTask CreateChat CreateTrigger InitiateChatForCase SendMessage UpdateApprovalAction',
    'appflow': 'StartFlow',
    'databrew': 'StartJobRun',
    'datapipeline': 'ActivatePipeline PutPipelineDefinition',
    'datasync': 'StartTaskExecution',
    'datazone': 'CreateCellRun InvokeAgent SendMessage StartNotebookRun',
    'dms': 'StartDataMigration StartReplication StartReplicationTask',
    'elasticmapreduce': 'AddJobFlowSteps CreateStudioPresignedUrl OpenEditorInConsole StartNotebookExecution StartSession',
    'emr-containers': 'StartJobRun',
    'emr-serverless': 'StartJobRun StartSession',
    'finops-agent': 'AcceptAgentRequest CreateAutomation CreateTurn',
    'glue': 'CreateTrigger ResumeWorkflowRun RunStatement StartBlueprintRun StartCrawler StartJobRun StartTrigger StartWorkflowRun UpdateCrawler UpdateDevEndpoint '
      + 'UpdateJob UpdateJobFromSourceControl UpdateTrigger',
    'health-agent': 'InvokeAgent',
    'kafkaconnect': 'UpdateConnector',
    'kinesisanalytics': 'CreateApplicationPresignedUrl StartApplication UpdateApplication',
    'omics': 'StartRun StartRunBatch',
    'rds-data': 'BatchExecuteStatement ExecuteStatement', // As the user whose password a secret holds.
    'redshift-data': 'BatchExecuteStatement ExecuteStatement',
    'sagemaker': 'CreateApp CreatePartnerAppPresignedUrl CreatePresigned* CreateTransformJob InvokeEndpoint* RetryPipelineExecution '
      + 'StartNotebookInstance StartPipelineExecution StartSession UpdateNotebookInstance UpdateNotebookInstanceLifecycleConfig '
      + 'UpdatePipeline',
    'securityagent': 'StartCodeRemediation StartPentestJob',
    'synthetics': 'StartCanary* UpdateCanary',

    // What a rule or an experiment does about a finding.
    'budgets': 'ExecuteBudgetAction UpdateBudgetAction',
    'config': 'StartRemediationExecution',
    'fis': 'StartExperiment',
    'ssm-incidents': 'StartIncident', // Runs the runbook of its response plan.
  },
};
