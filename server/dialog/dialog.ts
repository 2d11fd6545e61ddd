import type { Lang } from '../../protocol/index.ts';
import type { Forms } from '../affairs/forms.ts';
import type { Kept } from '../affairs/learn/kept.ts';
import type { Affairs } from '../affairs/types.ts';
import { askedOf } from './asks.ts';
import { standard } from './dialect.ts';
import { emotionOf } from './emotion.ts';
import { afterEvent } from './events.ts';
import { createKit } from './kit.ts';
import { shownText } from './markup/read.ts';
import { mask } from './mask.ts';
import { normalise, soundIn, withoutOwnNumbers } from './normalise.ts';
import { fits, type Outcome, type Turn } from './outcome.ts';
import { leftBehind } from './policy/known.ts';
import { plan } from './speak.ts';
import { COMFORT, TEXTS } from './texts.ts';
import type { Dialog, DialogState, Pending, PlannedSentence, Reply, Step, TurnInput } from './types.ts';
import { understand } from './understand.ts';

export interface DialogOptions {
  affairs: Affairs;
  /** Forms that can be filled by talk; without them a work order is taken by telephone. */
  forms?: Forms;
  /** Name of the city whose hotline this is, as it is shown; default: the content's own. */
  city?: string;
  /** Told how many tags of a reply meant nothing and were left out. */
  onIgnoredMarkup?: (count: number) => void;
  /** Where what is learnt from the content's sayings outlives the process. */
  kept?: Kept;
  /** Unix ms; the day of 明天 and of a birth year. */
  now?: () => number;
}

/** Suggestions shown at a time. */
const SUGGESTIONS = 4;
/** Places kept to go back to. */
const MOST_STEPS = 12;

/** Sentences that pass through every part once. */
const WARM_UP = [
  '您好，請問身份證丟了怎麼辦？',
  '公积金租房能不能提，我从武汉转过来，交了两年三个月',
  '我要投诉建设路8号楼下烧烤摊半夜还在吵，反映三次了没人管，希望尽快处理',
  '没着火没着火，我是说上个月的事，电话幺三九零零零零零零零零',
  '我1976年8月生的，什么时候退休',
  '首套房九十平契税多少，另外驾照过期了怎么换',
];

/** What is waited for, however often it was asked. */
const waitsFor = (pending: Pending | null): string => JSON.stringify({ ...pending, tries: 0 });

const NO_FORMS: Forms = { form: () => null, list: () => [] };

/**
 * The dialog over one body of content. Each turn: mask, normalise, safety gate, control words, repair, services and
 * orders, validator. Synchronous; keeps nothing between turns but the state that it hands back.
 */
export function createDialog({
  affairs,
  forms = NO_FORMS,
  city,
  onIgnoredMarkup,
  kept,
  now = Date.now,
}: DialogOptions): Dialog {
  const kit = createKit({ affairs, forms, city: city ?? affairs.city.name, kept, now });

  function turnOf(input: TurnInput, state: DialogState): Turn {
    const masked = mask(input.text);
    const text = standard(withoutOwnNumbers(normalise(masked))) || soundIn(masked);
    return {
      text,
      masked,
      raw: input.text,
      lang: input.lang,
      input,
      state,
      asked: askedOf(text),
      emotion: emotionOf(text),
    };
  }

  /** What is said: the comfort first where there is room for it, the manner laid over the words. */
  function spoken(turn: Turn, outcome: Outcome): PlannedSentence[] {
    const { card, ...manner } = outcome.manner;
    const shown = card !== undefined && outcome.cards?.[card] ? { ...manner, card } : manner;
    if (typeof outcome.say !== 'string') return [...outcome.say];
    const comfort = COMFORT[turn.emotion][turn.lang];
    const silent =
      outcome.comforted === true ||
      outcome.understood.kind === 'emergency' ||
      outcome.understood.kind === 'smalltalk';
    const text = !silent && fits(shownText(comfort + outcome.say)) ? comfort + outcome.say : outcome.say;
    return plan(text, turn.lang, shown, onIgnoredMarkup);
  }

  function stateAfter(turn: Turn, outcome: Outcome, sentences: PlannedSentence[]): DialogState {
    const { state } = turn;
    const pending = outcome.pending ?? null;
    const answered = state.pending && waitsFor(pending) !== waitsFor(state.pending);
    const step: Step = {
      service: state.service,
      slots: state.slots ?? {},
      pending: state.pending ?? null,
      reply: state.lastReply,
    };
    const history = answered ? [...(state.history ?? []), step].slice(-MOST_STEPS) : (state.history ?? []);
    return {
      ...state,
      history,
      repeats: 0,
      lastReply: sentences,
      misses: outcome.miss ? state.misses + 1 : outcome.understood.kind === 'control' ? state.misses : 0,
      angry: (state.angry ?? 0) + (turn.emotion === 'angry' ? 1 : 0),
      own: leftBehind(kit, state, outcome.state?.service ?? state.service),
      ...outcome.state,
      pending,
    };
  }

  const dialog: Dialog = {
    greet(lang: Lang) {
      const sentences = plan(
        TEXTS.greeting[lang],
        lang,
        { face: 'happy', gesture: 'greet' },
        onIgnoredMarkup,
      );
      sentences[1]?.marks.push(
        { at: 0, kind: 'gesture', value: 'invite' },
        { at: 0, kind: 'gaze', value: 'citizen' },
      );
      return { sentences, suggestions: kit.topics(lang) };
    },
    begin: () => ({ service: null, lastReply: [], misses: 0, slots: {} }),
    event: (event, lang, state) => afterEvent(kit, event, lang, state, onIgnoredMarkup),
    turn(input: TurnInput, state: DialogState): Reply {
      const turn = turnOf(input, state);
      const outcome = understand(kit, turn);
      const sentences = spoken(turn, outcome);
      const handoff = outcome.handoff ?? 'none';
      return {
        masked: turn.masked,
        understood: { emotion: turn.emotion, ...outcome.understood, handoff },
        sentences,
        cards: outcome.cards ?? [],
        suggestions: (outcome.suggestions ?? []).slice(0, SUGGESTIONS),
        forms: outcome.forms ?? [],
        videos: outcome.videos ?? [],
        preferences: outcome.preferences ?? [],
        handoff,
        lookup: outcome.lookup ?? null,
        ...(outcome.change === undefined ? {} : { change: outcome.change }),
        ...(outcome.awaitsForm ? { awaitsForm: true } : {}),
        state: stateAfter(turn, outcome, sentences),
      };
    },
  };
  // The first use of the dictionaries takes several times as long as any other: it is not left to a citizen.
  for (const text of WARM_UP) dialog.turn({ text, lang: 'zh', via: 'text' }, dialog.begin());
  return dialog;
}
