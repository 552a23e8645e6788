import * as fs from 'fs';
import { aws_iam as iam, Stack, Token } from 'aws-cdk-lib';
import { committedTable } from '../../build-tools/catalog-source';
import { KEPT, READY_SETS, readySetsText } from '../../build-tools/set-files';
import { AccessLevel, ActionSet, McpGuardrail, McpGuardrailPolicy } from '../../src';
import { Catalog } from '../../src/actions/catalog';
import { dividedByKms } from '../../src/guardrails/kms-directly';
import { random } from '../random-numbers';

const catalog = Catalog.get();
const EVERY = catalog.services.flatMap((service) => [...catalog.actionsOf(service).keys()].map((name) => `${service}:${name}`));
const render = (set: ActionSet) => set._elements();

/** Which actions of the table the rendered patterns mean; IAM ignores the case. */
function meant({ actions, notActions }: { actions?: string[]; notActions?: string[] }): string[] {
  const exact = new Set<string>();
  const prefixes: string[] = [];
  for (const pattern of (actions ?? notActions!).map((each) => each.toLowerCase())) {
    pattern.endsWith('*') ? prefixes.push(pattern.slice(0, -1)) : exact.add(pattern);
  }
  const byService = new Map<string, string[]>();
  prefixes.forEach((prefix) => byService.set(prefix.split(':')[0], [...byService.get(prefix.split(':')[0]) ?? [], prefix]));
  return EVERY.filter((each) => {
    const action = each.toLowerCase();
    const matches = exact.has(action) || prefixes.includes('') || (byService.get(action.split(':')[0]) ?? []).some((prefix) => action.startsWith(prefix));
    return matches === (actions !== undefined);
  });
}

describe('given actions', () => {
  test('all, some, all but some', () => {
    expect(render(ActionSet.ALL)).toEqual({ actions: ['*'] });
    expect(render(ActionSet.of('s3:DeleteObject', 'dynamodb:Delete*', 'ec2:*', 's3:DeleteObject')))
      .toEqual({ actions: ['s3:DeleteObject', 'dynamodb:Delete*', 'ec2:*'] });
    expect(render(ActionSet.allExcept('sts:GetCallerIdentity'))).toEqual({ notActions: ['sts:GetCallerIdentity'] });
  });

  test('* is all', () => {
    expect(ActionSet.of('*')).toBe(ActionSet.ALL);
    expect(ActionSet.of('s3:*', '*')).toBe(ActionSet.ALL);
  });

  test('in any case, as IAM takes them', () => {
    expect(ActionSet.of('S3:deleteobject').listActions()).toEqual(['s3:DeleteObject']);
  });

  test('a set is not changed by what is done to its elements', () => {
    const set = ActionSet.of('s3:GetObject');
    render(set).actions!.push('s3:*');
    expect(render(set)).toEqual({ actions: ['s3:GetObject'] });
  });

  test('that the table does not know', () => {
    expect(render(ActionSet.unlisted('newservice:Delete*').union(ActionSet.of('s3:GetObject')))).toEqual({ actions: ['newservice:Delete*', 's3:GetObject'] });
    expect(render(ActionSet.ALL.without(ActionSet.unlisted('newservice:Get*')))).toEqual({ notActions: ['newservice:Get*'] });
    expect(() => render(ActionSet.unlisted('a:B').without(ActionSet.unlisted('a:B')))).toThrow('the set of actions is empty');
  });

  test.each<[string, ActionSet, string]>([
    ['a name in the table is as good as listed', ActionSet.unlisted('s3:DeleteObject').without(ActionSet.of('s3:DeleteObject')).union(ActionSet.of('a4b:*')),
      '{"actions":["a4b:*"]}'],
    ['NotAction leaves it out', ActionSet.allExcept('s3:GetObject', 's3:PutObject').union(ActionSet.unlisted('s3:GetObject')), '{"notActions":["s3:PutObject"]}'],
    ['no wildcard means one that is not in the set', ActionSet.of('sns:Tag*', 'sns:Untag*').without(ActionSet.unlisted('sns:TagTopics')),
      '{"actions":["sns:TagResource","sns:UntagResource"]}'],
    ['nor in NotAction', ActionSet.ALL.without(ActionSet.of('sns:Get*')).union(ActionSet.unlisted('sns:GetSecret*')),
      '{"notActions":["sns:GetDataProtectionPolicy","sns:GetEndpointAttributes","sns:GetPlatformApplicationAttributes","sns:GetSMS*",'
        + '"sns:GetSubscriptionAttributes","sns:GetTopicAttributes"]}'],
    ['nor a service as a whole', ActionSet.readsOf('sts').union(ActionSet.writesOf('sts')).without(ActionSet.unlisted('sts:New')).without(ActionSet.writesOf('sts')),
      JSON.stringify(render(ActionSet.readsOf('sts')))],
    ['a pattern covers', ActionSet.unlisted('new:Get', 'new:Put').without(ActionSet.unlisted('new:G*')), '{"actions":["new:Put"]}'],
    ['nearly all but it', ActionSet.readsOf().union(ActionSet.writesOf()).without(ActionSet.unlisted('new:Get')), '{"notActions":["new:Get"]}'],
  ])('unlisted: %s', (_, set, expected) => {
    expect(JSON.stringify(render(set))).toBe(expected);
  });

  test('what would leave a part of an unlisted pattern is an error', () => {
    expect(() => render(ActionSet.unlisted('new:Delete*').without(ActionSet.unlisted('new:DeleteFoo'))))
      .toThrow("new:DeleteFoo can't be taken out of new:Delete*, whose other actions the table does not know: name those that are meant");
  });

  test.each(['of', 'unlisted', 'allExcept'] as const)('ActionSet.%s() does not take removed actions, on which a Deny blocks nothing', (factory) => {
    for (const action of ['aws-mcp:InvokeMcp', 'aws-mcp:*', 'AWS-MCP:Call*', 'sagemaker-unified-studio-mcp:InvokeMcp']) {
      expect(() => ActionSet[factory](action)).toThrow(`AWS has removed "${action}", so that a Deny on it blocks nothing: deny what comes through the server `
        + 'by condition, with McpGuardrail.denyViaMcp({ servers: [McpServer.of(');
    }
    expect(() => ActionSet[factory]('sagemaker-unified-studio-mcp:AuthorizeVpce', 'eks-mcp:*')).not.toThrow();
  });

  describe.each(['of', 'allExcept', 'unlisted'] as const)('ActionSet.%s()', (factory) => {
    test('needs an action', () => {
      expect(() => ActionSet[factory]()).toThrow(`ActionSet.${factory}() needs at least one action`);
    });

    test.each([
      '*:Delete*', '*:*', 's*:DeleteObject', 's3', 's3:', ':DeleteObject', 's3:Delete Object', '', 's3.DeleteObject', 's3:DeleteObject:x', 'arn:aws:s3:::x',
    ])('"%s" is not an action', (action) => {
      expect(() => ActionSet[factory]('s3:GetObject', action)).toThrow(
        `"${action}" is not an IAM action for ActionSet.${factory}(): expected "service:Action", with wildcards in the name only, `
        + 'such as "s3:DeleteObject" or "s3:Delete*"');
    });

    test('"?" is legal, but not in the CDK', () => {
      expect(() => ActionSet[factory]('s3:Delete?bject')).toThrow(
        `ActionSet.${factory}(): "s3:Delete?bject" has a "?", which IAM takes in an action and the CDK does not: name the actions, or write "*"`);
    });

    test('needs literals', () => {
      expect(() => ActionSet[factory](Token.asString({ Ref: 'Action' }))).toThrow(/needs literal actions, got a value known only at deployment/);
    });
  });

  test('wildcards may be anywhere in the name', () => {
    const set = ActionSet.of('s3:*Object', 's3:Delete**', 'iam:*Policy*Version');
    expect(render(set)).toEqual({ actions: ['s3:*Object', 's3:Delete**', 'iam:*Policy*Version'] });
    expect(McpGuardrail.denyViaMcp({ actions: set }).statements()[0].toStatementJson().Action).toEqual(['s3:*Object', 's3:Delete**', 'iam:*Policy*Version']);
    // What is no longer as it was given is written as ever: names, and whole verbs.
    const rest = meant(render(set.without(ActionSet.of('s3:*Object'))));
    expect(rest).toEqual(expect.arrayContaining(['s3:DeleteBucket', 'iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion']));
    expect(rest.filter((action) => /^s3:\w*Object$/.test(action))).toEqual([]);
    const left = meant(render(ActionSet.of('s3:*').without(ActionSet.of('s3:*Object'))));
    expect(left).toContain('s3:GetObjectAcl');
    expect(left).not.toContain('s3:GetObject');
    expect(() => render(ActionSet.of('s3:*Objct'))).toThrow('unknown action "s3:*Objct"');
  });

  test('what the table does not know has a wildcard at the end only', () => {
    expect(() => ActionSet.unlisted('new:*Object')).toThrow('ActionSet.unlisted(): "new:*Object" has a wildcard that is not at its end');
    expect(render(ActionSet.unlisted('s3:NewObject', 's3:Other').without(ActionSet.of('s3:*Object')))).toEqual({ actions: ['s3:Other'] });
  });

  test('all except all would be nothing', () => {
    expect(() => ActionSet.allExcept('*')).toThrow('"*" is not an IAM action for ActionSet.allExcept()');
  });

  test.each([
    [ActionSet.of('s3:DeleteObjct'), 'unknown action "s3:DeleteObjct" (did you mean "s3:DeleteObject"?): if it is newer than the table of actions, '
      + 'use ActionSet.unlisted()'],
    [ActionSet.of('s3:Remove*'), 'unknown action "s3:Remove*"'],
    [ActionSet.allExcept('dynamdb:GetItem'), 'unknown service "dynamdb" (did you mean "dynamodb"?)'],
    [ActionSet.of('constructor:Get'), 'unknown service "constructor"'],
    [ActionSet.readsOf('constructor'), 'unknown service "constructor"'],
    [ActionSet.destructive('s4'), 'unknown service "s4" (did you mean "s3"?)'],
    [ActionSet.withAccessLevel('Wrote' as AccessLevel), 'ActionSet.withAccessLevel(): "Wrote" is not an access level (did you mean "Write"?): expected "List", "Read", "Write", '
      + '"Permissions management", "Tagging"'],
    [ActionSet.readsOf('zzzzzzzz'), 'unknown service "zzzzzzzz": if it is newer than the table of actions, use ActionSet.unlisted()'],
    [ActionSet.secretReads('sns'), 'the set of actions is empty: ActionSet.secretReads(sns)'],
    [ActionSet.of('s3:GetObject').without(ActionSet.of('s3:*')), 'the set of actions is empty: ActionSet.of(s3:GetObject).without(ActionSet.of(s3:*))'],
  ])('%s is an error that names the construct', (actions, message) => {
    expect(() => new McpGuardrailPolicy(new Stack(undefined, 'Stack'), 'Policy', { guardrails: [McpGuardrail.denyViaMcp({ actions })] }))
      .toThrow(`Stack/Policy: ${message}`);
  });
});

describe('sets from the table', () => {
  const sets: { [name: string]: ActionSet } = {
    readsOf: ActionSet.readsOf(),
    writesOf: ActionSet.writesOf(),
    permissionsManagement: ActionSet.permissionsManagement(),
    privilegeEscalation: ActionSet.privilegeEscalation(),
    destructive: ActionSet.destructive(),
    secretReads: ActionSet.secretReads(),
    delegation: ActionSet.delegation(),
    credentialWrites: ActionSet.credentialWrites(),
    spending: ActionSet.spending(),
    auditTampering: ActionSet.auditTampering(),
    tagging: ActionSet.withAccessLevel(AccessLevel.TAGGING),
    readsWithoutSecrets: ActionSet.readsOf().without(ActionSet.secretReads()),
    someReads: ActionSet.readsOf('ec2', 's3', 'vpc-lattice', 'apigateway'),
    someWrites: ActionSet.writesOf('ec2', 's3', 'vpc-lattice', 'apigateway'),
  };

  test.each(Object.entries(sets))('%s: the patterns mean the set and nothing else', (_, set) => {
    const members = new Set(set.listActions());
    expect(meant(render(set))).toEqual(EVERY.filter((action) => members.has(action)));
    expect(members.size).toBe(set.listActions().length);
  });

  test.each(Object.entries(sets))('%s: every pattern is a service, whole words, or a name, that a statement takes', (_, set) => {
    const patterns = render(set).actions!;
    expect(new Set(patterns).size).toBe(patterns.length);
    expect(patterns.filter((pattern) => !/^[a-z0-9-]+:(\*|[A-Za-z0-9]+\*?)$/.test(pattern))).toEqual([]);
    expect(() => new iam.PolicyStatement({ actions: patterns })).not.toThrow();
  });

  test.each(Object.entries(sets))('%s: everything but the set is its complement', (_, set) => {
    const rest = ActionSet.ALL.without(set);
    expect(render(rest)).toEqual({ notActions: render(set).actions });
    expect(rest.listActions().length).toBe(EVERY.length - set.listActions().length);
    expect(meant(render(rest))).toEqual(rest.listActions());
  });

  test('reads and writes are all there is', () => {
    expect(ActionSet.readsOf().union(ActionSet.writesOf()).listActions()).toEqual(EVERY);
    expect(render(ActionSet.writesOf('sqs').union(ActionSet.readsOf('sqs')))).toEqual({ actions: ['sqs:*'] });
  });

  test('nearly all is all but the rest, which denies what AWS adds later', () => {
    const all = ActionSet.readsOf().union(ActionSet.writesOf());
    expect(render(all)).toEqual({ actions: ['*'] });
    expect(render(all.without(ActionSet.of('sts:GetCallerIdentity', 's3:GetObject')))).toEqual({ notActions: ['s3:GetObject', 'sts:GetCallerIdentity'] });
    expect(render(ActionSet.writesOf()).actions!.length).toBeGreaterThan(1_000);
  });

  test('short where it can be read', () => {
    expect(render(ActionSet.destructive('dynamodb', 'secretsmanager', 'kms'))).toMatchSnapshot();
    expect(render(ActionSet.secretReads('ssm', 'secretsmanager', 'sts', 'iam', 'ec2'))).toMatchSnapshot();
    expect(render(ActionSet.delegation('lambda', 'states', 'events', 'cloudformation', 'iam', 'sts'))).toMatchSnapshot();
    expect(render(ActionSet.auditTampering('cloudtrail', 'logs', 'organizations'))).toMatchSnapshot();
    expect(render(ActionSet.permissionsManagement('kms', 'sso'))).toMatchSnapshot();
  });
});

describe('what the sets hold', () => {
  test.each<[string, ActionSet, string, string]>([
    ['destructive', ActionSet.destructive(),
      's3:DeleteObject dynamodb:DeleteTable kms:ScheduleKeyDeletion kms:DisableKey ec2:TerminateInstances sqs:PurgeQueue ec2:DetachVolume rds:StopDBInstance '
      + 'ecr:BatchDeleteImage dynamodb:UpdateContinuousBackups kinesis:DecreaseStreamRetentionPeriod cloudformation:UpdateTerminationProtection '
      + 's3:PutLifecycleConfiguration logs:PutRetentionPolicy ec2:DeregisterImage cloudformation:DeleteStack organizations:CloseAccount',
      's3:GetObject s3:PutObject s3:DeleteObjectTagging ec2:RunInstances athena:StopQueryExecution ec2:DescribeInstances kms:CancelKeyDeletion ec2:DeleteTags'],
    ['secretReads', ActionSet.secretReads(),
      'secretsmanager:GetSecretValue ssm:GetParameter ssm:GetParametersByPath kms:Decrypt ec2:GetPasswordData ecr:GetAuthorizationToken s3express:CreateSession glue:GetConnections '
      + 'cognito-identity:GetCredentialsForIdentity iam:CreateAccessKey signin:CreateOAuth2Token redshift:GetClusterCredentials sts:AssumeRole s3:GetDataAccess '
      + 'gamelift:GetComputeAccess quicksight:GetAuthCode route53domains:RetrieveDomainAuthCode',
      'sts:GetCallerIdentity secretsmanager:DescribeSecret secretsmanager:ListSecrets iam:GetAccessKeyLastUsed waf:GetChangeToken s3:GetObject '
      + 'secretsmanager:GetRandomPassword kms:Encrypt iam:GetLoginProfile iam:GetAccountPasswordPolicy sts:GetSessionToken'],
    ['delegation', ActionSet.delegation(),
      'lambda:InvokeFunction lambda:UpdateFunctionCode states:StartExecution codebuild:StartBuild ssm:SendCommand ssm:StartSession iam:PassRole sts:AssumeRole '
      + 'cloudformation:CreateStack cloudformation:UpdateStack events:PutTargets glue:StartJobRun batch:SubmitJob ecs:RunTask scheduler:UpdateSchedule '
      + 'lambda:CreateFunction execute-api:Invoke s3:GetDataAccess ec2:CreateLaunchTemplateVersion athena:StartSession '
      + 'batch:UpdateComputeEnvironment budgets:UpdateBudgetAction codebuild:UpdateFleet eks:UpdateCapability firehose:UpdateDestination glue:UpdateCrawler',
      'lambda:GetFunction ec2:StartInstances cloudformation:DescribeStacks s3:PutObject athena:StartQueryExecution sts:GetSessionToken events:PutEvents'],
    ['privilegeEscalation', ActionSet.privilegeEscalation(),
      'iam:AttachRolePolicy iam:CreateUser iam:PassRole iam:CreateAccessKey organizations:DetachPolicy sso:CreateAccountAssignment kms:PutKeyPolicy '
      + 's3:PutBucketPolicy lambda:AddPermission identitystore:CreateGroupMembership sts:AssumeRole iam:TagRole kinesis:PutResourcePolicy kafka:PutClusterPolicy '
      + 'logs:PutDestinationPolicy codeartifact:PutDomainPermissionsPolicy aoss:UpdateAccessPolicy ram:UpdateResourceShare ds:ShareDirectory ds:CreateTrust '
      + 'ec2:ModifyImageAttribute rds:ModifyDBSnapshotAttribute account-access:CreateEntitlement account-access:TagResource signin:PutResourcePermissionStatement '
      + 'fms:PutAdminAccount omics:PutS3AccessPolicy qbusiness:AssociatePermission cognito-idp:AdminSetUserPassword transfer:ImportSshPublicKey',
      'iam:GetRole iam:ListRoles s3:PutObject organizations:DescribeOrganization kms:Decrypt autoscaling:PutScalingPolicy ecr:PutLifecyclePolicy fms:PutPolicy '
      + 'cloudfront:CreateCachePolicy batch:CreateQuotaShare storagegateway:CreateNFSFileShare ram:RejectResourceShareInvitation logs:PutRetentionPolicy '
      + 'iq-permission:CreatePermissionRequest ram:DeletePermission'],
    ['credentialWrites', ActionSet.credentialWrites(),
      'iam:CreateAccessKey iam:UpdateLoginProfile iam:EnableMFADevice iam:UploadSSHPublicKey cognito-idp:AdminSetUserPassword cognito-idp:AdminCreateUser mq:CreateUser '
      + 'transfer:ImportSshPublicKey elasticache:ModifyUser rds:ModifyDBInstance redshift:ModifyCluster ds:ResetUserPassword secretsmanager:PutSecretValue ec2:ImportKeyPair',
      'iam:CreateUser iam:DeleteAccessKey iam:UploadCloudFrontPublicKey cognito-idp:ChangePassword kms:CreateKey rekognition:CreateUser cloudshell:PutCredentials'],
    ['spending', ActionSet.spending(),
      'savingsplans:CreateSavingsPlan ec2:PurchaseReservedInstancesOffering ec2:PurchaseCapacityBlock rds:PurchaseReservedDBInstancesOffering payments:MakePayment '
      + 'route53domains:RegisterDomain aws-marketplace:Subscribe supportplans:StartSupportPlanUpdate bedrock:CreateProvisionedModelThroughput shield:CreateSubscription '
      + 'bedrock-agentcore:ProcessPayment lambda:PutProvisionedConcurrencyConfig braket:DeleteSpendingLimit servicequotas:RequestServiceQuotaIncrease budgets:ModifyBudget',
      'ec2:RunInstances bedrock:InvokeModel savingsplans:ReturnSavingsPlan savingsplans:DescribeSavingsPlans payments:DeletePaymentInstrument '
      + 'user-subscriptions:CancelPurchaseSession rds:CreateEventSubscription ce:CreateAnomalySubscription aws-marketplace:CancelAgreement'],
    ['auditTampering', ActionSet.auditTampering(),
      'cloudtrail:StopLogging cloudtrail:DeleteTrail cloudtrail:PutEventSelectors config:StopConfigurationRecorder guardduty:DeleteDetector '
      + 'guardduty:CreateFilter logs:DeleteLogGroup access-analyzer:DeleteAnalyzer organizations:DetachPolicy securityhub:DisableSecurityHub ec2:DeleteFlowLogs '
      + 'cloudtrail:PutInsightSelectors guardduty:DeleteThreatIntelSet redshift:DisableLogging s3:PutLifecycleConfiguration organizations:LeaveOrganization '
      + 'bedrock:DeleteGuardrail sns:Unsubscribe',
      'cloudtrail:LookupEvents cloudtrail:CreateTrail cloudtrail:StartLogging guardduty:CreateDetector logs:CreateLogGroup config:PutEvaluations'],
  ])('%s', (_, set, inside, outside) => {
    const actions = new Set(set.listActions());
    expect(inside.split(' ').filter((action) => !actions.has(action))).toEqual([]);
    expect(outside.split(' ').filter((action) => actions.has(action) || !EVERY.includes(action))).toEqual([]);
  });

  test('narrowed to services', () => {
    expect(new Set(ActionSet.destructive('sqs', 'sns').listActions().map((action) => action.split(':')[0]))).toEqual(new Set(['sns', 'sqs']));
    expect(ActionSet.destructive().listActions()).toEqual(expect.arrayContaining(ActionSet.destructive('sqs', 'sns').listActions()));
  });
});

describe('set operations', () => {
  const a = ActionSet.of('s3:GetObject', 's3:PutObject', 'sqs:SendMessage');
  const b = ActionSet.of('s3:PutObject', 'sns:Publish');
  const [notA, notB] = [ActionSet.ALL.without(a), ActionSet.ALL.without(b)];
  const list = (set: ActionSet) => set.listActions().join(' ');

  test('of listed actions', () => {
    expect(list(a.union(b))).toBe('s3:GetObject s3:PutObject sns:Publish sqs:SendMessage');
    expect(list(a.without(b))).toBe('s3:GetObject sqs:SendMessage');
    expect(render(a.union(b)).actions).toEqual(['s3:GetObject', 's3:PutObject', 'sns:Publish', 'sqs:SendMessage']);
  });

  test('with everything but listed actions', () => {
    expect(render(notA.union(b)).notActions).toEqual(['s3:GetObject', 'sqs:SendMessage']);
    expect(render(b.union(notA)).notActions).toEqual(['s3:GetObject', 'sqs:SendMessage']);
    expect(render(notA.union(notB)).notActions).toEqual(['s3:PutObject']);
    expect(render(notA.without(b)).notActions).toEqual(['s3:GetObject', 's3:PutObject', 'sns:Publish', 'sqs:SendMessage']);
    expect(list(notA.without(notB))).toBe('sns:Publish');
    expect(list(a.without(notB))).toBe('s3:PutObject');
    expect(render(notA.union(a))).toEqual({ actions: ['*'] });
  });

  test('of everything', () => {
    expect(render(ActionSet.ALL.union(a))).toEqual({ actions: ['*'] });
    expect(render(a.union(ActionSet.ALL))).toEqual({ actions: ['*'] });
    expect(() => render(a.without(ActionSet.ALL))).toThrow('the set of actions is empty');
    expect(() => render(ActionSet.ALL.without(ActionSet.ALL))).toThrow('the set of actions is empty: ActionSet.ALL.without(ActionSet.ALL)');
  });

  test('a set says what it was made of', () => {
    expect(String(ActionSet.destructive('s3').union(ActionSet.secretReads()))).toBe('ActionSet.destructive(s3).union(ActionSet.secretReads())');
  });
});

test.each([
  ['of', () => ActionSet.of('s3:HeadObject')], ['allExcept', () => ActionSet.allExcept('s3:HeadObject')], ['unlisted', () => ActionSet.unlisted('s3:HeadObject')],
])('%s() refuses the name of an API operation', (_name, make) => {
  expect(() => make().listActions()).toThrow('"s3:HeadObject" is an API operation; its IAM action is "s3:GetObject"');
});

test('what is no set is refused at once, even where it would not matter', () => {
  const other: any = { resolve: () => [] };
  expect(() => ActionSet.ALL.union(other)).toThrow('ActionSet.union(): other is a value known only at deployment: expected an ActionSet, such as ActionSet.of(\'s3:Delete*\')');
  expect(() => ActionSet.of('s3:*').without(other)).toThrow('ActionSet.without(): other is ');
});

describe('how a ready set is written, as it is kept', () => {
  test('the file has what the table and the criteria give: if not, run "npx projen catalog"', () => {
    expect(fs.readFileSync(READY_SETS, 'utf-8') === readySetsText(committedTable())).toBe(true);
  });

  test('it is written so where it is not kept, of whichever services, and so are its parts', () => {
    const next = random(11);
    let compared = 0;
    for (const [name, criterion] of Object.entries(KEPT)) {
      const made = ActionSet[name as keyof typeof KEPT];
      const having = catalog.services.filter((service) => !ActionSet._meeting(`${name} having`, criterion, [service])._isEmpty());
      for (let i = 0; i < 40; i++) {
        const services = i === 0 ? [] : [...having, 'kms', 'kms', 's3'].filter(() => next() < (i % 4 === 0 ? 0.6 : 0.05));
        const [kept, found] = [made(...services), ActionSet._meeting(`${name} anew`, criterion, services)];
        const [keptParts, foundParts] = [dividedByKms(kept), dividedByKms(found)];
        for (const [one, other] of [[kept, found], [keptParts.rest, foundParts.rest], [keptParts.ofServices, foundParts.ofServices]]) {
          expect(one._isEmpty()).toBe(other._isEmpty());
          expect(one._isEmpty() || render(one)).toEqual(other._isEmpty() || render(other));
          expect(one.listActions()).toEqual(other.listActions());
          compared++;
        }
      }
    }
    expect(compared).toBe(480);
  });

  test.each([['no-such'], ['S3'], ['kms/rest'], ['kms Decrypt'], ['kms,sts'], ['']])('a service that does not exist is a mistake: %s', (service) => {
    expect(() => render(ActionSet.secretReads(service))).toThrow(`unknown service "${service}"`);
    expect(() => McpGuardrail.denySecretReadsViaMcp({ services: ['kms', service] }).statements()).toThrow(`unknown service "${service}"`);
  });
});
