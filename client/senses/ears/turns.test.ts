import { describe, expect, it } from 'vitest';
import { FRAME_MS, hall, isDucked } from './fixtures/hall.ts';
import { PATIENCE } from './options.ts';

describe('a citizen who speaks in silence', () => {
  it('has one turn, from the first sound to the end of patience', () => {
    const { turns: _, ...room } = hall();
    room.quiet(1_000);
    room.voice(1_200);
    room.quiet(2_600);
    expect(room.types()).toEqual(['speech_start', 'speech_end']);
    const [start] = room.of('speech_start');
    expect(start?.over).toBe(false);
    expect(start?.backMs).toBeGreaterThan(200);
    expect(room.of('speech_end')[0]).toMatchObject({ reason: 'silence' });
    const silence = room.of('speech_end')[0]?.silenceMs ?? 0;
    expect(Math.abs(silence - PATIENCE.firstMs)).toBeLessThanOrEqual(FRAME_MS);
  });
  it('is not cut off by a pause, and is waited for the longer for it', () => {
    const room = hall();
    room.quiet(500);
    for (let i = 0; i < 5; i += 1) {
      room.voice(700);
      room.quiet(576);
    }
    room.voice(700);
    room.quiet(2_600);
    expect(room.types()).toEqual(['speech_start', 'speech_end']);
  });
  it('is answered sooner after a whole question, later after one that goes on', () => {
    const ends = ['身份证能补吗', '我的身份证丢了', '我想办那个'].map((text) => {
      const room = hall();
      room.voice(1_000);
      room.heard(text);
      room.quiet(2_600);
      return room.of('speech_end')[0];
    });
    expect(ends.map((end) => end?.reason)).toEqual(['complete', 'silence', 'silence']);
    const [whole, plain, goesOn] = ends.map((end) => end?.silenceMs ?? 0);
    expect(whole).toBeLessThan(plain ?? 0);
    expect(plain).toBeLessThan(goesOn ?? 0);
  });
  it('may look at a card in the middle of a number', () => {
    const room = hall();
    room.turns.setQuestion({ kind: 'number', length: [11] });
    room.voice(900);
    room.heard('一三八零零');
    room.quiet(1_400);
    room.voice(900);
    room.heard('一三八零零一三八零零零');
    room.quiet(2_600);
    expect(room.of('speech_end').map(({ reason }) => reason)).toEqual(['complete']);
  });
  it('ends also where the microphone gives no sound any more', () => {
    const room = hall();
    room.voice(800);
    room.gone(3_000);
    expect(room.types()).toEqual(['speech_start', 'speech_end']);
  });
  it('is not interrupted by a page that stood still', () => {
    const room = hall();
    room.voice(800);
    room.turns.tick(room.now() + 2_900);
    expect(room.types()).toEqual(['speech_start']);
  });
  it('ends as closed where the microphone is turned off', () => {
    const room = hall();
    room.voice(800);
    room.turns.close(room.now());
    room.voice(800);
    expect(room.types()).toEqual(['speech_start', 'speech_end']);
    expect(room.of('speech_end')[0]?.reason).toBe('closed');
  });
  it('does not begin with a door or a cough', () => {
    const room = hall();
    room.quiet(500);
    room.bang(600);
    room.voice(2 * FRAME_MS);
    room.quiet(1_000);
    expect(room.types()).toEqual([]);
  });
});

describe('a citizen who interrupts', () => {
  it('makes the avatar softer at once, and silent when it is meant', () => {
    const room = hall();
    room.speaks();
    room.quiet(2_000);
    const onset = room.now();
    room.voice(1_500);
    room.quiet(2_600);
    expect(room.types()).toEqual(['speech_start', 'duck', 'hush', 'barge_in', 'duck', 'speech_end']);
    expect((room.of('duck')[0]?.at ?? 0) - onset).toBeLessThanOrEqual(3 * FRAME_MS);
    expect((room.of('hush')[0]?.at ?? 0) - onset).toBeLessThanOrEqual(320);
    const stop = room.of('barge_in')[0];
    expect((stop?.at ?? 0) - onset).toBeLessThanOrEqual(550);
    expect(stop).toMatchObject({ by: 'voice', place: { utterance: 'utt_1' } });
  });
  it('has it silent for as long as a short word lasts, and no longer', () => {
    const room = hall();
    room.speaks();
    room.quiet(2_000);
    room.voice(380);
    expect(room.of('hush')).toHaveLength(1);
    expect(isDucked(room.events)).toBe(true);
    room.quiet(400);
    expect(isDucked(room.events)).toBe(false);
    expect(room.of('barge_in')).toEqual([]);
  });
  it('needs one word only', () => {
    const room = hall();
    room.speaks();
    room.quiet(2_000);
    room.voice(250);
    room.heard('停');
    expect(room.of('barge_in')).toMatchObject([{ by: 'words', stop: true }]);
  });
  it('is understood also where the word comes after its sound', () => {
    const room = hall();
    room.speaks();
    room.quiet(2_000);
    room.voice(250);
    room.quiet(500);
    expect(isDucked(room.events)).toBe(false);
    expect(room.of('speech_end')).toMatchObject([{ reason: 'silence' }]);
    room.heard('等一下', true);
    expect(room.of('barge_in')).toMatchObject([{ by: 'words', stop: true }]);
  });
  it.each(['嗯', '好的', '对对'])('does not by %s', (text) => {
    const room = hall();
    room.speaks();
    room.quiet(2_000);
    room.voice(300);
    room.heard(text);
    room.voice(200);
    room.quiet(1_000);
    expect(room.of('barge_in')).toEqual([]);
    expect(room.of('backchannel')).toMatchObject([{ text }]);
    expect(room.of('speech_end')).toMatchObject([{ reason: 'dropped' }]);
    expect(isDucked(room.events)).toBe(false);
  });
  it('is let speak on by the avatar where no words were in it, from where it stopped', () => {
    const room = hall();
    room.speaks();
    room.quiet(2_000);
    room.voice(600);
    const place = room.of('barge_in')[0]?.place;
    room.quiet(1_500);
    room.heard('', true);
    expect(room.of('false_alarm')).toMatchObject([{ cause: 'no_words', stopped: true, place }]);
    expect(place?.ms).toBeGreaterThan(2_000);
  });
  it('is let speak on also where the recogniser never answers', () => {
    const room = hall();
    room.speaks();
    room.quiet(2_000);
    room.voice(600);
    room.quiet(9_000);
    expect(room.of('false_alarm')).toMatchObject([{ cause: 'no_words', stopped: true }]);
  });
  it('is not doubted when there were words', () => {
    const room = hall();
    room.speaks();
    room.quiet(2_000);
    room.voice(900);
    room.quiet(1_500);
    room.heard('那要多少钱', true);
    room.quiet(7_000);
    expect(room.of('false_alarm')).toEqual([]);
  });
});

describe('an avatar that hears itself', () => {
  it.each([-20, -12, -30])('does not take its echo of %d dB for somebody', (db) => {
    const room = hall();
    room.speaks();
    room.echo(20_000, db);
    expect(room.of('barge_in')).toEqual([]);
  });
  it('hears somebody over its echo', () => {
    const room = hall();
    room.speaks();
    room.echo(3_000);
    const onset = room.now();
    room.avatar.level = 0.08;
    room.voice(800);
    expect((room.of('barge_in')[0]?.at ?? Number.POSITIVE_INFINITY) - onset).toBeLessThanOrEqual(500);
  });
  it('knows its own words again', () => {
    const room = hall();
    room.speaks('补办身份证请带户口簿');
    room.quiet(2_000);
    // Louder than any echo that is known, and not by much.
    room.voice(260, -43);
    room.heard('请带户口部');
    room.voice(600, -43);
    expect(room.of('false_alarm')[0]).toMatchObject({ cause: 'echo', stopped: false });
    expect(room.of('barge_in')).toEqual([]);
  });
  it('lets a citizen repeat its words', () => {
    const room = hall();
    room.speaks('补办身份证请带户口簿');
    room.quiet(2_000);
    room.voice(260, -18);
    room.heard('带户口簿');
    expect(room.of('barge_in')).toMatchObject([{ by: 'words' }]);
  });
  it('is not interrupted by a bang, however loud', () => {
    const room = hall();
    room.speaks();
    room.quiet(1_000);
    room.bang(3_000);
    room.quiet(1_000);
    expect(room.types()).toEqual([]);
  });
});

describe('silence', () => {
  it('is told four times, and never again until somebody is there', () => {
    const room = hall();
    room.quiet(120_000);
    expect(room.of('silence').map(({ level }) => level)).toEqual([1, 2, 3, 4]);
    const times = room.of('silence').map(({ silentMs }) => Math.round(silentMs / 1_000));
    expect(times).toEqual([6, 12, 20, 40]);
    room.turns.active(room.now());
    room.quiet(6_500);
    expect(room.of('silence')).toHaveLength(5);
  });
  it('is not told anew after what the avatar says to it, nor after a noise', () => {
    const room = hall();
    for (let prompts = 0; prompts < 8; prompts += 1) {
      room.quiet(14_000);
      room.speaks();
      room.quiet(1_000);
      room.falls();
      room.voice(200);
    }
    const told = room.of('silence').map(({ level }) => level);
    expect(told.length).toBeGreaterThan(1);
    expect(told).toEqual([1, 2, 3, 4].slice(0, told.length));
  });
  it('begins anew after words', () => {
    const room = hall();
    room.quiet(6_500);
    room.voice(1_000);
    room.quiet(1_500);
    room.heard('身份证', true);
    room.quiet(7_000);
    expect(room.of('silence').map(({ level }) => level)).toEqual([1, 1]);
  });
  it('does not count while the avatar speaks or thinks, or a film runs', () => {
    const room = hall();
    room.speaks();
    room.quiet(20_000);
    room.falls();
    room.turns.setProfile('thinking');
    room.quiet(20_000);
    room.turns.setProfile('video');
    room.quiet(60_000);
    expect(room.of('silence')).toEqual([]);
  });
  it('is longer for old people and for a form', () => {
    const old = hall({ elder: true });
    old.quiet(8_000);
    expect(old.of('silence')).toEqual([]);
    const form = hall({ profile: 'form' });
    form.quiet(23_000);
    expect(form.of('silence')).toEqual([]);
  });
  it('counts also where the microphone gives no sound', () => {
    const room = hall();
    room.gone(7_000);
    expect(room.of('silence')).toHaveLength(1);
  });
});

describe('surroundings', () => {
  it('are told as loud once, and as quiet again once', () => {
    const room = hall();
    room.bang(10_000, -28);
    room.quiet(14_000);
    expect(room.of('noise').map(({ noisy }) => noisy)).toEqual([true, false]);
  });
  it('show the level about ten times a second', () => {
    const room = hall();
    room.quiet(1_000);
    expect(room.of('level').length).toBeGreaterThanOrEqual(8);
    expect(room.of('level').length).toBeLessThanOrEqual(11);
  });
});
