// The service's filter and its clusters, over an array. Slow and obvious.

const LISTS = [
  'event_type',
  'sub_event_type',
  'location_precision',
  'status',
  'country',
  'admin1',
  'dataset',
  'source',
];

function insideBox(position, text) {
  const [west, south, east, north] = text.split(',').map(Number);
  if (!position) return false;
  const [lon, lat] = position;
  const inLon = west <= east ? lon >= west && lon <= east : lon >= west || lon <= east;
  return inLon && lat >= south && lat <= north;
}

function insideTime(event, text) {
  if (!event.date_start) return true; // undated events match every date
  const [from, to = from] = text.split('/');
  return (
    (to === '..' || event.date_start <= to) && (from === '..' || (event.date_end ?? event.date_start) >= from)
  );
}

/** Whether no day that the event can have had lies outside. */
function surelyInsideTime(event, text) {
  const [from, to = from] = text.split('/');
  return (
    (from === '..' || (event.date_start ?? '') >= from) && (to === '..' || (event.date_end ?? '9999') <= to)
  );
}

export function matches(event, query) {
  const inLists = LISTS.every((name) => !query.get(name) || query.get(name).split(',').includes(event[name]));
  const actor = query.get('actor');
  return (
    inLists &&
    (!query.get('bbox') || insideBox(event.position, query.get('bbox'))) &&
    (!query.get('datetime') || insideTime(event, query.get('datetime'))) &&
    (!actor || event.actors.some(({ name }) => name.toLowerCase() === actor.toLowerCase()))
  );
}

/** Newest first, undated last, then by id. */
export function newestFirst(a, b) {
  return (b.date_start ?? '').localeCompare(a.date_start ?? '') || a.id.localeCompare(b.id);
}

export function toFeature(event) {
  const { position, extent: _, ...properties } = event;
  return {
    type: 'Feature',
    id: event.id,
    geometry: position && { type: 'Point', coordinates: position },
    properties,
  };
}

function tally(events) {
  const types = {};
  for (const { event_type: type } of events) types[type ?? 'unknown'] = (types[type ?? 'unknown'] ?? 0) + 1;
  return types;
}

function toCluster(members) {
  const lons = members.map(({ position }) => position[0]);
  const lats = members.map(({ position }) => position[1]);
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const bbox = [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
  const isOneSpot = bbox[0] === bbox[2] && bbox[1] === bbox[3];
  return {
    position: [mean(lons), mean(lats)],
    count: members.length,
    types: tally(members),
    bbox,
    coarse: members.filter(({ radius_m: radius }) => radius > 25000).length,
    ...(isOneSpot ? { ids: members.slice(0, 200).map(({ id }) => id) } : {}),
  };
}

const COARSE = ['area', 'district', 'province', 'country', 'line'];

export function toMap(events, zoom, few) {
  const cell = 60 / 2 ** zoom;
  const groups = new Map();
  for (const event of events) {
    const [lon, lat] = event.position;
    const isApart = few && COARSE.includes(event.location_precision);
    const key = isApart ? event.id : `${Math.floor(lon / cell)}/${Math.floor(lat / cell)}`;
    groups.set(key, [...(groups.get(key) ?? []), event]);
  }
  const all = [...groups.values()];
  const isCluster = (members) => members.length > (few ? 2 : 1);
  return {
    clusters: all.filter(isCluster).map(toCluster),
    events: all.filter((members) => !isCluster(members)).flat(),
  };
}

function binOf(day, by) {
  if (by === 'year') return [day.slice(0, 4), `${day.slice(0, 4)}-01-01`, `${day.slice(0, 4)}-12-31`];
  const date = new Date(`${day}T00:00:00Z`);
  const text = (time) => new Date(time).toISOString().slice(0, 10);
  if (by === 'month') {
    const end = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0);
    return [day.slice(0, 7), `${day.slice(0, 7)}-01`, text(end)];
  }
  if (by === 'day') return [day, day, day];
  const start = date.getTime() - ((date.getUTCDay() + 6) % 7) * 86_400_000;
  return [text(start), text(start), text(start + 6 * 86_400_000)];
}

export function aggregate(events, by, datetime) {
  const isTime = ['day', 'week', 'month', 'year'].includes(by);
  const groups = new Map();
  for (const event of events) {
    if (isTime && !event.date_start) continue;
    const [key, start, end] = isTime ? binOf(event.date_start, by) : [event[by]];
    const group = groups.get(key) ?? { key, ...(isTime ? { start, end } : {}), members: [] };
    group.members.push(event);
    groups.set(key, group);
  }
  const bins = [...groups.values()].sort((a, b) => String(a.key).localeCompare(String(b.key)));
  return {
    by,
    numberMatched: events.length,
    undated: events.filter(({ date_start: start }) => !start).length,
    ...(datetime ? { possible: events.filter((event) => !surelyInsideTime(event, datetime)).length } : {}),
    bins: bins.map(({ members, ...bin }) => ({
      ...bin,
      count: members.length,
      ...(isTime ? { types: tally(members) } : {}),
    })),
  };
}
