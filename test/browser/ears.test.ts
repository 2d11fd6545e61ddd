import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vowel } from '../../client/senses/ears/fixtures/vowel.ts';
import { type EarsBench, openEarsBench } from '../support/ears-page.ts';

let bench: EarsBench;
beforeAll(async () => {
  bench = await openEarsBench();
}, 120_000);
afterAll(() => bench?.close());

const pcm = [...vowel(0.9, 48_000)].map((x) => Math.round(x * 32_767));

describe('ears in a browser', () => {
  it('run Silero under the policy of the page, with no request to anywhere else', async () => {
    const { page, faults } = await bench.open();
    expect(await page.evaluate(() => window.earsHarness.open({ echoDb: -20 }))).toBe(true);
    await page.waitForFunction(() =>
      window.earsHarness.events.some((event) => event.type === 'detector' && event.kind === 'silero'),
    );
    const before = await page.evaluate(() => window.earsHarness.events.length);
    await page.waitForFunction(
      (from) => window.earsHarness.events.slice(from).filter(({ type }) => type === 'level').length >= 5,
      before,
    );
    expect(faults).toEqual({ errors: [], foreign: [] });
    await page.close();
  });
  it('go on by plain means where the model does not come', async () => {
    const { page, faults } = await bench.open();
    await page.route('**/*.onnx', (route) => route.fulfill({ status: 404, body: '' }));
    const asked = page.waitForResponse((response) => response.url().endsWith('.onnx'));
    expect(await page.evaluate(() => window.earsHarness.open({ echoDb: -20 }))).toBe(true);
    await asked;
    await page.evaluate((sound) => window.earsHarness.citizenSays(sound), pcm);
    await page.waitForFunction(() => window.earsHarness.events.some(({ type }) => type === 'speech_end'));
    const events = await page.evaluate(() => window.earsHarness.events);
    expect(events.flatMap((event) => (event.type === 'detector' ? [event.kind] : []))).toEqual(['energy']);
    expect(events.map(({ type }) => type).filter((type) => type.startsWith('speech'))).toEqual([
      'speech_start',
      'speech_end',
    ]);
    expect(faults.foreign).toEqual([]);
    await page.close();
  });
  it('fetch nothing of the model before a microphone is on', async () => {
    const { page } = await bench.open();
    const loaded = await page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => name.replace(/^.*\//, '')),
    );
    expect(loaded.filter((name) => /onnx|wasm|silero|detector/.test(name))).toEqual([]);
    await page.close();
  });
});
