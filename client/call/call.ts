import {
  AppError,
  type EventData,
  type IceServer,
  type Lang,
  newId,
  type ServerEvent,
  type TranscriptEntry,
} from '../../protocol/index.ts';
import { capture, stopCapture } from './devices.ts';
import { Line, type Welcome } from './line.ts';
import { CallMedia } from './media.ts';
import { UtterancePlayhead } from './playhead.ts';
import type { SessionMemory } from './session-memory.ts';
import { codeOf } from './socket.ts';
import { Speaker } from './speaker.ts';
import type { Call, CallProblem, CallState } from './types.ts';

/** How often the server is told what has been heard. */
const HEARD_EVERY_MS = 300;
/** After an interruption, sound of the old turn may still be in the buffers for about this long. */
const DRAIN_MS = 450;
/** A page whose media do not come up begins without sound after this long. */
const BEGIN_WITHOUT_SOUND_MS = 2_500;

/** Errors that pass: what the citizen said is sent again, this often and with this wait when the server names none. */
const TRY_AGAIN: ReadonlySet<string> = new Set(['rate_limited', 'server_busy', 'internal']);
const MAX_ATTEMPTS = 5;
const RETRY_SAY_MS = 2_000;

export interface CallOptions {
  lang: Lang;
  /** Where the API is; '' for the page's own origin. */
  apiBase?: string;
}

/** Makes the citizen's call. A tab that was reloaded in a consultation comes back to it by itself. */
export function createCall(options: CallOptions): Call & { readonly speaker: Speaker } {
  let state: CallState = {
    phase: 'idle',
    problem: null,
    lang: options.lang,
    avatar: 'lobby',
    transcript: [],
    cards: [],
    suggestions: [],
    microphone: 'off',
    camera: 'off',
    audioBlocked: false,
    media: null,
    volume: 1,
  };
  const listeners = new Set<() => void>();
  const change = (part: Partial<CallState>): void => {
    state = { ...state, ...part };
    for (const listener of [...listeners]) listener();
  };

  const speaker = new Speaker((audioBlocked) => change({ audioBlocked }));
  const playhead = new UtterancePlayhead({ readAudio: () => speaker.read() });
  let microphoneStream: MediaStream | null = null;
  let cameraStream: MediaStream | null = null;
  let silencedUntil = 0;
  let begun = false;
  let iceServers: IceServer[] = [];
  let lastHeard: { utterance: string; ms: number; durationMs: number } | null = null;

  const line = new Line(options.apiBase ?? '', {
    onWelcome: (welcome) => void onWelcome(welcome),
    onEvent,
    onLost: () =>
      change({ phase: state.phase === 'joining' ? 'joining' : 'reconnecting', problem: { code: 'network' } }),
    onFailed: (error) => {
      media.close();
      const problem: CallProblem = error === 'taken_over' ? { code: 'taken_over' } : problemOf(error);
      change({ phase: error === 'taken_over' ? 'ended' : 'failed', problem });
    },
  });
  let media = newMedia();

  function newMedia(): CallMedia {
    return new CallMedia({
      request: (method, params) => line.request(method, params),
      onVoice: (track, receiver, epoch) => void speaker.play(track, receiver, epoch),
      onState: (mediaState) => {
        change({ media: mediaState });
        if (mediaState === 'connected') beginTalk();
      },
    });
  }

  function problemOf(error: unknown): CallProblem {
    const code = codeOf(error);
    if (code === 'timeout') return { code: 'network' };
    return { code, retryAfterMs: error instanceof AppError ? error.retryAfterMs : undefined };
  }

  async function onWelcome(welcome: Welcome): Promise<void> {
    const { snapshot } = welcome;
    change({
      phase: 'live',
      problem: null,
      lang: snapshot.lang,
      avatar: snapshot.state,
      transcript: snapshot.transcript,
      cards: snapshot.cards,
      suggestions: snapshot.suggestions,
    });
    begun = snapshot.state !== 'lobby';
    iceServers = welcome.iceServers;
    for (const unsent of line.unsent) deliver(unsent);
    if (welcome.mediaKept) {
      // The room went on; only the way to it may have changed.
      await media.restartIce();
      return;
    }
    await setUpMedia(welcome);
  }

  async function setUpMedia(access: Parameters<CallMedia['setUp']>[0]): Promise<void> {
    if (typeof RTCPeerConnection === 'undefined') {
      change({ media: 'lost', problem: { code: 'no_webrtc' } });
      beginTalk();
      return;
    }
    const timer = setTimeout(beginTalk, BEGIN_WITHOUT_SOUND_MS);
    try {
      await media.setUp(access);
    } catch (error) {
      clearTimeout(timer);
      // Without media the conversation goes on with captions.
      change({ media: 'lost', ...(codeOf(error) === 'internal' ? {} : { problem: problemOf(error) }) });
      beginTalk();
    }
  }

  /** The avatar greets once there is somebody to hear it (or it is known that there is no sound). */
  function beginTalk(): void {
    if (begun || state.phase !== 'live') return;
    begun = true;
    void line.request('talk.begin', {}).catch(() => {
      begun = false;
    });
  }

  function onEvent(message: ServerEvent): void {
    const now = performance.now();
    switch (message.event) {
      case 'media.newConsumer':
        void media.addConsumer(message.data).catch(() => change({ media: 'lost' }));
        break;
      case 'media.consumerClosed':
        media.removeConsumer(message.data.consumer);
        break;
      case 'media.rebuild':
        void setUpMedia({ routerRtpCapabilities: message.data.routerRtpCapabilities, iceServers });
        break;
      case 'talk.state':
        change({ avatar: message.data.state });
        break;
      case 'talk.utterance':
        playhead.add(message.data, now);
        break;
      case 'talk.beat':
        playhead.beat(message.data.utterance, message.data.sentMs, now);
        break;
      case 'talk.turnClosed':
        onTurnClosed(message.data, now);
        break;
      case 'talk.transcript':
        addToTranscript(message.data);
        break;
      case 'talk.suggestions':
        change({ suggestions: message.data.suggestions });
        break;
      case 'card.show':
        change({ cards: [...state.cards.filter((card) => card.id !== message.data.id), message.data] });
        break;
      case 'session.ended':
        onEnded(message.data.reason);
        break;
    }
  }

  function onTurnClosed({ turn, reason }: EventData<'talk.turnClosed'>, now: number): void {
    // A turn that was said to its end still sounds for as long as the buffers hold it: the clock runs out by itself.
    if (reason === 'done') return;
    if (!playhead.isClosed(turn)) silence(now);
    playhead.closeTurn(turn);
  }

  function addToTranscript(entry: TranscriptEntry): void {
    change({ transcript: [...state.transcript.filter((known) => known.turn !== entry.turn), entry] });
  }

  function onEnded(reason: EventData<'session.ended'>['reason']): void {
    media.close();
    stopDevices();
    playhead.clear();
    change({
      phase: 'ended',
      avatar: 'ended',
      problem: reason === 'replaced' ? { code: 'taken_over' } : null,
    });
  }

  function silence(now: number): void {
    speaker.setSilenced(true);
    silencedUntil = now + DRAIN_MS;
  }

  function stopDevices(): void {
    stopCapture(microphoneStream);
    stopCapture(cameraStream);
    microphoneStream = null;
    cameraStream = null;
    change({ microphone: 'off', camera: 'off' });
  }

  /** Tells the server what has been heard, and lets sound through again after an interruption. */
  function report(): void {
    const now = performance.now();
    const reading = playhead.at(now);
    if (speaker.silenced && (now > silencedUntil || playhead.at(now, 60)?.audible === true))
      speaker.setSilenced(false);
    const previous = lastHeard;
    if (
      previous !== null &&
      reading?.utterance.id !== previous.utterance &&
      previous.ms < previous.durationMs
    ) {
      // It ran out between two reports.
      if (!state.audioBlocked) tellHeard(previous.utterance, previous.durationMs);
    }
    lastHeard = reading && {
      utterance: reading.utterance.id,
      ms: reading.ms,
      durationMs: reading.utterance.durationMs,
    };
    if (reading !== null) tellHeard(reading.utterance.id, reading.ms);
  }
  function tellHeard(utterance: string, ms: number): void {
    if (state.phase === 'live') void line.request('talk.heard', { utterance, ms }).catch(() => undefined);
  }
  const reporting = setInterval(report, HEARD_EVERY_MS);

  /** Sends what the citizen said until it is a turn; the same `message` never makes two. */
  function deliver(item: SessionMemory['unsent'][number], attempt = 0): void {
    const forget = (): void => line.setUnsent(line.unsent.filter(({ message }) => message !== item.message));
    line.request('talk.say', { ...item, lang: state.lang }).then(
      () => {
        forget();
        if (state.problem !== null && state.phase === 'live') change({ problem: null });
      },
      (error: unknown) => {
        // Without a line it stays and is sent again when the line is back.
        if (codeOf(error) === 'timeout') return;
        change({ problem: problemOf(error) });
        if (!TRY_AGAIN.has(codeOf(error)) || attempt >= MAX_ATTEMPTS) {
          forget();
          return;
        }
        const waitMs = (error instanceof AppError ? error.retryAfterMs : undefined) ?? RETRY_SAY_MS;
        setTimeout(() => {
          if (line.unsent.some(({ message }) => message === item.message)) deliver(item, attempt + 1);
        }, waitMs);
      },
    );
  }

  async function join(): Promise<void> {
    change({ phase: 'joining', problem: null });
    try {
      await line.join(state.lang);
    } catch (error) {
      line.leave();
      change({ phase: 'failed', problem: problemOf(error) });
    }
  }

  const call: Call & { readonly speaker: Speaker } = {
    playhead,
    speaker,
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    begin: async (choice) => {
      if (state.phase !== 'idle') return;
      speaker.unlock();
      await join();
      // After the greeting has begun: a question of the browser must not keep the avatar silent.
      if (choice.microphone) await call.setMicrophone(true);
      if (choice.camera) await call.setCamera(true);
    },
    say: (text, via) => {
      const trimmed = text.trim();
      if (trimmed === '' || state.phase === 'ended' || state.phase === 'idle') return;
      call.interrupt();
      const item = { message: newId('turn').slice('turn_'.length), text: trimmed, via };
      line.setUnsent([...line.unsent, item]);
      deliver(item);
    },
    interrupt: () => {
      const now = performance.now();
      const reading = playhead.at(now);
      const turns = new Set(playhead.utterances().map((utterance) => utterance.turn));
      if (turns.size === 0) return;
      if (reading !== null) tellHeard(reading.utterance.id, reading.ms);
      silence(now);
      for (const turn of turns) playhead.closeTurn(turn);
      lastHeard = null;
      void line.request('talk.interrupt', {}).catch(() => undefined);
    },
    setMicrophone: async (on) => {
      if (!on) {
        stopCapture(microphoneStream);
        microphoneStream = null;
        change({ microphone: 'off' });
        await media.stopMicrophone();
        return;
      }
      if (microphoneStream !== null) return;
      change({ microphone: 'asking' });
      const got = await capture('microphone');
      if (got.state === 'on') {
        microphoneStream = got.stream;
        const [track] = got.stream.getAudioTracks();
        if (track !== undefined) await media.sendMicrophone(track).catch(() => undefined);
      }
      change({ microphone: got.state });
    },
    setCamera: async (on) => {
      stopCapture(cameraStream);
      cameraStream = null;
      if (!on) {
        change({ camera: 'off' });
        return;
      }
      change({ camera: 'asking' });
      const got = await capture('camera');
      if (got.state === 'on') cameraStream = got.stream;
      change({ camera: got.state });
    },
    cameraStream: () => cameraStream,
    setVolume: (volume) => {
      speaker.setVolume(volume);
      change({ volume });
    },
    setLang: (lang) => {
      change({ lang });
      if (state.phase === 'live') void line.request('talk.language', { lang }).catch(() => undefined);
    },
    unlockAudio: async () => {
      speaker.unlock();
    },
    loudness: () => speaker.loudness(),
    end: () => {
      void line
        .request('session.end', {})
        .catch(() => undefined)
        .finally(() => {
          line.leave();
          if (state.phase !== 'ended') onEnded('citizen');
        });
    },
    restart: async () => {
      line.leave();
      media.close();
      media = newMedia();
      playhead.clear();
      begun = false;
      change({ transcript: [], cards: [], suggestions: [], avatar: 'lobby', media: null });
      speaker.unlock();
      await join();
    },
    close: () => {
      clearInterval(reporting);
      line.close();
      media.close();
      speaker.close();
      stopDevices();
      listeners.clear();
    },
  };

  if (line.canResume) {
    change({ phase: 'joining' });
    line.resume();
  }
  return call;
}
