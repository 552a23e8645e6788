import { inEmptyDirectory, LEAKS, policy, read, run, runJson, write } from './run';

inEmptyDirectory();

const TRUST = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] };
const leaks = JSON.stringify(policy(LEAKS));
const resource = (address: string, values: object, mode = 'managed') => ({ address, mode, type: /(\w+)\.\w+(\[.*\])?$/.exec(address)![1], values });

/** In the documented format of `terraform show -json`. */
const plan = (resources: object[], more: object = {}) => ({ format_version: '1.2', terraform_version: '1.9.0', planned_values: { root_module: { resources, ...more } } });

const explained = async () => (await runJson(['explain', 'plan.json'])).statements.map(({ constructPath, policyType }: any) => [constructPath, policyType]);

test('each resource says of which kind its policy is', async () => {
  write('plan.json', plan([
    resource('aws_iam_role.a', { assume_role_policy: JSON.stringify(TRUST), inline_policy: [{ name: 'x', policy: leaks }] }),
    resource('aws_iam_policy.b', { policy: leaks }),
    resource('aws_ssoadmin_permission_set_inline_policy.c', { inline_policy: leaks }),
    resource('aws_organizations_policy.d', { content: leaks }),
    resource('aws_organizations_policy.e', { content: leaks, type: 'RESOURCE_CONTROL_POLICY' }),
    resource('aws_vpc_endpoint.f', { policy: leaks }),
    resource('aws_s3_bucket_policy.g["x"]', { policy: leaks }),
    resource('aws_opensearch_domain.h', { access_policies: leaks }),
    resource('awscc_iam_managed_policy.i', { policy_document: leaks }),
    resource('data.aws_iam_policy_document.j', { json: leaks, policy: leaks }, 'data'),
    resource('aws_instance.k', { user_data: leaks }),
  ]));
  expect(await explained()).toEqual([
    ['aws_iam_role.a', 'trust policy'],
    ['aws_iam_role.a', 'identity-based policy'],
    ['aws_iam_policy.b', 'identity-based policy'],
    ['aws_ssoadmin_permission_set_inline_policy.c', 'identity-based policy'],
    ['aws_organizations_policy.d', 'service control policy'],
    ['aws_organizations_policy.e', 'resource control policy'],
    ['aws_vpc_endpoint.f', 'VPC endpoint policy'],
    ['aws_s3_bucket_policy.g["x"]', 'resource-based policy'],
    ['aws_opensearch_domain.h', 'resource-based policy'],
    ['awscc_iam_managed_policy.i', 'identity-based policy'],
  ]);
});

test('of a plan what is planned, of modules too, each once', async () => {
  const change = { address: 'aws_iam_policy.a', change: { before: { policy: leaks }, after: { policy: leaks }, after_unknown: {} } };
  write('plan.json', {
    ...plan([resource('aws_iam_policy.a', { policy: leaks })], { child_modules: [{ address: 'module.m', resources: [resource('module.m.aws_iam_policy.b', { policy: leaks })] }] }),
    resource_changes: [change],
    prior_state: { values: { root_module: { resources: [resource('aws_iam_policy.old', { policy: leaks })] } } },
  });
  const { findings } = await runJson(['check', 'plan.json']);
  expect(findings.map(({ constructPath, path }: any) => [constructPath, path])).toEqual([
    ['aws_iam_policy.a', 'planned_values/root_module/resources/0/values/policy/Statement/0'],
    ['module.m.aws_iam_policy.b', 'planned_values/root_module/child_modules/0/resources/0/values/policy/Statement/0'],
  ]);
});

test('of a state', async () => {
  write('plan.json', { format_version: '1.0', values: { root_module: { resources: [resource('aws_iam_policy.a', { policy: leaks })] } } });
  expect((await run(['check', 'plan.json'])).stdout).toMatch(/plan\.json:\d+ {2}aws_iam_policy\.a, statement "Leaks"/);
});

test('what is not known yet is said, and does not hide the rest', async () => {
  write('plan.json', {
    ...plan([resource('aws_iam_policy.a', { policy: leaks }), resource('aws_iam_policy.b', {}), resource('aws_iam_role.c', {})]),
    resource_changes: [
      { address: 'aws_iam_policy.a', change: { after_unknown: { id: true, policy: false } } },
      { address: 'aws_iam_policy.b', change: { after_unknown: { id: true, policy: true } } },
      { address: 'aws_iam_role.c', change: { after_unknown: { inline_policy: [{ policy: true }] } } },
    ],
  });
  const { code, stdout, stderr } = await run(['check', 'plan.json']);
  expect(code).toBe(2);
  expect(stdout).toContain('1 error and 0 warnings in 1 file.');
  expect(stderr.replace(/\s+/g, ' ').trim()).toBe(
    'mcp-guardrails: plan.json: known only after they are made, and not judged: the policies of aws_iam_policy.b, aws_iam_role.c');
});

describe('whose policies they are', () => {
  const allow = (action: string | string[], more: object = {}) => JSON.stringify(policy({ Sid: 'S', Effect: 'Allow', Action: action, Resource: '*', ...more }));
  const decision = async (principal: string, action: string, ...more: string[]) => {
    const { stdout, stderr } = await run(['simulate', 'plan.json', '--principal', principal, '--action', action, '--via', 'direct', '--format', 'json', ...more]);
    return stdout === '' ? stderr : JSON.parse(stdout).results[0].decision;
  };
  const ARN = 'arn:aws:iam::111122223333';

  /** Of a state, in which everything is known. */
  const state = (...resources: object[]) => write('plan.json', { format_version: '1.0', values: { root_module: { resources } } });

  test.each([
    ['a policy of its own', 'a', 's3:GetObject', 'ALLOWED'],
    ['a block in it', 'a', 's3:ListBucket', 'ALLOWED'],
    ['an attachment', 'a', 'sqs:SendMessage', 'ALLOWED'],
    ['an exclusive attachment', 'a', 'sns:Publish', 'ALLOWED'],
    ['by its address', 'aws_iam_role.a', 'sns:Publish', 'ALLOWED'],
    ['not another\'s', 'a', 'ec2:RunInstances', 'IMPLICITLY_DENIED'],
    ['within a boundary', 'b', 'ec2:RunInstances', 'IMPLICITLY_DENIED'],
    ['what the boundary has', 'b', 's3:GetObject', 'ALLOWED'],
    ['of its group', 'ann', 'ec2:StartInstances', 'ALLOWED'],
    ['of a group that has it as a member', 'ann', 'ec2:StopInstances', 'ALLOWED'],
    ['an attachment to all kinds', 'ann', 'ssm:GetParameter', 'ALLOWED'],
    ['of a permission set', 'Ops', 's3:GetObject', 'ALLOWED'],
    ['attached to a permission set', 'Ops', 'sqs:SendMessage', 'ALLOWED'],
    ['of the customer, in a permission set', 'Ops', 'sns:Publish', 'ALLOWED'],
    ['a permission set\'s boundary', 'Ops', 'ec2:StartInstances', 'IMPLICITLY_DENIED'],
  ])('%s', async (_, principal, action, expected) => {
    const SET = 'arn:aws:sso:::permissionSet/ssoins-1/ps-1';
    const iamPolicy = (name: string, action2: string | string[]) => resource(`aws_iam_policy.${name}`, { name, path: '/', arn: `${ARN}:policy/${name}`, policy: allow(action2) });
    state(
      resource('aws_iam_role.a', { name: 'a', path: '/', arn: `${ARN}:role/a`, assume_role_policy: JSON.stringify(TRUST), inline_policy: [{ name: 'x', policy: allow('s3:ListBucket') }] }),
      resource('aws_iam_role.b', { name: 'b', path: '/', arn: `${ARN}:role/b`, assume_role_policy: JSON.stringify(TRUST), permissions_boundary: `${ARN}:policy/s3` }),
      resource('aws_iam_role_policy.a', { name: 'own', role: 'a', policy: allow('s3:GetObject') }),
      resource('aws_iam_role_policy.b', { name: 'own', role: 'b', policy: allow('*') }),
      iamPolicy('sqs', 'sqs:*'), iamPolicy('sns', 'sns:*'), iamPolicy('s3', 's3:*'), iamPolicy('ssm', 'ssm:*'), iamPolicy('all', '*'), iamPolicy('limits', ['s3:*', 'sqs:*', 'sns:*']),
      resource('aws_iam_role_policy_attachment.a', { role: 'a', policy_arn: `${ARN}:policy/sqs` }),
      resource('aws_iam_role_policy_attachments_exclusive.a', { role_name: 'a', policy_arns: [`${ARN}:policy/sns`, `${ARN}:policy/sqs`] }),
      resource('aws_iam_user.ann', { name: 'ann', path: '/' }),
      resource('aws_iam_group.team', { name: 'team', path: '/' }),
      resource('aws_iam_group.others', { name: 'others', path: '/' }),
      resource('aws_iam_group_policy.team', { name: 'own', group: 'team', policy: allow('ec2:StartInstances') }),
      resource('aws_iam_group_policy.others', { name: 'own', group: 'others', policy: allow('ec2:StopInstances') }),
      resource('aws_iam_user_group_membership.ann', { user: 'ann', groups: ['team'] }),
      resource('aws_iam_group_membership.others', { group: 'others', users: ['ann'] }),
      resource('aws_iam_policy_attachment.ssm', { roles: ['a'], users: ['ann'], groups: [], policy_arn: `${ARN}:policy/ssm` }),
      resource('aws_ssoadmin_permission_set.ops', { name: 'Ops', arn: SET }),
      resource('aws_ssoadmin_permission_set_inline_policy.ops', { permission_set_arn: SET, inline_policy: allow('*', { Action: ['s3:*', 'ec2:*'] }) }),
      resource('aws_ssoadmin_managed_policy_attachment.ops', { permission_set_arn: SET, managed_policy_arn: `${ARN}:policy/sqs` }),
      resource('aws_ssoadmin_customer_managed_policy_attachment.ops', { permission_set_arn: SET, customer_managed_policy_reference: [{ name: 'sns', path: '/' }] }),
      resource('aws_ssoadmin_permissions_boundary_attachment.ops', {
        permission_set_arn: SET, permissions_boundary: [{ managed_policy_arn: '', customer_managed_policy_reference: [{ name: 'limits', path: '/' }] }],
      }),
    );
    expect(await decision(principal, action)).toBe(expected);
  });

  describe('what Terraform takes away again, as another resource owns it exclusively', () => {
    const denies = JSON.stringify(policy({ Effect: 'Deny', Action: 's3:*', Resource: '*' }));
    const P = `${ARN}:policy/denies`;
    const others = [
      resource('aws_iam_role.a', { name: 'a', path: '/', arn: `${ARN}:role/a`, assume_role_policy: JSON.stringify(TRUST), inline_policy: [{ name: 'all', policy: allow('*') }] }),
      resource('aws_iam_user.u', { name: 'u', path: '/', arn: `${ARN}:user/u` }),
      resource('aws_iam_group.g', { name: 'g', path: '/', arn: `${ARN}:group/g` }),
      resource('aws_iam_user_group_membership.u', { user: 'u', groups: ['g'] }),
      resource('aws_iam_user_policy.all', { name: 'all', user: 'u', policy: allow('*') }),
      resource('aws_iam_policy.denies', { name: 'denies', path: '/', arn: P, policy: denies }),
      resource('aws_iam_policy.other', { name: 'other', path: '/', arn: `${ARN}:policy/other`, policy: allow('sqs:*') }),
    ];
    const inline = (kind: string, to: string) => resource(`aws_iam_${kind}_policy.d`, { name: 'd', [kind]: to, policy: denies });
    const attached = (kind: string, to: string) => resource(`aws_iam_${kind}_policy_attachment.d`, { [kind]: to, policy_arn: P });
    const ownsInline = (kind: string, to: string, ...names: string[]) => resource(`aws_iam_${kind}_policies_exclusive.x`, { [`${kind}_name`]: to, policy_names: names });
    const ownsAttached = (kind: string, to: string, ...arns: string[]) => resource(`aws_iam_${kind}_policy_attachments_exclusive.x`, { [`${kind}_name`]: to, policy_arns: arns });
    const ownsPolicy = (to: object, name = 'x') => resource(`aws_iam_policy_attachment.${name}`, { roles: [], users: [], groups: [], ...to, policy_arn: P });

    test.each<[string, string, string, object[]]>([
      ['an inline policy of a role', 'a', 'CONDITIONAL', [inline('role', 'a'), ownsInline('role', 'a', 'all')]],
      ['one that is listed', 'a', 'EXPLICITLY_DENIED', [inline('role', 'a'), ownsInline('role', 'a', 'all', 'd')]],
      ['one where none is listed', 'a', 'CONDITIONAL', [inline('role', 'a'), ownsInline('role', 'a')]],
      ['of another role', 'a', 'EXPLICITLY_DENIED', [inline('role', 'a'), ownsInline('role', 'b')]],
      ['of a role that is not told', 'a', 'CONDITIONAL', [inline('role', 'a'), resource('aws_iam_role_policies_exclusive.x', { policy_names: [] })]],
      ['managed policies are not its', 'a', 'EXPLICITLY_DENIED', [attached('role', 'a'), ownsInline('role', 'a', 'all')]],
      ['of a user', 'u', 'CONDITIONAL', [inline('user', 'u'), ownsInline('user', 'u', 'all')]],
      ['of a group', 'u', 'CONDITIONAL', [inline('group', 'g'), ownsInline('group', 'g')]],
      ['an attachment to a role', 'a', 'CONDITIONAL', [attached('role', 'a'), ownsAttached('role', 'a', `${ARN}:policy/other`)]],
      ['one that is listed, too', 'a', 'EXPLICITLY_DENIED', [attached('role', 'a'), ownsAttached('role', 'a', P, `${ARN}:policy/other`)]],
      ['one that only the owner has', 'a', 'EXPLICITLY_DENIED', [ownsAttached('role', 'a', `${ARN}:policy/other`, P)]],
      ['to a user', 'u', 'CONDITIONAL', [attached('user', 'u'), ownsAttached('user', 'u')]],
      ['to a group', 'u', 'CONDITIONAL', [attached('group', 'g'), ownsAttached('group', 'g')]],
      ['a policy that another resource attaches to others', 'a', 'CONDITIONAL', [attached('role', 'a'), ownsPolicy({ users: ['u'] })]],
      ['and those others', 'u', 'EXPLICITLY_DENIED', [attached('role', 'a'), ownsPolicy({ users: ['u'] })]],
      ['to it, too', 'a', 'EXPLICITLY_DENIED', [attached('role', 'a'), ownsPolicy({ roles: ['a'] })]],
      ['two of them', 'a', 'CONDITIONAL', [ownsPolicy({ roles: ['a'] }), ownsPolicy({ users: ['u'] }, 'y')]],
      ['both kinds of owners', 'a', 'CONDITIONAL', [ownsPolicy({ roles: ['a'], users: ['u'] }), ownsAttached('role', 'a')]],
      ['of which the one is about another principal', 'u', 'EXPLICITLY_DENIED', [ownsPolicy({ roles: ['a'], users: ['u'] }), ownsAttached('role', 'a')]],
      ['one of several that the owner has', 'a', 'CONDITIONAL', [ownsAttached('role', 'a', P, `${ARN}:policy/other`), ownsPolicy({ users: ['u'] })]],
    ])('%s', async (_, principal, expected, resources) => {
      state(...others, ...resources);
      expect(await decision(principal, 's3:GetObject')).toBe(expected);
    });

    describe('of a permission set', () => {
      const SET = 'arn:aws:sso:::permissionSet/ssoins-1/ps-1';
      const set = (values: object, arn = SET) => ({ permission_set_arn: arn, ...values });
      const reference = (...names: string[]) => ({ customer_managed_policy_reference: names.map((name) => ({ name, path: '/' })) });
      const [ofManaged, ofReference] = [
        resource('aws_ssoadmin_managed_policy_attachment.d', set({ managed_policy_arn: P })),
        resource('aws_ssoadmin_customer_managed_policy_attachment.d', set(reference('denies'))),
      ];
      const ownsManaged = (arns: string[], arn?: string) => resource('aws_ssoadmin_managed_policy_attachments_exclusive.x', set({ managed_policy_arns: arns }, arn));
      const ownsReferences = (names: string[], arn?: string) => resource('aws_ssoadmin_customer_managed_policy_attachments_exclusive.x', set(reference(...names), arn));

      test.each<[string, string, object[]]>([
        ['nothing is owned', 'EXPLICITLY_DENIED', [ofManaged]],
        ['what only the owner has', 'EXPLICITLY_DENIED', [ownsManaged([P])]],
        ['what it does not list', 'CONDITIONAL', [ofManaged, ownsManaged([`${ARN}:policy/other`])]],
        ['what it lists', 'EXPLICITLY_DENIED', [ofManaged, ownsManaged([P])]],
        ['where it lists none', 'CONDITIONAL', [ofManaged, ownsManaged([])]],
        ['of another permission set', 'EXPLICITLY_DENIED', [ofManaged, ownsManaged([], `${SET}2`)]],
        ['a policy of the account', 'EXPLICITLY_DENIED', [ofReference]],
        ['one that only the owner has', 'EXPLICITLY_DENIED', [ownsReferences(['denies'])]],
        ['one that it does not list', 'CONDITIONAL', [ofReference, ownsReferences(['other'])]],
        ['one that it lists', 'EXPLICITLY_DENIED', [ofReference, ownsReferences(['denies'])]],
        ['one where it lists none', 'CONDITIONAL', [ofReference, ownsReferences([])]],
        ['one of another permission set', 'EXPLICITLY_DENIED', [ofReference, ownsReferences([], `${SET}2`)]],
        ['each owner has its own kind', 'EXPLICITLY_DENIED', [ofReference, ownsManaged([])]],
        ['and the inline policy is nobody\'s', 'ALLOWED', [ownsManaged([]), ownsReferences([])]],
      ])('%s', async (_, expected, resources) => {
        state(
          ...others, resource('aws_ssoadmin_permission_set.ops', { name: 'Ops', arn: SET }),
          resource('aws_ssoadmin_permission_set_inline_policy.ops', set({ inline_policy: allow('*') })), ...resources,
        );
        expect(await decision('Ops', 's3:GetObject')).toBe(expected);
      });

      test('before it is made, by what refers to what', async () => {
        const [SETS, OWNER] = ['aws_ssoadmin_permission_set.ops', 'aws_ssoadmin_managed_policy_attachments_exclusive.x'];
        const file = (owned: string) => write('plan.json', {
          format_version: '1.2',
          planned_values: {
            root_module: {
              resources: [
                ...[SETS, 'aws_ssoadmin_permission_set.other'].map((address) => named(address, { name: address })),
                named('aws_ssoadmin_permission_set_inline_policy.ops', { inline_policy: allow('*') }),
                named('aws_ssoadmin_managed_policy_attachment.d', { managed_policy_arn: 'arn:aws:iam::aws:policy/AWSDenyAll' }),
                named(OWNER, { managed_policy_arns: [] }),
              ],
            },
          },
          resource_changes: [
            ...[SETS, 'aws_ssoadmin_permission_set.other'].map((address) => ({ address, change: { after_unknown: { arn: true } } })),
            ...['aws_ssoadmin_permission_set_inline_policy.ops', 'aws_ssoadmin_managed_policy_attachment.d', OWNER]
              .map((address) => ({ address, change: { after_unknown: { permission_set_arn: true } } })),
          ],
          configuration: {
            root_module: {
              resources: [
                ...['aws_ssoadmin_permission_set_inline_policy.ops', 'aws_ssoadmin_managed_policy_attachment.d']
                  .map((address) => written(address, { permission_set_arn: refers(`${SETS}.arn`) })),
                written(OWNER, { permission_set_arn: refers(`${owned}.arn`) }),
              ],
            },
          },
        });
        file('aws_ssoadmin_permission_set.other');
        expect(await decision(SETS, 's3:GetObject')).toBe('EXPLICITLY_DENIED');
        file(SETS);
        expect(await decision(SETS, 's3:GetObject')).toBe('CONDITIONAL');
      });
    });

    test('the blocks of a role, too, each where it is written', async () => {
      const [role, ...rest] = others;
      const both = { ...role, values: { ...(role as any).values, inline_policy: [{ name: 'all', policy: allow('*') }, { name: 'leaks', policy: leaks }] } };
      state(both, ...rest, ownsInline('role', 'a', 'all'));
      const { findings } = await runJson(['check', 'plan.json']);
      expect(findings).toMatchObject([{ statement: 'Leaks', path: 'values/root_module/resources/0/values/inline_policy/1/policy/Statement/0' }]);
    });

    test.each([
      ['managed_policy_arns', { managed_policy_arns: [] }, 'aws_iam_role_policy_attachment.d', { role: 'a', policy_arn: P }],
      ['inline_policy', { inline_policy: [{ name: 'other', policy: allow('sqs:*') }] }, 'aws_iam_role_policy.d', { role: 'a', name: 'd', policy: denies }],
    ])('%s of the role owns them where it is written', async (attribute, values, address, attachment) => {
      const file = (expressions: object) => write('plan.json', {
        format_version: '1.2',
        planned_values: {
          root_module: {
            resources: [
              named('aws_iam_role.a', { name: 'a', path: '/', assume_role_policy: JSON.stringify(TRUST), ...values }),
              named('aws_iam_policy.denies', { name: 'denies', path: '/', arn: P, policy: denies }),
              named(address, attachment),
            ],
          },
        },
        configuration: { root_module: { resources: [written('aws_iam_role.a', expressions), written(address, {})] } },
      });
      file({ [attribute]: {} });
      expect(await decision('a', 's3:GetObject')).not.toBe('EXPLICITLY_DENIED');
      file({});
      expect(await decision('a', 's3:GetObject')).toBe('EXPLICITLY_DENIED');
    });

    test('before anything is made, by what refers to what', async () => {
      const owner = 'aws_iam_role_policy_attachments_exclusive.x';
      const later = (arns: object) => write('plan.json', {
        format_version: '1.2',
        planned_values: {
          root_module: {
            resources: [
              named('aws_iam_role.a', { path: '/', assume_role_policy: JSON.stringify(TRUST) }),
              named('aws_iam_policy.denies', { name: 'denies', path: '/', policy: denies }),
              named('aws_iam_policy.other', { path: '/', policy: allow('*') }),
              named('aws_iam_role_policy_attachment.d', {}),
              named(owner, {}),
            ],
          },
        },
        resource_changes: [
          { address: 'aws_iam_role.a', change: { after_unknown: { name: true, arn: true, id: true } } },
          { address: 'aws_iam_role_policy_attachment.d', change: { after_unknown: { role: true, policy_arn: true } } },
          { address: owner, change: { after_unknown: { role_name: true, policy_arns: true } } },
        ],
        configuration: {
          root_module: {
            resources: [
              written('aws_iam_role.a', {}),
              written('aws_iam_role_policy_attachment.d', { role: refers('aws_iam_role.a.id'), policy_arn: refers('aws_iam_policy.denies.arn') }),
              written(owner, { role_name: refers('aws_iam_role.a.name'), policy_arns: arns }),
            ],
          },
        },
      });
      later(refers('aws_iam_policy.other.arn'));
      expect(await decision('aws_iam_role.a', 's3:GetObject')).toBe('CONDITIONAL');
      later(refers('aws_iam_policy.other.arn', 'aws_iam_policy.denies.arn'));
      expect(await decision('aws_iam_role.a', 's3:GetObject')).toBe('EXPLICITLY_DENIED');
    });
  });

  const written = (address: string, expressions: object) => {
    const [type, name] = address.split('.').slice(-2);
    return { address, mode: address.startsWith('data.') ? 'data' : 'managed', type, name, expressions };
  };
  const refers = (...references: string[]) => ({ references });
  const named = (address: string, values: object, more: object = {}) => ({ ...resource(address, values), name: /(\w+)(\[.*\])?$/.exec(address)![1], ...more });

  /** Before anything is made, ARNs are not known: the configuration tells what refers to what. */
  const unmade = (more: { [section: string]: any } = {}) => write('plan.json', {
    format_version: '1.2',
    planned_values: {
      root_module: {
        resources: [
          named('aws_iam_role.a', { name: 'a', path: '/', assume_role_policy: JSON.stringify(TRUST) }),
          named('aws_iam_role.b', { name: 'b', path: '/', assume_role_policy: JSON.stringify(TRUST) }),
          named('aws_iam_role.c', { name: 'c', path: '/', assume_role_policy: JSON.stringify(TRUST) }),
          named('aws_iam_policy.p', { name: 'p', path: '/', policy: allow('s3:*') }),
          named('aws_iam_policy.many["x"]', { name: 'x', path: '/', policy: allow('sqs:*') }, { index: 'x' }),
          named('aws_iam_policy.many["y"]', { name: 'y', path: '/', policy: allow('sns:*') }, { index: 'y' }),
          named('aws_iam_role_policy_attachment.p', { role: 'a' }),
          named('aws_iam_role_policy_attachment.many["x"]', { role: 'a' }, { index: 'x' }),
          named('aws_iam_role_policy.later', { role: 'b' }),
        ],
        child_modules: [{ address: 'module.m', resources: [named('module.m.aws_iam_role_policy_attachment.q', {})] }],
      },
    },
    resource_changes: [
      { address: 'aws_iam_role_policy_attachment.p', change: { after_unknown: { policy_arn: true, id: true } } },
      { address: 'aws_iam_role_policy_attachment.many["x"]', change: { after_unknown: { policy_arn: true } } },
      { address: 'module.m.aws_iam_role_policy_attachment.q', change: { after_unknown: { policy_arn: true, role: true } } },
      { address: 'aws_iam_role_policy.later', change: { after_unknown: { policy: true } } },
    ],
    configuration: {
      root_module: {
        resources: [
          written('aws_iam_role_policy_attachment.p', { policy_arn: refers('aws_iam_policy.p.arn', 'aws_iam_policy.p') }),
          written('aws_iam_role_policy_attachment.many', { policy_arn: refers('aws_iam_policy.many', 'each.key') }),
          written('aws_iam_role_policy.later', { policy: refers('aws_s3_bucket.x.arn', 'aws_s3_bucket.x') }),
        ],
        module_calls: {
          m: {
            expressions: { policy: refers('aws_iam_policy.p.arn', 'aws_iam_policy.p'), role: refers('aws_iam_role.c.name', 'aws_iam_role.c') },
            module: { resources: [written('aws_iam_role_policy_attachment.q', { policy_arn: refers('var.policy'), role: refers('var.role') })] },
          },
        },
      },
    },
    ...more,
  });

  test.each([
    ['what a reference names', 'a', 's3:GetObject', 'ALLOWED'],
    ['one of several, by its own index', 'a', 'sqs:SendMessage', 'ALLOWED'],
    ['through the variables of a module', 'c', 's3:GetObject', 'ALLOWED'],
    ['a policy that is known only after it is made', 'b', 'ec2:RunInstances', 'CONDITIONAL'],
    ['and not another of them', 'a', 'sns:Publish', 'IMPLICITLY_DENIED'],
  ])('in a plan: %s', async (_, principal, action, expected) => {
    unmade();
    expect(await decision(principal, action)).toBe(expected);
  });

  test('a document of the data source, of which a part is known', async () => {
    const DATA = 'data.aws_iam_policy_document.d';
    write('plan.json', {
      format_version: '1.2',
      planned_values: {
        root_module: {
          resources: [
            named('aws_iam_role.a', { name: 'a', path: '/', assume_role_policy: JSON.stringify(TRUST) }),
            named('aws_iam_role_policy.a', { role: 'a', name: 'own' }),
            {
              ...named(DATA, {
                statement: [
                  { effect: 'Allow', actions: ['s3:GetObject'], condition: [], principals: [] },
                  { sid: 'Leaks', effect: 'Deny', actions: ['*'], resources: ['*'], condition: [{ test: 'Bool', variable: 'aws:ViaAWSMCPService', values: ['false'] }], principals: [] },
                ],
              }),
              mode: 'data',
            },
          ],
        },
      },
      resource_changes: [
        { address: 'aws_iam_role_policy.a', change: { after_unknown: { policy: true } } },
        { address: DATA, change: { after_unknown: { json: true, statement: [{ resources: true, actions: [false] }, {}] } } },
      ],
      configuration: { root_module: { resources: [written('aws_iam_role_policy.a', { policy: refers(`${DATA}.json`, DATA) }), written(DATA, {})] } },
    });
    expect(await decision('a', 's3:GetObject', '--resource', 'arn:aws:s3:::x/y')).toBe('CONDITIONAL');
    const { findings } = await runJson(['check', 'plan.json']);
    expect(findings).toMatchObject([{ statement: 'Leaks', constructPath: 'aws_iam_role_policy.a' }]);
  });

  test('policies of resources, and which resource each is about', async () => {
    const BUCKET = 'arn:aws:s3:::reports';
    state(
      resource('aws_iam_role.a', { name: 'a', path: '/', arn: `${ARN}:role/a`, assume_role_policy: JSON.stringify(TRUST) }),
      resource('aws_iam_role_policy.a', { name: 'own', role: 'a', policy: allow('*') }),
      resource('aws_s3_bucket.b', { bucket: 'reports', arn: BUCKET, policy: allow('s3:*') }),
      resource('aws_s3_bucket_policy.b', { bucket: 'reports', policy: JSON.stringify(policy({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: `${BUCKET}/*` })) }),
      resource('aws_kms_key.k', { key_id: 'k-1', arn: 'arn:aws:kms:eu-central-1:111122223333:key/k-1', policy: allow('kms:*', { Principal: '*' }) }),
      resource('aws_kms_key_policy.k', { key_id: 'k-1', policy: JSON.stringify(policy({ Effect: 'Deny', Principal: '*', Action: 'kms:*' })) }),
      resource('aws_sqs_queue.q', { name: 'jobs', arn: 'arn:aws:sqs:eu-central-1:111122223333:jobs', policy: JSON.stringify(policy({ Effect: 'Deny', Principal: '*', Action: 'sqs:*' })) }),
    );
    expect(await decision('a', 's3:GetObject', '--resource', `${BUCKET}/x`)).toBe('EXPLICITLY_DENIED');
    expect(await decision('a', 'kms:Decrypt', '--resource', 'arn:aws:kms:eu-central-1:111122223333:key/k-1')).toBe('EXPLICITLY_DENIED');
    expect(await decision('a', 'sqs:SendMessage', '--resource', 'arn:aws:sqs:eu-central-1:111122223333:jobs')).toBe('EXPLICITLY_DENIED');
    expect(await decision('a', 'sqs:SendMessage', '--resource', 'arn:aws:sqs:eu-central-1:111122223333:others')).not.toBe('EXPLICITLY_DENIED');
  });
});

test('a plan is not rewritten', async () => {
  write('plan.json', plan([resource('aws_iam_policy.a', { policy: JSON.stringify(policy({ Effect: 'Deny', Action: 'aws-mcp:*' })) })]));
  const before = read('plan.json');
  const { code, stderr } = await run(['migrate', '--write', 'plan.json']);
  expect({ code, after: read('plan.json') }).toEqual({ code: 2, after: before });
  expect(stderr).toMatch(/changed {2}aws_iam_policy\.a, statement 0: [^]*plan\.json: what Terraform prints is not rewritten/);
  expect((await run(['migrate', 'plan.json'])).code).toBe(0);
});

test('what is replaced and not yet deleted does not hide what replaces it', async () => {
  const other = JSON.stringify(policy({ Sid: 'Old', Effect: 'Allow', Action: 's3:*', Resource: '*' }));
  write('plan.json', {
    format_version: '1.0',
    values: {
      root_module: {
        resources: [
          resource('aws_iam_policy.b', { policy: leaks }), { ...resource('aws_iam_policy.b', { policy: other }), deposed_key: 'deadbeef' },
        ],
      },
    },
  });
  const { statements } = await runJson(['explain', 'plan.json']);
  expect(statements.map(({ constructPath, statement }: any) => [constructPath, statement])).toEqual([['aws_iam_policy.b', 'Leaks'], ['aws_iam_policy.b (deposed deadbeef)', 'Old']]);
});

test('plans in one file are not read as loose policies', async () => {
  write('plan.json', `${JSON.stringify(plan([resource('aws_iam_policy.b', { policy: leaks })]))}\n`.repeat(2));
  expect(await run(['check', 'plan.json'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('plan.json: an account, a plan') });
});

const ACCOUNT = { RoleDetailList: [{ RoleName: 'R', Arn: 'arn:aws:iam::111122223333:role/R', RolePolicyList: [{ PolicyName: 'p', PolicyDocument: policy(LEAKS) }] }] };

test.each<[string, string, string]>([
  ['an account in a block of code', 'a.md', `# Account\n\n\`\`\`json\n${JSON.stringify(ACCOUNT)}\n\`\`\`\n`],
  ['a plan in a block of code', 'a.md', `\`\`\`json\n${JSON.stringify(plan([resource('aws_iam_policy.b', { policy: leaks })]))}\n\`\`\`\n`],
  ['an account in an object around it', 'a.json', JSON.stringify({ result: { account: ACCOUNT } })],
  ['in YAML', 'a.yaml', `prod: ${JSON.stringify(ACCOUNT)}\n`],
  ['in objects of a list', 'a.json', JSON.stringify([{ account: ACCOUNT }])],
])('%s is not read as loose policies', async (_, name, text) => {
  write(name, text);
  expect(await run(['check', name])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(`${name}: an account, a plan`) });
});
