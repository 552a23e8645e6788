import { figureLines } from './baseline-figures';

/** Prints what each grade of the baseline covers, in how much room. */
console.log(figureLines().join('\n'));
