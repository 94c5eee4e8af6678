// The map's mark of an event type, for list, filters, legend and card.
import { SHAPES, type TypeClass, typeClass } from '../map/palette';

interface Props {
  readonly type: string | null;
  /** A confirmed event is filled, any other is hollow, as on the map. */
  readonly filled?: boolean;
  readonly size?: number;
}

/** Colours come from style sheet variables, so the glyph follows the theme. */
export function Glyph({ type, filled = false, size = 18 }: Props) {
  const name: TypeClass = typeClass(type);
  const state = filled && name !== 'unknown' ? 'is-filled' : 'is-hollow';
  return (
    <svg
      class={`glyph glyph-${name} ${state}`}
      width={size}
      height={size}
      viewBox="-1.7 -1.7 3.4 3.4"
      aria-hidden="true"
    >
      <path d={SHAPES[name]} />
    </svg>
  );
}
