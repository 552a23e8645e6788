import * as fs from 'fs';
import * as path from 'path';

/** A template that was synthesized, and where it is. */
export interface SynthesizedTemplate {
  readonly file: string;
  readonly template: any;
}

/** All templates below a folder, in order. Those that StackSets embed are taken out of theirs, and lie beside them. */
export function templatesIn(directory: string): SynthesizedTemplate[] {
  for (const { file, template } of read(directory)) {
    for (const [id, { Type, Properties }] of Object.entries<any>(template.Resources)) {
      if (Type === 'AWS::CloudFormation::StackSet') {
        fs.writeFileSync(file.replace(/\.template\.json$/, `.${id}.template.json`), Properties.TemplateBody);
      }
    }
  }
  return read(directory);
}

function read(directory: string): SynthesizedTemplate[] {
  return fs.readdirSync(directory, { recursive: true, encoding: 'utf-8' }).filter((name) => name.endsWith('.template.json')).sort()
    .map((name) => path.join(directory, name))
    .map((file) => ({ file, template: JSON.parse(fs.readFileSync(file, 'utf-8')) }));
}
