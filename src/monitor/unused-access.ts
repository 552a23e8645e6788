import { aws_accessanalyzer as accessanalyzer } from 'aws-cdk-lib';
import type { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Which access counts as unused, and whose. */
export interface UnusedAccess {
  readonly unusedAccessAge?: Duration;
  readonly unusedAccessOfOrganization?: boolean;
}

/**
 * The analyzer of unused access, if it is asked for.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-accessanalyzer-analyzer.html
 * @throws if the age is none that IAM Access Analyzer takes, or there is none.
 */
export function reportUnusedAccess(scope: Construct, { unusedAccessAge: duration, unusedAccessOfOrganization }: UnusedAccess): void {
  if (!duration) {
    if (unusedAccessOfOrganization) {
      throw new Error(`${scope.node.path}: unusedAccessOfOrganization is true, and there is no unusedAccessAge: set it, such as to Duration.days(90)`);
    }
    return;
  }
  if (duration.isUnresolved()) {
    throw new Error(`${scope.node.path}: unusedAccessAge is known only at deployment: expected whole days, from 1 to 365, such as Duration.days(90)`);
  }
  const unusedAccessAge = duration.toDays({ integral: false });
  if (!Number.isInteger(unusedAccessAge) || unusedAccessAge < 1 || unusedAccessAge > 365) {
    throw new Error(`${scope.node.path}: unusedAccessAge is ${unusedAccessAge} days: expected whole days, from 1 to 365`);
  }
  new accessanalyzer.CfnAnalyzer(scope, 'UnusedAccess', {
    type: unusedAccessOfOrganization ? 'ORGANIZATION_UNUSED_ACCESS' : 'ACCOUNT_UNUSED_ACCESS',
    analyzerConfiguration: { unusedAccessConfiguration: { unusedAccessAge } },
  });
}
