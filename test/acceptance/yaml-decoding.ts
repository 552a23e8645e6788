import * as fs from 'fs';
import * as path from 'path';
import { isDeepStrictEqual } from 'util';
import { run, shown } from './tools';
import { parseFile } from '../../src/cli/input-file';
import { inputCorpus } from '../cli/input-corpus';

/** What the templates of others have and the corpus has not: short forms, anchors, scalars that look like something else. */
const WRITTEN: ReadonlyArray<readonly [name: string, text: string]> = [
  ['short forms', [
    'A: !Ref X', 'B: !GetAtt X.Arn', 'C: !GetAtt [X, Arn]', 'D: !Sub "arn:${AWS::Partition}:s3:::${X}/*"', 'E: !Sub ["${a}", {a: !Ref X}]',
    'F: !If [C, !Ref X, !Ref "AWS::NoValue"]', 'G: !Join ["", [a, !Ref X]]', 'H: !Select [0, !Split [",", a]]', 'I: !FindInMap [M, a, b]', 'J: !ImportValue x',
    'K: !Equals [a, b]', 'L: !Base64 x', 'M: !Cidr [a, 1, 2]', 'N: !Condition C', 'O:\n  !If\n    - C\n    - [a]\n    - b', 'P: !GetAtt Nested.Outputs.X',
  ].join('\n')],
  ['scalars', ['A: yes', 'B: "yes"', 'C: 012345678901', 'D: 2012-10-17', 'E: 1.5', 'F: ~', 'G: null', 'H: off', 'I: -3', 'J: ""', 'K: 1e3', 'L: True', 'M: \'no\''].join('\n')],
  ['blocks', 'A: |\n  {"Statement": []}\nB: >\n  one\n  two\nC: |-\n  x\nD:\n  - a\n  - - b\n    - c\nE: {a: [1, b], "c": d}\n'],
];

/** Holds the reader of YAML to that of cfn-lint, over templates and policies of all kinds. */
export function compareYamlDecoding(bin: string, directory: string): void {
  const files = [
    ...WRITTEN.map(([name, content]) => ({ name: `${name.replace(' ', '-')}.yaml`, content })),
    ...inputCorpus(7, 400).filter(({ name, content }) => name.endsWith('.yaml') && /^[A-Z]/.test(content)),
  ].map(({ name, content }) => {
    const file = path.join(directory, name);
    fs.writeFileSync(file, content);
    return { file, content };
  });
  const program = 'import json, sys\nfrom cfnlint.decode import cfn_yaml\nprint(json.dumps([cfn_yaml.load(f) for f in sys.argv[1:]], default=str))\n';
  const { code, stdout, output } = run(path.join(bin, 'python'), ['-c', program, ...files.map(({ file }) => file)]);
  if (code !== 0) {
    throw new Error(`cfn-lint did not decode\n${shown(output)}`);
  }
  const decoded = JSON.parse(stdout) as unknown[];
  const read = ({ file, content }: typeof files[number]): unknown => JSON.parse(JSON.stringify(parseFile(file, content).source.value));
  const different = files.filter((each, i) => !isDeepStrictEqual(read(each), decoded[i]));
  if (different.length > 0) {
    const [{ file, content }] = different;
    throw new Error(`${different.length} of ${files.length} are decoded otherwise by cfn-lint, such as ${path.basename(file)}:\n${shown(content)}`
      + `\nours: ${JSON.stringify(parseFile(file, content).source.value)}\ntheirs: ${JSON.stringify(decoded[files.findIndex((each) => each.file === file)])}`);
  }
}
