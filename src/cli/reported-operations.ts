import { aboutInput } from './cli-error';
import type { Input } from './input';
import type { AskedOperation } from './operation-answers';
import type { TemplateSimulatorOptions } from './template-simulator';
import { simulatorOfTemplates } from './template-simulator';
import type { JudgedOrigin } from '../analysis/access-report/report-origins';
import type { ReportedOperation, ReportSubject } from '../analysis/access-report/report-types';
import { idOf } from '../analysis/access-report/report-types';
import { accountIn, answerOperation } from '../analysis/operation-answer';
import { DocumentsSource } from '../analysis/simulation/documents-source';
import { inFile } from '../analysis/simulation/principal-index';
import { McpSimulator } from '../analysis/simulator';
import type { LocatedPolicy } from '../iam/policy';

/** Who of the report may call the operations, from each of its origins, by all policies of the input. */
export function reportedOperations(
  operations: readonly AskedOperation[], input: Pick<Input, 'templateSets'>, [holder]: readonly ReportSubject[], origins: readonly JudgedOrigin[],
  options: TemplateSimulatorOptions,
): ReportedOperation[] {
  const { simulator, requesters } = holder
    ? { simulator: McpSimulator._of(new DocumentsSource({ identityPolicies: holder.identityPolicies.map(documentOf) })), requesters: [] }
    : simulatorOfTemplates(input, options);
  const asking = holder ? [{ id: idOf(holder), principal: undefined, account: undefined }]
    : requesters.map((each) => ({ id: idOf(each), principal: inFile(each), account: options.account ?? accountIn(each.arn) }));
  return operations.map(({ name, actions }): ReportedOperation => ({
    operation: name,
    needs: actions,
    principals: asking.map(({ id, ...who }) => ({
      principal: id,
      origins: Object.fromEntries(origins.map(({ id: from, origin }) => {
        const { decision, actions: judged } = aboutInput(undefined, () => answerOperation(simulator, actions, { ...who, origin }));
        const roles = judged.flatMap((each) => each.roles ?? []);
        return [from, { decision, ...(roles.length > 0 && { roles }) }];
      })),
    })),
  }));
}

function documentOf({ document }: LocatedPolicy): object {
  return document as object;
}
