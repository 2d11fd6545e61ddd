import { beforeEach, describe, expect, it } from 'vitest';
import type { Utterance } from '../../protocol/index.ts';
import type { CallState } from '../call/types.ts';
import type { Cue } from '../senses/eyes/types.ts';
import { createEyesEffects, type EyesNote, GRACE_MS, wordsOf } from './eyes-effects.ts';
import { createFakeCall, type FakeCall, UTTERANCE } from './fake-call.ts';

let call: FakeCall;
let note: EyesNote | null;
let now: number;
let timers: { at: number; act: () => void }[];
let effects: ReturnType<typeof createEyesEffects>;

const LONG: Utterance = { ...UTTERANCE, durationMs: 9_000 };
const said = (): string[] => call.asked.filter((line) => /^(?:say|interrupt|goOn)/.test(line));

beforeEach(() => {
  call = createFakeCall();
  note = null;
  now = 100_000;
  timers = [];
  effects = createEyesEffects({
    call,
    show: (to) => {
      note = to;
    },
    now: () => now,
    after: (ms, act) => {
      const timer = { at: now + ms, act };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
  });
  set({ phase: 'live', avatar: 'listening', expects: { kind: 'closed' } });
});

function set(change: Partial<CallState>): void {
  call.set(change);
  effects.changed(call.getState());
}
function pass(ms: number): void {
  now += ms;
  for (const timer of timers.filter(({ at }) => at <= now)) {
    timers.splice(timers.indexOf(timer), 1);
    timer.act();
  }
}
type Seen = Cue extends infer C ? (C extends Cue ? Omit<C, 'confidence' | 'at'> : never) : never;
const see = (cue: Seen, confidence = 0.9): void => effects.cue({ ...cue, confidence, at: now } as Cue);

describe('a nod', () => {
  it('is shown, can be stopped, and then answers the closed question that is open', () => {
    see({ kind: 'nod' });
    expect(note).toEqual({ kind: 'answer', by: 'nod', says: '是', instead: '不是', sent: false });
    expect(said()).toEqual([]);
    pass(GRACE_MS);
    expect(said()).toEqual(['say {"text":"是","via":"tap"}']);
    expect(note).toMatchObject({ kind: 'answer', sent: true });
  });
  it('is put right by one tap, before and after it was said', () => {
    see({ kind: 'nod' });
    effects.other();
    pass(GRACE_MS);
    expect(said()).toEqual(['say {"text":"不是","via":"tap"}']);
    set({ expects: { kind: 'closed' } });
    see({ kind: 'shake' });
    pass(GRACE_MS);
    effects.other();
    expect(said().slice(1)).toEqual([
      'say {"text":"不是","via":"tap"}',
      'say {"text":"刚才说错了，是","via":"tap"}',
    ]);
  });
  it('is nothing when it was sent away', () => {
    see({ kind: 'nod' });
    effects.dismiss();
    pass(60_000);
    expect(note).toBeNull();
    expect(said()).toEqual([]);
  });
  it('says the words of the question where the page offers them', () => {
    set({ suggestions: ['有', '没有', '不清楚'] });
    see({ kind: 'shake' });
    expect(note).toMatchObject({ says: '没有', instead: '有' });
  });
  it('answers a question once', () => {
    see({ kind: 'nod' });
    pass(GRACE_MS);
    see({ kind: 'shake' });
    pass(GRACE_MS);
    expect(said()).toHaveLength(1);
  });
  it('never sends or drops anything: that is said or tapped', () => {
    set({ expects: { kind: 'closed', binds: true } });
    see({ kind: 'nod' });
    expect(note).toEqual({ kind: 'binds' });
    pass(60_000);
    expect(said()).toEqual([]);
  });
  it('is no answer to an open question, to a number, over words, or when it is unsure', () => {
    set({ expects: { kind: 'open' } });
    see({ kind: 'nod' });
    set({ expects: { kind: 'number', lengths: [11] } });
    see({ kind: 'nod' });
    set({ expects: { kind: 'closed' } });
    see({ kind: 'nod' }, 0.3);
    set({ avatar: 'speaking' });
    see({ kind: 'nod' });
    set({ avatar: 'listening', heard: { text: '我', done: false } });
    see({ kind: 'nod' });
    expect(note).toBeNull();
  });
  it('gives way to words that come while it waits', () => {
    see({ kind: 'nod' });
    set({ heard: { text: '不是', done: false } });
    pass(60_000);
    expect(said()).toEqual([]);
    see({ kind: 'nod' });
    expect(note).toBeNull();
  });
  it('gives way to an answer that was tapped', () => {
    see({ kind: 'nod' });
    set({ expects: { kind: 'open' } });
    pass(60_000);
    expect(said()).toEqual([]);
  });
});

describe('a look away', () => {
  it('pauses a long explanation, and a look back goes on with it', () => {
    set({ avatar: 'speaking' });
    call.hear(LONG, 1_000);
    see({ kind: 'attention', on: false });
    expect(note).toEqual({ kind: 'paused' });
    set({ avatar: 'listening' });
    pass(5_000);
    see({ kind: 'attention', on: true });
    expect(said()).toEqual(['interrupt', 'goOn']);
    expect(note).toBeNull();
  });
  it('goes on by a tap as well', () => {
    set({ avatar: 'speaking' });
    call.hear(LONG, 0);
    see({ kind: 'absence' });
    effects.goOn();
    expect(said()).toEqual(['interrupt', 'goOn']);
  });
  it('leaves alone what is nearly said, and who looks up and down while writing', () => {
    set({ avatar: 'speaking' });
    call.hear(LONG, 8_000);
    see({ kind: 'attention', on: false });
    expect(said()).toEqual([]);
    call.hear(LONG, 0);
    see({ kind: 'attention', on: false });
    see({ kind: 'attention', on: true });
    pass(3_000);
    see({ kind: 'attention', on: false });
    expect(said()).toEqual(['interrupt', 'goOn']);
  });
  it('pauses nothing while the avatar listens', () => {
    see({ kind: 'attention', on: false });
    expect(said()).toEqual([]);
  });
});

describe('a puzzled face', () => {
  it('is asked, once for an answer, whether it is to be said more simply', () => {
    set({ avatar: 'speaking' });
    call.hear(LONG, 500);
    effects.changed(call.getState());
    see({ kind: 'puzzled', on: true });
    expect(note).toEqual({ kind: 'simpler' });
    expect(said()).toEqual([]);
    effects.simpler();
    expect(said()).toEqual(['say {"text":"说简单一点","via":"tap"}']);
    see({ kind: 'puzzled', on: true });
    expect(note).toBeNull();
  });
  it('is left in peace when nothing was said of late', () => {
    see({ kind: 'puzzled', on: true });
    expect(note).toBeNull();
  });
});

describe('a second face', () => {
  it('brings a hint of privacy when personal things are asked for, once for a form', () => {
    const form = { form: 'form_1', kind: 'f.complaint', status: 'open' } as CallState['forms'][number];
    see({ kind: 'faces', count: 2 });
    expect(note).toBeNull();
    set({ forms: [form] });
    expect(note).toEqual({ kind: 'privacy' });
    effects.dismiss();
    set({ forms: [form] });
    expect(note).toBeNull();
  });
});

describe('yes and no', () => {
  it('are plain where the page offers several ways or none', () => {
    expect(wordsOf('zh', ['可以提取', '可以不提取', '不清楚'])).toEqual({ yes: '是', no: '不是' });
    expect(wordsOf('en', [])).toEqual({ yes: 'Yes', no: 'No' });
    expect(wordsOf('en', ['Yes, I have', 'No, not yet', 'Not sure'])).toEqual({
      yes: 'Yes, I have',
      no: 'No, not yet',
    });
  });
});
