import type { Lang } from '../../protocol/index.ts';
import type { Affairs, ServiceNode } from '../affairs/types.ts';
import { answerCard, choicesCard, followUps, spokenAnswer } from './answer.ts';
import { askedOf } from './asks.ts';
import { type Control, controlIn } from './control.ts';
import { alarmIn } from './emergency.ts';
import { emotionOf } from './emotion.ts';
import { eventText } from './events.ts';
import { ungrounded } from './grounding.ts';
import { shownText, statedBy } from './markup/read.ts';
import { mask } from './mask.ts';
import { normalise, withoutOwnNumbers } from './normalise.ts';
import { fits, type Outcome, type Turn } from './outcome.ts';
import { adviceFor } from './safety.ts';
import { plan } from './speak.ts';
import { type Offer, steered } from './steer.ts';
import { COMFORT, clarifyText, englishAnswer, outsideText, TEXTS } from './texts.ts';
import type { Dialog, DialogEvent, DialogState, PlannedCard, Reply, TurnInput } from './types.ts';

export interface DialogOptions {
  affairs: Affairs;
  /** Name of the city whose hotline this is, as it is shown; default: the content's own. */
  city?: string;
  /** Told how many tags of a reply meant nothing and were left out. */
  onIgnoredMarkup?: (count: number) => void;
}

/** Suggestions shown at a time. */
const SUGGESTIONS = 4;
/** More of the sentence than this unexplained, and it is no follow-up of the service spoken of. */
const FOLLOW_UP_RESIDUE = 0.25;
/** The same for a question that names no service at all (要带什么材料). */
const BARE_RESIDUE = 0.1;

const FACES = {
  neutral: 'relaxed',
  anxious: 'serious',
  angry: 'sorry',
  sad: 'serious',
  urgent: 'serious',
  happy: 'happy',
} as const;

/**
 * The dialog over one body of content. Each turn: mask, normalise, safety gate, control words, services, validator.
 * Synchronous; keeps nothing between turns but the state that it hands back.
 */
export function createDialog({ affairs, city = affairs.city.name, onIgnoredMarkup }: DialogOptions): Dialog {
  const nodesOf = (ids: readonly string[]): ServiceNode[] => ids.flatMap((id) => affairs.service(id) ?? []);
  const nameOf = (node: ServiceNode, lang: Lang): string => (lang === 'zh' ? node.short : node.english);
  const topics = (lang: Lang): string[] => affairs.topics(SUGGESTIONS, lang);

  function topicsCard(lang: Lang): PlannedCard[] {
    const choices = topics(lang).map((topic) => ({ label: topic, say: topic }));
    return choices.length === 0 ? [] : [{ kind: 'choices', title: TEXTS.topicsTitle[lang], choices }];
  }

  function emergency(turn: Turn): Outcome | null {
    const alarm = alarmIn(turn.text);
    if (!alarm) return null;
    const advice = adviceFor(alarm, turn.lang);
    return {
      understood: {
        kind: 'emergency',
        service: null,
        confidence: 1,
        redirect: advice.card.numbers.map(({ number }) => number),
      },
      say: advice.say,
      manner: { face: 'serious', card: 0 },
      cards: [advice.card],
      suggestions: [],
    };
  }

  function notKnown(turn: Turn, said?: { text: string; phone: string }): Outcome {
    const again = turn.state.misses > 0;
    return {
      understood: { kind: 'unknown', service: null, confidence: 0, redirect: [said?.phone ?? '12345'] },
      say: said?.text ?? (again ? TEXTS.unknownAgain : TEXTS.unknown)[turn.lang],
      manner: { face: turn.emotion === 'neutral' ? 'serious' : 'sorry', gesture: 'apologise', card: 0 },
      cards: topicsCard(turn.lang),
      miss: true,
    };
  }

  function goOn(turn: Turn): Outcome {
    return {
      understood: { kind: 'smalltalk', service: null, confidence: 1 },
      say: TEXTS.goOn[turn.lang],
      manner: { face: FACES[turn.emotion], gesture: 'invite' },
      suggestions: topics(turn.lang),
    };
  }

  /** The answer about a service; a spoken text that is not grounded in the node is never said. */
  function about(turn: Turn, node: ServiceNode, confidence: number): Outcome {
    const phone = node.authorityNode.phone;
    const said = spokenAnswer(node, turn.asked);
    const refused = { text: TEXTS.ungrounded[turn.lang], phone: '12345' };
    // The gate sees what is heard: the words without their tags, and what a tag puts in their place.
    if (said === null || ungrounded(statedBy(said), node.facts).length > 0) return notKnown(turn, refused);
    const card = answerCard(node, turn.asked, turn.lang);
    const shown = [card.summary, ...card.sections.flatMap((section) => section.items)].join('\n');
    if (ungrounded(shown, node.facts).length > 0) return notKnown(turn, refused);
    const comfort = COMFORT[turn.emotion][turn.lang];
    const text = turn.lang === 'zh' ? said : englishAnswer(node, phone);
    return {
      understood: {
        kind: 'service',
        service: node.id,
        confidence,
        ...(turn.asked ? { ask: turn.asked } : {}),
      },
      say: turn.lang === 'en' || fits(shownText(comfort + text)) ? comfort + text : text,
      manner: { face: FACES[turn.emotion], gesture: turn.emotion === 'angry' ? 'apologise' : 'nod', card: 0 },
      cards: [card],
      suggestions: followUps(node, turn.asked, turn.lang),
      state: { service: node.id },
    };
  }

  function askBack(turn: Turn, nodes: readonly ServiceNode[], confidence: number): Outcome {
    const { lang } = turn;
    const names = nodes.map((node) => nameOf(node, lang));
    const texts = { title: TEXTS.choicesTitle[lang], none: TEXTS.noneLabel[lang] };
    return {
      understood: {
        kind: 'clarify',
        service: null,
        confidence,
        ...(turn.asked ? { ask: turn.asked } : {}),
      },
      say: nodes.length > 2 ? TEXTS.whichService[lang] : clarifyText(names, lang),
      manner: { face: 'thinking', gesture: 'think', card: 0 },
      cards: [choicesCard(nodes, turn.asked, texts, lang)],
      suggestions: [],
      state: { offered: nodes.map((node) => node.id) },
    };
  }

  /** Short words that make sense only after a question back; null when there was none. */
  function chosen(turn: Turn, control: Control): Outcome | null {
    const offered = nodesOf(turn.state.offered ?? []);
    const place = { yes: 0, first: 0, second: 1, third: 2 }[control as 'yes' | 'first' | 'second' | 'third'];
    const node = place === undefined ? undefined : offered[place];
    if (control === 'yes' && offered.length === 0) return goOn(turn);
    if (!node || (control === 'yes' && offered.length > 1)) return null;
    return about(turn, node, 1);
  }

  const offer: Offer = {
    city,
    services: (lang) => affairs.services().map((node) => nameOf(node, lang)),
    topics,
    topicsCard,
    chosen,
  };

  function service(turn: Turn): Outcome {
    const verdict = affairs.decide(turn.text);
    if (verdict.kind === 'answer') {
      const node = affairs.service(verdict.service);
      if (node) return about(turn, node, Math.min(1, verdict.score));
    }
    if (verdict.kind === 'unknown' && verdict.outside) {
      const { name, authority } = verdict.outside;
      return notKnown(turn, { text: outsideText(name, authority.phone, turn.lang), phone: authority.phone });
    }
    const before = turn.state.service === null ? null : affairs.service(turn.state.service);
    if (before && turn.asked && affairs.residue(turn.text, before.id) <= FOLLOW_UP_RESIDUE) {
      return about(turn, before, 0.8);
    }
    if (verdict.kind === 'clarify') return askBack(turn, nodesOf(verdict.services), verdict.score);
    const bare = affairs.residue(turn.text, null);
    // Nothing but politeness and wishing (你好，我想问一下): the matter is still to come.
    if (!turn.asked && bare === 0 && /\p{L}/u.test(turn.text)) return goOn(turn);
    if (turn.asked && bare <= BARE_RESIDUE) {
      return askBack(turn, affairs.services().slice(0, 3), 0.3);
    }
    return notKnown(turn);
  }

  function understand(turn: Turn): Outcome {
    const danger = emergency(turn);
    if (danger) return danger;
    if (!/[\p{L}\p{N}]/u.test(turn.text)) {
      return {
        understood: { kind: 'unknown', service: null, confidence: 0 },
        say: TEXTS.empty[turn.lang],
        manner: { face: 'relaxed' },
        miss: true,
      };
    }
    const control = controlIn(turn.text);
    return (control && steered(turn, control, offer)) ?? service(turn);
  }

  const dialog: Dialog = {
    greet(lang) {
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
      return { sentences, suggestions: topics(lang) };
    },
    begin: () => ({ service: null, lastReply: [], misses: 0 }),
    event(event: DialogEvent, lang: Lang, state: DialogState) {
      const sentences = plan(eventText(event, lang), lang, { face: 'relaxed' }, onIgnoredMarkup);
      return {
        sentences,
        cards: [],
        suggestions: [],
        forms: [],
        videos: [],
        preferences: [],
        handoff: 'none',
        lookup: null,
        state: { ...state, lastReply: sentences.length > 0 ? sentences : state.lastReply },
      };
    },
    turn(input: TurnInput, state: DialogState): Reply {
      const masked = mask(input.text);
      const text = withoutOwnNumbers(normalise(masked));
      const turn: Turn = {
        text,
        masked,
        lang: input.lang,
        state,
        asked: askedOf(text),
        emotion: emotionOf(text),
      };
      const outcome = understand(turn);
      const cards = outcome.cards ?? [];
      const { card, ...manner } = outcome.manner;
      const shown = card !== undefined && cards[card] ? { ...manner, card } : manner;
      const sentences =
        typeof outcome.say === 'string'
          ? plan(outcome.say, input.lang, shown, onIgnoredMarkup)
          : [...outcome.say];
      return {
        masked,
        understood: { ...outcome.understood, emotion: turn.emotion },
        sentences,
        cards,
        suggestions: (outcome.suggestions ?? []).slice(0, SUGGESTIONS),
        forms: [],
        videos: [],
        preferences: [],
        handoff: 'none',
        lookup: null,
        state: {
          service: state.service,
          lastReply: sentences,
          misses: outcome.miss ? state.misses + 1 : 0,
          ...outcome.state,
        },
      };
    },
  };
  // The first use of the dictionaries takes several times as long as any other: it is not left to a citizen.
  dialog.turn({ text: '您好，請問身份證丟了怎麼辦？', lang: 'zh', via: 'text' }, dialog.begin());
  return dialog;
}
