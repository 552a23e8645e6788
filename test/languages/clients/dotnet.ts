import * as fs from 'fs';
import * as path from 'path';
import type { Language } from '../language';
import { copyExample } from '../language';
import { readmeProgram } from '../readme';
import { CACHE, execute } from '../tools';

export const DOTNET: Language = {
  name: '.NET',
  needs: [['an SDK of .NET', 'dotnet', '--list-sdks']],
  install: async (packages, directory) => {
    copyExample('csharp', directory);
    const folder = path.join(CACHE, 'nuget');
    // That of an earlier run has the same version.
    fs.rmSync(path.join(folder, 'cdkmcpguardrails'), { recursive: true, force: true });
    await packages.buildDotnet();
    fs.writeFileSync(path.join(directory, 'nuget.config'), `<?xml version="1.0" encoding="utf-8"?>
<configuration>
  <packageSources>
    <add key="built" value="${packages.nugetFolder}" />
    <add key="nuget.org" value="https://api.nuget.org/v3/index.json" />
  </packageSources>
</configuration>
`);
    // A program of its own: one may have top-level statements in one file only.
    const readme = path.join(path.dirname(directory), `${path.basename(directory)}-readme`);
    fs.mkdirSync(readme);
    ['Agents.csproj', 'nuget.config'].forEach((file) => fs.copyFileSync(path.join(directory, file), path.join(readme, file)));
    fs.writeFileSync(path.join(readme, 'Program.cs'), readmeProgram('csharp'));
    const env = { NUGET_PACKAGES: folder, DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1' };
    for (const cwd of [directory, readme]) {
      await execute('dotnet', ['build', '--nologo'], { cwd, env: { ...process.env, ...env } });
    }
    return { directory, env, readme: (runEnv) => execute('dotnet', ['run', '--no-build'], { cwd: readme, env: runEnv }) };
  },
};
