import type { PolicyReader } from './policy-reader';
import type { TemplateEntry } from './template';
import { PolicyDocument } from '../../iam/document';
import { kindOf } from '../../iam/document-kind';
import { PolicyKind } from '../../iam/policy';
import { isObject, isIntrinsic } from '../../iam/value';

/** A policy document somewhere in a resource. */
export interface NestedDocument {
  readonly path: string;
  readonly document: unknown;
  readonly kind: PolicyKind;
}

/** More within one another than any resource has. */
const MAX_DEPTH = 50;

/** Types with documents that look like IAM policies and are none. */
const OTHER_LANGUAGES = /^AWS::IoT::/;

/**
 * The policy documents anywhere in a resource: objects, and strings of properties whose names tell.
 *
 * @param known the properties that are read anyway, such as `ResourcePolicy/PolicyDocument`
 */
export function nestedDocuments(entry: TemplateEntry, reader: PolicyReader, known: readonly string[] = []): NestedDocument[] {
  const visit = (given: unknown, path: readonly string[], names: string): NestedDocument[] => {
    if (path.length > MAX_DEPTH || known.includes(names)) {
      return [];
    }
    return reader.items(entry, given, ['Properties', ...path].join('/')).flatMap(({ value, path: at }): NestedDocument[] => {
      const document = mayBeDocument(value, /polic/i.test(names)) ? reader.document(value, entry) : undefined;
      if (isPolicyDocument(document)) {
        return [{ path: at, document, kind: kindOf(document) === PolicyKind.IDENTITY && !/polic/i.test(names) ? PolicyKind.IDENTITY : PolicyKind.RESOURCE }];
      }
      const [, ...within] = at.split('/');
      return isObject(value) ? Object.keys(value).flatMap((key) => visit(value[key], [...within, key], names === '' ? key : `${names}/${key}`)) : [];
    });
  };
  return OTHER_LANGUAGES.test(entry.type) ? [] : visit(entry.properties, [], '');
}

/** Whether it is one, or a string or a function that may give one where the names tell of a policy. */
function mayBeDocument(value: unknown, isTold: boolean): boolean {
  return isObject(value) ? 'Statement' in value || (isTold && isIntrinsic(value)) : isTold && typeof value === 'string' && value.includes('Statement');
}

function isPolicyDocument(document: unknown): boolean {
  return isObject(document) && 'Statement' in document
    && new PolicyDocument(document).statements.some(({ json }) => typeof json.Effect === 'string');
}
