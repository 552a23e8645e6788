import type { ResourceElement } from '../../iam/element';
import { beginsWith } from '../../iam/wildcard';

/** Resources of statements by how they begin, so that of a request's resource those are looked at alone that may mean it. */
export class ResourceIndex {
  public readonly root = new Branch('');
  /** Those of `NotResource`, which mean what begins otherwise. */
  public readonly others: number[] = [];

  public constructor(public readonly elements: readonly ResourceElement[]) {
    elements.forEach(({ negated, stem }, i) => (negated ? this.others.push(i) : this.root.add(stem, i)));
  }
}

/** Those that begin with a string. */
class Branch {
  /** Those of which no more is told without a wildcard. */
  public readonly elements: number[] = [];
  /** By the next character. */
  private readonly longer = new Map<number, Branch>();

  public constructor(private readonly text: string) {}

  public add(stem: string, element: number): void {
    let branch: Branch = this;
    while (stem.length > branch.text.length) {
      branch = branch.towards(stem);
    }
    branch.elements.push(element);
  }

  /**
   * The longest string with which the resource goes on, if there is one.
   *
   * @param alike how many of its first characters are known to be those of all
   */
  public next(resource: string, alike: number): Branch | undefined {
    const { length } = this.text;
    const found = this.longer.get(resource.charCodeAt(length));
    return found && beginsWith(resource, found.text, Math.max(alike, length + 1)) ? found : undefined;
  }

  /** The next one for the stem, which is longer. */
  private towards(stem: string): Branch {
    const { length } = this.text;
    const code = stem.charCodeAt(length);
    const found = this.longer.get(code) ?? new Branch(stem);
    let end = length + 1;
    while (end < found.text.length && found.text[end] === stem[end]) {
      end++;
    }
    if (end === found.text.length) {
      this.longer.set(code, found);
      return found;
    }
    const common = new Branch(stem.slice(0, end));
    common.longer.set(found.text.charCodeAt(end), found);
    this.longer.set(code, common);
    return common;
  }
}
