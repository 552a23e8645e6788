import * as fs from 'fs';
import { LEDGER } from './facts';
import { PAGE, silentFacts, silentTable, withReport, withTable } from './silent-facts';

/** Writes what reports of the probe have settled into docs/facts.json, and the table of docs/verify.md anew. */
const known = process.argv.slice(2).map((file) => JSON.parse(fs.readFileSync(file, 'utf-8'))).reduce(withReport, silentFacts());
fs.writeFileSync(LEDGER, `${JSON.stringify({ ...JSON.parse(fs.readFileSync(LEDGER, 'utf-8')), silent: known }, null, 1)}\n`);
fs.writeFileSync(PAGE, withTable(fs.readFileSync(PAGE, 'utf-8'), silentTable(known)));
