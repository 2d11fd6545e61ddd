import { AVATAR_SERVES } from '../../protocol/service.ts';
import type { CallState } from './types.ts';

/** A call before anything has happened; in a file of its own, so that a page can show it before the call is loaded. */
export const FIRST_STATE: Omit<CallState, 'lang'> = {
  phase: 'idle',
  mode: 'video',
  wish: null,
  problem: null,
  avatar: 'lobby',
  transcript: [],
  cards: [],
  forms: [],
  unsaved: {},
  suggestions: [],
  expects: { kind: 'open' },
  microphone: 'off',
  heard: null,
  hears: null,
  hearTrouble: null,
  holding: false,
  noisy: false,
  camera: 'off',
  service: AVATAR_SERVES,
  recording: { possible: false, on: false, rests: null, some: false, days: 0, asked: null },
  remotes: [],
  showing: false,
  audioBlocked: false,
  media: null,
  volume: 1,
};
