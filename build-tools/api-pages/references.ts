import type { TypeReference } from '@jsii/spec';

const OWN = 'cdk-mcp-guardrails.';
/** Where the CDK's own types are explained. */
const CDK = 'https://docs.aws.amazon.com/cdk/api/v2/docs/';

/** A type's name as a program writes it, such as `iam.Role` for one of the CDK. */
export function nameOf(fqn: string): string {
  return fqn.startsWith(OWN) ? fqn.slice(OWN.length) : fqn.split('.').slice(fqn.startsWith('aws-cdk-lib.aws_') ? -2 : -1).join('.').replace(/^aws_/, '');
}

/** Where a type is explained, from a page of docs/api. */
export type Links = (fqn: string) => string;

/** @param pageOf the page of an own type */
export function links(pageOf: (fqn: string) => string): Links {
  return (fqn) => (fqn.startsWith(OWN) ? `${pageOf(fqn)}#${nameOf(fqn).toLowerCase().replace(/\W/g, '')}` : `${CDK}${fqn.replace(/^constructs\./, 'constructs.')}.html`);
}

/** A type in code, such as `McpServer[]`. */
export function inCode(type: TypeReference): string {
  return written(type, nameOf);
}

/** A type in a sentence, with links. */
export function inProse(type: TypeReference, linkOf: Links): string {
  return written(type, (fqn) => `[${nameOf(fqn)}](${linkOf(fqn)})`).replace(/<([^>]*)>/g, '&lt;$1&gt;');
}

function written(type: TypeReference, named: (fqn: string) => string): string {
  if ('fqn' in type) {
    return named(type.fqn);
  }
  if ('primitive' in type) {
    return type.primitive === 'json' ? 'object' : type.primitive;
  }
  if ('collection' in type) {
    const element = written(type.collection.elementtype, named);
    return type.collection.kind === 'array' ? `${element}[]` : `{ [key: string]: ${element} }`;
  }
  return ('union' in type ? type.union : type.intersection).types.map((each) => written(each, named)).join('union' in type ? ' | ' : ' & ');
}
