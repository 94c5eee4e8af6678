// The flows of the page in a real browser, against the service or the mock (see browser.mjs).
// Each flow gets a fresh page; afterwards every request must have gone to the page's own host and the console be silent.
import assert from 'node:assert/strict';
import { launch, startService } from './browser.mjs';
import { flows } from './flows.mjs';
import { mockFlows } from './mock-flows.mjs';

const DESKTOP = { width: 1440, height: 900 };

async function watchedPage(browser, service, options) {
  const context = await browser.newContext({ viewport: DESKTOP, acceptDownloads: true, ...options });
  const page = await context.newPage();
  const seen = { foreign: [], console: [] };
  const own = new URL(service.url).host;
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (!['data:', 'blob:'].includes(url.protocol) && url.host !== own) seen.foreign.push(request.url());
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) seen.console.push(message.text());
  });
  page.on('pageerror', (error) => seen.console.push(String(error)));
  return { page, context, seen };
}

async function runFlow(browser, service, { name, run, options, expectsErrors }) {
  const { page, context, seen } = await watchedPage(browser, service, options);
  try {
    await run({ page, context, url: service.url, service });
    assert.deepEqual(seen.foreign, [], 'requests to other hosts');
    if (!expectsErrors) assert.deepEqual(seen.console, [], 'console errors');
    console.log(`ok    ${name}`);
    return true;
  } catch (error) {
    console.log(`FAIL  ${name}\n${error.stack ?? error}\nconsole: ${JSON.stringify(seen.console)}`);
    return false;
  } finally {
    await context.close();
  }
}

const service = await startService();
const browser = await launch();
let failures = 0;
try {
  const wanted = process.argv[2] ?? '';
  const all = service.name === 'mock' ? [...flows, ...mockFlows] : flows;
  for (const flow of all.filter(({ name }) => name.includes(wanted))) {
    if (!(await runFlow(browser, service, flow))) failures += 1;
  }
  console.log(failures === 0 ? `all flows pass against the ${service.name}` : `${failures} flows fail`);
} finally {
  await browser.close();
  await service.stop();
}
process.exitCode = failures === 0 ? 0 : 1;
