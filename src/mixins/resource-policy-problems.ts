import type { CfnResource } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import type { DocumentPlace } from '../enforcement/rendered-resource';
import { documentsIn, renderedProperties } from '../enforcement/rendered-resource';
import { PolicyDocument } from '../iam/document';
import type { PolicyType } from '../iam/policy-type';
import { problems } from '../iam/problems/document-problems';
import { Cache, derivedFrom, numberOf } from '../private/cache';

/**
 * What AWS would not take of the policies that a resource holds, as its template will have them, in the words that validations take.
 *
 * @param key the same for policies of a stack that differ in nothing but which resources of it they refer to, if that is known
 */
export function resourcePolicyProblems(holder: CfnResource, place: DocumentPlace, type: PolicyType, key: string | undefined): string[] {
  return found(Stack.of(holder)).get(key && `${numberOf(type)} ${key}`, () => problemsIn(holder, place, type));
}

/** By stack, for feature flags may be set on one. */
const found = derivedFrom((_: Stack) => new Cache<string[]>());

function problemsIn(holder: CfnResource, place: DocumentPlace, type: PolicyType): string[] {
  return documentsIn(renderedProperties(holder), place).filter((written) => written !== undefined).flatMap((written) => {
    const document = new PolicyDocument(written);
    return problems(document, type).map(({ message, path }) => {
      const statement = document.knownStatements.find((each) => each.path === path);
      return `${statement ? `${statement.title} of the ${type.name}: ` : ''}${message}`;
    });
  });
}
