// A fresh Chromium, without background traffic, and the service to test against.
import { spawn } from 'node:child_process';
import { chromium } from 'playwright-core';
import { startMock } from '../mock/server.mjs';

const START_MS = 60_000;
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
}

/** SITMAP_URL: a running service. SITMAP_BIN: the program, started here and stopped again. Otherwise the mock. */
export async function startService() {
  if (process.env.SITMAP_URL)
    return { url: process.env.SITMAP_URL.replace(/\/$/, ''), name: 'service', stop: async () => {} };
  if (process.env.SITMAP_BIN) return startBinary(process.env.SITMAP_BIN);
  return { ...(await startMock()), name: 'mock' };
}

function startBinary(program) {
  const child = spawn(program, ['demo', '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = () =>
    new Promise((resolve) =>
      child.exitCode === null ? child.once('exit', resolve) && child.kill('SIGTERM') : resolve(),
    );
  return new Promise((resolve, reject) => {
    let printed = '';
    const timer = setTimeout(() => fail(`no address within ${START_MS / 1000} s`), START_MS);
    const fail = (reason) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`${program} demo: ${reason}; it printed: ${printed}`));
    };
    const read = (chunk) => {
      printed += chunk;
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
      if (!address) return;
      clearTimeout(timer);
      resolve({ url: address, name: 'binary', stop });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => fail(`ended with status ${code}`));
  });
}

/** Waits until map and list have answered. */
export async function settle(page) {
  await page.locator('.row').first().waitFor({ timeout: 15_000 });
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(300);
}

/** The island's name in both languages of the page. */
export const KANOUS = /Kanous|كنعوص/;

/** The list row with a text; only rows in view exist, so the list is scrolled until it appears. */
export async function revealRow(page, text) {
  const row = page.locator('.row', { hasText: text }).first();
  const rows = page.locator('#list');
  for (let step = 0; step < 60 && (await row.count()) === 0; step++) {
    await rows.evaluate((list) => list.scrollBy(0, list.clientHeight * 0.8));
    await page.waitForTimeout(60);
  }
  return row;
}
