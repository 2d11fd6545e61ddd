import { OpusDecoder } from 'opus-decoder';
import type { Page } from './browser.ts';
import type { TestServer } from './server.ts';

declare global {
  interface Window {
    __microphone?: { say(samples: Float32Array<ArrayBuffer>): Promise<void> };
  }
}

const RATE = 48_000;

/**
 * Gives a page a microphone that says what the test wants, when it wants: `navigator.mediaDevices` hands out the sound of an
 * AudioContext, with a little noise as every room has it. All that comes after is the product's: track, detector, room, recogniser.
 */
export async function fitMicrophone(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      if (!wanted?.audio) return real(wanted);
      const context = new AudioContext({ sampleRate: 48_000 });
      await context.resume();
      const out = context.createMediaStreamDestination();
      const hiss = context.createBuffer(1, 48_000, 48_000);
      const samples = hiss.getChannelData(0);
      for (let i = 0; i < samples.length; i += 1) samples[i] = (Math.random() - 0.5) * 0.002;
      const room = new AudioBufferSourceNode(context, { buffer: hiss, loop: true });
      room.connect(out);
      room.start();
      window.__microphone = {
        say: (spoken) =>
          new Promise((done) => {
            const buffer = context.createBuffer(1, spoken.length, 48_000);
            buffer.copyToChannel(spoken, 0);
            const source = new AudioBufferSourceNode(context, { buffer });
            source.connect(out);
            source.onended = () => done();
            source.start();
          }),
      };
      return out.stream;
    };
  });
}

/** Says a sentence into the page's microphone, in the voice of the server's Mandarin; resolves when it is said. */
export async function speakInto(page: Page, server: TestServer, text: string, rate = 0.9): Promise<void> {
  const { frames } = await server.speech.speak({ text, lang: 'zh', rate });
  const decoder = new OpusDecoder({ channels: 1, sampleRate: RATE });
  await decoder.ready;
  const parts = frames.map((frame) =>
    (decoder.decodeFrame(Uint8Array.from(frame)).channelData[0] ?? new Float32Array()).slice(),
  );
  decoder.free();
  const pcm = Int16Array.from(
    parts.flatMap((part) => [...part]),
    (sample) => Math.round(sample * 32_000),
  );
  const data = Buffer.from(pcm.buffer).toString('base64');
  await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const said = Float32Array.from(new Int16Array(bytes.buffer), (sample) => sample / 32_768);
    await window.__microphone?.say(said);
  }, data);
}
