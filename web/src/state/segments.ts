// Cuts a text at the borders of its marked spans. Offsets are Unicode code points, as in every answer of the service.

export interface Span {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
  /** What the span stands for, e.g. an event's id. */
  readonly id?: string;
}

export interface Segment {
  readonly text: string;
  readonly start: number;
  /** The spans that cover the whole segment. */
  readonly spans: readonly Span[];
}

/** Segments in order; joined they give the text again. Spans that reach outside it are cut to it. */
export function toSegments(text: string, spans: readonly Span[]): Segment[] {
  const points = Array.from(text);
  const inside = (offset: number) => Math.max(0, Math.min(points.length, offset));
  const borders = spans.flatMap(({ start, end }) => [inside(start), inside(end)]);
  const cuts = [...new Set([0, points.length, ...borders])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, index) => {
    const end = cuts[index + 1] ?? points.length;
    const covering = spans.filter((span) => span.start <= start && span.end >= end);
    return { text: points.slice(start, end).join(''), start, spans: covering };
  });
}

/** Spans of every occurrence of `name` in a text, whatever its case. */
export function occurrences(text: string, name: string, kind: string): Span[] {
  const needle = Array.from(name.toLocaleLowerCase('en'));
  const hay = Array.from(text, (point) => point.toLocaleLowerCase('en'));
  if (needle.length === 0) return [];
  const starts = hay.flatMap((_, i) => (needle.every((point, j) => hay[i + j] === point) ? [i] : []));
  return starts.map((start) => ({ start, end: start + needle.length, kind }));
}

/** The direction of a text by its first strong letter, for `dir` and `lang` of quotes. */
export function isArabic(text: string): boolean {
  const letter = /\p{L}/u.exec(text)?.[0] ?? '';
  return /\p{Script=Arabic}/u.test(letter);
}
