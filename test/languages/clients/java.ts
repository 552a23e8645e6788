import * as fs from 'fs';
import * as path from 'path';
import { stripVTControlCharacters } from 'util';
import type { Language } from '../language';
import { copyExample } from '../language';
import { MAVEN_REPOSITORY } from '../packages';
import { readmeProgram } from '../readme';
import { execute } from '../tools';

const SOURCES = 'src/main/java';

export const JAVA: Language = {
  name: 'Java',
  needs: [['a JDK', 'javac', '-version'], ['Maven', 'mvn', '--version']],
  passed: /Tests run: (\d+), Failures: 0, Errors: 0/,
  install: async (packages, directory, options) => {
    copyExample('java', directory, options);
    fs.copyFileSync(path.join(__dirname, '..', 'java', 'Everything.java'), path.join(directory, SOURCES, 'com/example/agents/Everything.java'));
    fs.mkdirSync(path.join(directory, SOURCES, 'example'));
    fs.writeFileSync(path.join(directory, SOURCES, 'example', 'Main.java'), readmeProgram('java'));
    // That of an earlier run has the same version.
    fs.rmSync(path.join(MAVEN_REPOSITORY, 'io', 'github', 'cdkmcpguardrails'), { recursive: true, force: true });
    await packages.buildJava();
    fs.writeFileSync(path.join(directory, 'settings.xml'), settings(packages.mavenRepository));
    const configuration = ['--batch-mode', '--settings', 'settings.xml', `-Dmaven.repo.local=${MAVEN_REPOSITORY}`];
    fs.mkdirSync(path.join(directory, '.mvn'));
    const configure = (...more: string[]) => fs.writeFileSync(path.join(directory, '.mvn', 'maven.config'), [...configuration, ...more, ''].join('\n'));
    configure();
    // What runs the tests is fetched when there is a test to run: here it only says which there are.
    await execute('mvn', ['--quiet', 'test', 'exec:java', '-Dexec.skip', '-DargLine=-Djunit.platform.execution.dryRun.enabled=true'], { cwd: directory });
    configure('--offline');
    // Maven switches colors off at the beginning and the end, even where there are none.
    const run = async (mainClass: string, env: NodeJS.ProcessEnv) => stripVTControlCharacters(
      await execute('mvn', ['--quiet', 'compile', 'exec:java', `-Dexec.mainClass=${mainClass}`], { cwd: directory, env }),
    );
    return {
      directory,
      everything: (env) => run('com.example.agents.Everything', env),
      readme: (env) => run('example.Main', env),
      tests: (env) => execute('mvn', ['test'], { cwd: directory, env }),
    };
  },
};

function settings(repository: string): string {
  return `<settings>
  <profiles>
    <profile>
      <id>built</id>
      <repositories><repository><id>built</id><url>file://${repository}</url></repository></repositories>
    </profile>
  </profiles>
  <activeProfiles><activeProfile>built</activeProfile></activeProfiles>
</settings>
`;
}
