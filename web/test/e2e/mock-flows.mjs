// States that the service shows rarely: failures, no data, many events, events on one spot, unplaced ones.
import assert from 'node:assert/strict';
import { settle } from './browser.mjs';

async function configure(url, change) {
  await fetch(`${url}/mock`, { method: 'POST', body: JSON.stringify(change) });
}

/** Runs with the mock changed, and changes it back. */
async function withMock(url, change, undo, run) {
  await configure(url, change);
  try {
    await run();
  } finally {
    await configure(url, undo);
  }
}

export const mockFlows = [
  {
    name: 'a failed request says what failed and recovers',
    expectsErrors: true,
    async run({ page, url }) {
      await withMock(url, { fail: ['items'] }, { fail: [] }, async () => {
        await page.goto(url);
        await page.getByText('The events could not be loaded').waitFor();
        assert.match(await page.locator('.list-state').innerText(), /told to fail/);
      });
      await page.getByRole('button', { name: 'Try again' }).first().click();
      await settle(page);
    },
  },
  {
    name: 'without the service the page keeps what it has and says so',
    expectsErrors: true,
    async run({ page, context, url }) {
      await page.goto(url);
      await settle(page);
      await context.setOffline(true);
      await page.locator('.type-row', { hasText: 'Battles' }).locator('input').check();
      await page.getByText('The service has not answered since').waitFor();
      assert.ok((await page.locator('.row').count()) > 0, 'the old rows stay');
      await context.setOffline(false); // the page hears of it and asks again by itself
      await page.getByText('The service has not answered since').waitFor({ state: 'detached' });
    },
  },
  {
    name: 'an empty data set says how to fill it',
    async run({ page, url }) {
      await withMock(url, { more: -1 }, { more: 0 }, async () => {
        await page.goto(url);
        await page.getByText('No events yet').waitFor();
        assert.match(await page.locator('.list-state').innerText(), /sitmap ingest/);
      });
    },
  },
  {
    name: 'an empty filter offers the way out',
    async run({ page, url }) {
      await page.goto(`${url}/#?actor=nobody`);
      await page.getByText('No events match').waitFor();
      await page.locator('.list-state').getByRole('button', { name: 'Clear all' }).click();
      await settle(page);
    },
  },
  {
    name: 'an unreadable address is named',
    async run({ page, url }) {
      await page.goto(`${url}/#?bbox=1,2,3`);
      await settle(page);
      assert.match(await page.locator('.banner').innerText(), /bbox=1,2,3/);
    },
  },
  {
    name: 'unplaced events have a tray and a card without a position',
    async run({ page, url }) {
      await page.goto(url);
      await settle(page);
      await page.getByRole('tab', { name: /Unplaced/ }).click();
      await page.locator('.row', { hasText: 'Kuweis' }).click();
      await page.getByText('Why not on the map').waitFor();
      assert.equal(await page.getByRole('button', { name: 'Copy coordinates' }).count(), 0);
    },
  },
  {
    name: 'events on one spot open as a list',
    async run({ page, url }) {
      await page.goto(`${url}/#9/35.33/43.77`);
      await settle(page);
      const map = await page.locator('#map').boundingBox();
      await page.mouse.click(map.x + map.width / 2, map.y + map.height / 2);
      await page.getByRole('tab', { name: 'Here 5' }).waitFor();
      await page.locator('.row').nth(4).waitFor();
    },
  },
  {
    name: 'a rejected candidate is led to on the map',
    async run({ page, url }) {
      await page.goto(`${url}/#7/35/43.5?sel=00000000-0000-4000-8000-000000000001`);
      await page.locator('.candidate-head').first().waitFor();
      const picture = () => page.evaluate(() => document.querySelector('.event-canvas').toDataURL());
      await page.waitForTimeout(600);
      const before = await picture();
      await page.locator('.candidate-head').first().focus();
      await page.waitForTimeout(200);
      assert.notEqual(await picture(), before);
    },
  },
  {
    name: 'ten thousand events stay quick',
    async run({ page, url }) {
      await withMock(url, { more: 10_000 }, { more: 0 }, async () => {
        await page.goto(url);
        await settle(page);
        for (let step = 0; step < 8; step++) {
          await page.locator('#list').evaluate((list) => list.scrollTo(0, list.scrollHeight));
          await page.waitForTimeout(120);
        }
        const rows = await page.locator('.row').count();
        assert.ok(rows < 60, `only the rows in view exist, found ${rows}`);
      });
    },
  },
];
