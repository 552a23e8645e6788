import { AccessLevel } from './access-level';
import type { ActionElements } from './action-elements';
import { actionElements } from './action-elements';
import { AUDIT_TAMPERING } from './audit-tampering';
import { Catalog } from './catalog';
import { CREDENTIAL_WRITES } from './credential-writes';
import type { Criterion } from './criterion';
import { actionsThatMeet } from './criterion';
import { DELEGATION } from './delegation';
import { DESTRUCTIVE } from './destructive';
import type { Extent } from './extent';
import { differenceOf, unionOf } from './extent';
import type { Members } from './members';
import { add, byService, membersOf, notAnOperation } from './members';
import { PRIVILEGE_ESCALATION } from './privilege-escalation';
import type { KmsPart } from './ready-patterns';
import { readyPatterns } from './ready-patterns';
import { SECRET_READS } from './secret-reads';
import { SPENDING } from './spending';
import { validActions } from './valid-actions';
import { withoutCovered } from '../iam/without-covered';
import { Cache } from '../private/cache';
import { didYouMean, nearest } from '../private/edit-distance';
import { formatValue } from '../private/format';
import { ACTION_SET, checked } from '../private/validator';

const NOTHING: Members = { known: new Map() };
const ofLevels = (...levels: AccessLevel[]): Criterion => ({ rule: (_, level) => levels.includes(level) });
const READS = ofLevels(AccessLevel.LIST, AccessLevel.READ);
const WRITES = ofLevels(AccessLevel.WRITE, AccessLevel.PERMISSIONS_MANAGEMENT, AccessLevel.TAGGING);
const PERMISSIONS_MANAGEMENT = ofLevels(AccessLevel.PERMISSIONS_MANAGEMENT);

/**
 * A set of IAM actions: what a guardrail is about.
 *
 * An action is written as in a policy, `service:Action`, with `*` anywhere in the name: `s3:Delete*`, `s3:*Object`, `s3:*`. The ready sets are
 * made from the table of all actions that AWS documents, by a rule over names and access levels and a list of what no rule
 * finds. In a policy a set is written as short as it can be read: whole services, whole words with a wildcard, names; never a
 * pattern that means an action of the table outside the set.
 *
 * Mistakes (an action or a service that does not exist, a set that is empty) are errors when a policy is made from the set.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 *
 * @example
 * const actions = ActionSet.destructive('s3', 'dynamodb')
 *   .union(ActionSet.secretReads())
 *   .without(ActionSet.of('s3:DeleteObject'));
 * McpGuardrail.denyViaMcp({ actions: actions });
 */
export class ActionSet {
  /** Every action of every service. */
  public static readonly ALL: ActionSet = new ActionSet('ActionSet.ALL', true, () => NOTHING, (part) => (part ? undefined : ['*']));

  /**
   * The given actions. `*` alone stands for all.
   *
   * @throws if there is none, or one is not written as an IAM action, or AWS has removed it. When a policy is made from it: if
   * there is no such action or service; the error names the nearest one.
   */
  public static of(...actions: string[]): ActionSet {
    if (actions.includes('*')) {
      return ActionSet.ALL;
    }
    return remembered('of', actions, () => {
      const asGiven = validActions('of', actions);
      return new ActionSet(`ActionSet.of(${asGiven.join(', ')})`, false, () => membersOf(asGiven));
    });
  }

  /**
   * Every action but the given ones; those of services to come are in the set.
   *
   * @throws if there is none, or one is not written as an IAM action, or is `*`, which would leave nothing. When a policy is
   * made from it: if there is no such action or service.
   */
  public static allExcept(...actions: string[]): ActionSet {
    const asGiven = validActions('allExcept', actions);
    return new ActionSet(`ActionSet.allExcept(${asGiven.join(', ')})`, true, () => membersOf(asGiven));
  }

  /**
   * Every action but those that the patterns mean, which are kept as they are, and but the other set.
   *
   * @internal
   */
  public static _allExcept(patterns: readonly string[], other?: ActionSet): ActionSet {
    return new ActionSet('all but some', true, () => ({
      ...add(membersOf([...patterns]), other?.resolve() ?? NOTHING), asGiven: withoutCovered([...patterns, ...other?._elements().actions ?? []]),
    }));
  }

  /**
   * Actions that the table does not know, such as those of a service that is newer. Nothing is checked but how they are written.
   *
   * One that the table does know is taken as if it were given to `of()`.
   *
   * @throws if there is none, or one is not written as an IAM action, or AWS has removed it. When it is asked for its
   * actions: if one is an API operation whose action has another name.
   */
  public static unlisted(...actions: string[]): ActionSet {
    const given = validActions('unlisted', actions);
    return new ActionSet(`ActionSet.unlisted(${given.join(', ')})`, false, () => {
      const found = given.map((action) => Catalog.get().find(notAnOperation(action)));
      // A pattern may also mean some that the table knows.
      const unlisted = new Set(given.filter((action, i) => action.endsWith('*') || found[i].names.length === 0));
      return { known: byService(found), unlisted };
    });
  }

  /**
   * The actions of the given access level, of the given services or of all.
   *
   * @param accessLevel how AWS classifies them
   * @param services prefixes, such as `s3`
   */
  public static withAccessLevel(accessLevel: AccessLevel, ...services: string[]): ActionSet {
    const levels = Object.values(AccessLevel);
    return new ActionSet(`ActionSet.withAccessLevel(${[accessLevel, ...services].join(', ')})`, false, () => {
      if (!levels.includes(accessLevel)) {
        throw new Error(`ActionSet.withAccessLevel(): ${formatValue(accessLevel)} is not an access level${didYouMean(nearest(accessLevel, levels))}: `
          + `expected ${levels.map((level) => `"${level}"`).join(', ')}`);
      }
      return actionsOf(ofLevels(accessLevel), services);
    });
  }

  /** Reads: the actions of access level List or Read, of the given services or of all. They include reads of secrets. */
  public static readsOf(...services: string[]): ActionSet {
    return ActionSet._meeting('readsOf', READS, services);
  }

  /** Changes: the actions of access level Write, Permissions management or Tagging, of the given services or of all. */
  public static writesOf(...services: string[]): ActionSet {
    return ActionSet._meeting('writesOf', WRITES, services);
  }

  /** The actions that AWS classifies as permissions management, of the given services or of all. */
  public static permissionsManagement(...services: string[]): ActionSet {
    return ActionSet._meeting('permissionsManagement', PERMISSIONS_MANAGEMENT, services);
  }

  /**
   * What changes who may do what: permissions management, every change to identities, roles and the organization, policies of
   * resources, shares, what gives a role to somebody or something else, and `credentialWrites()`. Of the given services or of all.
   */
  public static privilegeEscalation(...services: string[]): ActionSet {
    return ActionSet._ready('privilegeEscalation', () => PRIVILEGE_ESCALATION, services);
  }

  /**
   * What loses data or availability: deletes, terminates, purges or disables something, lets it expire, or, in services that
   * hold data or serve traffic, takes it out of service. Of the given services or of all.
   */
  public static destructive(...services: string[]): ActionSet {
    return ActionSet._ready('destructive', () => DESTRUCTIVE, services);
  }

  /**
   * What returns a credential, a secret, a decrypted text, or something to sign in with, at whatever access level. Of the
   * given services or of all.
   */
  public static secretReads(...services: string[]): ActionSet {
    return ActionSet._ready('secretReads', () => SECRET_READS, services);
  }

  /**
   * What sets a credential: a password, a key, a certificate or an MFA device to sign in with, or a user of a service's own, such as
   * a database, who has one. Of the given services or of all. They are in `privilegeEscalation()` too.
   *
   * @example
   * const guardrail = McpGuardrail.denyViaMcp({ sid: 'DenyCredentialWritesViaMcp', actions: ActionSet.credentialWrites() });
   */
  public static credentialWrites(...services: string[]): ActionSet {
    return ActionSet._ready('credentialWrites', () => CREDENTIAL_WRITES, services);
  }

  /**
   * What gets other code or another principal to act, so that the calls lack the MCP keys. It assumes or passes a role, starts or
   * invokes what has a role of its own, changes the code that it runs or what triggers it. Of the given services or of all.
   */
  public static delegation(...services: string[]): ActionSet {
    return ActionSet._ready('delegation', () => DELEGATION, services);
  }

  /**
   * What stops, deletes or narrows a trail, a recorder, a detector, a log, an alarm, an analyzer, or the policies that guard an
   * organization. Of the given services or of all.
   */
  public static auditTampering(...services: string[]): ActionSet {
    return ActionSet._ready('auditTampering', () => AUDIT_TAMPERING, services);
  }

  /**
   * What pays, buys or commits to pay: payments, reserved capacity, savings plans, subscriptions, domains, AWS Marketplace, support
   * plans; and what lifts a limit on spending. What is paid by use is not in it. Of the given services or of all.
   *
   * @example
   * const actions = ActionSet.spending().union(ActionSet.of('ec2:RunInstances'));
   */
  public static spending(...services: string[]): ActionSet {
    return ActionSet._ready('spending', () => SPENDING, services);
  }

  /**
   * The actions that meet a criterion, of the given services or of all.
   *
   * @internal
   */
  public static _meeting(name: string, criterion: Criterion, services: string[]): ActionSet {
    return remembered(name, services, () => new ActionSet(`ActionSet.${name}(${services.join(', ')})`, false, () => actionsOf(criterion, services)));
  }

  /**
   * The same, of which it may be known how it is written without the criterion.
   *
   * @internal
   */
  public static _ready(name: string, criterion: () => Criterion, services: string[]): ActionSet {
    return remembered(name, services, () => new ActionSet(`ActionSet.${name}(${services.join(', ')})`, false, () => actionsOf(criterion(), services),
      (part) => readyPatterns(name, services, part)));
  }

  private resolved?: Members;
  private elements?: ActionElements;

  private constructor(
    private readonly description: string,
    /** Whether the set is everything but the members. */
    private readonly complement: boolean,
    private readonly members: () => Members,
    /** How it is written, or a part of it, if that is known without its members. */
    private readonly written: (part?: KmsPart) => readonly string[] | undefined = () => undefined,
  ) {}

  /**
   * The actions that are in this set, in the other, or in both.
   *
   * @throws if the other is no `ActionSet`.
   */
  public union(other: ActionSet): ActionSet {
    checked('ActionSet.union()', 'other', other, ACTION_SET);
    const name = `${this.description}.union(${other.description})`;
    const { complement, members } = unionOf(this.extent(), other.extent());
    return new ActionSet(name, complement, members);
  }

  /**
   * The actions that are in this set and not in the other.
   *
   * @throws if the other is no `ActionSet`.
   */
  public without(other: ActionSet): ActionSet {
    checked('ActionSet.without()', 'other', other, ACTION_SET);
    const name = `${this.description}.without(${other.description})`;
    const { complement, members } = differenceOf(this.extent(), other.extent());
    return new ActionSet(name, complement, members);
  }

  /** Every action of the table that is in the set, as `service:Action`, in alphabetical order. */
  public listActions(): string[] {
    const { known } = this.resolve();
    return this.complement
      ? Catalog.get().services.flatMap((service) => [...Catalog.get().actionsOf(service).keys()]
        .filter((name) => !known.get(service)?.has(name)).map((name) => `${service}:${name}`))
      : [...known.keys()].sort().flatMap((service) => [...known.get(service)!].sort().map((name) => `${service}:${name}`));
  }

  /** What the set was made of. */
  public toString(): string {
    return this.description;
  }

  /**
   * The set as the `Action` or `NotAction` element of a statement.
   *
   * @throws if it is empty.
   * @internal
   */
  public _elements(): ActionElements {
    const { actions, notActions } = this.elements ??= this.knownElements() ?? actionElements(this.extent(), this.description);
    return { ...(actions && { actions: [...actions] }), ...(notActions && { notActions: [...notActions] }) };
  }

  /** @internal */
  public _isEmpty(): boolean {
    const written = this.written();
    if (written) {
      return written.length === 0;
    }
    const { known, unlisted } = this.resolve();
    return !this.complement && known.size === 0 && !unlisted?.size;
  }

  /**
   * The part of this set that `make` finds.
   *
   * @internal
   */
  public _part(part: KmsPart, make: (whole: ActionSet) => ActionSet): ActionSet {
    const written = this.written(part);
    return written ? new ActionSet(this.description, false, () => make(this).resolve(), () => written) : make(this);
  }

  private knownElements(): ActionElements | undefined {
    const written = this.written();
    return written?.length ? { actions: [...written] } : undefined;
  }

  private extent(): Extent {
    return { complement: this.complement, members: () => this.resolve() };
  }

  private resolve(): Members {
    return this.resolved ??= this.members();
  }
}

/** Sets never change: the same ones are made once. */
const SETS = new Cache<ActionSet>();

function remembered(factory: string, given: string[], make: () => ActionSet): ActionSet {
  // Other values than strings, which JavaScript lets through, could be told apart by nothing.
  return given.every((each) => typeof each === 'string') ? SETS.get(JSON.stringify([factory, given]), make) : make();
}

function actionsOf(criterion: Criterion, services: string[]): Members {
  return { known: actionsThatMeet(criterion, services.length > 0 ? services : undefined) };
}
