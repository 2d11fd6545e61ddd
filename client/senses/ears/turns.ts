import { createGate, type Frame } from './gate.ts';
import { createLipsHint } from './lips.ts';
import { FRAMES_STOPPED_MS, MAX_TURN_MS, PROFILES, type ProfileOptions, TAKE_BACK_MS } from './options.ts';
import { addVoice, type Claim, lasts, newClaim, readOver, verdictOn } from './overlap.ts';
import { createPatience } from './patience.ts';
import { createSilences } from './silences.ts';
import { createSurroundings } from './surroundings.ts';
import type {
  AvatarVoice,
  EarsEvent,
  EarsProfile,
  FalseAlarmCause,
  LipsSeen,
  OpenQuestion,
  SpeechEndReason,
  SpeechPlace,
} from './types.ts';
import { weightOf } from './words.ts';

/** Longest beginning that lies back when it is noticed; what the server keeps is more. ms */
const MOST_BACK_MS = 1_200;
/** Before the first frame that counts: a plosive and the frame itself. ms */
const LEAD_MS = 160;
/** So soon after an end, a new beginning is the same turn: it had been cut off. ms */
const CUT_OFF_MS = 1_500;
/** A tick so late means that the page stood still: frames are waiting to be read. ms */
const LATE_TICK_MS = 250;
/** Words are on their way for at least so long. ms */
const STALE_WORDS_MS = 120;
/** Finals that are waited for at once; more cannot be on their way in that time. */
const MOST_AWAITED = 8;

/** What is being said, or was said and waits for its last words. */
interface Turn {
  /** When its first frame of voice began, and when it was noticed. */
  from: number;
  startedAt: number;
  lastVoiceAt: number;
  voicedMs: number;
  text: string;
  /** While it is not clear what a voice over the avatar's means. */
  claim: Claim | null;
  /** How far it lay above the avatar's echo, dB; null where it was not over the avatar. */
  margin: number | null;
  /** It stopped the avatar, there. */
  stopped: { place: SpeechPlace | null } | null;
}

export interface TurnsOptions {
  now: number;
  avatar: () => AvatarVoice;
  emit: (event: EarsEvent) => void;
  profile: EarsProfile;
  elder: boolean;
}

export interface Turns {
  frame(frame: Frame): void;
  /** Time passes; where frames come no more, it alone ends what is open. Several times a second. */
  tick(now: number): void;
  words(text: string, final: boolean, now: number): void;
  active(now: number): void;
  setProfile(profile: EarsProfile): void;
  setElder(elder: boolean): void;
  setQuestion(question: OpenQuestion): void;
  setLips(lips: (() => LipsSeen | null) | null): void;
  close(now: number): void;
}

/** Who speaks when: a state machine without clocks, timers or sound of its own. Times only ever grow. */
export function createTurns({ now: begun, avatar, emit, ...given }: TurnsOptions): Turns {
  let { profile, elder } = given;
  let question: OpenQuestion = { kind: 'open' };
  const gate = createGate();
  const patience = createPatience();
  const silences = createSilences(begun);
  const surroundings = createSurroundings(begun, emit);
  let turn: Turn | null = null;
  /** Ended turns whose last words are still to come. */
  const awaited: { turn: Turn; until: number }[] = [];
  /** Voice of late, before it is a turn. */
  let run = { ms: 0, from: begun };
  let lastFrameAt = begun;
  let lastTickAt = begun;
  let lastEndAt = Number.NEGATIVE_INFINITY;
  let closed = false;

  const lips = createLipsHint();
  const limits = (): ProfileOptions => lips.limits(PROFILES[profile]);
  const busy = (): boolean => avatar().speaking || profile === 'thinking';

  /** The claim is decided: the avatar is as loud as before, or silent. */
  const release = (at: number, one: Turn): void => {
    if (one.claim === null) return;
    one.margin = one.claim.margin;
    one.claim = null;
    emit({ type: 'duck', at, on: false });
  };
  const open = (at: number): Turn => {
    // A few frames of noise long ago are no beginning.
    run.from = Math.max(run.from, at - MOST_BACK_MS + LEAD_MS);
    const from = run.from - LEAD_MS;
    const gap = run.from - lastEndAt;
    if (gap < CUT_OFF_MS) patience.paused(gap, true);
    const one: Turn = {
      from: run.from,
      startedAt: at,
      lastVoiceAt: at,
      voicedMs: run.ms,
      text: '',
      claim: null,
      margin: null,
      stopped: null,
    };
    turn = one;
    const over = busy();
    emit({ type: 'speech_start', at, backMs: Math.round(Math.max(0, at - from)), over });
    if (over) {
      one.claim = newClaim(at);
      emit({ type: 'duck', at, on: true });
    }
    return one;
  };
  const end = (at: number, one: Turn, reason: SpeechEndReason): void => {
    release(at, one);
    turn = null;
    run = { ms: 0, from: at };
    if (reason !== 'dropped') lastEndAt = one.lastVoiceAt;
    emit({ type: 'speech_end', at, reason, silenceMs: Math.round(Math.max(0, at - one.lastVoiceAt)) });
    if (reason === 'dropped' || reason === 'closed') return;
    awaited.push({ turn: one, until: at + TAKE_BACK_MS });
    if (awaited.length > MOST_AWAITED) lastWords(at, '');
  };
  const falseAlarm = (at: number, one: Turn, cause: FalseAlarmCause): void => {
    const { stopped } = one;
    one.stopped = null;
    emit({ type: 'false_alarm', at, cause, stopped: stopped !== null, place: stopped?.place ?? null });
  };
  const stopAvatar = (at: number, one: Turn, by: 'voice' | 'words', stop: boolean): void => {
    const { place } = avatar();
    one.stopped = { place };
    emit({ type: 'barge_in', at, by, stop, place });
    // After it: what is being silenced must not become loud for a moment.
    release(at, one);
  };

  /** What a voice over the avatar's means, as soon as it can be told. */
  const decide = (at: number, one: Turn, claim: Claim): void => {
    if (!busy()) {
      // The avatar has ended by itself: a turn like any other.
      release(at, one);
      return;
    }
    if (!claim.hushed && lasts(one, limits().hushMs)) {
      claim.hushed = true;
      emit({ type: 'hush', at });
    }
    const verdict = verdictOn(at, one, claim, limits(), avatar().text);
    if (verdict.kind === 'meant') stopAvatar(at, one, verdict.by, verdict.stop);
    // A short word: what it was, its last words tell. Meanwhile the avatar speaks on.
    else if (verdict.kind === 'passed') end(at, one, 'silence');
    else if (verdict.kind === 'backchannel') {
      end(at, one, 'dropped');
      emit({ type: 'backchannel', at, text: one.text });
    } else if (verdict.kind === 'nothing') {
      if (verdict.cause === 'echo') gate.wasEcho(at, claim.margin);
      end(at, one, 'dropped');
      falseAlarm(at, one, verdict.cause);
    }
  };
  /** The recogniser's last word on the turn that has waited longest. */
  const lastWords = (at: number, text: string): void => {
    const one = awaited.shift()?.turn;
    if (weightOf(text) > 0) silences.reset(at);
    if (one === undefined || one.margin === null) return;
    const read = readOver(text, avatar().text, one.margin, limits());
    if (read === 'none') falseAlarm(at, one, 'no_words');
    else if (one.stopped !== null) {
      if (read === 'backchannel' || read === 'echo') falseAlarm(at, one, read);
    } else if (read === 'backchannel') emit({ type: 'backchannel', at, text });
    else if (read === 'echo') falseAlarm(at, one, 'echo');
    else if (busy()) {
      const { place } = avatar();
      emit({ type: 'barge_in', at, by: 'words', stop: read === 'stop', place });
    }
  };
  const settle = (at: number): void => {
    if (turn?.claim) decide(at, turn, turn.claim);
    if (turn !== null && turn.claim === null) {
      const { ms, whole } = patience.wait({ text: turn.text, question, elder });
      if (at - turn.lastVoiceAt >= ms) end(at, turn, whole ? 'complete' : 'silence');
      else if (at - turn.startedAt >= MAX_TURN_MS) end(at, turn, 'limit');
    }
    while (awaited[0] !== undefined && at >= awaited[0].until) lastWords(at, '');
    if (turn !== null || awaited.length > 0 || busy()) silences.rest(at);
    const silent = silences.look(at, profile, elder);
    if (silent !== null) emit({ type: 'silence', at, ...silent });
  };
  const beginning = ({ at, ms }: Pick<Frame, 'at' | 'ms'>): void => {
    if (run.ms === 0) run.from = at - ms;
    run.ms += ms;
  };
  const voice = ({ at, ms, level }: Frame): void => {
    lips.voice(ms);
    if (turn !== null) {
      const gap = at - ms - turn.lastVoiceAt;
      // Pauses over the avatar's voice are no habit: one waits whether it stops.
      if (turn.claim === null) patience.paused(gap);
      turn.voicedMs += ms;
      turn.lastVoiceAt = at;
      if (turn.claim !== null) addVoice(turn.claim, at, level, gate.aboveEcho(at, level));
      return;
    }
    beginning({ at, ms });
    if (run.ms < (busy() ? limits().duckMs : limits().startMs)) return;
    const one = open(at);
    if (one.claim !== null) addVoice(one.claim, at, level, gate.aboveEcho(at, level));
  };

  return {
    frame: (frame) => {
      if (closed) return;
      const { at, ms } = frame;
      lastFrameAt = at;
      const { speaking, level } = avatar();
      gate.plays(at, speaking, level === null ? null : 20 * Math.log10(Math.max(level, 1e-5)));
      // While somebody may be speaking, what is in the microphone is not the echo.
      const judged = gate.judge(frame, limits(), turn === null);
      if (judged === 'voice') voice(frame);
      else if (judged === 'faint' && turn === null) beginning(frame);
      else if (turn === null) run.ms = Math.max(0, run.ms - ms);
      surroundings.add(at, frame.level, gate.background);
      settle(at);
    },
    tick: (now) => {
      const late = now - lastTickAt > LATE_TICK_MS;
      lastTickAt = now;
      if (closed || late || now - lastFrameAt < FRAMES_STOPPED_MS) return;
      settle(now);
    },
    words: (text, final, now) => {
      if (closed) return;
      if (final && awaited.length > 0) lastWords(now, text);
      // What comes in the first moments was said before this turn.
      else if (turn !== null && (final || now - turn.startedAt >= STALE_WORDS_MS)) turn.text = text;
      if (turn !== null) settle(Math.max(now, turn.lastVoiceAt));
    },
    active: (now) => silences.reset(now),
    setProfile: (to) => {
      profile = to;
    },
    setElder: (to) => {
      elder = to;
    },
    setQuestion: (to) => {
      question = to;
    },
    setLips: lips.set,
    close: (now) => {
      if (closed) return;
      closed = true;
      if (turn !== null) end(now, turn, 'closed');
      awaited.length = 0;
    },
  };
}
