import type { VisemeName } from '../../../protocol/index.ts';

/** A mouth shape and its share of the time. */
export type Share = readonly [VisemeName, number];

/** Pinyin initials to Oculus visemes. */
export const INITIAL_VISEMES: Readonly<Record<string, VisemeName>> = {
  b: 'PP',
  p: 'PP',
  m: 'PP',
  f: 'FF',
  d: 'DD',
  t: 'DD',
  n: 'nn',
  l: 'nn',
  g: 'kk',
  k: 'kk',
  h: 'kk',
  j: 'CH',
  q: 'CH',
  x: 'CH',
  zh: 'CH',
  ch: 'CH',
  sh: 'CH',
  r: 'RR',
  z: 'SS',
  c: 'SS',
  s: 'SS',
};

/** Pinyin finals to sequences of Oculus visemes; the shares of each add to 1. */
export const FINAL_VISEMES: Readonly<Record<string, readonly Share[]>> = {
  a: [['aa', 1]],
  o: [['O', 1]],
  e: [
    ['E', 0.5],
    ['aa', 0.5],
  ],
  ê: [['E', 1]],
  i: [['I', 1]],
  u: [['U', 1]],
  ü: [
    ['U', 0.6],
    ['I', 0.4],
  ],
  '-i': [['SS', 1]],
  '-ir': [['RR', 1]],
  er: [
    ['aa', 0.45],
    ['RR', 0.55],
  ],
  ai: [
    ['aa', 0.6],
    ['I', 0.4],
  ],
  ei: [
    ['E', 0.6],
    ['I', 0.4],
  ],
  ao: [
    ['aa', 0.6],
    ['O', 0.4],
  ],
  ou: [
    ['O', 0.55],
    ['U', 0.45],
  ],
  an: [
    ['aa', 0.65],
    ['nn', 0.35],
  ],
  en: [
    ['E', 0.6],
    ['nn', 0.4],
  ],
  ang: [
    ['aa', 0.7],
    ['kk', 0.3],
  ],
  eng: [
    ['E', 0.65],
    ['kk', 0.35],
  ],
  ong: [
    ['U', 0.35],
    ['O', 0.35],
    ['kk', 0.3],
  ],
  ia: [
    ['I', 0.3],
    ['aa', 0.7],
  ],
  ie: [
    ['I', 0.35],
    ['E', 0.65],
  ],
  iao: [
    ['I', 0.25],
    ['aa', 0.45],
    ['O', 0.3],
  ],
  iu: [
    ['I', 0.3],
    ['O', 0.4],
    ['U', 0.3],
  ],
  ian: [
    ['I', 0.3],
    ['E', 0.4],
    ['nn', 0.3],
  ],
  in: [
    ['I', 0.65],
    ['nn', 0.35],
  ],
  iang: [
    ['I', 0.25],
    ['aa', 0.45],
    ['kk', 0.3],
  ],
  ing: [
    ['I', 0.65],
    ['kk', 0.35],
  ],
  iong: [
    ['I', 0.2],
    ['U', 0.25],
    ['O', 0.25],
    ['kk', 0.3],
  ],
  ua: [
    ['U', 0.3],
    ['aa', 0.7],
  ],
  uo: [
    ['U', 0.35],
    ['O', 0.65],
  ],
  uai: [
    ['U', 0.25],
    ['aa', 0.45],
    ['I', 0.3],
  ],
  ui: [
    ['U', 0.35],
    ['E', 0.35],
    ['I', 0.3],
  ],
  uan: [
    ['U', 0.25],
    ['aa', 0.45],
    ['nn', 0.3],
  ],
  un: [
    ['U', 0.4],
    ['E', 0.25],
    ['nn', 0.35],
  ],
  uang: [
    ['U', 0.25],
    ['aa', 0.45],
    ['kk', 0.3],
  ],
  ueng: [
    ['U', 0.3],
    ['E', 0.4],
    ['kk', 0.3],
  ],
  üe: [
    ['U', 0.35],
    ['E', 0.65],
  ],
  üan: [
    ['U', 0.3],
    ['E', 0.4],
    ['nn', 0.3],
  ],
  ün: [
    ['U', 0.6],
    ['nn', 0.4],
  ],
  io: [
    ['I', 0.35],
    ['O', 0.65],
  ],
};
