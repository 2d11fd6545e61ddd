/** Line icons on a 24 × 24 grid, drawn for this page. Decoration only: the words stand beside them. */
const PATHS = {
  mic: 'M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3ZM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3M8.5 21h7',
  micOff:
    'M9 9v3a3 3 0 0 0 4.6 2.5M15 11V6a3 3 0 0 0-5.8-1M5.5 11.5a6.5 6.5 0 0 0 10.2 5.3M18.5 11.5c0 1-.2 2-.7 2.8M12 18v3M8.5 21h7M4 3l16 18',
  camera:
    'M4 7.5h9.5A1.5 1.5 0 0 1 15 9v6a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 15V9A1.5 1.5 0 0 1 4 7.5ZM15 11l6-3.5v9L15 13',
  cameraOff:
    'M8 7.5h5.5A1.5 1.5 0 0 1 15 9v3l6-4.5v9l-4-2.5M15 16.2a1.5 1.5 0 0 1-1.5.3H4A1.5 1.5 0 0 1 2.5 15V9A1.5 1.5 0 0 1 4 7.5M4 3l16 18',
  volume: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4ZM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11',
  volumeOff: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4ZM16 9.5l5 5M21 9.5l-5 5',
  stop: 'M5 12a7 7 0 1 0 14 0a7 7 0 1 0-14 0ZM9.5 9.5h5v5h-5Z',
  end: 'M3 14.5c0-5 4.5-7 9-7s9 2 9 7c0 1-.8 1.5-1.7 1.3l-3-.6c-.8-.2-1.3-.8-1.3-1.6v-1.7a10 10 0 0 0-6 0v1.7c0 .8-.5 1.4-1.3 1.6l-3 .6c-.9.2-1.7-.3-1.7-1.3Z',
  send: 'M4 12h14M12.5 5.5 19 12l-6.5 6.5',
  text: 'M4 5.5h16v11H11l-4.5 4v-4H4ZM8 9.5h8M8 12.5h5',
  video:
    'M4 6.5h9.5A1.5 1.5 0 0 1 15 8v8a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 16V8A1.5 1.5 0 0 1 4 6.5ZM15 11l6-3.5v9L15 13',
  phone:
    'M6 3.5h3l1.5 4.5-2 1.5a11 11 0 0 0 6 6l1.5-2 4.5 1.5v3c0 1-.8 2-2 2C10.5 20 4 13.5 4 5.5c0-1.2 1-2 2-2Z',
  alert: 'M12 4 2.5 20h19L12 4ZM12 10v4.5M12 17v.5',
  book: 'M5 4.5h10.5a3 3 0 0 1 3 3v12H8a3 3 0 0 1-3-3v-12ZM8.5 9H15M8.5 12.5H15',
  check: 'M5 12.5 10 17.5 19.5 7',
  down: 'M6 9.5l6 6 6-6',
  close: 'M6 6l12 12M18 6 6 18',
  robot: 'M5 9h14v9H5ZM12 9V5.5M9 13v1.5M15 13v1.5M2.5 12v3M21.5 12v3M10.5 4.5h3',
} as const;

export type IconName = keyof typeof PATHS;

/** One icon, as large as the words around it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
