import * as fs from 'fs';
import * as path from 'path';
import type { Language } from '../language';
import { copyExample } from '../language';
import { readmeProgram } from '../readme';
import { CACHE, execute } from '../tools';

export const DOTNET: Language = {
  name: '.NET',
  needs: [['an SDK of .NET', 'dotnet', '--list-sdks']],
  passed: /Passed:\s+(\d+)/,
  install: async (packages, directory, options) => {
    copyExample('csharp', directory, options);
    const folder = path.join(CACHE, 'nuget');
    // That of an earlier run has the same version.
    fs.rmSync(path.join(folder, 'cdkmcpguardrails'), { recursive: true, force: true });
    await packages.buildDotnet();
    fs.writeFileSync(path.join(directory, 'nuget.config'), configuration([packages.nugetFolder, ...options.nugetSource === undefined ? [] : [path.resolve(options.nugetSource)]]));
    // Programs of their own: one may have top-level statements in one file only.
    const program = (name: string, source: string) => {
      const project = path.join(path.dirname(directory), `${path.basename(directory)}-${name}`);
      fs.mkdirSync(project);
      ['Agents.csproj', 'nuget.config'].forEach((file) => fs.copyFileSync(path.join(directory, file), path.join(project, file)));
      fs.writeFileSync(path.join(project, 'Program.cs'), source);
      return project;
    };
    const readme = program('readme', readmeProgram('csharp'));
    const everything = program('everything', fs.readFileSync(path.join(__dirname, '..', 'dotnet', 'Everything.cs'), 'utf-8'));
    const tests = path.join(directory, 'tests');
    const home = path.join(CACHE, 'dotnet');
    fs.mkdirSync(home, { recursive: true });
    const env = { NUGET_PACKAGES: folder, DOTNET_CLI_HOME: home, DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1' };
    for (const cwd of [directory, readme, everything, tests]) {
      await execute('dotnet', ['build', '--nologo'], { cwd, env: { ...process.env, ...env } });
    }
    const run = (cwd: string, command: string) => (runEnv: NodeJS.ProcessEnv) => execute('dotnet', [command, '--no-build'], { cwd, env: runEnv });
    return { directory, env, readme: run(readme, 'run'), everything: run(everything, 'run'), tests: run(tests, 'test') };
  },
};

function configuration(folders: string[]): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<configuration>
  <packageSources>
${folders.map((folder, i) => `    <add key="folder${i}" value="${folder}" />\n`).join('')}    <add key="nuget.org" value="https://api.nuget.org/v3/index.json" />
  </packageSources>
</configuration>
`;
}
