import type { IPostProcessor, IResolveContext } from 'aws-cdk-lib';
import { FeatureFlags, aws_iam as iam, cx_api as cxapi } from 'aws-cdk-lib';
import { areOrdinary } from './ordinary-denials';
import { derivedFrom } from '../private/cache';
import { hasToken } from '../private/tokens';

/** What documents of the same statements are written as, without and with the feature flag that has the CDK minimize policies. */
const written = derivedFrom((_: readonly iam.PolicyStatement[]): { [minimized: string]: string } => ({}));

const isLiteral = derivedFrom((statements: readonly iam.PolicyStatement[]) => (
  areOrdinary(statements) || !hasToken(statements.map((statement) => statement.toStatementJson()))));

/** A document of statements that other documents have, too: it is written as the CDK writes the first of them, which it does three times for each otherwise. */
export class GuardrailDocument extends iam.PolicyDocument {
  /** @param fixed statements that can't be changed */
  public constructor(private readonly fixed: readonly iam.PolicyStatement[]) {
    super({ statements: [...fixed] });
  }

  /** Its statements, unless somebody has added more. */
  public get unchanged(): readonly iam.PolicyStatement[] | undefined {
    return this.statementCount === this.fixed.length ? this.fixed : undefined;
  }

  public resolve(context: IResolveContext): unknown {
    if (!this.unchanged || !isLiteral(this.fixed)) {
      return super.resolve(context);
    }
    const known = written(this.fixed);
    const minimized = String(FeatureFlags.of(context.scope).isEnabled(cxapi.IAM_MINIMIZE_POLICIES));
    if (known[minimized] === undefined) {
      const { scope, preparing, documentPath } = context;
      let last: IPostProcessor | undefined;
      const json = context.resolve(super.resolve({
        scope, preparing, documentPath, resolve: (...given) => context.resolve(...given), registerPostProcessor: (processor) => { last = processor; },
      }));
      known[minimized] = JSON.stringify(last ? last.postProcess(json, context) : json);
    }
    // It has no tokens to resolve. A copy, for overrides change it.
    context.registerPostProcessor({ postProcess: () => JSON.parse(known[minimized]) });
    return undefined;
  }
}
