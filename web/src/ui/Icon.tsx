// Line icons on a 20-unit grid.
const PATHS = {
  search: 'M9 3a6 6 0 1 1 0 12A6 6 0 0 1 9 3Zm4.5 10.5L17 17',
  close: 'M5 5l10 10M15 5L5 15',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  fit: 'M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4M8 10h4M10 8v4',
  box: 'M3 5.5V3h2.5M9 3h2M14.5 3H17v2.5M17 9v2M17 14.5V17h-2.5M11 17H9M5.5 17H3v-2.5M3 11V9',
  help: 'M7.5 7.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M10 14.6v.1',
  download: 'M10 3v9M6 8.5l4 4 4-4M4 16.5h12',
  link: 'M8.5 11.5l3-3M7 9.5L5 11.5a2.8 2.8 0 0 0 4 4l2-2M13 10.5l2-2a2.8 2.8 0 0 0-4-4l-2 2',
  sun: 'M10 6.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7ZM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M15.7 4.3l-1.1 1.1M5.4 14.6l-1.1 1.1',
  moon: 'M16.5 11.8A6.8 6.8 0 0 1 8.2 3.5a6.8 6.8 0 1 0 8.3 8.3Z',
  filter: 'M3 5h14M6 10h8M8.5 15h3',
  previous: 'M12.5 4.5L7 10l5.5 5.5',
  next: 'M7.5 4.5L13 10l-5.5 5.5',
  down: 'M5 7.5l5 5 5-5',
  copy: 'M7 7V4.5A1.5 1.5 0 0 1 8.5 3h7A1.5 1.5 0 0 1 17 4.5v7a1.5 1.5 0 0 1-1.5 1.5H13M4.5 7h7A1.5 1.5 0 0 1 13 8.5v7a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 3 15.5v-7A1.5 1.5 0 0 1 4.5 7Z',
  report: 'M5 2.5h7l3.5 3.5v11.5H5ZM12 2.5V6h3.5M7.5 9.5h5M7.5 12h5M7.5 14.5h3',
  pin: 'M10 17.5s5.5-5 5.5-9A5.5 5.5 0 0 0 4.500 8.500c0 4 5.500 9 5.500 9ZM10 6.800a1.800 1.800 0 1 1 0 3.600 1.800 1.800 0 0 1 0-3.600Z',
  warning: 'M10 3L18 16.500H2ZM10 8v4M10 14.200v.1',
} as const;

export type IconName = keyof typeof PATHS;

/** Decorative: the control around it carries the name. `mirrored` icons turn round in right-to-left pages. */
export function Icon({ name, mirrored = false }: { name: IconName; mirrored?: boolean }) {
  return (
    <svg
      class={mirrored ? 'icon is-mirrored' : 'icon'}
      viewBox="0 0 20 20"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
