import * as fs from 'fs';
import type { Browser, Page } from 'puppeteer-core';
import puppeteer from 'puppeteer-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** @throws if there is no Chromium: a test that was not run must not look as if it had passed. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? PLACES.find((place) => fs.existsSync(place));
  if (executablePath === undefined || !fs.existsSync(executablePath)) {
    throw new Error(`no Chromium at ${executablePath ?? PLACES.join(', ')}: install one, or say in CHROMIUM where it is`);
  }
  // Chromium has no sandbox for root.
  return puppeteer.launch({ executablePath, args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] });
}

/** A page, what the browser complains of in it, and what it asks for. */
export async function watchedPage(browser: Browser): Promise<{ readonly page: Page; readonly complaints: string[]; readonly requests: string[] }> {
  const page = await browser.newPage();
  const [complaints, requests]: [string[], string[]] = [[], []];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  return { page, complaints, requests };
}
