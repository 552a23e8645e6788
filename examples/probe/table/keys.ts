import type { Answer, Conditions } from './question';

type Answers = { readonly [answer: string]: Answer };

/** What each answer means. */
type Means<A extends string> = { readonly [answer in A]: string };

const absent = (key: string): Conditions => ({ Null: { [key]: 'true' } });
/** A negated operator also holds where the key is absent. */
const present = (key: string): Conditions => ({ Null: { [key]: 'false' } });

function answers<A extends string>(means: Means<A>, when: { readonly [answer in A]: Conditions }): Answers {
  return Object.fromEntries(Object.entries<string>(means).map(([answer, text]) => [answer, { when: when[answer as A], means: text }]));
}

/** Of a key that is `"true"`, `"false"` or absent. */
export function bool(key: string, means: Means<'true' | 'false' | 'absent'>): Answers {
  return answers(means, { true: { Bool: { [key]: 'true' } }, false: { Bool: { [key]: 'false' } }, absent: absent(key) });
}

/** Of a key that is there, or not. */
export function presence(key: string, means: Means<'present' | 'absent'>): Answers {
  return answers(means, { present: present(key), absent: absent(key) });
}

/** Of the key with the address of the client. */
export function address(key: string, means: Means<'client' | 'other' | 'absent'>): Answers {
  return answers(means, {
    client: { IpAddress: { [key]: '<client>' } },
    other: { NotIpAddress: { [key]: '<client>' }, ...present(key) },
    absent: absent(key),
  });
}

/** The service principals of the servers that can be asked. */
export const SERVICE_PRINCIPALS = { aws: 'aws-mcp.amazonaws.com', eks: 'eks-mcp.amazonaws.com', ecs: 'ecs-mcp.amazonaws.com' } as const;

/** Of a key with one of these, or another text. */
export function server(key: string, means: Means<'aws' | 'eks' | 'ecs' | 'other' | 'absent'>): Answers {
  const { aws, eks, ecs } = SERVICE_PRINCIPALS;
  return answers(means, {
    aws: { StringEquals: { [key]: aws } },
    eks: { StringEquals: { [key]: eks } },
    ecs: { StringEquals: { [key]: ecs } },
    other: { StringNotEquals: { [key]: [aws, eks, ecs] }, ...present(key) },
    absent: absent(key),
  });
}

/** What the library takes every server to be called. */
const ANY_SERVER = '*-mcp.*';

/** Of a key that names a server, with or without its Region, or another service. */
export function serviceName(key: string, means: Means<'server' | 'other' | 'absent'>): Answers {
  return answers(means, {
    server: { StringLike: { [key]: ANY_SERVER } },
    other: { StringNotLike: { [key]: ANY_SERVER }, ...present(key) },
    absent: absent(key),
  });
}

/** The same of a key with several values. */
export function serviceNames(key: string, means: Means<'server' | 'other' | 'absent'>): Answers {
  return answers(means, {
    server: { 'ForAnyValue:StringLike': { [key]: ANY_SERVER } },
    other: { 'ForAllValues:StringNotLike': { [key]: ANY_SERVER }, ...present(key) },
    absent: absent(key),
  });
}

/** With the action, or the type of resource, by which each answer is found out. */
export function by(what: 'action' | 'type', each: { readonly [answer: string]: string }, of: Answers): Answers {
  return Object.fromEntries(Object.entries(of).map(([answer, row]) => [answer, { ...row, [what]: each[answer] }]));
}
