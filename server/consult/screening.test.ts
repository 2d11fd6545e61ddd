import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventName, Params } from '../../protocol/index.ts';
import type { PlannedSentence } from '../dialog/types.ts';
import { speech, track, VIDEO } from './fixtures/spoken.ts';
import { Screening } from './screening.ts';

const UNSAID: PlannedSentence[] = [{ text: '其余的看屏幕。', lang: 'zh', marks: [] }];
let told: { event: EventName; data: unknown }[];
let unsaid: PlannedSentence[];
let wentOn: PlannedSentence[][];
let ended: string[];
let air: ReturnType<typeof track>;

const screening = (): Screening =>
  new Screening({
    speech,
    silence: new Uint8Array(),
    voice: () => air.voice,
    rate: () => 1,
    tell: (event, data) => void told.push({ event, data }),
    onSpeaking: () => {},
    video: (id) => (id === VIDEO.id ? VIDEO : null),
    lang: () => 'zh',
    hush: () => unsaid.splice(0),
    goOn: async (sentences) => void wentOn.push([...sentences]),
    onEnded: async (video) => void ended.push(video),
  });
const report = (what: Params<'video.report'>['what'], scene: string | null = null) => ({
  ...{ video: VIDEO.id, what, scene, narrated: true },
});
const acts = (): unknown[] =>
  told.filter(({ event }) => event === 'video.act').map(({ data }) => (data as { act: unknown }).act);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
  told = [];
  unsaid = [];
  wentOn = [];
  ended = [];
  air = track();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a video on the screen', () => {
  it('that is opened plays when the avatar has finished speaking of it', () => {
    const one = screening();
    one.steer([{ kind: 'open', video: VIDEO.id }], true);
    expect(acts()).toEqual([]);
    one.talkDone();
    one.talkDone();
    expect(acts()).toEqual([{ kind: 'play' }]);
  });

  it('plays at once when nothing is being said', () => {
    screening().steer([{ kind: 'open', video: VIDEO.id }], false);
    expect(acts()).toEqual([{ kind: 'play' }]);
  });

  it('does what is said to it', () => {
    screening().steer([{ kind: 'back', seconds: 10 }, { kind: 'pause' }], true);
    expect(acts()).toEqual([{ kind: 'back', seconds: 10 }, { kind: 'pause' }]);
  });

  it('is known to the dialog while it stands, playing or paused', async () => {
    const one = screening();
    expect(one.video).toBeNull();
    await one.report(report('scene', 'first'));
    expect(one.video).toEqual({ id: VIDEO.id, playing: true });
    await one.report(report('paused'));
    expect(one.video).toEqual({ id: VIDEO.id, playing: false });
    await one.report(report('closed'));
    expect(one.video).toBeNull();
  });

  it('lets the avatar’s own talk rest, and lets it go on afterwards where it stood', async () => {
    const one = screening();
    unsaid = [...UNSAID];
    await one.report(report('scene', 'first'));
    expect(wentOn).toEqual([]);
    await one.report(report('ended'));
    expect(wentOn).toEqual([UNSAID]);
    expect(ended).toEqual([]);
  });

  it('is spoken of when it was seen to its end and nothing was left to say', async () => {
    const one = screening();
    await one.report(report('scene', 'first'));
    await one.report(report('ended'));
    expect(ended).toEqual([VIDEO.id]);
    await one.report(report('scene', 'first'));
    await one.report(report('closed'));
    expect(ended).toEqual([VIDEO.id]);
  });

  it('pauses when somebody speaks, and what was left unsaid is out of date then', async () => {
    const one = screening();
    unsaid = [...UNSAID];
    await one.report(report('scene', 'first'));
    one.rest();
    expect(acts()).toEqual([{ kind: 'pause' }]);
    await one.report(report('ended'));
    expect(wentOn).toEqual([]);
  });

  it('that was only announced does not begin after all when somebody speaks', () => {
    const one = screening();
    one.steer([{ kind: 'open', video: VIDEO.id }], true);
    one.rest();
    one.talkDone();
    expect(acts()).toEqual([]);
  });

  it('that is not there is refused', async () => {
    await expect(screening().report({ ...report('playing'), video: 'v.none' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
