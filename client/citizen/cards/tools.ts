import { createContext, useContext } from 'react';
import type { Call, CallForms, CallState, CallVideos } from '../../call/types.ts';

/** What a card can do in a running call. */
export interface CardTools {
  /** What the citizen says by tapping. */
  say: (text: string) => void;
  act: Call['act'];
  link: Call['cardLink'];
  forms: CallForms;
  videos: CallVideos;
  /** The avatar can be heard: it speaks the scenes of a video. */
  audible: boolean;
  /** The card of the video that orders are meant for: the last one. */
  lastVideo: string | null;
  /** The card that is to be printed or sent, asked for by word; a new object each time. */
  taken: { card: string; how: 'print' | 'send' } | null;
  /** How the forms stand, and what is not confirmed yet. */
  state: Pick<CallState, 'forms' | 'unsaved' | 'phase'>;
}

/** Null after the call: cards are read then, not used. */
export const CardToolsContext = createContext<CardTools | null>(null);

export const useCardTools = (): CardTools | null => useContext(CardToolsContext);
