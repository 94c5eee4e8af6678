// A small stand-in for the service, for developing the page and for states that are hard to reach otherwise.
// POST /mock {"fail": ["items"], "delay": 500, "more": 10000} changes its behaviour while it runs.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeData, makeReport } from './data.mjs';
import { openArchive } from './pmtiles.mjs';
import { aggregate, matches, newestFirst, toFeature, toMap } from './query.mjs';

const WEB = fileURLToPath(new URL('../..', import.meta.url));
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
};
const POLICY =
  "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

const PLACES = [
  ['Salah al-Din', 'Salaheddine', 'صلاح الدين', 'ADM1', 43.6, 34.6, 90],
  ['Kirkuk', null, 'كركوك', 'PPLA', 44.39, 35.47, 10],
  ['Kanous Island', 'Qanus', 'جزيرة كنعوص', 'ISL', 43.274, 35.673, 4],
];

export function startMock({ port = 0, more = 0, dist = join(WEB, 'dist') } = {}) {
  const state = { fail: [], delay: 0, data: makeData(more), dist, archives: openArchives() };
  const server = createServer((request, response) =>
    answer(state, request, response).catch((error) => problem(response, 500, String(error))),
  );
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => {
      resolve({
        url: `http://127.0.0.1:${server.address().port}`,
        stop: () =>
          new Promise((done) => {
            server.closeAllConnections();
            server.close(done);
          }),
        state,
      });
    });
  });
}

function openArchives() {
  const folder = join(WEB, 'base');
  if (!existsSync(folder)) return {};
  const open = (name) => {
    const file = readdirSync(folder).find((entry) => entry.endsWith('.pmtiles') && entry.includes(name));
    return file ? openArchive(join(folder, file)) : null;
  };
  return { base: open('base'), relief: open('relief') ?? open('hill') };
}

function json(response, body, status = 200, type = 'application/json') {
  response.writeHead(status, { 'content-type': type });
  response.end(JSON.stringify(body));
}

function problem(response, status, detail) {
  json(
    response,
    { title: status === 404 ? 'Not found' : 'Failure', status, detail },
    status,
    'application/problem+json',
  );
}

async function answer(state, request, response) {
  const url = new URL(request.url, 'http://mock');
  const parts = url.pathname.split('/').filter(Boolean).map(decodeURIComponent);
  if (parts[0] === 'mock') return configure(state, request, response);
  if (parts[0] === 'basemap') return tile(state, parts, response);
  const isFailing = state.fail.some((name) => parts.includes(name));
  if (state.delay > 0 && parts.length > 1) await new Promise((resolve) => setTimeout(resolve, state.delay));
  if (isFailing) return problem(response, 503, 'the mock was told to fail here');
  if (parts[0] === 'collections') return collection(state, parts, url.searchParams, response);
  if (parts[0] === 'map' && parts[1] === 'names') return placeNames(url.searchParams, response);
  if (parts[0] === 'map') return map(state, url.searchParams, response);
  if (parts[0] === 'reports') return report(state, parts, response);
  return asset(state, url.pathname, response);
}

async function configure(state, request, response) {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { more, ...rest } = JSON.parse(body || '{}');
  if (more !== undefined) state.data = makeData(more);
  Object.assign(state, rest);
  json(response, { fail: state.fail, delay: state.delay });
}

function tile({ archives }, parts, response) {
  const isRelief = parts[1] === 'relief';
  const [z, x, y] = parts.slice(isRelief ? 2 : 1).map((part) => Number.parseInt(part, 10));
  const bytes = (isRelief ? archives.relief : archives.base)?.(z, x, y);
  if (!bytes) return response.writeHead(204).end();
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  response.writeHead(200, {
    'content-type': isRelief ? 'image/webp' : 'application/vnd.mapbox-vector-tile',
    ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
  });
  response.end(bytes);
}

function collection({ data }, [, name, verb, id, last], query, response) {
  if (name === 'places') return places(query, response);
  const rows = data[name] ?? [];
  if (!verb)
    return json(response, {
      id: name,
      extent: { spatial: { bbox: [[36, 33, 45, 37]] }, temporal: { interval: [spanOf(rows)] } },
    });
  const found = rows.filter((row) => matches(row, query)).sort(newestFirst);
  if (verb === 'aggregate') return json(response, aggregate(found, query.get('by'), query.get('datetime')));
  if (verb === 'export') return download(found, query.get('f'), response);
  if (id === undefined) return page(name, found, query, response);
  const row = rows.find((item) => item.id === id);
  if (!row) return problem(response, 404, `no item ${id} in ${name}`);
  if (last === 'extent') return json(response, { type: 'Feature', id, geometry: row.extent, properties: {} });
  return json(response, toFeature(row));
}

function spanOf(rows) {
  const days = rows
    .map((row) => row.date_start)
    .filter(Boolean)
    .sort();
  return [days[0] ?? null, days.at(-1) ?? null];
}

function page(name, found, query, response) {
  const start = Number(query.get('next') ?? 0);
  const limit = Number(query.get('limit') ?? 10);
  const features = found.slice(start, start + limit).map(toFeature);
  const rest = new URLSearchParams(query);
  rest.set('next', String(start + limit));
  const links =
    start + limit < found.length ? [{ rel: 'next', href: `/collections/${name}/items?${rest}` }] : [];
  json(response, {
    type: 'FeatureCollection',
    numberMatched: found.length,
    numberReturned: features.length,
    links,
    features,
  });
}

function download(found, format, response) {
  const features = found.map(toFeature);
  if (format === 'geojson')
    return json(response, { type: 'FeatureCollection', features }, 200, 'application/geo+json');
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
  if (format === 'csv')
    return response.end(['id,title', ...found.map(({ id, title }) => `${id},"${title}"`)].join('\n'));
  response.end(features.map((feature) => `${JSON.stringify(feature)}\n`).join(''));
}

function places(query, response) {
  const text = (query.get('q') ?? '').toLowerCase();
  const hit = (row) => row.slice(0, 3).find((name) => name?.toLowerCase().startsWith(text));
  const features = PLACES.filter(hit).map((row) => {
    const [name, variant, arabic, code, lon, lat, radius] = row;
    const names = [
      { lang: 'en', text: name },
      ...(variant ? [{ lang: 'en', text: variant }] : []),
      { lang: 'ar', text: arabic },
    ];
    const properties = {
      id: name,
      name,
      names,
      matched: hit(row),
      score: 0.9,
      kind: radius > 20 ? 'area' : 'point',
      feature_class: 'P',
      feature_code: code,
      country: 'IQ',
      admin1: 'Salah al-Din',
      radius_km: radius,
      bbox: null,
    };
    return { type: 'Feature', id: name, geometry: { type: 'Point', coordinates: [lon, lat] }, properties };
  });
  json(response, {
    type: 'FeatureCollection',
    numberMatched: features.length,
    numberReturned: features.length,
    links: [],
    features,
  });
}

/** Names by id or English name, as far as the mock's places have them. */
function placeNames(query, response) {
  const known = Object.fromEntries(PLACES.map(([name, , arabic]) => [name, arabic]));
  const wanted = (query.get('of') ?? '')
    .split(',')
    .map((asked) => [asked, known[asked.replace('mock:', '')]]);
  const names = Object.fromEntries(wanted.filter(([, name]) => name));
  json(response, { lang: query.get('lang'), names: query.get('lang') === 'ar' ? names : {} });
}

function map({ data }, query, response) {
  const found = data.events.filter((event) => matches(event, query));
  const drawn = toMap(found, Number(query.get('zoom')), data.events.length < 100);
  json(response, {
    version: '1',
    numberMatched: found.length,
    total: data.events.length,
    unplaced: data.unplaced.length,
    ...drawn,
  });
}

function report({ data }, [, id], response) {
  const only = makeReport(data.events);
  if (id === only.id) return json(response, only);
  if (id === undefined) return json(response, { reports: [only], numberMatched: 1, links: [] });
  return problem(response, 404, `no report ${id}`);
}

function asset({ dist }, path, response) {
  const file = join(dist, path === '/' ? 'index.html' : path);
  if (!file.startsWith(dist) || !existsSync(file)) return problem(response, 404, `no file ${path}`);
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': POLICY,
  });
  response.end(readFileSync(file));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await startMock({
    port: Number(process.env.PORT ?? 8080),
    more: Number(process.env.MORE ?? 0),
  });
  console.log(`mock service at ${url}`);
}
