// Pictures of the page in all themes, languages and sizes, for looking at. They go to web/shots, which git ignores.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KANOUS, launch, revealRow, settle, startService } from './browser.mjs';

const FOLDER = fileURLToPath(new URL('../../shots', import.meta.url));
const SIZES = {
  desktop: { width: 1440, height: 900 },
  tablet: { width: 900, height: 1100 },
  phone: { width: 390, height: 844 },
};
const SHOTS = [
  ['map', ''],
  ['card', 'card'],
];
const only = process.argv[2] ?? '';

async function openKanous(page) {
  await revealRow(page, KANOUS).then((row) => row.click());
  await page.locator('.card .quote').first().waitFor();
  await page.waitForTimeout(900);
}

const service = await startService();
const browser = await launch();
mkdirSync(FOLDER, { recursive: true });
try {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const theme of ['light', 'dark']) {
      for (const language of ['en', 'ar']) {
        for (const [name, step] of SHOTS) {
          const file = `${name}-${size}-${theme}-${language}.png`;
          if (!file.includes(only)) continue;
          const page = await browser.newPage({ viewport, colorScheme: theme });
          await page.goto(`${service.url}/#?lang=${language}&theme=${theme}`);
          await settle(page);
          if (step === 'card') await openKanous(page);
          await page.screenshot({ path: join(FOLDER, file) });
          await page.close();
        }
      }
    }
  }
} finally {
  await browser.close();
  await service.stop();
}
