import { type Control, secondsIn } from './control.ts';
import { intentOf, type Kit, type Outcome, type Turn } from './outcome.ts';
import { faceOf } from './policy/serve.ts';
import type { Manner } from './speak.ts';
import { abilitiesText, TEXTS, whoText } from './texts.ts';
import type { Handoff, PlannedCard, PlannedSentence, Preference, Understood, VideoAction } from './types.ts';
import { videoFor } from './videos.ts';

/** A rest after each clause when somebody asks for it slower, ms. */
const SLOW_REST_MS = 500;

/** What was said, without the card that stood beside it then; slower each time it is asked for. */
function repeated(sentences: readonly PlannedSentence[], times: number): PlannedSentence[] {
  // The second time the opening words are left out: what matters comes at once.
  const rest = times > 1 && sentences.length > 2 ? sentences.slice(1) : sentences;
  return rest.map((sentence) => ({
    ...sentence,
    restMs: Math.max(sentence.restMs ?? 0, SLOW_REST_MS * Math.min(times, 2)),
    marks: sentence.marks.filter(
      (mark) => mark.kind === 'emotion' || (mark.kind === 'gesture' && mark.value !== 'point_card'),
    ),
  }));
}

/** The telephone and the work order: what a hand-off offers while agents cannot be reached by video. */
export function handoffCard(lang: Turn['lang']): PlannedCard {
  return {
    kind: 'handoff',
    title: TEXTS.handoffTitle[lang],
    text: TEXTS.handoffCard[lang],
    phone: { number: '12345', name: TEXTS.hotlineName[lang] },
    choices: [
      { label: TEXTS.leaveRequest[lang], say: TEXTS.leaveRequest[lang] },
      { label: TEXTS.stayHere[lang], say: TEXTS.stayHere[lang] },
    ],
  };
}

/** A person is needed, or asked for. */
export function handedOff(
  turn: Turn,
  handoff: Handoff,
  say: string,
  understood: Partial<Understood>,
): Outcome {
  return {
    understood: {
      kind: 'control',
      service: turn.state.service,
      confidence: 1,
      action: 'handoff',
      intents: [],
      redirect: ['12345'],
      ...understood,
    },
    say,
    manner: { face: 'sorry', card: 0 },
    cards: [handoffCard(turn.lang)],
    handoff,
    pending: { kind: 'offer', of: 'form', id: 'f.work_order' },
    state: { queue: [] },
    comforted: true,
  };
}

const PREFERENCES: Partial<Record<Control, readonly [Preference, keyof typeof TEXTS]>> = {
  normal_speech: ['normal_speech', 'normal'],
  louder: ['louder', 'louder'],
  large_type: ['large_type', 'largeType'],
  normal_type: ['normal_type', 'normalType'],
  captions_on: ['captions_on', 'captionsOn'],
  captions_off: ['captions_off', 'captionsOff'],
  text_mode: ['text_mode', 'textMode'],
  video_mode: ['video_mode', 'videoMode'],
  audio_check: ['audio_check', 'audioCheck'],
  print_card: ['print_card', 'printCard'],
  send_card: ['send_card', 'sendCard'],
};

/** Who has to come, where not anybody will do. */
const SKILLS: readonly (readonly [string, RegExp])[] = [
  ['手语', /手语|聋|哑/u],
  ['英语', /英语|英文|外语|english/u],
  ['方言', /方言|四川话|粤语|广东话|上海话|闽南话|家乡话|本地话|土话/u],
];

const VIDEO: Partial<Record<Control, VideoAction['kind']>> = {
  pause: 'pause',
  resume: 'play',
  replay: 'replay',
  close_video: 'close',
  back: 'back',
  forward: 'forward',
};

/** The question of the situation that still waits: after small talk it is asked once more. */
function openQuestion(kit: Kit, { state, lang }: Turn): { say: string; suggestions: string[] } | null {
  const { pending, slots = {} } = state;
  const node = pending?.kind === 'slot' && lang === 'zh' ? kit.affairs.service(pending.service) : null;
  const guided = node && kit.guide(node, slots);
  if (guided?.kind !== 'ask') return null;
  return { say: guided.question.ask, suggestions: guided.question.options.map(({ label }) => label) };
}

/** Answers a control word or small talk; null when the word means nothing at this point of the conversation. */
export function steered(kit: Kit, turn: Turn, control: Control): Outcome | null {
  const { lang, state } = turn;
  const text = (key: keyof typeof TEXTS): string => TEXTS[key][lang];
  const understood: Understood = {
    kind: 'control',
    service: state.service,
    confidence: 1,
    control,
    action: 'control',
    intents: [],
  };
  const small: Understood = { ...understood, kind: 'smalltalk', service: null };
  const calm: Manner = { face: faceOf(turn) };
  const kindly: Manner = { face: turn.emotion === 'neutral' ? 'happy' : faceOf(turn) };
  /** Steering leaves what is waited for as it is, and what was said last to be repeated. */
  const kept = { pending: state.pending ?? null, state: { lastReply: state.lastReply } };
  const open = openQuestion(kit, turn);
  const preference = PREFERENCES[control];
  if (preference) {
    const [name, key] = preference;
    if ((name === 'print_card' || name === 'send_card') && turn.input.keeps !== true)
      return { understood, say: text('nothingToTake'), manner: calm, ...kept };
    return { understood, say: text(key), manner: { ...calm, gesture: 'nod' }, preferences: [name], ...kept };
  }
  const video = VIDEO[control];
  if (video !== undefined && (turn.input.video !== undefined || control === 'close_video')) {
    return {
      understood,
      say: text(turn.input.video === undefined ? 'videoNone' : 'videoDone'),
      manner: calm,
      videos: turn.input.video === undefined ? [] : [moved(video, turn)],
      ...kept,
    };
  }
  switch (control) {
    case 'pause':
      // Nothing plays: it is the avatar that is to be silent.
      return {
        understood: { ...understood, control: 'stop' },
        say: text('stop'),
        manner: { ...calm, gesture: 'nod' },
        ...kept,
      };
    case 'handoff': {
      const skill = SKILLS.find(([, sign]) => sign.test(turn.text))?.[0];
      return handedOff(turn, 'immediate', text('handoff'), {
        control,
        ...(skill ? { found: { skill } } : {}),
      });
    }
    case 'resume':
      if (turn.input.unsaid !== undefined && turn.input.unsaid.length > 0) {
        return { understood, say: [...turn.input.unsaid], manner: calm, ...kept };
      }
      return state.lastReply.length === 0
        ? null
        : { understood, say: repeated(state.lastReply, 0), manner: calm, ...kept };
    case 'slower_speech':
      return {
        understood,
        say:
          state.lastReply.length === 0
            ? text('slower')
            : [...plain(text('slower'), lang), ...repeated(state.lastReply, 1)],
        manner: calm,
        preferences: ['slower_speech'],
        ...kept,
      };
    case 'repeat': {
      if (state.lastReply.length === 0) return { understood, say: text('nothingToRepeat'), manner: calm };
      const times = (state.repeats ?? 0) + 1;
      return {
        understood,
        say: repeated(state.lastReply, times),
        manner: calm,
        pending: state.pending ?? null,
        state: { lastReply: state.lastReply, repeats: times },
      };
    }
    case 'play_guidance_video':
      return playVideo(kit, turn, understood);
    case 'stop':
      return { understood, say: text('stop'), manner: { ...calm, gesture: 'nod' }, ...kept };
    case 'wait':
      return { understood, say: text('wait'), manner: { ...calm, gesture: 'nod' }, ...kept };
    case 'go_back':
    case 'back':
      return goBack(turn, understood);
    case 'none_of_these':
      return {
        understood,
        say: text('noneOfThese'),
        manner: calm,
        cards: kit.topicsCard(lang),
        miss: true,
        handoff: state.misses > 0 ? 'offer' : 'none',
      };
    case 'thanks':
      return {
        understood: small,
        say: open === null ? text('thanks') : `${text('welcome')}${open.say}`,
        manner: { ...kindly, gesture: 'nod' },
        ...(open === null ? {} : { suggestions: open.suggestions }),
        ...kept,
      };
    case 'hello':
      return {
        understood: small,
        say: open === null ? text('hello') : `${text('helloAgain')}${open.say}`,
        manner: { ...kindly, gesture: 'greet' },
        suggestions: open?.suggestions ?? kit.topics(lang),
        ...kept,
      };
    // Nothing is asked at the moment: what was asked before, and what for.
    case 'why':
      return { understood, say: text('whyAsked'), manner: { ...calm, gesture: 'explain_left' }, ...kept };
    case 'bye':
      return { understood: small, say: text('bye'), manner: { ...kindly, gesture: 'thank' } };
    case 'who':
      return {
        understood: small,
        say: `${whoText(kit.city, lang)}${open?.say ?? ''}`,
        manner: { ...calm, gesture: 'explain_left' },
        suggestions: open?.suggestions ?? kit.topics(lang),
        ...kept,
      };
    case 'abilities':
      return {
        understood: small,
        say: abilitiesText(kit.topics(lang), lang),
        manner: { ...calm, gesture: 'invite', card: 0 },
        cards: kit.topicsCard(lang),
        ...kept,
      };
    default:
      return null;
  }
}

const plain = (text: string, lang: Turn['lang']): PlannedSentence[] => [{ text, lang, marks: [] }];

function moved(kind: VideoAction['kind'], turn: Turn): VideoAction {
  if (kind === 'back' || kind === 'forward') return { kind, seconds: secondsIn(turn.text) };
  return kind === 'open' ? { kind, video: turn.input.video?.id ?? '' } : { kind };
}

/** The guidance video of what is spoken of, or of what is named; which one, when nothing is. */
function playVideo(kit: Kit, turn: Turn, understood: Understood): Outcome {
  const { lang } = turn;
  if (turn.input.video !== undefined && !/有|什么|哪/u.test(turn.text)) {
    return {
      understood,
      say: TEXTS.videoDone[lang],
      manner: { face: 'relaxed' },
      videos: [{ kind: 'play' }],
    };
  }
  const verdict = kit.affairs.decide(turn.text);
  // A service named in the same words is the matter; one spoken of before is only what the video is about.
  const named = verdict.kind === 'answer' ? verdict.service : null;
  const service = named ?? turn.state.service;
  const node = service === null ? null : kit.affairs.service(service);
  const video = videoFor(node, turn.text);
  const intents = node ? [intentOf(node.id, null, {})] : [];
  if (video === null) {
    return {
      understood: { ...understood, intents: named === null ? [] : intents },
      say: TEXTS[node ? 'noVideo' : 'whichVideo'][lang],
      manner: { face: 'relaxed' },
      state: { service: node?.id ?? turn.state.service },
      pending: node ? (turn.state.pending ?? null) : null,
    };
  }
  return {
    understood: {
      ...understood,
      service: node?.id ?? null,
      intents: named === null ? [] : intents,
    },
    say: TEXTS.videoOpen[lang],
    manner: { face: 'relaxed', gesture: 'invite' },
    videos: [{ kind: 'open', video }],
    suggestions: lang === 'zh' ? ['暂停', '后退', '继续'] : ['Pause', 'Back', 'Continue'],
    state: { service: node?.id ?? turn.state.service },
    pending: turn.state.pending ?? null,
  };
}

/** One step back: the question before, with what was known then. */
function goBack(turn: Turn, understood: Understood): Outcome {
  const { state, lang } = turn;
  const history = state.history ?? [];
  const step = history.at(-1);
  if (step === undefined) return { understood, say: TEXTS.nothingBefore[lang], manner: { face: 'relaxed' } };
  return {
    understood: { ...understood, asks: step.pending?.kind === 'slot' ? step.pending.slot : null },
    say: [...plain(TEXTS.goneBack[lang], lang), ...repeated(step.reply, 0)],
    manner: { face: 'relaxed' },
    state: {
      service: step.service,
      slots: step.slots,
      history: history.slice(0, -1),
      lastReply: step.reply,
    },
    pending: step.pending,
  };
}
