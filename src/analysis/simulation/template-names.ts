import { asSubstitution, unknownParts } from '../../iam/unknown-text';
import { didYouMean, nearest } from '../../private/edit-distance';
import { formatValue } from '../../private/format';
import { isLogicalIdOf } from '../template/logical-id';
import type { TemplateInput } from '../template/template';
import type { TemplatePolicies } from '../template/template-policies';

/** The logical ids of a template, each as its own name, and of its resources also the paths of their constructs below the stack. */
function referableNames({ template, constructPaths }: TemplateInput): ReadonlyMap<string, string> {
  const paths = [...constructPaths ?? []].map(([logicalId, path]) => [path.replace(/^[^/]*\//, '').replace(/\/Resource$/, ''), logicalId] as const);
  return new Map([...paths, ...Object.keys({ ...template.Parameters, ...template.Resources }).map((id) => [id, id] as const)]);
}

/** What resources and parameters of a template are called, and what refers to them. */
export class TemplateNames {
  private readonly names: ReadonlyMap<string, string>;

  public constructor(template: TemplateInput, private readonly policies: TemplatePolicies) {
    this.names = referableNames(template);
  }

  public resolve(resource: string): string {
    if (!resource.includes('${')) {
      return resource;
    }
    return this.resolveReference({
      'Fn::Sub': resource.replace(/\$\{([^!}.]+)/g, (reference, name: string) => `\${${this.logicalId(name, reference)}`),
    });
  }

  /** @param reference an intrinsic function */
  public resolveReference(reference: unknown): string {
    const resolved = this.policies.resolve(reference);
    if (typeof resolved !== 'string') {
      throw new Error(`${formatValue(reference)} is not the ARN of a resource`);
    }
    return resolved;
  }

  /**
   * What `resolve()` takes for a resource as a policy names it, such as `${Bucket.Arn}/*`, by the path of its construct where that is known.
   * Undefined if there is no such text.
   */
  public referenceTo(resource: string): string | undefined {
    const texts = unknownParts(resource).flatMap((part) => {
      const name = [...this.names].find(([, logicalId]) => logicalId === part)?.[0];
      const arn = name === undefined ? undefined : this.tryResolve(`\${${name}.Arn}`);
      return arn !== undefined && resource.startsWith(arn) ? [`\${${name}.Arn}${asSubstitution(resource.slice(arn.length))}`] : [];
    });
    return [...texts, asSubstitution(resource)].find((text) => this.tryResolve(text) === resource);
  }

  private tryResolve(text: string): string | undefined {
    try {
      return this.resolve(text);
    } catch {
      return undefined;
    }
  }

  private logicalId(name: string, reference: string): string {
    const { names } = this;
    // Where the template does not tell the path of a construct, the logical id does.
    const like = names.has(name) ? [] : [...names.values()].filter((id) => isLogicalIdOf(name, id));
    const logicalId = name.startsWith('AWS::') ? name : names.get(name) ?? (like.length === 1 ? like[0] : undefined);
    if (logicalId === undefined) {
      const near = nearest(name, [...names.keys()]);
      throw new Error(`${formatValue(`${reference}}`)} refers to no resource or parameter of the template${didYouMean(near)}`);
    }
    return logicalId;
  }
}
