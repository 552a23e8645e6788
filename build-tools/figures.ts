import { figures } from './baseline-figures';

/** Prints what the baseline covers, in how much room. */
for (const [what, value] of Object.entries(figures())) {
  console.log(`${what.padEnd(90)} ${value}`);
}
