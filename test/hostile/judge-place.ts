import * as fc from 'fast-check';
import { refusals } from './documents';
import type { Outcome } from './hostile';
import { hostile } from './hostile';
import { corruptions } from './hostile-values';
import { matches } from './iam';
import { Meaningless, Oracle, Unknowable } from './oracle';
import type { Place, Scene } from './places';
import { deniedIn } from './places';
import type { NamedRequest } from './requests';
import { probesOn, requests } from './requests';
import { templateProblems } from './template-validation';
import type { Corruption } from './tree';
import { corrupted } from './tree';
import { NoInput, World } from './world';

interface Input {
  readonly scene: Scene;
  readonly corruptions: Corruption[];
  readonly knownAccount: boolean;
  readonly salt: number;
}

/** Tests that what is put into the places is refused, or denies there all that it says and nothing else. */
export function testPlaces(places: readonly Place[]): void {
  describe.each(places.map((place): [string, Place] => [place.name, place]))('%s', (_, place) => {
    const input: fc.Arbitrary<Input> = fc.record({ scene: place.scene, corruptions, knownAccount: fc.boolean(), salt: fc.nat({ max: 9 }) });
    hostile('is refused, or means what was asked for', { runs: 100, share: 0.3 }, input, (value) => judge(place, value));
  });
}

function judge(place: Place, { scene: valid, corruptions: wrong, knownAccount, salt }: Input): Outcome {
  const scene = corrupted(valid, wrong) as Scene;
  const world = new World(knownAccount);
  try {
    place.build(world, scene);
    world.synth();
  } catch (error) {
    if (error instanceof NoInput) {
      return 'no input';
    }
    if (wrong.length > 0) {
      return { accepted: false };
    }
    // Of what is valid, an error says what is wrong with it, not where the library came to grief.
    return !/^(Type|Range|Reference|Syntax)Error$/.test((error as Error).name) ? { accepted: false, why: (error as Error).message }
      : { problem: `${String(error)}\n    from ${JSON.stringify(scene)?.slice(0, 1_000)}` };
  }
  const problem = wrongTemplate(place, scene, world) ?? wrongMeaning(place, scene, world, salt);
  return problem === undefined ? { accepted: true } : { problem: `${problem}\n    from ${JSON.stringify(scene)?.slice(0, 1_000)}` };
}

function wrongTemplate(place: Place, scene: Scene, { deployments }: World): string | undefined {
  const refused = [...deployments.values()].flatMap((deployment) => refusals(deployment, place.most?.(scene)));
  if (refused.length > 0) {
    return `AWS would refuse: ${refused[0]}`;
  }
  const problems = [...deployments.values()].flatMap(({ template }) => templateProblems(template));
  return problems.length > 0 ? `the CDK's template validation: ${problems[0]}` : undefined;
}

function wrongMeaning(place: Place, scene: Scene, world: World, salt: number): string | undefined {
  if (place.isSupported?.(world, scene) === false) {
    return undefined;
  }
  const oracle = new Oracle((tree) => world.deployed(world.stack, world.realize(tree)), !place.ofServices, place.keepsTags ?? !place.ofServices);
  const own = place.own?.(scene);
  const ownArn = own && world.deployed(world.stack, ownArnOf(world, own));
  const probes = own ? probesOn(own.service, ownArn) : [];
  // What is taken out of a set, or placed where only some services are, leaves what the table of actions knows.
  const leavesNew = place.ofServices || JSON.stringify(scene).includes('ActionSet#');
  const asked = [...requests(salt, probes), ...(place.ofServices ? requests(salt, probes, { 'aws:principalisawsservice': ['true'] }) : [])]
    .filter((request) => (place.comes?.(request) ?? true) && (request.action !== 's3:BrandNewThing' || !leavesNew));
  const isOwn = ({ resource }: NamedRequest) => !own || resource === ownArn || resource.startsWith(`${ownArn}/`) || resource.startsWith(`${ownArn}:`);
  try {
    for (const statements of place.denials(world, scene)) {
      const denials = statements.filter(({ Effect }) => Effect === 'Deny');
      for (const request of asked) {
        const expected = isOwn(request) && deniedIn(place, oracle, scene, request);
        // A statement of a resource's policy is about nothing else, whatever it says.
        const actual = isOwn(request) && denials.some((statement) => matches(statement, request));
        if (expected !== actual) {
          return `${expected ? 'silently weaker: not denied' : 'denied, though nobody asked for it'}: ${request.title}`;
        }
      }
    }
  } catch (error) {
    if (error instanceof Unknowable) {
      return undefined;
    }
    if (error instanceof Meaningless) {
      return error.message;
    }
    throw error;
  }
  return undefined;
}

function ownArnOf(world: World, { thing, attribute }: { thing: string; attribute: string }): unknown {
  const resource = world.thing(thing) as { [name: string]: unknown };
  return resource[attribute] ?? resource.attrArn;
}
