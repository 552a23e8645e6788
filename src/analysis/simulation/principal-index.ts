import { arnParts } from '../../iam/arn';
import { readable } from '../../iam/unknown-text';
import { nearest } from '../../private/edit-distance';
import { formatValue } from '../../private/format';
import { isLogicalIdOf } from '../template/logical-id';
import type { TemplatePrincipal } from '../template/template-policies';

/** Finds the principals of templates by what a person calls them. */
export class PrincipalIndex {
  private readonly byName = new Map<string, TemplatePrincipal[]>();

  /** @param preferred the files of templates whose principals are meant where others have some of the same name */
  public constructor(private readonly principals: readonly TemplatePrincipal[], private readonly preferred: ReadonlyArray<string | undefined> = []) {
    for (const principal of principals) {
      for (const name of new Set(namesOf(principal))) {
        const known = this.byName.get(name);
        if (known) {
          known.push(principal);
        } else {
          this.byName.set(name, [principal]);
        }
      }
    }
  }

  /**
   * The principal with the logical id, construct path, name, or ARN; of a construct path also the end, or the path of a construct
   * that holds one principal only. Where a template does not tell the path, the logical id does that the CDK makes of it.
   *
   * @throws if several are meant
   */
  public find(name: string, kind?: TemplatePrincipal['kind']): TemplatePrincipal | undefined {
    const wanted = (principal: TemplatePrincipal) => kind === undefined || principal.kind === kind;
    let found = this.byName.get(name)?.filter(wanted) ?? [];
    if (found.length === 0 && arnParts(name)?.[2] !== 'iam') {
      found = this.principals.filter((each) => wanted(each) && `/${each.constructPath ?? ''}`.includes(`/${name}/`));
    }
    if (found.length === 0) {
      found = this.principals.filter((each) => wanted(each) && each.constructPath === undefined && isLogicalIdOf(name, each.logicalId));
    }
    if (found.some((each) => this.preferred.includes(each.file))) {
      found = found.filter((each) => this.preferred.includes(each.file));
    }
    if (found.length > 1) {
      const [names, advice] = new Set(found.map(describe)).size === found.length ? [found.map(describe), 'name one by its logical id or construct path']
        : [found.map((each) => `"${inFile(each)}"`), 'name one as it stands here'];
      throw new Error(`${formatValue(name)} means several: ${names.join(', ')}: ${advice}`);
    }
    return found[0];
  }

  /** Those that make requests: of a group, its users do. */
  public get requesters(): readonly TemplatePrincipal[] {
    return this.principals.filter(({ kind }) => kind !== 'group');
  }

  /** The role whose session has the ARN. */
  public findRoleOf(session: string): TemplatePrincipal | undefined {
    const [, , service, , account, resource] = arnParts(session) ?? [];
    const [type, role] = resource?.split('/') ?? [];
    return service === 'sts' && type === 'assumed-role'
      ? this.principals.find((each) => each.kind === 'role' && each.name === role && arnParts(each.arn)?.[4] === account) : undefined;
  }

  /** What a principal that makes requests is called, if that is like the name. */
  public nearest(name: string): string | undefined {
    return nearest(arnParts(name)?.[5].split('/')[1] ?? name, this.requesters.flatMap(namesOf));
  }

  /** Those of the kind, by default those that make requests, for an error message. */
  public list(kind?: TemplatePrincipal['kind']): string {
    const listed = kind === undefined ? this.requesters : this.principals.filter((principal) => principal.kind === kind);
    const names = listed.map(describe);
    const before = new Set<string>();
    const repeated = new Set(names.filter((name) => before.size === before.add(name).size));
    const all = listed.map((each, i) => (repeated.has(names[i]) ? `"${inFile(each)}"` : names[i]));
    return all.length === 0 ? 'there is none' : `there ${all.length === 1 ? 'is' : 'are'} ${all.slice(0, 10).join(', ')}${all.length > 10 ? `, and ${all.length - 10} more` : ''}`;
  }
}

function namesOf(principal: TemplatePrincipal): string[] {
  const { logicalId, constructPath, name, arn } = principal;
  const path = constructPath?.replace(/\/Resource$/, '').split('/') ?? [];
  return [logicalId, name, arn, inFile(principal), ...(constructPath ? [constructPath] : []), ...path.map((_, i) => path.slice(i).join('/'))];
}

/** Of two templates' principals of the same name, which. */
export function inFile({ file, logicalId }: TemplatePrincipal): string {
  return file === undefined ? logicalId : `${file}/${logicalId}`;
}

function describe(principal: TemplatePrincipal): string {
  return `"${shortName(principal)}"`;
}

/** What a person calls it: the path of its construct, else its name. */
export function shortName({ logicalId, constructPath, name }: Pick<TemplatePrincipal, 'logicalId' | 'constructPath' | 'name'>): string {
  return constructPath?.replace(/\/Resource$/, '') ?? (name === logicalId ? name : readable(logicalId));
}
