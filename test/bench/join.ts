// From the tap on the main button to the first sound and to the first drawn frame of the avatar, each in a browser with an
// empty cache; and the bytes that came over the wire (as transferred, brotli) until the greeting sounds.
import type {} from '../../client/citizen/probe.ts';
import { launchBrowser } from '../support/browser.ts';
import { dispose, startTestServer } from '../support/server.ts';
import { percentile, progress, report, round } from './lib/report.ts';

const RUNS = 8;
/** RMS above which something is heard: the recorded voice lies around 0.1. */
const AUDIBLE = 0.01;

const server = await startTestServer();
const browser = await launchBrowser();
const greeting: number[] = [];
const avatar: number[] = [];
const bytes: number[] = [];
try {
  for (let run = 0; run < RUNS; run += 1) {
    const context = await browser.newContext({ viewport: { width: 640, height: 480 } });
    const page = await context.newPage();
    const network = await context.newCDPSession(page);
    let transferred = 0;
    await network.send('Network.enable');
    network.on('Network.loadingFinished', ({ encodedDataLength }) => {
      transferred += encodedDataLength;
    });
    await page.goto(`${server.url}/citizen/?probe=1`);
    const button = page.getByRole('button', { name: '开始视频咨询' });
    await button.waitFor();
    await page.evaluate((audible) => {
      const marks = { tap: 0, sound: 0, frame: 0 };
      (window as unknown as { __marks: typeof marks }).__marks = marks;
      addEventListener(
        'click',
        () => {
          marks.tap ||= performance.now();
        },
        true,
      );
      setInterval(() => {
        const probe = window.__govatar;
        if (!marks.sound && marks.tap && (probe?.call?.loudness() ?? 0) > audible)
          marks.sound = performance.now();
        const first = probe?.frames.find(({ drawnAt }) => drawnAt > 0);
        if (!marks.frame && first) marks.frame = first.drawnAt;
      }, 5);
    }, AUDIBLE);
    await button.click();
    const marks = await page.waitForFunction(
      () => {
        const { __marks: found } = window as unknown as {
          __marks: { tap: number; sound: number; frame: number };
        };
        return found.sound > 0 && found.frame > 0 ? { ...found } : null;
      },
      undefined,
      { timeout: 60_000 },
    );
    const { tap, sound, frame } = (await marks.jsonValue()) as { tap: number; sound: number; frame: number };
    greeting.push(sound - tap);
    // The avatar may stand before the tap: it is loaded while the person reads.
    avatar.push(Math.max(0, frame - tap));
    bytes.push(transferred);
    progress(
      `run ${run + 1}: first sound ${Math.round(sound - tap)} ms, avatar ${Math.round(frame - tap)} ms, ${transferred} bytes`,
    );
    await context.close();
  }
  report('join', {
    greeting_p50_ms: round(percentile(greeting, 50)),
    greeting_p95_ms: round(percentile(greeting, 95)),
    avatar_p50_ms: round(percentile(avatar, 50)),
    bytes: Math.max(...bytes),
    runs: RUNS,
  });
} finally {
  await browser.close();
  await dispose(server);
}
process.exit(0);
