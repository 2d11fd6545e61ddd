// From the end of what the citizen says to the first sound of the answer, and how often somebody who only pauses is cut off.
//
// The real server, a real room over RTP, its own recogniser. Sentences of recorded words (the server's voice) with a pause
// of 250 to 1300 ms within two thirds of them, over pink noise of -60 dB. The ears run in this process on the very sound
// that is sent, with Silero; they tell the server beginnings and ends as the page does. The end of speech is the last 5 ms
// within 35 dB of the loudest; the first sound is the RTP packet in which the answer begins, so the browser's jitter buffer
// (about 60 ms) comes on top. Cut off: an end was told before the end of speech.
import { createFramer, levelOf } from '../../client/senses/ears/frames.ts';
import { createTurns } from '../../client/senses/ears/turns.ts';
import type { EarsEvent } from '../../client/senses/ears/types.ts';
import { MediaPeer } from '../support/media-peer.ts';
import { joinNew, type TestPeer } from '../support/peer.ts';
import { dispose, startTestServer } from '../support/server.ts';
import { pink, silero } from './lib/ear-hall.ts';
import { percentile, progress, report, round } from './lib/report.ts';
import { joined, levelled, seeded, silence, spoken, VOICE_RATE } from './lib/voices.ts';

const SENTENCES: readonly (readonly string[])[] = [
  ['公积金租房提取'],
  ['我的身份证丢了', '怎么补办'],
  ['我想办一下那个', '居住证'],
  ['驾驶证到期了', '然后我要怎么换'],
  ['失业金怎么领'],
  ['我妈妈今年六十五岁', '老年卡怎么办'],
  ['新生儿上户口', '要带什么材料'],
  ['二手房过户多少钱'],
  ['我要开一个小餐馆', '要办什么证'],
  ['楼上装修', '晚上很吵'],
  ['社保卡丢了', '就是那个', '怎么补'],
  ['医保异地就医怎么备案'],
];
const ROUNDS = 2;
const STEP_MS = 32;
const STEP = (VOICE_RATE * STEP_MS) / 1000;
/** Beyond this no answer comes any more. ms */
const MOST_MS = 12_000;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const random = seeded(21);
const pause = (): number => 250 + ((random() + 1) / 2) * 1_050;

const server = await startTestServer({ env: { GOVATAR_EARS: 'true' } });
await server.hearing.ready;
const hears = server.hearing.status().find(({ lang }) => lang === 'zh')?.engine ?? null;
if (hears === null) throw new Error('nothing hears Mandarin here: npm run models asr-zh');
const { peer, welcome, id } = await joinNew(server.url);
const media = await MediaPeer.create(peer, welcome.routerRtpCapabilities);
const track = server.rooms.get(id)?.voice;
if (track === undefined) throw new Error('the room is gone');
const voice = track;

/** One sentence: times in ms from the end of speech; null where no answer came. */
async function say(
  parts: readonly string[],
  microphone: Awaited<ReturnType<MediaPeer['openMicrophone']>>,
  told: TestPeer,
): Promise<{ answer: number | null; turn: number | null; cut: boolean }> {
  const pieces: Float32Array[] = [];
  for (const [i, text] of parts.entries()) {
    if (i > 0) pieces.push(silence(pause()));
    pieces.push(await spoken(server, text, 0.9));
  }
  const sound = levelled(joined(pieces), -24);
  const noise = pink(-60);
  const endMs = (sound.length * 1000) / VOICE_RATE;
  const detector = await silero();
  const framer = createFramer(VOICE_RATE);
  const startedAt = performance.now();
  const now = (): number => performance.now() - startedAt;
  let answeredAt: number | null = null;
  const ends: number[] = [];
  let seen = told.messages.length;
  voice.onPacket = (turn) => {
    if (turn !== null && ends.length > 0) answeredAt ??= now();
  };
  const onEvent = (event: EarsEvent): void => {
    const sent = (): unknown => {
      if (event.type === 'speech_start') return told.request('voice.begin', { backMs: event.backMs });
      if (event.type !== 'speech_end') return null;
      ends.push(now());
      return event.reason === 'dropped' ? told.request('voice.cancel', {}) : told.request('voice.end', {});
    };
    void Promise.resolve(sent()).catch(() => undefined);
  };
  const turns = createTurns({
    now: 0,
    profile: 'speaking',
    elder: false,
    // It has been quiet since before; what it answers is not listened to any more.
    avatar: () => ({ speaking: false, text: '', level: 0, place: null }),
    emit: onEvent,
  });
  void microphone.speak(Int16Array.from(sound, (x) => Math.round(Math.max(-1, Math.min(1, x)) * 32_767)));
  for (let sample = 0; answeredAt === null && now() < endMs + MOST_MS; sample += STEP) {
    const due = ((sample + STEP) * 1000) / VOICE_RATE - now();
    if (due > 0) await wait(due);
    const mic = Float32Array.from({ length: STEP }, (_, i) => (sound[sample + i] ?? 0) + noise());
    for (const frame of framer.feed(mic))
      turns.frame({ at: now(), ms: STEP_MS, voice: await detector.judge(frame), level: levelOf(frame) });
    turns.tick(now());
    for (; seen < told.messages.length; seen += 1) {
      const message = told.messages[seen];
      if (message === undefined || !('event' in message)) continue;
      if (message.event === 'heard.partial') turns.words(message.data.text, false, now());
      if (message.event === 'heard.final') turns.words(message.data.text, true, now());
    }
  }
  voice.onPacket = null;
  detector.close();
  const last = ends.at(-1);
  return {
    answer: answeredAt === null ? null : answeredAt - endMs,
    turn: last === undefined ? null : last - endMs,
    cut: ends.some((at) => at < endMs),
  };
}

try {
  await peer.request('voice.turns', { turns: 'told' });
  const microphone = await media.openMicrophone();
  const answers: number[] = [];
  const turnEnds: number[] = [];
  let cut = 0;
  let unanswered = 0;
  const all = Array.from({ length: ROUNDS }, () => SENTENCES).flat();
  for (const [i, parts] of all.entries()) {
    const one = await say(parts, microphone, peer);
    if (one.cut) cut += 1;
    else if (one.answer === null) unanswered += 1;
    else answers.push(one.answer);
    if (!one.cut && one.turn !== null) turnEnds.push(one.turn);
    await peer.request('talk.interrupt', {});
    // No faster than the server lets a citizen speak.
    await wait(1_500);
    if (i % 6 === 5) progress(`${i + 1} of ${all.length}, ${cut} cut off, ${unanswered} unanswered`);
  }
  microphone.stop();
  report('endpoint', {
    p50_ms: round(percentile(answers, 50)),
    p95_ms: round(percentile(answers, 95)),
    cut_off_pct: round((100 * cut) / all.length),
    turn_p50_ms: round(percentile(turnEnds, 50)),
    turn_p95_ms: round(percentile(turnEnds, 95)),
    sentences: all.length,
    unanswered,
    recogniser: hears,
    voice: server.speech.status().find(({ lang }) => lang === 'zh')?.engine ?? 'none',
  });
} finally {
  media.close();
  peer.ws.close();
  await dispose(server);
}
process.exit(0);
