-- Schema 1. A GeoPackage 1.3 (application_id and user_version are set by the code beside this file).

CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL,
    srs_id INTEGER PRIMARY KEY,
    organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL,
    definition TEXT NOT NULL,
    description TEXT
);
INSERT INTO gpkg_spatial_ref_sys VALUES
    ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
    ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
    ('WGS 84 geodetic', 4326, 'EPSG', 4326,
     'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]',
     'longitude and latitude in degrees on the WGS 84 ellipsoid');

CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY,
    data_type TEXT NOT NULL,
    identifier TEXT UNIQUE,
    description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    min_x DOUBLE,
    min_y DOUBLE,
    max_x DOUBLE,
    max_y DOUBLE,
    srs_id INTEGER REFERENCES gpkg_spatial_ref_sys (srs_id)
);

CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL UNIQUE REFERENCES gpkg_contents (table_name),
    column_name TEXT NOT NULL,
    geometry_type_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys (srs_id),
    z TINYINT NOT NULL,
    m TINYINT NOT NULL,
    PRIMARY KEY (table_name, column_name)
);

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE reports (
    fid INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT,
    text TEXT NOT NULL,
    hash TEXT NOT NULL,
    published_at DATE,
    country TEXT,
    url TEXT,
    publisher TEXT,
    rules_version TEXT NOT NULL,
    gazetteer_version TEXT NOT NULL,
    event_count INTEGER NOT NULL,
    mention_count INTEGER NOT NULL,
    version INTEGER NOT NULL,
    updated_at DATETIME NOT NULL
);

-- Lines and areas once each, whoever refers to them; circles because GIS programs draw polygons only.
CREATE TABLE extents (
    id INTEGER PRIMARY KEY,
    key BLOB NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('point', 'line', 'area')),
    lon REAL NOT NULL,
    lat REAL NOT NULL,
    radius_m REAL NOT NULL,
    geom GEOMETRY NOT NULL
);

-- Gazetteer entries as they were when a coding named them: a receipt does not change with the gazetteer.
CREATE TABLE places_seen (
    id INTEGER PRIMARY KEY,
    key BLOB NOT NULL UNIQUE,
    place_id TEXT NOT NULL,
    place TEXT NOT NULL
);

CREATE TABLE mentions (
    id INTEGER PRIMARY KEY,
    report_fid INTEGER NOT NULL REFERENCES reports (fid) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    start_byte INTEGER NOT NULL,
    end_byte INTEGER NOT NULL,
    text TEXT NOT NULL,
    role TEXT NOT NULL,
    place_id TEXT,
    score REAL NOT NULL,
    extent_id INTEGER REFERENCES extents (id),
    resolution TEXT NOT NULL,
    UNIQUE (report_fid, number)
);

-- Every event once, whichever table holds its row: the row keeps its fid when it moves.
CREATE TABLE event_keys (
    fid INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    report_fid INTEGER NOT NULL REFERENCES reports (fid),
    collection TEXT NOT NULL CHECK (collection IN ('events', 'unplaced', 'background'))
);
CREATE INDEX event_keys_by_report ON event_keys (report_fid);

CREATE TABLE events (
    fid INTEGER PRIMARY KEY REFERENCES event_keys (fid) ON DELETE CASCADE,
    geom POINT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    event_type TEXT NOT NULL,
    sub_event_type TEXT NOT NULL,
    mode TEXT NOT NULL,
    date_start DATE,
    date_end DATE,
    date_precision TEXT NOT NULL,
    date_text TEXT,
    place_name TEXT,
    place_id TEXT,
    admin1 TEXT,
    admin2 TEXT,
    country TEXT,
    location_precision TEXT,
    radius_m REAL,
    actor1 TEXT,
    actor2 TEXT,
    actors TEXT NOT NULL,
    fatalities_low INTEGER,
    fatalities_best INTEGER,
    fatalities_high INTEGER,
    counts TEXT NOT NULL,
    summary TEXT NOT NULL,
    evidence TEXT NOT NULL,
    source TEXT,
    source_url TEXT,
    published_at DATE,
    dataset TEXT NOT NULL,
    license TEXT,
    status TEXT NOT NULL,
    confidence REAL NOT NULL,
    incident_id TEXT,
    attribution TEXT,
    version INTEGER NOT NULL,
    updated_at DATETIME NOT NULL,
    extent_id INTEGER NOT NULL REFERENCES extents (id),
    resolution_extent_id INTEGER REFERENCES extents (id),
    detail TEXT NOT NULL
);

CREATE TABLE unplaced (
    fid INTEGER PRIMARY KEY REFERENCES event_keys (fid) ON DELETE CASCADE,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    event_type TEXT NOT NULL,
    sub_event_type TEXT NOT NULL,
    mode TEXT NOT NULL,
    date_start DATE,
    date_end DATE,
    date_precision TEXT NOT NULL,
    date_text TEXT,
    place_name TEXT,
    place_id TEXT,
    admin1 TEXT,
    admin2 TEXT,
    country TEXT,
    location_precision TEXT,
    radius_m REAL,
    actor1 TEXT,
    actor2 TEXT,
    actors TEXT NOT NULL,
    fatalities_low INTEGER,
    fatalities_best INTEGER,
    fatalities_high INTEGER,
    counts TEXT NOT NULL,
    summary TEXT NOT NULL,
    evidence TEXT NOT NULL,
    source TEXT,
    source_url TEXT,
    published_at DATE,
    dataset TEXT NOT NULL,
    license TEXT,
    status TEXT NOT NULL,
    confidence REAL NOT NULL,
    incident_id TEXT,
    attribution TEXT,
    version INTEGER NOT NULL,
    updated_at DATETIME NOT NULL,
    extent_id INTEGER REFERENCES extents (id),
    resolution_extent_id INTEGER REFERENCES extents (id),
    detail TEXT NOT NULL
);

CREATE TABLE background (
    fid INTEGER PRIMARY KEY REFERENCES event_keys (fid) ON DELETE CASCADE,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    event_type TEXT NOT NULL,
    sub_event_type TEXT NOT NULL,
    mode TEXT NOT NULL,
    date_start DATE,
    date_end DATE,
    date_precision TEXT NOT NULL,
    date_text TEXT,
    place_name TEXT,
    place_id TEXT,
    admin1 TEXT,
    admin2 TEXT,
    country TEXT,
    location_precision TEXT,
    radius_m REAL,
    actor1 TEXT,
    actor2 TEXT,
    actors TEXT NOT NULL,
    fatalities_low INTEGER,
    fatalities_best INTEGER,
    fatalities_high INTEGER,
    counts TEXT NOT NULL,
    summary TEXT NOT NULL,
    evidence TEXT NOT NULL,
    source TEXT,
    source_url TEXT,
    published_at DATE,
    dataset TEXT NOT NULL,
    license TEXT,
    status TEXT NOT NULL,
    confidence REAL NOT NULL,
    incident_id TEXT,
    attribution TEXT,
    version INTEGER NOT NULL,
    updated_at DATETIME NOT NULL,
    extent_id INTEGER REFERENCES extents (id),
    resolution_extent_id INTEGER REFERENCES extents (id),
    detail TEXT NOT NULL
);

-- A view, so that a governorate that a thousand events lie in is stored once.
CREATE VIEW events_extent AS SELECT
    e.fid AS OGC_FID,
    x.geom AS geom,
    e.id,
    e.title,
    e.event_type,
    e.sub_event_type,
    e.mode,
    e.date_start,
    e.date_end,
    e.date_precision,
    e.date_text,
    e.place_name,
    e.place_id,
    e.admin1,
    e.admin2,
    e.country,
    e.location_precision,
    e.radius_m,
    e.actor1,
    e.actor2,
    e.actors,
    e.fatalities_low,
    e.fatalities_best,
    e.fatalities_high,
    e.counts,
    e.summary,
    e.evidence,
    e.source,
    e.source_url,
    e.published_at,
    e.dataset,
    e.license,
    e.status,
    e.confidence,
    e.incident_id,
    e.attribution,
    e.version,
    e.updated_at
FROM events AS e JOIN extents AS x ON x.id = e.extent_id;

-- The evidence of all events row by row; its one home is the JSON list of the event.
CREATE VIEW evidence AS
SELECT e.id AS event_id, j.key AS number, j.value ->> 'report_id' AS report_id,
    j.value ->> 'start' AS start, j.value ->> 'end' AS "end", j.value ->> 'text' AS text
FROM (SELECT id, evidence FROM events UNION ALL SELECT id, evidence FROM unplaced UNION ALL SELECT id, evidence FROM background) AS e,
    json_each(e.evidence) AS j;

CREATE TABLE decisions (
    number INTEGER PRIMARY KEY,
    at DATETIME NOT NULL,
    who TEXT NOT NULL,
    event_id TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    why TEXT NOT NULL
);

CREATE TABLE places_custom (
    id TEXT PRIMARY KEY,
    place TEXT NOT NULL,
    updated_at DATETIME NOT NULL
) WITHOUT ROWID;

CREATE TABLE tokens (
    hash BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    revoked_at DATETIME
) WITHOUT ROWID;

CREATE TABLE changes (
    sequence INTEGER PRIMARY KEY,
    at DATETIME NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('report_new', 'report_changed')),
    report_id TEXT NOT NULL,
    report_version INTEGER NOT NULL,
    added TEXT NOT NULL,
    changed TEXT NOT NULL,
    removed TEXT NOT NULL
);

CREATE TRIGGER changes_in_sequence BEFORE INSERT ON changes
WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM changes)
BEGIN SELECT raise(ABORT, 'changes is a sequence without gaps'); END;
CREATE TRIGGER changes_stay BEFORE UPDATE ON changes
BEGIN SELECT raise(ABORT, 'changes is append-only'); END;
CREATE TRIGGER changes_are_kept BEFORE DELETE ON changes
BEGIN SELECT raise(ABORT, 'changes is append-only'); END;
CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions
BEGIN SELECT raise(ABORT, 'decisions is append-only'); END;
CREATE TRIGGER decisions_are_kept BEFORE DELETE ON decisions
BEGIN SELECT raise(ABORT, 'decisions is append-only'); END;

-- Unplaced and background are attribute tables: GIS programs list them and draw nothing, so history is never
-- taken for news. Where a background event has an extent, extent_id leads to it.
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES
    ('events', 'features', 'events', 'Placed events of the present, as points inside their extents', 4326),
    ('events_extent', 'features', 'events_extent', 'The same events with their true extents: circles, areas, lines', 4326),
    ('unplaced', 'attributes', 'unplaced', 'Events whose place could not be found', NULL),
    ('background', 'attributes', 'background', 'History, plans, habits, denials, totals and rejected events', NULL);
INSERT INTO gpkg_geometry_columns VALUES
    ('events', 'geom', 'POINT', 4326, 0, 0),
    ('events_extent', 'geom', 'GEOMETRY', 4326, 0, 0);
