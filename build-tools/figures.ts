import * as fs from 'fs';
import { agentsPage, bothFigures, PAGE, points, skillBySkill } from './agents-page';
import { figureLines } from './baseline-figures';
import { committedTable } from './catalog-source';
import { PICTURE, picture } from './picture';
import { readOperations } from './possible';
import { readOnlyLines } from './read-only-figures';
import { writeSetFiles } from './set-files';

/**
 * Prints what each grade of the baseline covers, in how much room, and what each guardrail stops and leaves possible.
 * `--operations FILE` measures other skills than AWS's, `--write` writes the page of those, its picture and the files of the sets anew.
 */
function main(args: string[]): void {
  if (args[0] === '--write') {
    fs.writeFileSync(PAGE, agentsPage(readOperations()));
    fs.writeFileSync(PICTURE, picture(points(readOperations())));
    writeSetFiles(committedTable());
    return;
  }
  if (args.length > 0 && (args[0] !== '--operations' || args.length !== 2)) {
    throw new Error('expected nothing, --operations FILE, or --write');
  }
  const operations = readOperations(args[1]);
  console.log([...figureLines(), '', ...readOnlyLines(), '', ...bothFigures(operations), ...(args[1] === undefined ? [] : ['', ...skillBySkill(operations)])].join('\n'));
}

main(process.argv.slice(2));
