// How far the drawn mouth is from the sound. Per sentence: the lag at the peak of the cross-correlation of the mouth's
// opening (per drawn frame, at the frame's time) with the envelope of the sound that the page plays (tapped from its track,
// plus the reported output latency), less the declared lead of the lips. Then the same for the rest of a sentence after
// the sender stood still for 300 ms, and after the page's thread was blocked for 300 ms.
import { LIP_LEAD_MS } from '../../client/stage/types.ts';
import { launchBrowser } from '../support/browser.ts';
import { dispose, startTestServer } from '../support/server.ts';
import { lagOf } from './lib/lag.ts';
import { begin, quiet } from './lib/page.ts';
import { percentile, progress, report, round } from './lib/report.ts';
import { type Recording, retap, take, tap } from './lib/tap.ts';

const QUESTIONS = [
  '公积金租房子能不能提',
  '身份证丢了怎么补办',
  '驾照弄丢了要带什么',
  '你能办什么事',
  '失业金怎么领',
  '居住证怎么办',
  '小孩怎么上户口',
  '社保卡丢了怎么补',
  '二手房过户要交多少税',
  '异地就医怎么备案',
];
const ROUNDS = 2;
const STALL_ROUNDS = 5;
const STALL_MS = 300;
/** Shorter pieces say too little about a lag. */
const MIN_PIECE_MS = 1_200;
/** After a stall the buffers need this long to settle; what is heard and drawn in it is not judged. */
const SETTLE_MS = 250;

const server = await startTestServer();
const browser = await launchBrowser();
const lags: number[] = [];
const stalls: number[] = [];
let weakest = 1;

function judge(recording: Recording, into: number[], after = 0): void {
  const mouth = recording.drawn.map(({ at, mouth: value }) => ({ at, value }));
  const sound = recording.heard.map(({ at, rms }) => ({ at, value: rms }));
  for (const id of new Set(recording.readings.map(({ utterance }) => utterance))) {
    const readings = recording.readings.filter(({ utterance, at }) => utterance === id && at >= after);
    const times = readings.map(({ at }) => at);
    const from = times[0] ?? 0;
    const to = times.at(-1) ?? 0;
    if (to - from < MIN_PIECE_MS) continue;
    const { lag, r } = lagOf(mouth, sound, from, to);
    weakest = Math.min(weakest, r);
    into.push(lag + LIP_LEAD_MS);
    progress(
      `  ${round(lag + LIP_LEAD_MS)} ms, r ${round(r, 2)}: ${readings[0]?.text} (${Math.round(to - from)} ms)`,
    );
  }
}

try {
  const context = await browser.newContext({ bypassCSP: true, viewport: { width: 640, height: 480 } });
  const page = await context.newPage();
  await begin(page, server.url);
  await tap(page);
  await quiet(page);
  await take(page);
  let outputLatencyMs = 0;
  const ask = (text: string): Promise<void> =>
    page.evaluate((words) => window.__govatar?.call?.say(words, 'text'), text);
  const speaking = (ms: number): Promise<unknown> =>
    page.waitForFunction(
      (past) => (window.__govatar?.call?.playhead.at(performance.now())?.ms ?? 0) > past,
      ms,
      { timeout: 60_000 },
    );

  for (let round = 0; round < ROUNDS; round += 1) {
    for (const question of QUESTIONS) {
      // The tap may have buffered what the element that plays has not.
      await retap(page);
      await ask(question);
      await speaking(100);
      await quiet(page);
      const recording = await take(page);
      outputLatencyMs = recording.outputLatencyMs;
      judge(recording, lags);
    }
    progress(`round ${round + 1} of ${ROUNDS}: ${lags.length} sentences`);
  }
  for (let round = 0; round < STALL_ROUNDS; round += 1) {
    for (const who of ['sender', 'page'] as const) {
      await ask(QUESTIONS[0] ?? '');
      await speaking(1_500);
      if (who === 'sender') {
        const until = performance.now() + STALL_MS;
        // The loop that paces the packets runs in this process.
        while (performance.now() < until);
      } else {
        await page.evaluate((ms) => {
          const until = performance.now() + ms;
          while (performance.now() < until);
        }, STALL_MS);
      }
      await retap(page);
      const stalledUntil = await page.evaluate(() => performance.now());
      await quiet(page);
      judge(await take(page), stalls, stalledUntil + SETTLE_MS);
    }
    progress(`stall ${round + 1} of ${STALL_ROUNDS}`);
  }
  const absolute = (values: readonly number[]): number[] => values.map((value) => Math.abs(value));
  report('lipsync', {
    p95_ms: round(percentile(absolute(lags), 95)),
    p50_ms: round(percentile(absolute(lags), 50)),
    bias_ms: round(percentile(lags, 50)),
    stall_p95_ms: round(percentile(absolute(stalls), 95)),
    sentences: lags.length,
    stalls: stalls.length,
    weakest_r: round(weakest, 2),
    output_latency_ms: round(outputLatencyMs),
  });
} finally {
  await browser.close();
  await dispose(server);
}
process.exit(0);
