import { downloadReference } from './operations/download-reference';

/** Downloads AWS's service reference files into the folder that is given. */
async function main([folder]: string[]) {
  if (folder === undefined) {
    throw new Error('no folder is given: expected npx projen operations:download FOLDER');
  }
  console.log(`${folder}: ${await downloadReference(folder)} files`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
