import { CsharpCode } from './csharp-names';

/** Prints the problems of each of some programs, for a test: the parser is loaded in a way that Jest has not. */
async function main(): Promise<void> {
  const { generated, cdk, programs } = JSON.parse(process.argv[2]) as { generated: string; cdk: string[]; programs: string[] };
  const code = await CsharpCode.of([generated]);
  console.log(JSON.stringify(programs.map((text) => code.problems(new Map([['App.cs', text]]), new Set(cdk)))));
}

void main();
