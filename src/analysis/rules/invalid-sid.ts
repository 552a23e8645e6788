import { isPlainObject, readableStatements, WITHOUT_PRINCIPAL } from './elements';
import type { Rule } from './rule';
import { hasUnknownPart } from '../../iam/unknown-text';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html */
export const INVALID_SID: Rule = {
  id: 'InvalidSid',
  severity: 'error',
  explanation: 'In a policy of IAM or of the organization a Sid has only letters and digits (A–Z, a–z, 0–9), and no other statement of the policy has it.',
  fix: 'Rename it.',

  // Services with resource-based policies have rules of their own.
  checkPolicy({ kind, document }) {
    if (!WITHOUT_PRINCIPAL.includes(kind) || !isPlainObject(document)) {
      return [];
    }
    const seen = new Map<string, string>();
    return readableStatements(document).flatMap(({ statement: { Sid: sid }, path }) => {
      // An empty one is as good as none.
      if (typeof sid !== 'string' || sid === '' || hasUnknownPart(sid)) {
        return [];
      }
      const other = seen.get(sid);
      seen.set(sid, other ?? path);
      return [
        ...(/^[A-Za-z0-9]*$/.test(sid) ? [] : [{ message: `the Sid "${sid}" has other characters than letters and digits`, statement: path }]),
        // Only one branch of an Fn::If is there.
        ...(other === undefined || other.split('/')[1] === path.split('/')[1] ? [] : [{ message: `another statement has the Sid "${sid}" too`, statement: path }]),
      ];
    });
  },
};
