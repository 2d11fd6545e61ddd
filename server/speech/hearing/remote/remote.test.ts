import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import type { EngineFinal, EngineWords, HearingEngine } from '../engine.ts';
import { funasrEngine } from './funasr.ts';
import { transcriptionEngine } from './transcription.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Outcome {
  partials: EngineWords[];
  final: EngineFinal | null;
  error: string | null;
}

/** Says half a second of a tone to an engine and waits for its last word. */
function say(engine: HearingEngine, phrases: string[] = []): Promise<Outcome> {
  closing.push(() => engine.close());
  return new Promise((resolve) => {
    const outcome: Outcome = { partials: [], final: null, error: null };
    const utterance = engine.begin(
      { phrases },
      {
        onPartial: (words) => outcome.partials.push(words),
        onFinal: (final) => resolve({ ...outcome, final }),
        onError: (error) => resolve({ ...outcome, error }),
      },
    );
    const samples = Int16Array.from({ length: 8_000 }, (_, i) => Math.round(8_000 * Math.sin(i / 5)));
    utterance.feed(samples.slice(0, 4_000));
    utterance.feed(samples.slice(4_000));
    utterance.end();
  });
}

describe('a FunASR server', () => {
  /** Plays the server's part of the protocol: what it was told and heard comes back. */
  async function server(answer: (send: (message: object | string) => void) => void) {
    const wss = new WebSocketServer({ port: 0, handleProtocols: () => 'binary' });
    await new Promise((resolve) => wss.on('listening', resolve));
    closing.push(() => {
      for (const client of wss.clients) client.terminate();
      return new Promise((resolve) => wss.close(resolve));
    });
    const told: Record<string, unknown>[] = [];
    let bytes = 0;
    wss.on('connection', (socket) => {
      socket.on('message', (data, binary) => {
        if (binary) {
          bytes += (data as Buffer).length;
          return;
        }
        const message = JSON.parse(String(data)) as Record<string, unknown>;
        told.push(message);
        if (message.is_speaking === false)
          answer((one) => socket.send(typeof one === 'string' ? one : JSON.stringify(one)));
      });
    });
    const url = `ws://127.0.0.1:${(wss.address() as AddressInfo).port}`;
    return { url, told, bytes: () => bytes };
  }

  it('gets all of the sound, and its second pass is what was said, with times', async () => {
    const { url, told, bytes } = await server((send) => {
      send({ mode: '2pass-online', text: '我要' });
      send({ mode: '2pass-online', text: '办身分' });
      send({
        mode: '2pass-offline',
        text: '办身份证。',
        timestamp: '[[0,200],[200,400],[400,600],[600,800]]',
      });
    });
    const { partials, final } = await say(funasrEngine({ url, lang: 'zh' }), ['身份证']);
    expect(partials.map(({ text }) => text)).toEqual(['我要', '我要办身分']);
    expect(final?.text).toBe('办身份证。');
    expect(final?.words.map(({ text, t, d }) => [text, t, d])).toEqual([
      ['办', 0, 200],
      ['身', 200, 200],
      ['份', 400, 200],
      ['证', 600, 200],
    ]);
    expect(bytes()).toBe(16_000);
    expect(told[0]).toMatchObject({
      mode: '2pass',
      audio_fs: 16_000,
      is_speaking: true,
      hotwords: '{"身份证":20}',
    });
  });

  it('that sends what cannot be read has failed', async () => {
    const { url } = await server((send) => send('no json'));
    expect((await say(funasrEngine({ url, lang: 'zh' }))).error).toBe('engine_failed');
  });

  it('that is not there has failed', async () => {
    expect((await say(funasrEngine({ url: 'ws://127.0.0.1:9', lang: 'zh' }))).error).toBe('engine_failed');
  });
});

describe('a transcription endpoint', () => {
  async function server(status: number, body: object | string) {
    const asked: { path: string; key: string | undefined; body: Buffer }[] = [];
    const http: Server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        asked.push({
          path: request.url ?? '',
          key: request.headers.authorization,
          body: Buffer.concat(parts),
        });
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(typeof body === 'string' ? body : JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => http.close(resolve)));
    return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/v1`, asked };
  }

  it('gets a WAV file, the language and the words to expect; the key goes with it', async () => {
    const { url, asked } = await server(200, {
      text: ' 我要办身份证 ',
      words: [{ word: '身份证', start: 0.4, end: 0.9 }],
      segments: [{ avg_logprob: Math.log(0.8), no_speech_prob: 0.5 }],
    });
    const engine = transcriptionEngine({ url, model: 'whisper', key: 'secret', lang: 'zh' });
    const { final } = await say(engine, ['身份证', '居住证']);
    expect(final?.text).toBe('我要办身份证');
    expect(final?.words[0]).toMatchObject({ text: '身份证', t: 400, d: 500 });
    expect(final?.confidence).toBeCloseTo(0.4);
    const [request] = asked;
    expect(request?.path).toBe('/v1/audio/transcriptions');
    expect(request?.key).toBe('Bearer secret');
    const sent = request?.body.toString('latin1') ?? '';
    expect(sent).toContain('RIFF');
    expect(request?.body.toString('utf8')).toContain('身份证，居住证');
    expect(request?.body.length).toBeGreaterThan(16_044);
  });

  it('that refuses or answers nonsense has failed', async () => {
    const refusing = await server(401, {});
    expect((await say(transcriptionEngine({ url: refusing.url, model: 'm', lang: 'zh' }))).error).toBe(
      'engine_failed',
    );
    const nonsense = await server(200, '<html>');
    expect((await say(transcriptionEngine({ url: nonsense.url, model: 'm', lang: 'zh' }))).error).toBe(
      'engine_failed',
    );
  });
});
