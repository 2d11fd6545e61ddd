import type { Call, CallState } from '../call/types.ts';
import type { Cue } from '../senses/eyes/types.ts';

/** What stands on the page because of what was seen. Each can be put right or sent away by one tap. */
export type EyesNote =
  /** The head has answered: what it says, what it would say otherwise; said as soon as `sent`. */
  | { kind: 'answer'; by: 'nod' | 'shake'; says: string; instead: string; sent: boolean }
  /** It nodded where a yes sends or drops something: that is said or tapped. */
  | { kind: 'binds' }
  /** Nobody looked: the explanation rests. */
  | { kind: 'paused' }
  /** It can be said more simply. */
  | { kind: 'simpler' }
  /** Somebody else is there while personal things are asked for. */
  | { kind: 'privacy' };

/** Before what the head said is said for the citizen: time enough to read it and to tap. ms */
export const GRACE_MS = 2_000;
/** After it was said, it can be put right for so long. ms */
const PUT_RIGHT_MS = 9_000;
const NOTE_MS = 12_000;
/** An answer that is less sure is none. */
const SURE = 0.5;
/** Less than this left of an explanation, and nothing is worth a pause. ms */
const LONG_MS = 4_000;
/** Somebody who looks up and down while writing is not to be stopped each time. ms */
const PAUSE_AGAIN_MS = 12_000;
/** So long after an answer ended, a puzzled face belongs to it. ms */
const AFTER_MS = 5_000;

export interface EffectsParts {
  call: Pick<Call, 'say' | 'interrupt' | 'goOn' | 'playhead' | 'getState'>;
  /** Told with every change of what stands on the page. */
  show: (note: EyesNote | null) => void;
  now: () => number;
  after: (ms: number, act: () => void) => () => void;
}

/**
 * What cues do in a call. They decide nothing: an answer of the head waits until it could be read and stopped, and never
 * sends or drops anything; a pause ends by itself; the rest are offers.
 */
export interface EyesEffects {
  cue(cue: Cue): void;
  /** The call has changed. */
  changed(state: CallState): void;
  /** The tap that puts an answer right: the other answer, or (before it was said) none at all. */
  other(): void;
  dismiss(): void;
  simpler(): void;
  goOn(): void;
  close(): void;
}

export function createEyesEffects({ call, show, now, after }: EffectsParts): EyesEffects {
  let note: EyesNote | null = null;
  let cancel: (() => void) | null = null;
  let answered: CallState['expects'] | null = null;
  let people = 1;
  /** Forms whose hint was given. */
  const hinted = new Set<string>();
  let pausedAt = Number.NEGATIVE_INFINITY;
  let spokeAt = Number.NEGATIVE_INFINITY;
  let turn: string | null = null;
  let offeredFor: string | null = null;

  function put(next: EyesNote | null, forMs?: number, then: () => void = () => put(null)): void {
    cancel?.();
    cancel = forMs === undefined ? null : after(forMs, then);
    note = next;
    show(next);
  }

  function answer(by: 'nod' | 'shake', confidence: number): void {
    const state = call.getState();
    const { expects, suggestions, lang } = state;
    const busy = note?.kind === 'answer' && !note.sent;
    // While somebody speaks, a head goes with the words.
    const speaks = state.heard !== null || state.holding || state.avatar !== 'listening';
    if (expects.kind !== 'closed' || confidence < SURE || busy || speaks || answered === expects) return;
    answered = expects;
    if (expects.binds === true) {
      put({ kind: 'binds' }, NOTE_MS);
      return;
    }
    const words = wordsOf(lang, suggestions);
    const [says, instead] = by === 'nod' ? [words.yes, words.no] : [words.no, words.yes];
    put({ kind: 'answer', by, says, instead, sent: false }, GRACE_MS, () => {
      put({ kind: 'answer', by, says, instead, sent: true }, PUT_RIGHT_MS);
      call.say(says, 'tap');
    });
  }

  function look(on: boolean): void {
    if (on) {
      if (note?.kind === 'paused') goOn();
      return;
    }
    if (call.getState().avatar !== 'speaking' || now() - pausedAt < PAUSE_AGAIN_MS) return;
    const reading = call.playhead.at(now());
    if (reading === null || left(reading) < LONG_MS) return;
    pausedAt = now();
    call.interrupt();
    put({ kind: 'paused' });
  }
  /** What is known to come of the turn that is heard, ms. */
  function left({
    utterance,
    ms,
  }: {
    utterance: { turn: string; seq: number; durationMs: number };
    ms: number;
  }) {
    const later = call.playhead
      .utterances()
      .filter((other) => other.turn === utterance.turn && other.seq > utterance.seq);
    return utterance.durationMs - ms + later.reduce((sum, { durationMs }) => sum + durationMs, 0);
  }
  function goOn(): void {
    put(null);
    call.goOn();
  }

  function puzzled(): void {
    const speaking = call.getState().avatar === 'speaking';
    if (note !== null || turn === null || turn === offeredFor) return;
    if (!speaking && now() - spokeAt > AFTER_MS) return;
    offeredFor = turn;
    put({ kind: 'simpler' }, NOTE_MS);
  }

  function privacy({ forms }: CallState): void {
    const open = forms.find(({ status, form }) => status === 'open' && !hinted.has(form));
    if (people < 2 || open === undefined || note !== null) return;
    hinted.add(open.form);
    put({ kind: 'privacy' }, NOTE_MS);
  }

  return {
    cue: (cue) => {
      switch (cue.kind) {
        case 'nod':
        case 'shake':
          answer(cue.kind, cue.confidence);
          return;
        case 'attention':
          look(cue.on);
          return;
        case 'absence':
          look(false);
          return;
        case 'puzzled':
          if (cue.on) puzzled();
          return;
        case 'faces':
          people = cue.count;
          privacy(call.getState());
          return;
        case 'presence':
        case 'distance':
        case 'lips':
        case 'smile':
          return;
      }
    },
    changed: (state) => {
      const spoken = call.playhead.at(now());
      if (state.avatar === 'speaking') {
        spokeAt = now();
        turn = spoken?.utterance.turn ?? call.playhead.utterances().at(-1)?.turn ?? turn;
      }
      // The citizen has answered otherwise, the avatar speaks again, or the call is over.
      if (note?.kind === 'answer' && !note.sent && state.expects !== answered) put(null);
      if (note?.kind === 'answer' && !note.sent && (state.heard !== null || state.holding)) put(null);
      if (note?.kind === 'binds' && state.expects !== answered) put(null);
      if (note?.kind === 'paused' && (state.avatar === 'speaking' || state.avatar === 'thinking')) {
        if (now() - pausedAt > 1_000) put(null);
      }
      if (note !== null && state.phase !== 'live') put(null);
      privacy(state);
    },
    other: () => {
      if (note?.kind !== 'answer') return;
      const { sent, instead, by, says } = note;
      const { lang } = call.getState();
      put({ kind: 'answer', by, says: instead, instead: says, sent: true }, NOTE_MS / 4);
      call.say(sent ? PUT_RIGHT[lang](instead) : instead, 'tap');
    },
    dismiss: () => put(null),
    simpler: () => {
      put(null);
      call.say(SIMPLER[call.getState().lang], 'tap');
    },
    goOn,
    close: () => {
      cancel?.();
      cancel = null;
      note = null;
    },
  };
}

const SIMPLER = { zh: '说简单一点', en: 'Please say it more simply' } as const;
const PUT_RIGHT = {
  zh: (words: string) => `刚才说错了，${words}`,
  en: (words: string) => `Sorry, I meant ${words.toLowerCase()}`,
} as const;
const NO = /^(?:都)?(?:不|没|无|no\b|not\b)/iu;
const YES = /^(?:是|有|对|要|可以|能|好|会|满|yes\b)/iu;

/** Yes and no in the words of the question, where the page offers such; else plain ones. */
export function wordsOf(
  lang: CallState['lang'],
  suggestions: readonly string[],
): { yes: string; no: string } {
  const no = suggestions.filter((words) => NO.test(words) && !/清楚|知道|sure|know/iu.test(words));
  const yes = suggestions.filter((words) => YES.test(words) && !NO.test(words));
  const [firstYes] = yes;
  const [firstNo] = no;
  // Two ways to say yes are no question of yes or no.
  if (firstYes !== undefined && firstNo !== undefined && yes.length === 1 && no.length === 1)
    return { yes: firstYes, no: firstNo };
  return lang === 'zh' ? { yes: '是', no: '不是' } : { yes: 'Yes', no: 'No' };
}
