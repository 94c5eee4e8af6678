// What a list says of an event, made here from its parts so that every language has its own order of words.
import { isArabic } from '../state/segments';
import type { EventProperties, EventSummary } from '../state/types';
import { formatCount, typeName } from './format';
import { currentLanguage, isolated, t, translated } from './index';
import { placeName } from './places';

/** What happened, in a few words: the sub-type, or the type where the sub-type says no more. */
export function whatHappened({
  event_type: type,
  sub_event_type: sub,
}: Pick<EventSummary, 'event_type' | 'sub_event_type'>): string {
  return sub === null || sub === 'Other' ? typeName(type) : translated('subType', sub);
}

/** What happened and where, in one line. */
export function formatTitle(
  event: Pick<EventSummary, 'event_type' | 'sub_event_type' | 'place_name' | 'place_id' | 'country'>,
): string {
  const where = placeName(event);
  const what = whatHappened(event);
  return where === null ? what : t('event.title', { what: isolated(what), where: isolated(where) });
}

/** Kinds of counts that are always of people: a list need not say of whom. */
const PEOPLE: readonly string[] = ['killed', 'wounded', 'arrested', 'abducted', 'displaced', 'surrendered'];

/** The number that matters most, for a list: the dead, else the first count of the report; null without any. */
export function formatToll(event: EventProperties): string | null {
  const { fatalities_low: min, fatalities_high: max } = event;
  const [first] = event.counts ?? [];
  if (min !== null || max !== null) return formatCount({ kind: 'killed', of: null, min, max, text: null });
  if (!first) return null;
  return formatCount({ ...first, of: PEOPLE.includes(first.kind) ? null : inPageScript(first.of) });
}

/** What was counted is in the report's words: a list in another script does without them, the card has them. */
function inPageScript(words: string | null): string | null {
  return words !== null && isArabic(words) === (currentLanguage() === 'ar') ? words : null;
}
