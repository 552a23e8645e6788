import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { pathToFileURL } from 'url';
import { accessDifference } from '../src/analysis/access-difference/difference';
import { differenceHtml } from '../src/analysis/access-difference/render-html';
import { htmlPieces } from '../src/analysis/access-report/render-html';
import { reportAndSearch } from '../src/analysis/access-report/report';
import type { Json } from '../src/iam/value';
import { policiesOf, sampleTemplate } from '../test/analysis/access-report/sample';
import { launchChromium } from '../test/browser/chromium';

/** Takes the screenshots of the docs: `npx tsx --tsconfig tsconfig.dev.json build-tools/screenshots.ts [DIRECTORY]`. Needs a Chromium. */
const IMAGES = path.join(__dirname, '../docs/images');
const INPUT = { inputs: ['cdk.out'], accounts: ['111122223333'], date: '2026-11-29' };

interface Shot {
  readonly name: string;
  readonly page: 'report' | 'difference';
  readonly width: number;
  readonly height: number;
  readonly scheme?: 'dark';
  readonly media?: 'print';
  /** What is typed into the search. */
  readonly search?: string;
}

const SHOTS: readonly Shot[] = [
  { name: 'report', page: 'report', width: 1280, height: 860 },
  { name: 'report-dark', page: 'report', width: 1280, height: 860, scheme: 'dark' },
  { name: 'report-search', page: 'report', width: 1280, height: 640, search: 's3:DeleteObject' },
  { name: 'report-phone', page: 'report', width: 390, height: 844, search: 's3:DeleteObject' },
  { name: 'report-print', page: 'report', width: 794, height: 900, media: 'print' },
  { name: 'difference', page: 'difference', width: 1280, height: 860 },
];

/** The sample with a developer who lost a guardrail, an agent with another bucket, and a role less. */
function changed(template: Json): Json {
  const { Team1Developer: developer, Team1Unused: _, ...others } = template.Resources as Json;
  const [{ PolicyDocument: { Statement: [, ...statements] } }] = developer.Properties.Policies;
  const Policies = [{ PolicyName: 'Inline', PolicyDocument: { Version: '2012-10-17', Statement: statements } }];
  const text = JSON.stringify({ ...others, Team1Developer: { ...developer, Properties: { ...developer.Properties, Policies } } });
  return { ...template, Resources: JSON.parse(text.replace(/team-1-data/g, 'team-1-archive')) };
}

async function main(directory: string): Promise<void> {
  const template = sampleTemplate(8);
  const { report, search } = reportAndSearch(policiesOf(template));
  const [before, after] = [template, changed(template)].map((each) => ({ policies: policiesOf(each), definitions: '' }));
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'screenshots-'));
  fs.writeFileSync(path.join(temporary, 'report.html'), [...htmlPieces({ ...report, input: INPUT }, search)].join(''));
  fs.writeFileSync(path.join(temporary, 'difference.html'), differenceHtml(accessDifference(before, after), { before: { inputs: ['main/cdk.out'] }, after: INPUT }));
  const browser = await launchChromium();
  try {
    for (const { name, page: file, width, height, scheme = 'light', media, search: typed } of SHOTS) {
      const page = await browser.newPage();
      await page.setViewport({ width, height });
      // Each of the two takes back the other.
      await (media ? page.emulateMediaType(media) : page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]));
      await page.goto(pathToFileURL(path.join(temporary, `${file}.html`)).href);
      if (typed !== undefined) {
        await page.type('#search', typed);
        await page.evaluate("document.getElementById('tools').scrollIntoView()");
      }
      await page.screenshot({ path: path.join(directory, `${name}.png`) as `${string}.png`, optimizeForSpeed: false });
      await page.close();
    }
  } finally {
    await browser.close();
    fs.rmSync(temporary, { recursive: true });
  }
}

void main(process.argv[2] ?? IMAGES);
