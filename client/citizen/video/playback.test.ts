import { describe, expect, it } from 'vitest';
import type { VideoManifest } from '../../../protocol/index.ts';
import { Playback } from './playback.ts';
import type { VideoEvent } from './types.ts';

const scene = (id: string, startS: number, endS: number) => ({
  id,
  chapter: { zh: id, en: id },
  narration: { zh: `${id}。`, en: `${id}.` },
  startS,
  endS,
});
const MANIFEST: VideoManifest = {
  id: 'v.trial',
  title: { zh: '试', en: 'Trial' },
  service: null,
  sources: [{ id: 's', title: '试', region: 'CN', reviewedAt: '2026-11-01', verified: false }],
  width: 1280,
  height: 720,
  fps: 25,
  durationS: 20,
  scenes: [scene('one', 0, 5), scene('two', 5, 12), scene('three', 12, 20)],
  hash: '0123456789abcdef',
  drawing: '0123456789abcdef',
  bytes: 1,
};

/** A playback whose picture and clock go on only as the test lets them. */
function stage(options: { narrated?: boolean; stills?: boolean; refuses?: boolean } = {}) {
  let nowMs = 0;
  const calls = new Set<() => void>();
  const picture = {
    currentTime: 0,
    playing: false,
    play: () => {
      if (options.refuses) return Promise.reject(new DOMException('no', 'NotAllowedError'));
      picture.playing = true;
      return Promise.resolve();
    },
    pause: () => {
      picture.playing = false;
    },
  };
  const playback = new Playback({
    manifest: MANIFEST,
    picture,
    narrated: options.narrated ?? true,
    stills: options.stills ?? false,
    clock: {
      now: () => nowMs,
      every: (call) => {
        calls.add(call);
        return () => calls.delete(call);
      },
    },
  });
  const events: VideoEvent[] = [];
  playback.on((event) => events.push(event));
  const run = (seconds: number): void => {
    for (let i = 0; i < Math.round(seconds / 0.04); i += 1) {
      nowMs += 40;
      if (picture.playing) picture.currentTime = Math.min(MANIFEST.durationS, picture.currentTime + 0.04);
      for (const call of [...calls]) call();
    }
  };
  const named = (): string[] =>
    events.map((event) => ('scene' in event ? `${event.type} ${event.scene.id}` : event.type));
  return { playback, picture, run, named, calls };
}

describe('a video with a live narration', () => {
  it('tells each scene as it begins, and waits at its end for the voice', () => {
    const { playback, picture, run, named } = stage();
    playback.loaded();
    playback.play();
    run(9);
    expect(playback.snapshot()).toMatchObject({ phase: 'holding', scene: 0 });
    expect(picture.playing).toBe(false);
    expect(picture.currentTime).toBeLessThan(5);
    playback.narrationDone('one');
    run(1);
    expect(playback.snapshot()).toMatchObject({ phase: 'playing', scene: 1 });
    expect(named()).toEqual(['scene one', 'playing one', 'holding one', 'scene two']);
  });

  it('does not stop where the voice was quicker than the picture', () => {
    const { playback, run, named } = stage();
    playback.loaded();
    playback.play();
    run(2);
    playback.narrationDone('one');
    run(4);
    expect(playback.snapshot()).toMatchObject({ phase: 'playing', scene: 1 });
    expect(named()).not.toContain('holding one');
  });

  it('takes no word for a scene that is not shown', () => {
    const { playback, run } = stage();
    playback.loaded();
    playback.play();
    run(6);
    playback.narrationDone('two');
    expect(playback.snapshot()).toMatchObject({ phase: 'holding', scene: 0 });
  });

  it('goes ten seconds back to the beginning of the scene there, and says it again', () => {
    const { playback, picture, run, named } = stage();
    playback.loaded();
    playback.seekChapter(2);
    run(6);
    playback.back();
    expect(picture.currentTime).toBe(5);
    expect(playback.snapshot()).toMatchObject({ phase: 'playing', scene: 1 });
    expect(named()).toEqual(['scene three', 'playing three', 'scene two', 'playing two']);
  });

  it('goes on without sound when the voice is lost in the middle of a wait', () => {
    const { playback, run } = stage();
    playback.loaded();
    playback.play();
    run(6);
    playback.setNarrated(false);
    run(1);
    expect(playback.snapshot()).toMatchObject({ phase: 'playing', scene: 1 });
  });

  it('takes up a voice that comes later with the next scene', () => {
    const { playback, run, named } = stage({ narrated: false });
    playback.loaded();
    playback.play();
    run(3);
    playback.setNarrated(true);
    run(3);
    expect(playback.snapshot()).toMatchObject({ phase: 'playing', scene: 1 });
    run(9);
    expect(named()).toEqual(['scene one', 'playing one', 'scene two', 'holding two']);
  });

  it('begins as soon as the picture is there when it was asked for before', () => {
    const { playback } = stage();
    playback.play();
    expect(playback.snapshot().phase).toBe('loading');
    playback.loaded();
    expect(playback.snapshot().phase).toBe('playing');
    const { playback: other } = stage();
    other.play();
    other.pause();
    other.loaded();
    expect(other.snapshot().phase).toBe('ready');
  });

  it('never leaves anybody before a frozen picture', () => {
    const { playback, run } = stage();
    playback.loaded();
    playback.play();
    run(5 + 31);
    expect(playback.snapshot().scene).toBe(1);
  });

  it('ends after the last words, and starts again from the beginning', () => {
    const { playback, picture, run, named, calls } = stage();
    playback.loaded();
    playback.seekChapter(2);
    run(9);
    playback.narrationDone('three');
    expect(playback.snapshot()).toMatchObject({ phase: 'ended', timeS: 20 });
    expect(named().at(-1)).toBe('ended');
    expect(calls.size).toBe(0);
    playback.play();
    expect(picture.currentTime).toBe(0);
    expect(playback.snapshot()).toMatchObject({ phase: 'playing', scene: 0 });
  });
});

describe('a video by itself', () => {
  it('runs through on its own clock and tells every scene', () => {
    const { playback, run, named } = stage({ narrated: false });
    playback.loaded();
    playback.play();
    run(21);
    expect(named()).toEqual(['scene one', 'playing one', 'scene two', 'scene three', 'ended']);
  });

  it('goes ten seconds back to the very place', () => {
    const { playback, picture, run } = stage({ narrated: false });
    playback.loaded();
    playback.play();
    run(14);
    playback.back();
    expect(picture.currentTime).toBeCloseTo(4, 1);
    expect(playback.snapshot().scene).toBe(0);
  });

  it('stands still while it is paused, and goes on where it stood', () => {
    const { playback, picture, run } = stage({ narrated: false });
    playback.loaded();
    playback.play();
    run(3);
    playback.pause();
    run(5);
    expect(picture.currentTime).toBeCloseTo(3, 1);
    playback.play();
    run(1);
    expect(picture.currentTime).toBeCloseTo(4, 1);
  });

  it('is paused, not stuck, when the browser refuses to play', async () => {
    const { playback } = stage({ narrated: false, refuses: true });
    playback.loaded();
    playback.play();
    await Promise.resolve();
    await Promise.resolve();
    expect(playback.snapshot().phase).toBe('paused');
  });
});

describe('without moving pictures', () => {
  it('shows the finished picture of each scene for as long as the scene is', () => {
    const { playback, picture, run } = stage({ narrated: false, stills: true });
    playback.loaded();
    expect(picture.currentTime).toBeCloseTo(4.7);
    playback.play();
    run(4);
    expect(picture.playing).toBe(false);
    expect(playback.snapshot().scene).toBe(0);
    run(2);
    expect(playback.snapshot().scene).toBe(1);
    expect(picture.currentTime).toBeCloseTo(11.7);
  });

  it('goes on as text where it stood when the picture breaks, still waiting for the voice', () => {
    const { playback, run, named } = stage();
    playback.loaded();
    playback.play();
    run(2);
    playback.failed();
    expect(playback.snapshot()).toMatchObject({ form: 'text', phase: 'playing', scene: 0 });
    run(4);
    expect(playback.snapshot().phase).toBe('holding');
    playback.narrationDone('one');
    expect(playback.snapshot()).toMatchObject({ phase: 'playing', scene: 1 });
    expect(named()).toContain('failed');
  });

  it('can be started when there never was a picture', () => {
    const { playback, run } = stage({ narrated: false });
    playback.failed();
    playback.play();
    run(6);
    expect(playback.snapshot()).toMatchObject({ form: 'text', scene: 1 });
  });
});
