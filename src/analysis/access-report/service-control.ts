import { judgedStatements } from './report-statement';
import type { ReportSubject } from './report-types';
import { PolicyKind } from '../../iam/policy';
import type { LocatedPolicy } from '../../iam/policy';
import type { Layer } from '../../iam/policy-layers';
import { readable } from '../../iam/unknown-text';
import { accountOfPrincipal, ControlPolicies } from '../simulation/control-policies';
import type { TemplatePolicies } from '../template/template-policies';

/** The service control policies that judge a principal. */
export interface JudgingControls {
  readonly layers: readonly Layer[];
  /** Which of `described`; none if no policy of the input is about it. */
  readonly described?: number;
}

/** The service control policies of the input, as they judge each principal: the simulator's layers. */
export class ServiceControl {
  /** What judges a principal, from the root of the organization down, each once. */
  public readonly described: Array<readonly string[]> = [];
  private readonly controls: ControlPolicies;
  private readonly byAccount = new Map<string | undefined, JudgingControls>();

  constructor(private readonly policies: TemplatePolicies) {
    this.controls = new ControlPolicies(policies, judgedStatements, undefined);
  }

  public of(principal: ReportSubject): JudgingControls {
    const account = accountOfPrincipal(principal);
    let known = this.byAccount.get(account);
    if (!known) {
      const layers = this.controls.of(PolicyKind.SERVICE_CONTROL, account);
      this.byAccount.set(account, known = { layers, ...this.describe(layers, account) });
    }
    return known;
  }

  private describe(layers: readonly Layer[], account: string | undefined): Pick<JudgingControls, 'described'> {
    const { controlPolicies } = this.policies;
    const isSpared = this.controls.isManagement(account) && controlPolicies.some(({ policy }) => policy.kind === PolicyKind.SERVICE_CONTROL);
    const texts = isSpared ? ['none: they do not restrict the management account'] : layers.flatMap(describeLayer);
    const key = JSON.stringify(texts);
    const found = this.described.findIndex((each) => JSON.stringify(each) === key);
    return texts.length === 0 ? {} : { described: found >= 0 ? found : this.described.push(texts) - 1 };
  }
}

function describeLayer({ at, statements, uncertain }: Layer): string[] {
  return [...new Set(statements.map(({ policy }) => policy!))].map((policy) => {
    const open = uncertain?.has(policy);
    return `${nameOf(policy)}${at !== undefined ? ` of ${readable(at)}${open ? ', if it is attached there' : ''}`
      : open ? ', if it is attached above the account' : ', taken to be attached above the account'}`;
  });
}

function nameOf({ place: { constructPath, logicalId, file } }: LocatedPolicy): string {
  return constructPath?.replace(/\/Resource$/, '') ?? logicalId ?? file ?? PolicyKind.SERVICE_CONTROL;
}
