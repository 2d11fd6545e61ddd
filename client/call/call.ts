import {
  AppError,
  type IceServer,
  type Lang,
  type ServerEvent,
  type TalkMode,
} from '../../protocol/index.ts';
import type { AvatarVoice, EarsProfile } from '../senses/ears/types.ts';
import { pageDevices } from './device-choice.ts';
import { createDevice } from './devices.ts';
import { createFieldBox } from './fields.ts';
import { FIRST_STATE } from './first-state.ts';
import { createHeardReport } from './heard.ts';
import { createLevelMeter } from './level-meter.ts';
import { Line, type Welcome } from './line.ts';
import { type CreateEars, createListener } from './listener.ts';
import { CallMedia, type RoomAccess } from './media.ts';
import { createOutbox } from './outbox.ts';
import { createPhotos } from './photos.ts';
import { UtterancePlayhead } from './playhead.ts';
import { createRemotes } from './remotes.ts';
import { createSilencer } from './silencer.ts';
import { codeOf } from './socket.ts';
import { Speaker } from './speaker.ts';
import type { Call, CallProblem, CallState, VideoOrder } from './types.ts';
import { createVoice } from './voice.ts';

/** A page whose media do not come up begins without sound after this long. */
const BEGIN_WITHOUT_SOUND_MS = 2_500;
/** Media that could not be set up are tried again after this, when the server names no time. */
const RETRY_MEDIA_MS = 2_000;
/** What is about to sound within this counts as sounding when the citizen interrupts. */
const ABOUT_TO_SOUND_MS = 400;

export interface CallOptions {
  lang: Lang;
  /** How it begins; default: by video. */
  mode?: TalkMode;
  /** The ears of the device, loaded when a microphone is on; without them the server finds where speech begins and ends. */
  loadEars?: () => Promise<CreateEars>;
  /** It stands in a hall, with its loudspeaker beside its microphone. */
  kiosk?: boolean;
  /** Where the API is; '' for the page's own origin. */
  apiBase?: string;
}

/** Makes the citizen's call. A tab that was reloaded in a consultation comes back to it by itself. */
export function createCall(options: CallOptions): Call & { readonly speaker: Speaker } {
  let state: CallState = { ...FIRST_STATE, lang: options.lang, mode: options.mode ?? 'video' };
  const listeners = new Set<() => void>();
  const orders = new Set<(order: VideoOrder) => void>();
  const change = (part: Partial<CallState>): void => {
    state = { ...state, ...part };
    listener?.setProfile(profile());
    for (const listener of [...listeners]) listener();
  };

  const isLive = (): boolean => state.phase === 'live';

  const devices = pageDevices();
  const speaker = new Speaker((audioBlocked) => change({ audioBlocked }));
  const playhead = new UtterancePlayhead({ readAudio: () => speaker.read() });
  const silencer = createSilencer(playhead, speaker);
  const line = new Line(options.apiBase ?? '', {
    onWelcome: (welcome) => void onWelcome(welcome),
    onEvent,
    onLost: () => {
      if (state.phase !== 'ended') change({ phase: 'reconnecting', problem: { code: 'network' } });
    },
    onFailed: (error) =>
      error === 'taken_over' ? over('ended', { code: 'taken_over' }) : over('failed', problemOf(error)),
  });
  const heard = createHeardReport(playhead, (utterance, ms) =>
    state.phase === 'live' && !state.audioBlocked ? line.request('talk.heard', { utterance, ms }) : null,
  );
  const outbox = createOutbox(
    line,
    () => state.lang,
    (error) => {
      if (error !== null) change({ problem: problemOf(error) });
      else if (state.problem !== null && state.phase === 'live') change({ problem: null });
    },
  );
  const photos = createPhotos(options.apiBase ?? '', () => line.proof);
  const fields = createFieldBox(
    (method, params) => line.request(method, params),
    (unsaved) => change({ unsaved }),
    (error) => change({ problem: problemOf(error) }),
  );
  let sending: Promise<unknown> = Promise.resolve();
  const microphone = createDevice(
    'microphone',
    (to) => state.microphone !== to && change({ microphone: to }),
    (stream) => {
      const [track] = stream?.getAudioTracks() ?? [];
      sending = track === undefined ? media.stopMicrophone() : media.sendMicrophone(track);
      sending.catch(() => undefined);
      if (track === undefined) {
        voice.closed();
        return;
      }
      void voice.opened(track);
    },
    devices,
  );
  const { loadEars } = options;
  const listener =
    loadEars === undefined
      ? null
      : createListener({
          load: loadEars,
          avatar: avatarVoice,
          begin: (backMs) => void line.request('voice.begin', { backMs }).catch(() => undefined),
          end: () => void line.request('voice.end', {}).catch(() => undefined),
          cancel: () => void line.request('voice.cancel', {}).catch(() => undefined),
          duck: (to) => speaker.setDucked(to),
          interrupt: () => call.interrupt(),
          goOn: () => call.goOn(),
          silence: (ms, last) => {
            // Whoever listens to a human is not silent.
            if (state.service.phase === 'human' || state.service.phase === 'away') return;
            line.request('talk.silence', { ms }).catch(() => undefined);
            // Nobody is there: a microphone that stays open for ever is nobody's wish.
            if (last) microphone.stop();
          },
          noisy: (noisy) => change({ noisy }),
        });
  let filmPlays = false;
  const voice = createVoice({
    listener,
    request: (method, params) => line.request(method, params),
    change,
    microphone: { state: () => state.microphone, set: (on) => microphone.set(on) },
    sent: () => sending,
    interrupt: () => call.interrupt(),
  });
  const camera = createDevice(
    'camera',
    (to) => state.camera !== to && change({ camera: to }),
    // Off, pulled out or given to somebody else: nobody is shown anything any more.
    (stream) => {
      if (stream === null && state.showing) void call.setShowing(false);
    },
    devices,
  );
  const remotes = createRemotes(
    (list) => change({ remotes: list }),
    (audioBlocked) => state.audioBlocked !== audioBlocked && change({ audioBlocked }),
  );
  const playOn = (id: string | null): void => {
    speaker.playOn(id);
    remotes.playOn(id);
  };
  playOn(devices.chosen('speaker'));
  /** Chosen while a human sees one: they see the new one. */
  const otherCamera = async (): Promise<void> => {
    const shown = state.showing;
    await camera.again();
    if (shown) await call.setShowing(true);
  };
  const unwatch = devices.onChange((kind) => {
    if (kind === 'microphone') void microphone.again();
    else if (kind === 'camera') void otherCamera();
    // What was chosen before may just have been plugged in.
    else playOn(devices.chosen('speaker'));
  });
  let media = newMedia();
  const meter = createLevelMeter();
  let slower = false;
  let begun = false;
  let iceServers: IceServer[] = [];
  let access: RoomAccess | null = null;
  let mediaTimer: ReturnType<typeof setTimeout> | undefined;

  function newMedia(): CallMedia {
    const made: CallMedia = new CallMedia({
      request: (method, params) => line.request(method, params),
      onVoice: (track, receiver, epoch) => void speaker.play(track, receiver, epoch),
      onRemote: (data, track) => remotes.add(data, track),
      onRemoteGone: (consumer) => remotes.remove(consumer),
      onState: (to) => {
        if (made !== media) return;
        change({ media: to });
        if (to === 'connected') beginTalk();
      },
    });
    return made;
  }

  /** What the device's ear knows of the avatar. */
  function avatarVoice(): AvatarVoice {
    const now = performance.now();
    // The gap between two sentences of a turn is speech as well.
    const reading = speaker.silenced ? null : (playhead.at(now) ?? playhead.at(now, ABOUT_TO_SOUND_MS));
    return {
      speaking: reading !== null,
      text: reading?.utterance.text ?? '',
      level: speaker.level,
      place: reading && { utterance: reading.utterance.id, ms: reading.ms },
    };
  }

  /** How easily a voice interrupts now. */
  function profile(): EarsProfile {
    if (options.kiosk === true) return 'kiosk';
    if (filmPlays) return 'video';
    if (state.avatar === 'thinking') return 'thinking';
    return state.forms.some(({ status }) => status === 'open') ? 'form' : 'speaking';
  }

  function problemOf(error: unknown): CallProblem {
    const code = codeOf(error);
    if (code === 'timeout') return { code: 'network' };
    return { code, retryAfterMs: error instanceof AppError ? error.retryAfterMs : undefined };
  }

  /** The call is over: nothing is captured, sent or performed any more. */
  function over(phase: 'ended' | 'failed', problem: CallProblem | null): void {
    clearTimeout(mediaTimer);
    media.close();
    change({ showing: false });
    voice.close();
    meter.close();
    microphone.stop();
    camera.stop();
    playhead.clear();
    if (phase === 'ended') {
      fields.clear();
      photos.close();
    }
    change({ phase, problem, ...(phase === 'ended' ? { avatar: 'ended' } : {}) });
  }

  async function onWelcome(welcome: Welcome): Promise<void> {
    const { snapshot } = welcome;
    const { lang } = state;
    change({
      phase: 'live',
      problem: null,
      // A language that was chosen while there was no line counts more than what the server remembers.
      lang: welcome.resumed && state.transcript.length === 0 ? snapshot.lang : lang,
      avatar: snapshot.state,
      transcript: snapshot.transcript,
      cards: snapshot.cards,
      forms: snapshot.forms,
      unsaved: fields.state(),
      suggestions: snapshot.suggestions,
    });
    change({ recording: snapshot.recording });
    served(snapshot.service);
    begun = snapshot.state !== 'lobby';
    iceServers = welcome.iceServers;
    access = welcome;
    // A server that was started anew knows nothing of how this page talks.
    if (state.mode === 'text') await line.request('talk.mode', { mode: 'text' }).catch(() => undefined);
    if (state.microphone === 'on') void voice.again();
    if (slower) void line.request('talk.speed', { slower }).catch(() => undefined);
    if (state.lang !== snapshot.lang) void line.request('talk.language', { lang }).catch(() => undefined);
    for (const turn of silencer.unconfirmed()) {
      void line.request('talk.interrupt', { turn }).catch(() => undefined);
      // A turn that ended while there was no line is not told again.
      if (snapshot.state === 'listening') silencer.stopped(turn);
    }
    for (const form of snapshot.forms) fields.know(form);
    heard.flush();
    outbox.flush();
    fields.flush();
    if (state.mode === 'text') {
      beginTalk();
      return;
    }
    if (!welcome.mediaKept) {
      await setUpMedia(welcome);
      return;
    }
    beginTalk();
    // The room went on; only the way to it may have changed.
    await media.restartIce(welcome.iceServers);
  }

  async function setUpMedia(room: RoomAccess): Promise<void> {
    clearTimeout(mediaTimer);
    if (state.mode === 'text') return;
    if (typeof RTCPeerConnection === 'undefined') {
      change({ media: 'lost', problem: { code: 'no_webrtc' } });
      beginTalk();
      return;
    }
    mediaTimer = setTimeout(beginTalk, BEGIN_WITHOUT_SOUND_MS);
    try {
      await media.setUp(room);
    } catch (error) {
      clearTimeout(mediaTimer);
      if (state.phase !== 'live') return;
      // Meanwhile the conversation goes on with captions.
      change({ media: 'lost' });
      beginTalk();
      const waitMs = (error instanceof AppError ? error.retryAfterMs : undefined) ?? RETRY_MEDIA_MS;
      mediaTimer = setTimeout(() => void setUpMedia(room), waitMs);
    }
  }

  /** The avatar greets once there is somebody to hear it (or it is known that there is no sound). */
  function beginTalk(): void {
    if (begun || state.phase !== 'live') return;
    begun = true;
    line.request('talk.begin', {}).catch(() => {
      begun = false;
    });
  }

  /** Who serves has changed; a camera that nobody is to see any more goes no further. */
  function served(service: CallState['service']): void {
    change({ service });
    const stays = service.phase === 'human' || service.phase === 'away';
    if (!state.showing || (stays && service.pictureStopped !== true)) return;
    // It was turned on for them: nobody expects it to go on looking.
    void call.setShowing(false);
    camera.stop();
  }

  function onEvent(message: ServerEvent): void {
    const now = performance.now();
    switch (message.event) {
      case 'media.newConsumer':
        media.addConsumer(message.data).catch(() => change({ media: 'lost' }));
        break;
      case 'media.consumerClosed':
        media.removeConsumer(message.data.consumer);
        break;
      case 'media.rebuild':
        access = { routerRtpCapabilities: message.data.routerRtpCapabilities, iceServers };
        void setUpMedia(access);
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
        // A turn that was said to its end still sounds for as long as the buffers hold it: the clock runs out by itself.
        if (message.data.reason !== 'done' && !playhead.isClosed(message.data.turn)) {
          silencer.silence([message.data.turn]);
        }
        silencer.stopped(message.data.turn);
        break;
      case 'heard.partial':
        voice.partial(message.data);
        break;
      case 'heard.final':
        voice.final(message.data);
        break;
      case 'heard.trouble':
        voice.trouble(message.data);
        break;
      case 'talk.transcript': {
        const entry = message.data;
        // What was heard stands in the conversation now.
        if (entry.role === 'citizen' && state.heard?.done === true) change({ heard: null });
        const others = state.transcript.filter((known) => known.turn !== entry.turn);
        const at = state.transcript.findIndex((known) => known.turn === entry.turn);
        change({ transcript: at === -1 ? [...others, entry] : state.transcript.with(at, entry) });
        break;
      }
      case 'talk.suggestions':
        change({ suggestions: message.data.suggestions, expects: message.data.expects });
        listener?.expect(message.data.expects);
        break;
      case 'card.show':
        change({ cards: withOne(state.cards, message.data, (card) => card.id) });
        break;
      case 'video.act':
        for (const listener of [...orders]) listener(message.data.act);
        break;
      case 'video.narrated':
        for (const listener of [...orders]) listener({ kind: 'narrated', ...message.data });
        break;
      case 'page.prefer':
        change({ wish: { preference: message.data.preference } });
        break;
      case 'form.state':
        fields.know(message.data);
        change({ forms: withOne(state.forms, message.data, (form) => form.form) });
        break;
      case 'recording.state':
        change({ recording: message.data });
        break;
      case 'service.state':
        served(message.data);
        break;
      case 'session.ended':
        over('ended', message.data.reason === 'replaced' ? { code: 'taken_over' } : null);
        break;
    }
  }

  async function join(): Promise<void> {
    change({ phase: 'joining', problem: null });
    try {
      await line.join(state.lang);
    } catch (error) {
      line.leave();
      over('failed', problemOf(error));
    }
  }

  const call: Call & { readonly speaker: Speaker } = {
    playhead,
    speaker,
    devices,
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
      if (choice.microphone && isLive()) await call.setMicrophone(true);
      if (choice.camera && isLive()) await call.setCamera(true);
    },
    say: (text, via) => {
      const trimmed = text.trim();
      if (trimmed === '' || state.phase === 'ended' || state.phase === 'idle') return;
      listener?.active();
      call.interrupt();
      outbox.add(trimmed, via);
    },
    forms: {
      open: (kind) => {
        line.request('form.open', { kind }).catch((error: unknown) => change({ problem: problemOf(error) }));
      },
      definition: async (form) => (await line.request('form.get', { form })).definition,
      set: (form, field, value, typing = false) => {
        listener?.active();
        fields.set(form, field, value, typing);
      },
      settle: (form) => fields.settle(form),
      // Where it is lost, the next words or taps tell again.
      focus: (form, field) => void line.request('form.focus', { form, field }).catch(() => undefined),
      confirm: (form) => fields.confirm(form),
      cancel: (form) => {
        line
          .request('form.cancel', { form })
          .catch((error: unknown) => change({ problem: problemOf(error) }));
      },
      photos: (form) => photos.of(form),
    },
    videos: {
      // A report that is lost is made good by the next scene.
      report: (what) => {
        filmPlays = what.what === 'scene' || what.what === 'playing';
        listener?.setProfile(profile());
        void line.request('video.report', what).catch(() => undefined);
      },
      onOrder: (listener) => {
        orders.add(listener);
        return () => orders.delete(listener);
      },
    },
    act: (card, act) => {
      listener?.active();
      line
        .request('card.act', { card, act })
        .catch((error: unknown) => change({ problem: problemOf(error) }));
    },
    cardLink: (card) => line.request('card.link', { card }),
    interrupt: () => {
      const now = performance.now();
      const sounding = playhead.at(now) ?? playhead.at(now, ABOUT_TO_SOUND_MS);
      const speaking =
        state.avatar === 'speaking' || state.avatar === 'greeting' || state.avatar === 'thinking';
      if (sounding === null && !speaking) return;
      heard.now();
      heard.forget();
      const turns = new Set(playhead.utterances().map((utterance) => utterance.turn));
      if (turns.size > 0) silencer.silence(turns);
      line.request('talk.interrupt', {}).catch(() => undefined);
    },
    goOn: () => void line.request('talk.continue', {}).catch(() => undefined),
    setLips: (lips) => listener?.setLips(lips),
    setMicrophone: (on) => microphone.set(on),
    hold: (on) => voice.hold(on),
    setCamera: (on) => camera.set(on),
    cameraStream: () => camera.stream,
    setShowing: async (on) => {
      if (on && (state.service.phase !== 'human' || state.service.pictureStopped === true)) return;
      if (!on) {
        if (!state.showing) return;
        change({ showing: false });
        await media.stop('camera');
        return;
      }
      await camera.set(true);
      const [track] = camera.stream?.getVideoTracks() ?? [];
      if (track === undefined || state.service.phase !== 'human') return;
      change({ showing: true });
      // Refused or lost: what is not seen must not look as if it were.
      await media.send('camera', track).catch(() => change({ showing: false }));
    },
    remoteStream: (id) => remotes.stream(id),
    choose: (choice) => {
      line
        .request('service.choose', { choice })
        .catch((error: unknown) => change({ problem: problemOf(error) }));
    },
    chooseRecording: async (choice) => {
      await line.request('recording.choose', choice);
    },
    setVolume: (volume) => {
      speaker.setVolume(volume);
      remotes.setVolume(volume);
      change({ volume });
    },
    setLang: (lang) => {
      change({ lang });
      if (state.phase === 'live') line.request('talk.language', { lang }).catch(() => undefined);
    },
    setSlower: (to) => {
      if (slower === to) return;
      slower = to;
      listener?.setPatient(slower);
      if (isLive()) line.request('talk.speed', { slower }).catch(() => undefined);
    },
    microphoneLevel: () => meter.level(microphone.stream),
    setMode: (mode) => {
      if (mode === state.mode) return;
      change({ mode });
      if (!isLive()) return;
      line.request('talk.mode', { mode }).catch(() => undefined);
      if (mode === 'video') {
        if (access !== null) void setUpMedia(access);
        return;
      }
      clearTimeout(mediaTimer);
      media.close();
      media = newMedia();
      microphone.stop();
      camera.stop();
      change({ media: null, microphone: 'off', camera: 'off', audioBlocked: false });
    },
    unlockAudio: async () => {
      speaker.unlock();
      remotes.unlock();
    },
    loudness: () => speaker.loudness(),
    end: () => {
      const ending = line.request('session.end', {});
      const leave = (): void => {
        line.leave();
        if (state.phase !== 'ended') over('ended', null);
      };
      ending.then(leave, leave);
    },
    restart: async () => {
      line.leave();
      over('ended', null);
      media = newMedia();
      begun = false;
      change({ ...FIRST_STATE, volume: state.volume, mode: state.mode });
      speaker.unlock();
      await join();
    },
    close: () => {
      clearTimeout(mediaTimer);
      heard.close();
      fields.close();
      photos.close();
      silencer.close();
      line.close();
      media.close();
      speaker.close();
      meter.close();
      microphone.stop();
      camera.stop();
      unwatch();
      listeners.clear();
    },
  };

  if (line.canResume) {
    change({ phase: 'joining' });
    line.resume();
  }
  return call;
}

/** The list with this one in the place of the one with its id, or at the end. */
function withOne<T>(list: readonly T[], one: T, idOf: (item: T) => string): readonly T[] {
  const at = list.findIndex((item) => idOf(item) === idOf(one));
  return at === -1 ? [...list, one] : list.with(at, one);
}
