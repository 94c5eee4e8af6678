// Flows that hold against the service with its example reports and against the mock alike.
import assert from 'node:assert/strict';
import { violations } from './axe.mjs';
import { KANOUS, revealRow, settle } from './browser.mjs';

const BOX = [42.5, 33.9, 44.6, 36];

async function openMap(page, url, fragment = '') {
  await page.goto(`${url}/${fragment}`);
  await settle(page);
}

/** The first number of the counts, e.g. 12 of "12 of 18 events". */
async function matchedCount(page) {
  const text = await page.locator('.counts-main').first().innerText();
  return Number(text.replaceAll(',', '').match(/\d+/)[0]);
}

async function openKanous(page) {
  const row = await revealRow(page, KANOUS);
  await row.click();
  await page.locator('.card .quote').first().waitFor();
}

/** How many pixels of the event canvas are painted. */
function paintedPixels(page) {
  return page.evaluate(() => {
    const canvas = document.querySelector('.event-canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let painted = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i] > 0) painted += 1;
    return painted;
  });
}

async function typeBox(page, box) {
  await page.keyboard.press('b');
  await page.getByRole('button', { name: 'Type coordinates' }).click();
  await page.locator('.dialog-box input').fill(box.join(','));
  await page.getByRole('button', { name: 'Filter by this box' }).click();
  await settle(page);
}

function isInside([lon, lat], [west, south, east, north]) {
  return lon >= west && lon <= east && lat >= south && lat <= north;
}

async function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Texts of rows that are wider than their room, reach out of their row, or lie under the next one. */
function cutRows(page) {
  return page.evaluate(() => {
    const rows = [...document.querySelectorAll('.row')].sort((a, b) => a.offsetTop - b.offsetTop);
    const covered = rows.filter((row, index) => {
      const next = rows[index + 1];
      return next && row.offsetTop + row.offsetHeight > next.offsetTop + 0.5;
    });
    const reachesOut = (row) => {
      const room = row.getBoundingClientRect();
      return [...row.querySelectorAll('.row-text *')].some((part) => {
        const box = part.getBoundingClientRect();
        const isOutside = box.left < room.left || box.right > room.right || box.bottom > room.bottom;
        return isOutside || part.scrollWidth > Math.ceil(box.width) + 1;
      });
    };
    return [...covered, ...rows.filter(reachesOut)].map((row) => row.innerText);
  });
}

export const flows = [
  {
    name: 'the map loads with events',
    async run({ page, url }) {
      await openMap(page, url);
      assert.ok((await matchedCount(page)) > 0, 'events are counted');
      assert.ok((await paintedPixels(page)) > 200, 'marks are painted');
      assert.equal(await page.locator('h1').count(), 1);
      assert.equal(await page.locator('main').count(), 1);
      assert.ok((await page.locator('.bars').count()) === 1, 'the timeline has bars');
    },
  },
  {
    name: 'Kanous Island opens with its evidence and why it is there',
    async run({ page, url }) {
      await openMap(page, url);
      await openKanous(page);
      assert.match(await page.locator('.card h2').innerText(), /Kanous/);
      assert.match(await page.locator('.card .quote').first().innerText(), /Kanous/);
      assert.ok((await page.locator('.card .quote mark').count()) > 0, 'the place name is marked');
      assert.ok((await page.locator('.card .reason').count()) > 0, 'reasons are listed');
      assert.match(await page.locator('.card .weight').first().innerText(), /[+-]/);
      assert.match(await page.locator('.card .names').innerText(), /\p{Script=Arabic}/u);
      assert.match(page.url(), /sel=/);
      await page.keyboard.press('Escape');
      assert.equal(await page.locator('.card').count(), 0, 'Escape closes the card');
      await page.goBack();
      await page.locator('.card .quote').first().waitFor();
    },
  },
  {
    name: 'the report shows evidence and place names',
    async run({ page, url }) {
      await openMap(page, url);
      await openKanous(page);
      await page.getByRole('button', { name: 'Show in the report' }).first().click();
      await page.locator('.report-text .is-open').first().waitFor();
      assert.match(
        await page
          .locator('.report-text .is-open')
          .allInnerTexts()
          .then((texts) => texts.join('')),
        /Kanous/,
      );
      assert.ok((await page.locator('.report-text .is-mention').count()) > 0);
      assert.match(page.url(), /report=/);
    },
  },
  {
    name: 'a date filter reduces the counts, and Back undoes it',
    async run({ page, url }) {
      await openMap(page, url);
      const before = await matchedCount(page);
      await page.locator('input[name=from]').fill('2035-01-01');
      await page.waitForURL(/datetime=2035-01-01/);
      await page.waitForFunction(
        (n) => !document.querySelector('.counts-main')?.textContent.startsWith(`${n} `),
        before,
      );
      const after = await matchedCount(page);
      assert.ok(after < before, `${after} < ${before}`);
      await page.goBack();
      await page.waitForFunction(
        (n) => document.querySelector('.counts-main')?.textContent.startsWith(`${n} `),
        before,
      );
    },
  },
  {
    name: 'the brush is a slider for the keyboard',
    async run({ page, url }) {
      await openMap(page, url);
      await page.keyboard.press('t');
      const thumb = page.locator('#brush-start');
      await thumb.waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.id), 'brush-start');
      await page.keyboard.press('ArrowRight');
      await page.waitForURL(/datetime=/);
      assert.equal(await thumb.getAttribute('aria-valuenow'), '1');
      assert.match(await thumb.getAttribute('aria-valuetext'), /\d{4}/);
    },
  },
  {
    name: 'a dragged box filters, and its export lies inside it',
    async run({ page, url }) {
      await openMap(page, url);
      const all = await matchedCount(page);
      await page.getByRole('button', { name: 'Filter by a box' }).click();
      const map = await page.locator('#map').boundingBox();
      await page.mouse.move(map.x + map.width * 0.55, map.y + map.height * 0.3);
      await page.mouse.down();
      await page.mouse.move(map.x + map.width * 0.8, map.y + map.height * 0.7, { steps: 5 });
      await page.mouse.up();
      await page.waitForURL(/bbox=/);
      await settleCounts(page);
      assert.ok((await matchedCount(page)) <= all);
      await checkExport(page, url);
    },
  },
  {
    name: 'a typed box filters, and its export lies inside it',
    async run({ page, url }) {
      await openMap(page, url);
      const all = await matchedCount(page);
      await typeBox(page, BOX);
      const inside = await matchedCount(page);
      assert.ok(inside > 0 && inside < all, `0 < ${inside} < ${all}`);
      assert.equal(await checkExport(page, url), inside, 'the export has the counted rows');
      await page.getByRole('button', { name: /Remove filter/ }).click();
      await page.waitForFunction(
        (n) => document.querySelector('.counts-main')?.textContent.startsWith(`${n} `),
        all,
      );
    },
  },
  {
    name: 'a type filter agrees with its facet',
    async run({ page, url }) {
      await openMap(page, url);
      const row = page.locator('.type-row', { hasText: 'Battles' });
      const facet = Number(await row.locator('.type-count').innerText());
      await row.locator('input').check();
      await page.waitForURL(/event_type=Battles/);
      await settleCounts(page);
      assert.equal(await matchedCount(page), facet);
    },
  },
  {
    name: 'a deep link opens the same selection and filter in a fresh page',
    async run({ page, context, url }) {
      await openMap(page, url);
      await typeBox(page, BOX);
      await openKanous(page);
      await page.waitForTimeout(800);
      const title = await page.locator('.card h2').innerText();
      const count = await matchedCount(page);
      const second = await context.newPage();
      await openMap(second, url, new URL(page.url()).hash);
      await second.locator('.card .quote').first().waitFor();
      assert.equal(await second.locator('.card h2').innerText(), title);
      assert.equal(await matchedCount(second), count);
      await second.waitForTimeout(600);
      assert.equal(new URL(second.url()).hash, new URL(page.url()).hash);
    },
  },
  {
    name: 'search finds a governorate by another spelling',
    async run({ page, url }) {
      await openMap(page, url);
      await page.keyboard.press('/');
      await page.keyboard.type('Salaheddine');
      await page.locator('.result').first().waitFor();
      assert.match(await page.locator('.result').first().innerText(), /Sal/);
      const before = page.url();
      await page.keyboard.press('Enter');
      await page.waitForFunction((old) => location.href !== old, before);
    },
  },
  {
    name: 'Arabic turns the page round',
    async run({ page, url }) {
      await openMap(page, url);
      await page.getByRole('button', { name: 'العربية' }).click();
      await page.waitForFunction(() => document.documentElement.dir === 'rtl');
      assert.equal(await page.evaluate(() => document.documentElement.lang), 'ar');
      assert.match(await page.locator('.counts-main').innerText(), /\p{Script=Arabic}/u);
      const panel = await page.locator('.panel').boundingBox();
      assert.ok(panel.x > 700, 'the panel stands on the right');
      assert.equal(await overflow(page), 0);
      // What is on screen already gets its Arabic names too.
      const row = await revealRow(page, 'كنعوص');
      assert.doesNotMatch(await row.innerText(), /[A-Za-z]/);
    },
  },
  {
    name: 'Arabic names the place, what happened and who took part',
    async run({ page, url }) {
      await openMap(page, url, '#?lang=ar');
      const row = await revealRow(page, 'كنعوص');
      assert.doesNotMatch(await row.innerText(), /[A-Za-z]/);
      await row.click();
      await page.locator('.card .quote').first().waitFor();
      assert.match(await page.locator('.card h2').innerText(), /كنعوص/);
      assert.doesNotMatch(await page.locator('.card h2').innerText(), /[A-Za-z]/);
      assert.match(await page.locator('.card .facts').innerText(), /تنظيم الدولة الإسلامية/);
      assert.match(await page.locator('.place-name').innerText(), /كنعوص/);
    },
  },
  {
    name: 'a date filter says how many of its events are only possible',
    async run({ page, url }) {
      const datetime = '2019-07-01/2019-12-31';
      await openMap(page, url, `#?datetime=${datetime}`);
      const counted = await fetch(
        `${url}/collections/events/aggregate?by=event_type&datetime=${datetime}`,
      ).then((answer) => answer.json());
      assert.ok(counted.possible > 0 && counted.possible < counted.numberMatched);
      assert.equal(await matchedCount(page), counted.numberMatched);
      assert.match(await page.locator('.list-hint').innerText(), new RegExp(`^${counted.possible} of these`));
      await page.getByRole('button', { name: /Remove filter/ }).click();
      await page.locator('.list-hint').waitFor({ state: 'detached' });
    },
  },
  ...[
    { width: 1440, height: 900 },
    { width: 360, height: 780 },
  ].map((viewport) => ({
    name: `no row of the list is cut or covered at ${viewport.width} pixels`,
    options: { viewport },
    async run({ page, url }) {
      for (const language of ['en', 'ar']) {
        await openMap(page, url, `#?lang=${language}`);
        for (let step = 0; step < 4; step++) {
          assert.deepEqual(await cutRows(page), []);
          await page.locator('#list').evaluate((list) => list.scrollBy(0, list.clientHeight));
          await page.waitForTimeout(150);
        }
      }
    },
  })),
  {
    name: 'a right-to-left page opens without its direction flashing',
    async run({ page, url }) {
      await page.goto(`${url}/#?lang=ar&theme=dark`, { waitUntil: 'commit' });
      await page.waitForSelector('#app', { state: 'attached' });
      assert.deepEqual(
        await page.evaluate(() => [document.documentElement.dir, document.documentElement.dataset.theme]),
        ['rtl', 'dark'],
      );
      await settle(page);
    },
  },
  {
    name: 'the phone has map, sheet and filters',
    options: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    async run({ page, url }) {
      await openMap(page, url);
      const [map, sheet] = await Promise.all([
        page.locator('#map').boundingBox(),
        page.locator('.sheet').boundingBox(),
      ]);
      assert.ok(map.height > 800, 'the map fills the screen');
      assert.ok(sheet.height > 300 && sheet.height < 600, 'the sheet starts at half');
      assert.equal(await overflow(page), 0, 'nothing is wider than the screen');
      await page.locator('.sheet-grip').tap({ position: { x: 190, y: 8 } });
      await page.waitForTimeout(400);
      assert.ok((await page.locator('.sheet').boundingBox()).height > 700, 'the grip raises the sheet');
      await page.locator('.row').first().tap();
      await page.locator('.card h2').waitFor();
      await page.getByRole('button', { name: 'Filters' }).tap();
      await page.locator('.dialog-filters .type-row').first().waitFor();
    },
  },
  {
    name: 'every control is big enough and named',
    async run({ page, url }) {
      await openMap(page, url);
      await openKanous(page);
      const wrong = await page.evaluate(() => {
        const controls = [...document.querySelectorAll('button, a[href], input, select, [role=slider]')];
        const visible = controls.filter((control) => control.checkVisibility() && !control.closest('.skips'));
        const isSmall = (control) => {
          const box = (control.closest('label') ?? control).getBoundingClientRect();
          return box.width < 24 || box.height < 24;
        };
        const isUnnamed = (control) =>
          !(control.ariaLabel || control.textContent.trim() || control.closest('label') || control.title);
        return visible
          .filter((control) => isSmall(control) || isUnnamed(control))
          .map((control) => control.outerHTML.slice(0, 120));
      });
      assert.deepEqual(wrong, []);
    },
  },
];

const LOOKS = ['light', 'dark'].flatMap((theme) => ['en', 'ar'].map((language) => ({ theme, language })));

/** Map, card and export dialog in each theme and language. */
for (const { theme, language } of LOOKS) {
  flows.push({
    name: `no accessibility rule is broken (${theme}, ${language})`,
    async run({ page, url }) {
      await openMap(page, url, `#?theme=${theme}&lang=${language}`);
      assert.deepEqual(await violations(page), [], 'map');
      await openKanous(page);
      assert.deepEqual(await violations(page), [], 'card');
      await page.keyboard.press('e');
      await page.locator('#export-url').waitFor();
      assert.deepEqual(await violations(page), [], 'export');
    },
  });
}

flows.push({
  name: 'no accessibility rule is broken (phone)',
  options: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  async run({ page, url }) {
    await openMap(page, url);
    assert.deepEqual(await violations(page), []);
  },
});

async function settleCounts(page) {
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(300);
}

/** Opens the export dialog, fetches the address it shows, and checks every feature against the box. Returns the count. */
async function checkExport(page, url) {
  await page.getByRole('button', { name: 'Export' }).first().click();
  await page.locator('dialog[open] #export-url').waitFor();
  const address = await page.locator('#export-url').innerText();
  assert.ok(address.startsWith(`${url}/collections/events/export?f=geojson`), address);
  const box = new URL(address).searchParams.get('bbox').split(',').map(Number);
  const answer = await fetch(address);
  assert.equal(answer.status, 200);
  const collection = await answer.json();
  assert.equal(collection.type, 'FeatureCollection');
  for (const { geometry } of collection.features) {
    if (geometry?.type === 'Point')
      assert.ok(isInside(geometry.coordinates, box), `${geometry.coordinates} in ${box}`);
  }
  await page.keyboard.press('Escape');
  return collection.features.length;
}
