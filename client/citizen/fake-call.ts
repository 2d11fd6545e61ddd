import {
  AVATAR_SERVES,
  type Card,
  type FormDefinition,
  type Service,
  type TranscriptEntry,
  type Utterance,
} from '../../protocol/index.ts';
import { createDeviceChoice } from '../call/device-choice.ts';
import { FIRST_STATE } from '../call/first-state.ts';
import type { Call, CallState, PhotoDesk, PlayheadReading, VideoOrder } from '../call/types.ts';

/** A call that does what a test tells it. For tests only: nothing of the product imports it. */
export interface FakeCall extends Call {
  set(change: Partial<CallState>): void;
  /** What the server would say to the video. */
  order(order: VideoOrder): void;
  /** What a form asks. */
  define(form: string, definition: FormDefinition): void;
  /** Puts the ear at `ms` of an utterance; null for silence. */
  hear(utterance: Utterance | null, ms?: number): void;
  /** Every method that the page called, with what it gave. */
  readonly asked: string[];
}

export const IDLE: CallState = { ...FIRST_STATE, lang: 'zh', volume: 0.8 };

export function createFakeCall(): FakeCall {
  let state = IDLE;
  let reading: PlayheadReading | null = null;
  let ended = false;
  const photos: PhotoDesk = {
    add: async (picture, purpose) => {
      note('photo.add', { purpose, bytes: picture.size });
      return 'photo_0123456789abcdef';
    },
    remove: async (photo) => note('photo.remove', photo),
    look: async () => '/favicon.svg',
  };
  const orders = new Set<(order: VideoOrder) => void>();
  const definitions = new Map<string, FormDefinition>();
  const listeners = new Set<() => void>();
  const asked: string[] = [];
  const note = (name: string, value?: unknown) => {
    asked.push(value === undefined ? name : `${name} ${JSON.stringify(value)}`);
  };
  const set = (change: Partial<CallState>) => {
    if (ended) return;
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };
  return {
    asked,
    set,
    define: (form, definition) => void definitions.set(form, definition),
    hear(utterance, ms = 0) {
      reading = utterance && { utterance, ms, audible: true };
    },
    playhead: {
      at: () => reading,
      utterances: () => (reading ? [reading.utterance] : []),
    },
    devices: createDeviceChoice({ media: navigator.mediaDevices ?? null, storage: null }),
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async begin(choice) {
      note('begin', choice);
      set({ phase: 'joining' });
    },
    say: (text, via) => note('say', { text, via }),
    forms: {
      open: (kind) => note('form.open', kind),
      definition: async (form) => {
        const definition = definitions.get(form);
        if (definition === undefined) throw new Error('no such form');
        return definition;
      },
      set: (form, field, value) => {
        note('form.set', { form, field, value });
        const values = { ...state.unsaved[form]?.values, [field]: value };
        set({ unsaved: { ...state.unsaved, [form]: { values, saving: true } } });
      },
      settle: () => {},
      focus: (form, field) => note('form.focus', { form, field }),
      confirm: async (form) => {
        note('form.confirm', { form });
        return { faults: [] };
      },
      cancel: (form) => note('form.cancel', { form }),
      photos: () => photos,
    },
    videos: {
      report: (what) => note('video.report', what),
      onOrder: (listener) => {
        orders.add(listener);
        return () => orders.delete(listener);
      },
    },
    order: (order) => {
      for (const listener of orders) listener(order);
    },
    act: (card, act) => note('act', { card, act }),
    cardLink: async (card) => {
      note('cardLink', card);
      return {
        path: '/l/0123456789abcdef',
        expiresAt: Date.now() + 600_000,
        publicUrl: 'https://12345.example.cn',
        lanUrl: null,
      };
    },
    interrupt: () => note('interrupt'),
    goOn: () => note('goOn'),
    setLips: (lips) => note('setLips', lips !== null),
    async setMicrophone(on) {
      note('setMicrophone', on);
      set({ microphone: on ? 'on' : 'off' });
    },
    async hold(on) {
      note('hold', on);
      set({ holding: on, microphone: on ? 'on' : 'off' });
    },
    async setCamera(on) {
      note('setCamera', on);
      set({ camera: on ? 'on' : 'off' });
    },
    cameraStream: () => null,
    async setShowing(on) {
      note('setShowing', on);
      set({ showing: on, camera: on ? 'on' : state.camera });
    },
    remoteStream: () => null,
    choose: (choice) => note('choose', choice),
    chooseRecording: async (choice) => note('chooseRecording', choice),
    setVolume(volume) {
      note('setVolume', volume);
      set({ volume });
    },
    setLang(lang) {
      note('setLang', lang);
      if (state.lang !== lang) set({ lang });
    },
    setSlower: (slower) => note('setSlower', slower),
    microphoneLevel: () => (state.microphone === 'on' ? 0.2 : 0),
    setMode(mode) {
      note('setMode', mode);
      set({ mode });
    },
    async unlockAudio() {
      note('unlockAudio');
      set({ audioBlocked: false });
    },
    loudness: () => 0,
    end() {
      note('end');
      set({ phase: 'ended', avatar: 'ended' });
    },
    async restart() {
      note('restart');
      set({ phase: 'joining', problem: null });
    },
    close() {
      ended = true;
      listeners.clear();
    },
  };
}

const line = (turn: string, role: TranscriptEntry['role'], text: string, cut = false): TranscriptEntry => ({
  turn,
  role,
  text,
  lang: 'zh',
  at: 1_790_000_000_000,
  cut,
});

export const TRANSCRIPT: readonly TranscriptEntry[] = [
  line(
    'turn_greeting1',
    'avatar',
    '您好，这里是12345政务服务视频客服，我是AI数字人，由人工智能为您服务。请问您要办什么事？',
  ),
  line('turn_question', 'citizen', '公积金租房子能不能提'),
];

export const AGENT_LINE: TranscriptEntry = {
  ...line('turn_agent0001', 'agent', '您好，我是101号坐席，您是要办公积金租房提取，对吗？'),
  by: '张老师 101',
};
export const ALONE = AVATAR_SERVES;
export const WAITING: Service = {
  ...AVATAR_SERVES,
  phase: 'waiting',
  position: 3,
  wait: { low: 180_000, high: 360_000 },
};
export const SERVED: Service = {
  ...AVATAR_SERVES,
  phase: 'human',
  agent: { name: '张老师', number: '101' },
};

export const SUGGESTIONS = ['公积金租房提取', '身份证丢了怎么补', '驾驶证补领', '要带哪些材料'] as const;

export const ANSWER: Card = {
  kind: 'answer',
  id: 'card_answer001',
  turn: 'turn_question',
  title: '租房提取住房公积金',
  service: 'hpf.rent',
  summary: '可以。连续足额缴存满三个月，本人和配偶在本市没有自有住房，就可以提取公积金付房租。',
  sections: [
    {
      label: '办理条件',
      items: ['连续足额缴存住房公积金满3个月', '本人及配偶在缴存城市无自有住房且租赁住房'],
    },
    {
      label: '要带的材料',
      items: ['本人有效身份证件', '无房产证明（可由窗口联网核查）', '租公租房的：租赁合同和租金缴纳凭证'],
    },
    { label: '费用', items: ['不收费'] },
  ],
  sources: [
    {
      id: 'src.hpf',
      title: '关于放宽提取住房公积金支付房租条件的通知',
      article: '第一条',
      issuer: '住房城乡建设部 财政部 人民银行',
      region: '全国',
      validFrom: '2015-01-20',
      reviewedAt: '2026-11-20',
      verified: false,
    },
  ],
  phone: { number: '12329', name: '住房公积金热线' },
  unverified: true,
};

export const CHOICES: Card = {
  kind: 'choices',
  id: 'card_choices01',
  turn: 'turn_question',
  title: '您想问哪一件事？',
  text: '也可以说“都不是”。',
  choices: [
    { label: '身份证丢了，要补领', say: '身份证丢失补领' },
    { label: '身份证到期，要换领', say: '身份证到期换领' },
    { label: '都不是', say: '都不是' },
  ],
};

export const EMERGENCY: Card = {
  kind: 'emergency',
  id: 'card_emergency',
  turn: 'turn_question',
  title: '请先离开着火的地方',
  text: '请您先确保安全，马上拨打119！不要返回取东西。',
  numbers: [
    { number: '119', name: '火警' },
    { number: '120', name: '急救' },
  ],
};

const SPOKEN = '可以提取，连续足额缴存满三个月就行。';
export const UTTERANCE: Utterance = {
  id: 'utt_sentence01',
  turn: 'turn_question',
  seq: 0,
  lang: 'zh',
  text: SPOKEN,
  audio: null,
  startsInMs: 0,
  durationMs: 3700,
  // One word per character, 200 ms each; the comma and the full stop are not spoken.
  words: [...SPOKEN].flatMap((character, at) =>
    /[，。]/.test(character) ? [] : [{ t: at * 200, d: 200, from: at, to: at + 1 }],
  ),
  visemes: [],
  marks: [],
};
