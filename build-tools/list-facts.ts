import { MAX_AGE_IN_DAYS, outdated, pagesRead } from './facts';

/** Prints the facts whose page was last read more than 90 days before today, or before the day that is given. */
const [today = new Date().toISOString().slice(0, 10)] = process.argv.slice(2);
if (!/^\d{4}-\d\d-\d\d$/.test(today) || Number.isNaN(Date.parse(today))) {
  console.error(`${today} is no day: expected one such as 2027-01-31`);
  process.exit(2);
}
const lines = outdated(today);
console.log(lines.length > 0 ? lines.join('\n')
  : `Each of the ${Object.keys(pagesRead()).length} pages was read in the ${MAX_AGE_IN_DAYS} days before ${today}.`);
