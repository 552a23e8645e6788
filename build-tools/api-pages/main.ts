import * as fs from 'fs';
import * as path from 'path';
import type { Assembly, Type } from '@jsii/spec';
import { links, nameOf } from './references';
import { Renderer } from './render';
import { TOPICS, topicOf } from './topics';
import type { Topic } from './topics';

const ROOT = path.join(__dirname, '..', '..');
const FOLDER = path.join(ROOT, 'docs', 'api');

/** Writes the pages of the API, by topic, from what jsii knows of the library. */
function main(): void {
  const { types = {} }: Assembly = JSON.parse(fs.readFileSync(path.join(ROOT, '.jsii'), 'utf-8'));
  const topics = new Map(Object.values(types).map((type) => [type.fqn, topicOf(`${type.symbolId!.split(':')[0]}.ts`)]));
  const renderer = new Renderer(types, links((fqn) => `${topics.get(fqn)!.name}.md`));
  fs.rmSync(FOLDER, { recursive: true, force: true });
  fs.mkdirSync(FOLDER);
  for (const topic of TOPICS) {
    const found = ordered(Object.values(types).filter(({ fqn }) => topics.get(fqn) === topic));
    const parts = [...opening(topic, found), ...found.flatMap((type) => renderer.type(type))];
    fs.writeFileSync(path.join(FOLDER, `${topic.name}.md`), `${parts.join('\n\n')}\n`);
  }
}

function opening({ title, about }: Topic, types: readonly Type[]): string[] {
  const classes = types.filter(({ kind }) => kind === 'class');
  const row = ({ fqn, docs }: Type) => `| [${nameOf(fqn)}](#${nameOf(fqn).toLowerCase().replace(/\W/g, '')}) | ${docs?.summary?.replace(/\|/g, '\\|').replace(/</g, '&lt;') ?? ''} |`;
  return [`# ${title}`, about, ['| class | what it is |', '|---|---|', ...classes.map(row)].join('\n'), '<!-- Made by npx projen docgen from the docstrings. -->'];
}

/** Each class with what it takes after it, and the rest at the end. */
function ordered(types: readonly Type[]): Type[] {
  const byName = [...types].sort((a, b) => a.fqn.localeCompare(b.fqn, 'en'));
  const placed = new Set<Type>();
  const place = (type: Type) => {
    placed.add(type);
    if (type.kind !== 'enum') {
      const text = JSON.stringify(type);
      byName.filter((other) => other.kind !== 'class' && !placed.has(other) && text.includes(`"${other.fqn}"`)).forEach(place);
    }
  };
  byName.filter(({ kind }) => kind === 'class').forEach((type) => placed.has(type) || place(type));
  return [...placed, ...byName.filter((type) => !placed.has(type))];
}

main();
