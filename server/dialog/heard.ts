import { type Control, controlIn } from './control.ts';
import { mask } from './mask.ts';
import { normalise } from './normalise.ts';
import { polarityOf } from './reading/polarity.ts';
import { plan } from './speak.ts';
import { TEXTS } from './texts.ts';
import type { Dialog, DialogState, Heard, Reply, TurnInput } from './types.ts';

/** Longer than this and words are not said back: they stand on the screen. Characters. */
const MOST_SAID_BACK = 24;

const ASK = {
  said: { zh: (text: string) => `您是说“${text}”吗？`, en: (text: string) => `Did you say “${text}”?` },
  long: {
    zh: '我没听太准。屏幕上是我听到的话，对吗？',
    en: 'I am not sure I heard you right. What I heard is on the screen. Is it correct?',
  },
  tap: {
    zh: '我还是没听清。请点一下“对”或者“不对”，也可以打字。',
    en: 'I still did not catch that. Please tap “Yes” or “No”, or type.',
  },
  again: { zh: '好的，请您再说一遍，也可以打字。', en: 'All right. Please say it again, or type.' },
  misheard: {
    zh: '要是我听错了，请接着说您的事。',
    en: 'If I misheard, please go on with your matter.',
  },
} as const;
/** Asks for the last question, with its choices, once more. */
const REPEAT = { zh: '再说一遍', en: 'repeat' } as const;
const ANSWERS = { zh: ['对', '不对'], en: ['Yes', 'No'] } as const;

/** What does no harm when it was not meant, and is said to be had at once: 等一下 that is asked back has stopped nothing. */
const HARMLESS: ReadonlySet<Control> = new Set<Control>([
  'stop',
  'wait',
  'pause',
  'resume',
  'repeat',
  'slower_speech',
  'normal_speech',
  'louder',
  'thanks',
  'hello',
]);

type Waiting = NonNullable<DialogState['heard']>;

/**
 * A dialog that does nothing on words it may have misheard: it says them back and waits for a yes. Danger alone is answered at
 * once: a number too many told does no harm, one told late does; but what was perhaps misheard does not keep the talk with it
 * until it is heard again. Where the words make no sense and another reading
 * does, that one is asked for. What was typed or tapped passes as it is.
 */
export function createCareful(inner: Dialog): Dialog {
  /** What stands before a turn is answered, or the reply itself. */
  function before(input: TurnInput, state: DialogState): Reply | { input: TurnInput; state: DialogState } {
    const { heard: waiting, ...rest } = state;
    const { heard, ...plain } = input;
    if (waiting) {
      const answer = answerOf(input.text);
      // Two readings that differ in their words and not in what they say are sure of that.
      const other = heard?.alternatives[0];
      const unsure =
        heard !== undefined && !heard.sure && (other === undefined || answerOf(other) !== answer);
      // Two faint yeses are a yes; a faint one alone is asked for by tap.
      if (answer === 'yes' && unsure && waiting.tries === 0)
        return asked(input, rest, { ...waiting, tries: 1 }, ASK.tap[input.lang]);
      // So is what was heard twice.
      if (answer === 'yes' || normalise(input.text) === normalise(waiting.text))
        return { input: { ...plain, text: waiting.text }, state: rest };
      if (answer === 'no') return asked(input, rest, null, ASK.again[input.lang]);
    }
    if (heard === undefined || input.via !== 'voice') return { input: plain, state: rest };
    return judged(plain, rest, heard) ?? { input: plain, state: rest };
  }

  function judged(input: TurnInput, state: DialogState, heard: Heard): Reply | null {
    const reply = inner.turn(input, state);
    if (reply.understood.kind === 'emergency') return perhapsMisheard(reply, input, state, heard);
    const control = controlIn(normalise(mask(input.text)));
    if (control !== null && HARMLESS.has(control)) return null;
    const known = reply.understood.kind !== 'unknown' && reply.understood.kind !== 'clarify';
    if (known && heard.sure) return null;
    if (known) return askedFor(input, state, input.text, heard);
    const other = heard.alternatives.find((text) => {
      const { kind } = inner.turn({ ...input, text }, state).understood;
      return kind !== 'unknown' && kind !== 'clarify' && kind !== 'smalltalk';
    });
    if (other !== undefined) return askedFor(input, state, other, heard);
    if (heard.sure || reply.understood.kind === 'clarify') return null;
    // Nothing in it makes sense: to say it back would only puzzle.
    return { ...asked(input, { ...state, misses: state.misses + 1 }, null, TEXTS.empty[input.lang]) };
  }

  function perhapsMisheard(reply: Reply, input: TurnInput, state: DialogState, heard: Heard): Reply | null {
    if (heard.sure || state.alarm != null || state.faintAlarm === true) return null;
    const again = inner.turn({ ...input, text: REPEAT[input.lang] }, state);
    const sentences = [
      ...reply.sentences,
      ...plan(ASK.misheard[input.lang], input.lang, { face: 'serious' }),
    ];
    return { ...reply, sentences, suggestions: again.suggestions, state: { ...state, faintAlarm: true } };
  }

  const askedFor = (input: TurnInput, state: DialogState, text: string, heard: Heard): Reply => {
    const shown = mask(text);
    const say =
      shown.length > MOST_SAID_BACK && text === input.text
        ? ASK.long[input.lang]
        : ASK.said[input.lang](shown.slice(0, MOST_SAID_BACK * 2));
    return asked(input, state, { text, tries: 0 }, say, heard.confidence);
  };

  return {
    ...inner,
    turn(input, state) {
      const next = before(input, state);
      if (!('input' in next)) return next;
      return { ...inner.turn(next.input, next.state), masked: mask(input.text) };
    },
    ...(inner.assist
      ? {
          assist: async (input: TurnInput, state: DialogState) => {
            const next = before(input, state);
            if (!('input' in next)) return next;
            const reply = await inner.assist?.(next.input, next.state);
            return { ...(reply ?? inner.turn(next.input, next.state)), masked: mask(input.text) };
          },
        }
      : {}),
  };
}

/** Whether words say yes or no, whatever was asked. */
export function answerOf(text: string): 'yes' | 'no' | null {
  const words = normalise(mask(text));
  const control = controlIn(words);
  if (control === 'yes') return 'yes';
  if (control === 'no' || control === 'none_of_these') return 'no';
  const polarity = words.length <= 6 ? polarityOf(words) : 'other';
  return polarity === 'yes' || polarity === 'no' ? polarity : null;
}

/** A question back. What the conversation waited for, it still waits for. */
function asked(
  input: TurnInput,
  state: DialogState,
  waiting: Waiting | null,
  say: string,
  confidence = 0,
): Reply {
  const sentences = plan(say.replace(/[<>]/gu, ''), input.lang, { face: 'relaxed' });
  return {
    masked: mask(input.text),
    understood: { kind: 'clarify', service: null, confidence, action: 'clarify', intents: [] },
    sentences,
    cards: [],
    suggestions: waiting === null ? [] : [...ANSWERS[input.lang]],
    forms: [],
    videos: [],
    preferences: [],
    handoff: 'none',
    lookup: null,
    state: { ...state, lastReply: sentences, ...(waiting === null ? {} : { heard: waiting }) },
  };
}
