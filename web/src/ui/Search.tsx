// The place search: tolerant of spellings, and showing which spelling matched.
import { useEffect, useId, useState } from 'preact/hooks';
import { t, translated } from '../i18n';
import { countryName, joinParts } from '../i18n/format';
import { entryName, unitName } from '../i18n/places';
import { mapControl } from '../map/controller';
import { fetchPlaces } from '../state/api';
import { learnNames } from '../state/names';
import type { BoundingBox, LonLat, PlaceFeature } from '../state/types';
import { PHONE, useMedia, useSettled } from './hooks';
import { Icon } from './Icon';

const DEBOUNCE_MS = 200;
const KM_PER_DEGREE = 111.2;

interface Found {
  readonly places: readonly PlaceFeature[];
  readonly problem: string | null;
  readonly query: string;
}

const NOTHING: Found = { places: [], problem: null, query: '' };

/** "35.45 43.38" or "35.45, 43.38": latitude first, as people write and maps print it. */
export function parseCoordinates(text: string): LonLat | null {
  const match = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text);
  if (!match) return null;
  const [lat, lon] = [Number(match[1]), Number(match[2])];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? [lon, lat] : null;
}

function around([lon, lat]: LonLat, km: number): BoundingBox {
  const dLat = km / KM_PER_DEGREE;
  const dLon = dLat / Math.cos((lat * Math.PI) / 180);
  return [lon - dLon, lat - dLat, lon + dLon, lat + dLat];
}

function flyTo({ geometry, properties }: PlaceFeature): void {
  const box = properties.bbox;
  const position = geometry?.type === 'Point' ? (geometry.coordinates as LonLat) : null;
  if (box) mapControl()?.showBox(box);
  else if (position) mapControl()?.showBox(around(position, Math.max(8, (properties.radius_km ?? 5) * 1.6)));
}

/** The places, once the names of their units are known too. */
async function findPlaces(query: string, signal: AbortSignal): Promise<readonly PlaceFeature[]> {
  const { features } = await fetchPlaces(query, signal);
  const units = features.map(({ properties: { admin1, country } }) => ({ admin1, country }));
  await learnNames(units.map((unit) => ({ ...unit, place_name: null, place_id: null })));
  return features;
}

function usePlaces(text: string): Found {
  const query = useSettled(text.trim(), DEBOUNCE_MS);
  const [found, setFound] = useState<Found>(NOTHING);
  useEffect(() => {
    if (query.length < 2 || parseCoordinates(query)) {
      setFound(NOTHING);
      return;
    }
    const controller = new AbortController();
    const show = (found: Found) => controller.signal.aborted || setFound(found);
    findPlaces(query, controller.signal).then(
      (places) => show({ places, problem: null, query }),
      (cause: Error) => show({ places: [], problem: cause.message, query }),
    );
    return () => controller.abort();
  }, [query]);
  return found;
}

function describe({ properties }: PlaceFeature): string {
  const { kind, feature_code: code, admin1, country } = properties;
  const unit = admin1 === properties.name ? null : unitName(admin1, country);
  const what = translated('feature', code ?? '', translated('kind', kind ?? '', ''));
  return joinParts([what, unit, countryName(country)]);
}

function Option({
  place,
  id,
  isActive,
  onPick,
}: {
  place: PlaceFeature;
  id: string;
  isActive: boolean;
  onPick: () => void;
}) {
  const { name, matched, names } = place.properties;
  const shown = entryName(place.properties);
  const arabic = names.find(({ lang }) => lang === 'ar')?.text;
  const other = shown === name ? arabic : name;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the input keeps the focus and names the active option
    <div
      id={id}
      role="option"
      class={isActive ? 'result is-active' : 'result'}
      aria-selected={isActive}
      onMouseDown={onPick}
    >
      <span class="result-names">
        {matched && matched !== shown && (
          <>
            <bdi class="result-matched">{matched}</bdi>
            <span class="result-equals">=</span>
          </>
        )}
        <bdi class="result-name">{shown}</bdi>
        {other && other !== matched && (
          <bdi class="result-other" lang={other === arabic ? 'ar' : 'en'}>
            {other}
          </bdi>
        )}
      </span>
      <span class="result-meta">{describe(place)}</span>
    </div>
  );
}

interface ResultsProps {
  readonly id: string;
  readonly isShown: boolean;
  readonly found: Found;
  readonly active: number;
  readonly coordinates: LonLat | null;
  readonly onPick: (place: PlaceFeature | undefined) => void;
}

function Results({ id, isShown, found, active, coordinates, onPick }: ResultsProps) {
  const { places, problem, query } = found;
  return (
    <div id={id} role="listbox" class="results" aria-label={t('search.results')} hidden={!isShown}>
      {coordinates && (
        <div
          role="option"
          tabIndex={-1}
          class="result is-active"
          aria-selected="true"
          onMouseDown={() => onPick(undefined)}
        >
          {t('search.goTo', { position: `${coordinates[1]}, ${coordinates[0]}` })}
        </div>
      )}
      {places.map((place, index) => (
        <Option
          key={place.properties.id}
          place={place}
          id={`${id}-${index}`}
          isActive={index === active}
          onPick={() => onPick(place)}
        />
      ))}
      {!coordinates && places.length === 0 && (
        <p class="result-none">
          {problem ? t('search.failed', { detail: problem }) : t('search.none', { text: query })}
        </p>
      )}
    </div>
  );
}

export function Search() {
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const found = usePlaces(text);
  const listId = useId();
  const isPhone = useMedia(PHONE);
  const coordinates = parseCoordinates(text);
  const pick = (place: PlaceFeature | undefined) => {
    if (coordinates) mapControl()?.showBox(around(coordinates, 20));
    else if (place) flyTo(place);
    else return;
    setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const count = found.places.length;
    if (event.isComposing) return;
    if (event.key === 'ArrowDown') setActive((active + 1) % Math.max(1, count));
    else if (event.key === 'ArrowUp') setActive((active + count - 1) % Math.max(1, count));
    else if (event.key === 'Enter') pick(found.places[active]);
    else if (event.key === 'Escape') setOpen(false);
    else return;
    event.preventDefault();
  };
  const isShown = isOpen && (found.places.length > 0 || found.query !== '' || coordinates !== null);
  return (
    <search class="search">
      <Icon name="search" />
      <input
        id="search"
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        placeholder={t(isPhone ? 'search.label' : 'search.placeholder')}
        aria-label={t('search.label')}
        aria-expanded={isShown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isShown && found.places[active] ? `${listId}-${active}` : undefined}
        value={text}
        dir={text === '' ? undefined : 'auto'}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setOpen(true);
          setActive(0);
        }}
        onFocus={() => setOpen(text !== '')}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <kbd class="search-key" aria-hidden="true">
        /
      </kbd>
      <Results
        id={listId}
        isShown={isShown}
        found={found}
        active={active}
        coordinates={coordinates}
        onPick={pick}
      />
    </search>
  );
}
