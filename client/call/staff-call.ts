import {
  AppError,
  type Assist,
  type Card,
  type ConsultationState,
  type FormState,
  type IceServer,
  type Lang,
  type Method,
  type Params,
  type RecordingStatus,
  type Result,
  type Role,
  type ServerEvent,
  type Service,
  type Snapshot,
  type TranscriptEntry,
} from '../../protocol/index.ts';
import { type DeviceChoice, pageDevices, soundTo } from './device-choice.ts';
import { type CaptureDevice, createDevice } from './devices.ts';
import { createLevelMeter } from './level-meter.ts';
import { CallMedia, type SentSource } from './media.ts';
import { createRemotes, type Remote } from './remotes.ts';
import { codeOf, SignalSocket } from './socket.ts';
import type { DeviceState } from './types.ts';

/** Waits before each try to come back; they fit into the half minute that the citizen waits for a human. */
const RETRY_DELAYS_MS = [0, 300, 1_200, 2_700, 4_800, 7_000, 7_000];
const ENDED = 4410;
const REPLACED = 4409;
const HOPELESS = new Set(['resume_invalid', 'resume_expired', 'room_gone', 'token_used', 'token_expired']);

export interface StaffCallOptions {
  /** The room socket, `wss://…/ws`. */
  wsUrl: string;
  consultation: string;
  /** A token of the desk, used once; or the secret of a page of before that was reloaded. */
  by: { token: string } | { secret: string };
  /** The secret that opens the call from now on, for a page that comes after this one; null once it is over. */
  onSecret: (secret: string | null) => void;
}

/** A citizen's call as an agent or a supervisor has it; a new object whenever something changed. */
export interface StaffCallState {
  phase: 'joining' | 'live' | 'reconnecting' | 'ended' | 'failed';
  /** Why it ended: `returned` is the end of one's own part. */
  ended: string | null;
  problem: string | null;
  role: Role | null;
  lang: Lang;
  avatar: ConsultationState;
  service: Service | null;
  recording: RecordingStatus | null;
  citizenConnected: boolean;
  transcript: readonly TranscriptEntry[];
  cards: readonly Card[];
  forms: readonly FormState[];
  /** What helps whoever serves; null while no human does. */
  assist: Assist | null;
  /** What the citizen is saying, before it is a line. */
  hearing: string | null;
  /** The citizen's and colleagues' voices (they play by themselves) and pictures. */
  remotes: readonly Remote[];
  microphone: DeviceState;
  camera: DeviceState;
  screen: DeviceState;
  media: 'connecting' | 'connected' | 'lost' | null;
  audioBlocked: boolean;
}

/** Staff in a citizen's consultation. Methods that ask reject with the server's `AppError`. */
export interface StaffCall {
  getState(): StaffCallState;
  subscribe(listener: () => void): () => void;
  say(text: string): Promise<void>;
  push(what: Params<'staff.push'>['what']): Promise<void>;
  /** What to think over before these words are sent. */
  check(text: string): Promise<Result<'staff.check'>['warnings']>;
  /** Whether a suggestion was of use. */
  rate(suggestion: string, useful: boolean): Promise<void>;
  look(text: string): Promise<Result<'staff.look'>['found']>;
  formDefinition(form: string): Promise<Result<'form.get'>>;
  setField(params: Params<'staff.setField'>): Promise<void>;
  /** The avatar answers for a task (true), or is silent again. */
  avatar(on: boolean): Promise<void>;
  /** To the avatar for good; the call ends for this page with `returned`. */
  giveBack(note?: string): void;
  /** The matter is done: ends the consultation for everybody. */
  end(): void;
  passOn(params: Params<'staff.passOn'>): Promise<void>;
  keep(): Promise<void>;
  /** Asks the citizen to agree to a recording; lets it rest; goes on. */
  record(params: Params<'staff.record'>): Promise<void>;
  /** Stops the citizen's picture, or allows it again. */
  picture(params: Params<'staff.picture'>): Promise<void>;
  mode(params: Params<'staff.mode'>): Promise<void>;
  setMicrophone(on: boolean): Promise<void>;
  setCamera(on: boolean): Promise<void>;
  setScreen(on: boolean): Promise<void>;
  cameraStream(): MediaStream | null;
  /** Which microphone, camera and loudspeaker; a choice holds at once. */
  readonly devices: DeviceChoice;
  /** RMS of one's own microphone, 0 to 1; 0 while it is off. */
  microphoneLevel(): number;
  remoteStream(id: string): MediaStream | null;
  setVolume(volume: number): void;
  /** Inside a tap. */
  unlockAudio(): void;
  close(): void;
}

/** Enters a citizen's consultation with a token of the desk. Comes back by itself after a loss of the line. */
export function createStaffCall(options: StaffCallOptions): StaffCall {
  let state: StaffCallState = {
    phase: 'joining',
    ended: null,
    problem: null,
    role: null,
    lang: 'zh',
    avatar: 'listening',
    service: null,
    recording: null,
    citizenConnected: true,
    transcript: [],
    cards: [],
    forms: [],
    assist: null,
    hearing: null,
    remotes: [],
    microphone: 'off',
    camera: 'off',
    screen: 'off',
    media: null,
    audioBlocked: false,
  };
  const listeners = new Set<() => void>();
  const change = (part: Partial<StaffCallState>): void => {
    state = { ...state, ...part };
    for (const listener of [...listeners]) listener();
  };
  let socket: SignalSocket | null = null;
  let secret: string | null = 'secret' in options.by ? options.by.secret : null;
  let lastSeq = -1;
  let tries = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let iceServers: IceServer[] = [];
  const isOver = (): boolean => state.phase === 'ended' || state.phase === 'failed';

  const request = <M extends Method>(method: M, params: Params<M>): Promise<Result<M>> =>
    socket?.request(method, params) ?? Promise.reject(new AppError('timeout', 'There is no connection.'));
  const done = async (asked: Promise<unknown>): Promise<void> => {
    await asked;
  };

  const devices = pageDevices();
  const remotes = createRemotes(
    (list) => change({ remotes: list }),
    (audioBlocked) => change({ audioBlocked }),
  );
  const voiceOut = document.createElement('audio');
  voiceOut.autoplay = true;
  const media = new CallMedia({
    request,
    onVoice: (track) => {
      voiceOut.srcObject = new MediaStream([track]);
      voiceOut.play().catch(() => change({ audioBlocked: true }));
    },
    onRemote: (data, track) => remotes.add(data, track),
    onRemoteGone: (consumer) => remotes.remove(consumer),
    onState: (to) => change({ media: to }),
  });

  /** What a device gives goes into the room; its end takes it out. */
  const sends = (source: SentSource) => (stream: MediaStream | null) => {
    const [track] = stream?.getTracks() ?? [];
    void (track === undefined ? media.stop(source) : media.send(source, track)).catch((error: unknown) =>
      change({ problem: codeOf(error) }),
    );
  };
  const microphone: CaptureDevice = createDevice(
    'microphone',
    (to) => change({ microphone: to }),
    sends('microphone'),
    devices,
  );
  const camera: CaptureDevice = createDevice(
    'camera',
    (to) => change({ camera: to }),
    sends('camera'),
    devices,
  );
  const meter = createLevelMeter();
  const playOn = (): void => {
    const id = devices.chosen('speaker');
    remotes.playOn(id);
    soundTo(voiceOut, id);
  };
  playOn();
  const unwatch = devices.onChange((kind) => {
    if (kind === 'microphone') void microphone.again();
    else if (kind === 'camera') void camera.again();
    else playOn();
  });
  let screen: MediaStream | null = null;

  function over(phase: 'ended' | 'failed', why: string): void {
    if (isOver()) return;
    clearTimeout(timer);
    change(phase === 'ended' ? { phase, ended: why } : { phase, problem: why });
    options.onSecret(null);
    unwatch();
    meter.close();
    media.close();
    voiceOut.srcObject = null;
    microphone.stop();
    camera.stop();
    stopScreen();
    socket?.close();
    socket = null;
  }

  function stopScreen(): void {
    const had = screen;
    screen = null;
    for (const track of had?.getTracks() ?? []) track.stop();
    if (had === null) return;
    change({ screen: 'off' });
    void media.stop('screen').catch(() => undefined);
  }

  function stand(snapshot: Snapshot, role: Role): void {
    const { lang, state: avatar, transcript, cards, forms, service, recording } = snapshot;
    change({
      phase: 'live',
      problem: null,
      role,
      lang,
      avatar,
      transcript,
      cards,
      forms,
      service,
      recording,
    });
  }

  async function enter(): Promise<void> {
    const opened = await SignalSocket.open(options.wsUrl, { onEvent, onClose });
    if (isOver()) {
      opened.close();
      return;
    }
    let kept = false;
    let welcome: Result<'auth.join'>;
    try {
      if ('token' in options.by && secret === null)
        welcome = await opened.request('auth.join', { token: options.by.token });
      else {
        const { consultation } = options;
        const back = await opened.request('auth.resume', { consultation, secret: secret ?? '', lastSeq });
        kept = back.mediaKept;
        welcome = back;
      }
    } catch (error) {
      opened.close();
      throw error;
    }
    socket = opened;
    secret = welcome.resumeSecret;
    options.onSecret(secret);
    if (!kept) lastSeq = Math.max(lastSeq, welcome.seq);
    tries = 0;
    iceServers = welcome.iceServers;
    stand(welcome.snapshot, welcome.role);
    if (kept) await media.restartIce(iceServers);
    else await media.setUp({ routerRtpCapabilities: welcome.routerRtpCapabilities, iceServers });
  }

  function attempt(): void {
    const delay = RETRY_DELAYS_MS[tries];
    if (delay === undefined) {
      over('failed', 'network');
      return;
    }
    tries += 1;
    clearTimeout(timer);
    timer = setTimeout(() => {
      enter().catch((error: unknown) => {
        if (isOver()) return;
        const code = codeOf(error);
        if (HOPELESS.has(code)) over('failed', code);
        else if (socket === null) attempt();
        // In the room, but without sound and picture.
        else change({ media: 'lost', problem: code });
      });
    }, delay);
  }

  function onClose(code: number): void {
    if (isOver() || socket === null) return;
    socket = null;
    if (code === ENDED) over('ended', 'ended');
    else if (code === REPLACED) over('failed', 'taken_over');
    else {
      change({ phase: 'reconnecting' });
      attempt();
    }
  }

  function onEvent(message: ServerEvent): void {
    if (message.seq <= lastSeq) return;
    lastSeq = message.seq;
    switch (message.event) {
      case 'media.newConsumer':
        media.addConsumer(message.data).catch(() => change({ media: 'lost' }));
        break;
      case 'media.consumerClosed':
        media.removeConsumer(message.data.consumer);
        break;
      case 'media.rebuild': {
        const { routerRtpCapabilities } = message.data;
        media.setUp({ routerRtpCapabilities, iceServers }).catch(() => change({ media: 'lost' }));
        break;
      }
      case 'talk.state':
        change({ avatar: message.data.state });
        break;
      case 'talk.transcript': {
        const entry = message.data;
        const hearing = entry.role === 'citizen' ? null : state.hearing;
        change({ hearing, transcript: withOne(state.transcript, entry, ({ turn }) => turn) });
        break;
      }
      case 'heard.partial':
      case 'heard.final':
        change({ hearing: message.data.text === '' ? null : message.data.text });
        break;
      case 'card.show':
        change({ cards: withOne(state.cards, message.data, ({ id }) => id) });
        break;
      case 'form.state':
        change({ forms: withOne(state.forms, message.data, ({ form }) => form) });
        break;
      case 'recording.state':
        change({ recording: message.data });
        break;
      case 'service.state':
        change({
          service: message.data,
          ...(message.data.phase === 'human' || message.data.phase === 'away' ? {} : { assist: null }),
        });
        break;
      case 'staff.assist':
        change({ assist: message.data });
        break;
      case 'staff.citizen':
        change({ citizenConnected: message.data.connected });
        break;
      case 'session.ended':
        over('ended', message.data.reason);
        break;
      default:
        break;
    }
  }

  attempt();
  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    // Made once per message, so that nothing is said twice.
    say: (text) => done(request('staff.say', { message: crypto.randomUUID(), text })),
    push: (what) => done(request('staff.push', { what })),
    check: (text) => request('staff.check', { text }).then(({ warnings }) => warnings),
    rate: (suggestion, useful) => done(request('staff.rate', { suggestion, useful })),
    look: (text) => request('staff.look', { text }).then(({ found }) => found),
    formDefinition: (form) => request('form.get', { form }),
    setField: (params) => done(request('staff.setField', params)),
    avatar: (on) => done(request('staff.avatar', { on })),
    giveBack: (note) => {
      request('staff.return', note === undefined ? {} : { note }).catch(() => undefined);
    },
    end: () => void request('staff.end', {}).catch(() => undefined),
    passOn: (params) => done(request('staff.passOn', params)),
    keep: () => done(request('staff.keep', {})),
    record: (params) => done(request('staff.record', params)),
    picture: (params) => done(request('staff.picture', params)),
    mode: (params) => done(request('staff.mode', params)),
    setMicrophone: (on) => microphone.set(on),
    setCamera: (on) => camera.set(on),
    setScreen: async (on) => {
      if (!on) {
        stopScreen();
        return;
      }
      if (screen !== null) return;
      change({ screen: 'asking' });
      try {
        screen = await navigator.mediaDevices.getDisplayMedia({ video: true });
      } catch {
        change({ screen: 'refused' });
        return;
      }
      const [track] = screen.getVideoTracks();
      if (track === undefined || isOver()) {
        stopScreen();
        return;
      }
      track.addEventListener('ended', stopScreen);
      change({ screen: 'on' });
      await media.send('screen', track).catch((error: unknown) => change({ problem: codeOf(error) }));
    },
    cameraStream: () => camera.stream,
    devices,
    microphoneLevel: () => meter.level(microphone.stream),
    remoteStream: (id) => remotes.stream(id),
    setVolume: (volume) => {
      remotes.setVolume(volume);
      voiceOut.volume = Math.min(1, Math.max(0, volume));
    },
    unlockAudio: () => {
      remotes.unlock();
      voiceOut.play().then(
        () => change({ audioBlocked: false }),
        () => undefined,
      );
    },
    close: () => {
      over('ended', 'closed');
      listeners.clear();
    },
  };
}

/** The list with this one in the place of the one with its id, or at the end. */
function withOne<T>(list: readonly T[], one: T, idOf: (item: T) => string): readonly T[] {
  const at = list.findIndex((item) => idOf(item) === idOf(one));
  return at === -1 ? [...list, one] : list.with(at, one);
}
