// The eyes beside the running avatar: the citizen's page of the real server in Chromium, a portrait clip as its camera, the
// avatar speaking and drawn on the same page. The browser plays the clip round after round at 30 frames a second; where in
// the round it stood is found once, as the one shift (in steps of a frame) at which measured and true yaw agree best. Then
// every look is laid beside the truth of its frame: correlations of yaw, pitch, lids and mouth. Nods: of each nod of the
// clip, whether the page told of it until 800 ms after its end; false ones are all that were told at other times or as the
// other movement. As one clip says little of false ones, the same detector also sees simulated living heads, with answers
// and without, at the rate that was measured. --quick: three rounds instead of ten.
import type { Page } from 'playwright-core';
import { livingHead, scoreHeads, seeded } from '../../client/senses/eyes/fixtures/heads.ts';
import { createNods } from '../../client/senses/eyes/nods.ts';
import type { Cue, Look } from '../../client/senses/eyes/types.ts';
import { launchBrowser } from '../support/browser.ts';
import { dispose, startTestServer } from '../support/server.ts';
import { correlation, portraitClip } from './lib/clip.ts';
import { begin, quiet } from './lib/page.ts';
import { percentile, progress, report, round } from './lib/report.ts';

const ROUNDS = process.argv.includes('--quick') ? 3 : 10;
/** The model's first looks compile and reserve: they are not counted. */
const WARM_MS = 6_000;
const LATE_MS = 800;
const HEAD_MINUTES = 60;

const clip = portraitClip();
const server = await startTestServer();
const browser = await launchBrowser({ flags: [`--use-file-for-fake-video-capture=${clip.file}`] });

interface Seen {
  looks: (Look & { ms: number })[];
  cues: Cue[];
  fps: number;
}

async function record(page: Page): Promise<Seen> {
  await begin(page, server.url);
  await quiet(page);
  await page.getByRole('button', { name: '点头摇头也能答' }).click();
  await page.getByRole('button', { name: '同意，打开摄像头' }).click();
  await page.waitForFunction(() => (window.__govatar?.looks.length ?? 0) > 3, undefined, { timeout: 90_000 });
  await page.waitForTimeout(WARM_MS);
  const from = await page.evaluate(() => {
    const probe = window.__govatar;
    if (!probe) throw new Error('the page has no probe');
    probe.looks.length = 0;
    probe.cues.length = 0;
    probe.frames.length = 0;
    return performance.now();
  });
  for (let i = 0; i < ROUNDS; i += 1) {
    // So that the avatar moves its lips and hands meanwhile.
    await page.evaluate(() => window.__govatar?.call?.say('公积金租房提取要带什么材料', 'text'));
    await page.waitForTimeout(clip.lengthMs);
    progress(`round ${i + 1} of ${ROUNDS}`);
  }
  return page.evaluate((since) => {
    const { looks = [], cues = [], frames = [] } = window.__govatar ?? {};
    return { looks, cues, fps: (frames.length / (performance.now() - since)) * 1000 };
  }, from);
}

try {
  const page = await browser.newPage({ viewport: { width: 640, height: 480 } });
  const { looks, cues, fps } = await record(page);
  const faces = looks.flatMap(({ at, faces: [face] }) => (face === undefined ? [] : [{ at, face }]));
  if (faces.length < 50) throw new Error(`only ${faces.length} looks found a face`);
  const yawAt = (shift: number): number =>
    correlation(faces.map(({ at, face }) => [clip.at(at + shift).yaw, face.yaw]));
  const shifts = Array.from({ length: Math.round(clip.lengthMs / 33.33) }, (_, i) => i * (1000 / 30));
  const shift = shifts.reduce((best, one) => (yawAt(one) > yawAt(best) ? one : best));

  const first = looks[0]?.at ?? 0;
  const last = looks.at(-1)?.at ?? 0;
  const heads = cues.filter(({ kind }) => kind === 'nod' || kind === 'shake');
  const used = new Set<Cue>();
  const recall = { nod: [0, 0], shake: [0, 0] } as Record<'nod' | 'shake', [found: number, all: number]>;
  for (const { kind, from, until } of clip.movements) {
    const phase = (((first + shift) % clip.lengthMs) + clip.lengthMs) % clip.lengthMs;
    for (let begun = first - phase + from; begun + until - from + LATE_MS < last; begun += clip.lengthMs) {
      if (begun < first) continue;
      const told = heads.filter(
        (cue) => cue.kind === kind && cue.at >= begun && cue.at <= begun + until - from + LATE_MS,
      );
      for (const cue of told) used.add(cue);
      recall[kind][1] += 1;
      if (told.length > 0) recall[kind][0] += 1;
    }
    // At the edges of the recording a movement is not whole: it counts neither way.
    for (const cue of heads)
      if (cue.kind === kind && (cue.at < first + until - from + LATE_MS || cue.at > last - LATE_MS))
        used.add(cue);
  }
  const minutes = (last - first) / 60_000;
  const perSecond = (looks.length - 1) / ((last - first) / 1000);
  const wrong = heads.filter((cue) => !used.has(cue)).length;
  progress('living heads');
  const living = [true, false].map((answers) => {
    const nods = createNods();
    return scoreHeads(
      livingHead(seeded(answers ? 21 : 22), { seconds: HEAD_MINUTES * 60, perSecond, answers }),
      ({ at, speaking, ...head }) => nods.look(at, head, speaking)?.kind ?? null,
    );
  });
  const sum = (of: (score: (typeof living)[number]) => number): number =>
    living.reduce((total, score) => total + of(score), 0);
  const ms = looks.map((look) => look.ms);
  const r = (truth: 'yaw' | 'pitch' | 'blink' | 'jaw', measured: 'yaw' | 'pitch' | 'blink' | 'mouth') =>
    round(correlation(faces.map(({ at, face }) => [clip.at(at + shift)[truth], face[measured]])), 3);
  const share = ([found, all]: [number, number]): number => round((found / all) * 100);
  report('senses', {
    ms_per_frame: round(percentile(ms, 50)),
    ms_p95: round(percentile(ms, 95)),
    per_second: round(perSecond),
    yaw_r: r('yaw', 'yaw'),
    pitch_r: Math.abs(r('pitch', 'pitch')),
    blink_r: r('blink', 'blink'),
    mouth_r: r('jaw', 'mouth'),
    nod_recall_pct: share(recall.nod),
    shake_recall_pct: share(recall.shake),
    nod_false_per_10min: round(
      ((wrong + sum((score) => score.wrong)) / (minutes + sum((score) => score.minutes))) * 10,
      2,
    ),
    clip_nods: recall.nod[1],
    clip_false: wrong,
    living_nod_recall_pct: share([sum((score) => score.nodsFound), sum((score) => score.nods)]),
    living_shake_recall_pct: share([sum((score) => score.shakesFound), sum((score) => score.shakes)]),
    living_nods: sum((score) => score.nods),
    avatar_fps: round(fps),
    seconds: round((last - first) / 1000),
  });
} finally {
  await browser.close();
  await dispose(server);
}
process.exit(0);
