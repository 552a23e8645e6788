import * as fs from 'fs';
import { PAGE, withTables } from '../test/matrix/tables';

/** Writes the tables of docs/enforcement.md anew: what becomes of each guardrail in each place. */
fs.writeFileSync(PAGE, withTables(fs.readFileSync(PAGE, 'utf-8')));
