import type { Lang } from '../../protocol/index.ts';
import type { Control } from './control.ts';
import type { Outcome, Turn } from './outcome.ts';
import type { Manner } from './speak.ts';
import { abilitiesText, TEXTS, whoText } from './texts.ts';
import type { PlannedCard, PlannedSentence, Understood } from './types.ts';

/** What was said, without the card that stood beside it then. */
function repeated(sentences: readonly PlannedSentence[]): PlannedSentence[] {
  return sentences.map((sentence) => ({
    ...sentence,
    marks: sentence.marks.filter(
      (mark) => mark.kind === 'emotion' || (mark.kind === 'gesture' && mark.value !== 'point_card'),
    ),
  }));
}

/** What the answers to control words need of the content. */
export interface Offer {
  city: string;
  /** Names of the services, in the language. */
  services(lang: Lang): string[];
  topics(lang: Lang): string[];
  topicsCard(lang: Lang): PlannedCard[];
  /** The service meant by 对 or 第一个 after a question back; null when there was none. */
  chosen(turn: Turn, control: Control): Outcome | null;
}

/** Answers a control word or small talk; null when the word means nothing at this point of the conversation. */
export function steered(turn: Turn, control: Control, offer: Offer): Outcome | null {
  const { lang, state } = turn;
  const understood: Understood = { kind: 'control', service: state.service, confidence: 1, control };
  const small: Understood = { ...understood, kind: 'smalltalk', service: null };
  const calm: Manner = { face: turn.emotion === 'neutral' ? 'relaxed' : 'serious' };
  const kindly: Manner = { face: turn.emotion === 'neutral' ? 'happy' : 'serious' };
  switch (control) {
    case 'handoff':
      return {
        understood: { ...understood, redirect: ['12345'] },
        say: TEXTS.handoff[lang],
        manner: { face: 'sorry' },
      };
    case 'repeat':
      if (state.lastReply.length === 0) return { understood, say: TEXTS.nothingToRepeat[lang], manner: calm };
      return {
        understood,
        say: repeated(state.lastReply),
        manner: calm,
        state: { lastReply: state.lastReply },
      };
    case 'stop':
      return {
        understood,
        say: TEXTS.stop[lang],
        manner: { ...calm, gesture: 'nod' },
        state: { lastReply: state.lastReply },
      };
    case 'none_of_these':
      return {
        understood,
        say: TEXTS.noneOfThese[lang],
        manner: calm,
        cards: offer.topicsCard(lang),
        miss: true,
      };
    case 'thanks':
      return { understood: small, say: TEXTS.thanks[lang], manner: { ...kindly, gesture: 'nod' } };
    case 'hello':
      return {
        understood: small,
        say: TEXTS.hello[lang],
        manner: { ...kindly, gesture: 'greet' },
        suggestions: offer.topics(lang),
      };
    case 'bye':
      return { understood: small, say: TEXTS.bye[lang], manner: { ...kindly, gesture: 'thank' } };
    case 'who':
      return {
        understood: small,
        say: whoText(offer.city, lang),
        manner: { ...calm, gesture: 'explain_left' },
        suggestions: offer.topics(lang),
      };
    case 'abilities':
      return {
        understood: small,
        say: abilitiesText(offer.services(lang), lang),
        manner: { ...calm, gesture: 'invite', card: 0 },
        cards: offer.topicsCard(lang),
      };
    default:
      return offer.chosen(turn, control);
  }
}
