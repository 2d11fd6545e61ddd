/** The colours of the films: those of the citizen page (client/ui/theme.css), with the tints a picture needs. */
export const INK = {
  navy: '#12305c',
  navyDeep: '#0c2344',
  navyMid: '#2f568f',
  navySoft: '#c9d7ea',
  navyPale: '#e4ebf4',
  paper: '#f6f2ea',
  card: '#fffdf9',
  line: '#ddd3c2',
  stone: '#b9ad9a',
  muted: '#475264',
  gold: '#c08a2b',
  goldLight: '#e9b95a',
  goldPale: '#f8e3b4',
  red: '#a8231a',
  redLight: '#d9614f',
  redPale: '#f6d3cb',
  green: '#1d6b3d',
  greenMid: '#4b9a6a',
  greenPale: '#cfe6d6',
  teal: '#2d7f86',
  tealPale: '#cfe5e4',
  skyPale: '#dbe8f3',
  white: '#ffffff',
} as const;

/** The air of a scene: what lies behind, the large form before it, the ground, and the colour that wipes it in. */
export interface Air {
  back: string;
  form: string;
  ground: string;
  accent: string;
}

export const AIRS = {
  paper: { back: '#f6f2ea', form: '#fbe6c0', ground: '#e9dfcc', accent: '#e9b95a' },
  sky: { back: '#e4edf5', form: '#cbddec', ground: '#c3d1df', accent: '#2f568f' },
  mint: { back: '#e6f1e8', form: '#c9e3d0', ground: '#bfd6c5', accent: '#4b9a6a' },
  rose: { back: '#faeae3', form: '#f6d2c4', ground: '#e8cfc3', accent: '#d9614f' },
  sand: { back: '#faf1dc', form: '#f6dca5', ground: '#e8d3a6', accent: '#c08a2b' },
  teal: { back: '#e2efee', form: '#c3dfdd', ground: '#b8d3d1', accent: '#2d7f86' },
  night: { back: '#12305c', form: '#e9b95a', ground: '#0c2344', accent: '#e9b95a' },
} as const satisfies Record<string, Air>;

export type AirName = keyof typeof AIRS;
