import * as fs from 'fs';
import * as path from 'path';

/** What AWS says of the operations of one service: for each the actions that it may need, separated by blanks. */
export interface MapPage {
  readonly prefix: string;
  /** `Action` of the same service, or `service:Action`; after `>` the services that a role is passed to. */
  readonly operations: { readonly [operation: string]: string };
}

/** AWS's map as the repository has it: of the pages that somebody has read. */
export function committedMap(): MapPage[] {
  return Object.values(committedPages());
}

/** The same, by the address of the page. */
export function committedPages(): { readonly [page: string]: MapPage } {
  return (JSON.parse(fs.readFileSync(path.join(__dirname, 'aws-map.json'), 'utf-8')) as { pages: { [page: string]: MapPage } }).pages;
}

/** One of AWS's service reference files, as far as it is read: what else it holds is left alone. */
interface ReferenceFile {
  readonly Name: string;
  readonly Operations?: ReadonlyArray<{
    readonly Name: string;
    readonly AuthorizedActions?: ReadonlyArray<{
      readonly Name: string;
      readonly Service: string;
      readonly Context?: { readonly [key: string]: string | string[] };
    }>;
  }>;
}

/**
 * AWS's map as a folder of its service reference files has it, in any order and any depth of folders.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/service-reference.html
 * @throws if the folder has none, or one is not a reference file.
 */
export function referenceFiles(folder: string): MapPage[] {
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf-8' }).filter((name) => name.endsWith('.json')).sort();
  const pages = files.flatMap((name) => {
    const content: unknown = JSON.parse(fs.readFileSync(path.join(folder, name), 'utf-8'));
    // The lists of services and of SDKs, which may lie beside them.
    return isReferenceFile(content) ? [pageOf(content)] : [];
  });
  if (pages.length === 0) {
    throw new Error(`${folder}: there is no service reference file of AWS: expected JSON files with "Name" and "Operations"`);
  }
  return pages;
}

function isReferenceFile(content: unknown): content is ReferenceFile {
  return typeof content === 'object' && content !== null && 'Name' in content && 'Actions' in content;
}

function pageOf({ Name, Operations = [] }: ReferenceFile): MapPage {
  return {
    prefix: Name,
    // Of a service that has no map yet, its operations have no actions.
    operations: Object.fromEntries(Operations.flatMap(({ Name: operation, AuthorizedActions }) => (
      AuthorizedActions?.length ? [[operation, [...new Set(
        AuthorizedActions.map(({ Name: action, Service, Context }) => {
          const passedTo = [Context?.['iam:PassedToService'] ?? []].flat();
          return `${Service === Name ? '' : `${Service}:`}${action}${passedTo.length > 0 ? `>${passedTo.join(',')}` : ''}`;
        }),
      )].join(' ')]] : []))),
  };
}
