import * as fs from 'fs';
import * as path from 'path';
import { CACHE, execute } from './tools';
import { addNotices } from '../../build-tools/jar-notices';
import { ROOT } from '../acceptance/tools';

/** Where Maven keeps what it fetches: not in the user's repository, where version 0.0.0 would stay. */
export const MAVEN_REPOSITORY = path.join(CACHE, 'm2');

/** The package of each language, built into a folder of its own. */
export class Packages {
  public readonly version: string = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf-8')).version;

  constructor(private readonly directory: string) {}

  /** What is generated for each language. Those of npm and Go are their packages. */
  public get code(): string {
    return path.join(this.directory, 'code');
  }

  public get tarball(): string {
    return this.only('code/js', /\.tgz$/);
  }

  public get wheel(): string {
    return this.only('python', /\.whl$/);
  }

  public get sourceDistribution(): string {
    return this.only('python', /\.tar\.gz$/);
  }

  /** A Maven repository with the jars in it. */
  public get mavenRepository(): string {
    return path.join(this.directory, 'java');
  }

  public get jar(): string {
    return this.only('java', /-\d+\.\d+\.\d+\.jar$/);
  }

  public get goModule(): string {
    return path.join(this.code, 'go', 'cdkmcpguardrails');
  }

  public get csharpSource(): string {
    return path.join(this.code, 'dotnet', 'CdkMcpGuardrails');
  }

  /** A folder of NuGet packages. */
  public get nugetFolder(): string {
    return path.join(this.directory, 'dotnet');
  }

  /** Compiles the library, unless that was done after its last change. */
  public async compile(): Promise<void> {
    const sources = ['package.json', ...fs.readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf-8' }).map((name) => path.join('src', name))];
    const changed = Math.max(...sources.map((name) => fs.statSync(path.join(ROOT, name)).mtimeMs));
    const assembly = path.join(ROOT, '.jsii');
    if (!fs.existsSync(assembly) || fs.statSync(assembly).mtimeMs < changed) {
      await execute('npx', ['--no', '--', 'projen', 'compile'], { cwd: ROOT });
    }
  }

  /** What needs no compiler. */
  public async buildCode(): Promise<void> {
    await this.pacmak(['--code-only', '--target', 'js', '--target', 'python', '--target', 'java', '--target', 'go', '--target', 'dotnet'], {}, this.code);
  }

  public async buildPython(): Promise<void> {
    await this.pacmak(['--target', 'python']);
  }

  public async buildJava(): Promise<void> {
    // Nobody looks at the documentation here, which takes longer than the rest.
    await this.pacmak(['--target', 'java'], { MAVEN_OPTS: `-Dmaven.repo.local=${MAVEN_REPOSITORY} -Dmaven.javadoc.skip=true` });
    addNotices(this.mavenRepository);
  }

  public async buildDotnet(): Promise<void> {
    await this.pacmak(['--target', 'dotnet']);
  }

  private async pacmak(args: string[], env: NodeJS.ProcessEnv = {}, directory = this.directory): Promise<void> {
    await execute(process.execPath, [path.join(ROOT, 'node_modules', 'jsii-pacmak', 'bin', 'jsii-pacmak'), ...args, '--outdir', directory], {
      cwd: ROOT, env: { ...process.env, ...env },
    });
  }

  private only(language: string, name: RegExp): string {
    const directory = path.join(this.directory, language);
    const found = fs.readdirSync(directory, { recursive: true, encoding: 'utf-8' }).filter((file) => name.test(file));
    if (found.length !== 1) {
      throw new Error(`${directory} has ${found.length} files like ${name}, expected one: ${found.join(', ')}`);
    }
    return path.join(directory, found[0]);
  }
}
