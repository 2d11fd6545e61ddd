import { afterEach, describe, expect, it } from 'vitest';
import { Thread, type ThreadOptions } from './thread.ts';

/** A worker that answers with the double, and can be told to die or to hang. */
const CODE = `
import { parentPort } from 'node:worker_threads';
parentPort.on('message', (m) => {
  if (m.kind !== 'call') return;
  if (m.input === 'die') process.exit(7);
  if (m.input === 'throw') throw new Error('broken');
  if (m.input === 'hang') return;
  if (m.input === 'refuse') return parentPort.postMessage({ kind: 'failed', id: m.id, message: 'no' });
  parentPort.postMessage({ kind: 'done', id: m.id, output: m.input * 2 });
});`;

let thread: Thread | null = null;
afterEach(async () => {
  await thread?.close();
  thread = null;
});

function open(options: Partial<ThreadOptions> = {}): Thread {
  thread = new Thread({ file: new URL(`data:text/javascript,${encodeURIComponent(CODE)}`), ...options });
  return thread;
}

describe('a worker thread', () => {
  it('answers calls, many at a time', async () => {
    const t = open();
    expect(await Promise.all([t.call<number>(1), t.call<number>(2), t.call<number>(3)])).toEqual([2, 4, 6]);
  });

  it('fails one call and goes on with the others', async () => {
    const t = open();
    await expect(t.call('refuse')).rejects.toThrow('no');
    expect(await t.call<number>(4)).toBe(8);
  });

  it.each([
    'die',
    'throw',
  ])('fails what waits when it crashes (%s), rests, and is started again', async (way) => {
    let time = 0;
    const crashes: string[] = [];
    const t = open({ now: () => time, backoffMs: 100, onCrash: (message) => crashes.push(message) });
    const failed = await Promise.allSettled([t.call(way), t.call('hang')]);
    expect(failed.map((f) => f.status)).toEqual(['rejected', 'rejected']);
    expect(crashes).toHaveLength(1);
    await expect(t.call(1)).rejects.toThrow('resting');
    time = 101;
    expect(await t.call<number>(1)).toBe(2);
  });

  it('rests longer after each crash in a row, up to a limit', async () => {
    let time = 0;
    const t = open({ now: () => time, backoffMs: 100, maxBackoffMs: 250 });
    for (const rest of [100, 200, 250, 250]) {
      await expect(t.call('die')).rejects.toThrow('ended');
      time += rest - 1;
      await expect(t.call(1)).rejects.toThrow('resting');
      time += 1;
    }
  });

  it('is ended when a call hangs', async () => {
    await expect(open({ timeoutMs: 30 }).call('hang')).rejects.toThrow('no answer');
  });

  it('rejects with the reason of the signal', async () => {
    const controller = new AbortController();
    const t = open();
    const pending = t.call('hang', [], controller.signal);
    controller.abort('turn closed');
    await expect(pending).rejects.toBe('turn closed');
    expect(await t.call<number>(5)).toBe(10);
  });

  it('answers no more once closed', async () => {
    const t = open();
    const pending = t.call('hang');
    const failed = expect(pending).rejects.toThrow('closed');
    await t.close();
    await failed;
    await expect(t.call(1)).rejects.toThrow('closed');
  });
});
