// From the onset of the citizen's voice until the page is softer (20 dB) and silent, and how often it falls silent for
// nothing.
//
// Times: the ears as the product builds them, in Chromium, under the product's policy; sentences of recorded words (the
// server's voice) over the avatar's own playing sentence, whose sound comes back into the microphone 20 dB softer and 80 ms
// late. Everything is read off one audio clock in pieces of 5 ms: onset is the first piece of the citizen's sound within
// 35 dB of its loudest. No recogniser is part of it, so every stop is confirmed by voice alone.
//
// False stops: ten minutes each, on simulated time with the product's own detector and turns (see lib/ear-hall.ts): the
// echo alone; a hall of pink noise, four distant voices and a bang every 20 s; backchannels, whose words come only after
// their end.
import { openEarsBench } from '../support/ears-page.ts';
import { dispose, startTestServer } from '../support/server.ts';
import { pink, simulate } from './lib/ear-hall.ts';
import { percentile, progress, report, round } from './lib/report.ts';
import { joined, levelled, seeded, silence, spoken, VOICE_RATE } from './lib/voices.ts';

const INTERRUPTIONS = [
  '等一下我想问一下',
  '那要多少钱',
  '我的身份证丢了怎么办',
  '不是这个意思',
  '你先别说了',
  '我没听清楚',
  '这个要到哪里去办',
  '我想找人工',
  '可以让我女儿去吗',
  '你再说一遍',
];
const SAYS = [
  '补办身份证请带户口簿到户籍所在地派出所办理',
  '公积金租房提取需要连续缴存三个月',
  '请问您名下在本市有没有住房',
  '好的我来为您查询一下',
];
const BACKCHANNELS = ['嗯', '好的', '对', '哦', '是的', '对对'];
const ROUNDS = 3;
const ECHO_DB = -20;
const AVATAR_DB = -22;
const CITIZEN_DB = -26;
const SECONDS = Number(process.argv[2] ?? 600);

const pcmOf = (sound: Float32Array): number[] =>
  [...sound].map((x) => Math.round(Math.max(-1, Math.min(1, x)) * 32_767));
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const server = await startTestServer();
const bench = await openEarsBench();
try {
  const sentences = [];
  for (const text of SAYS) sentences.push({ text, sound: levelled(await spoken(server, text), AVATAR_DB) });
  const questions: Float32Array[] = [];
  for (const text of INTERRUPTIONS) questions.push(levelled(await spoken(server, text), CITIZEN_DB));
  const whole = joined(sentences.flatMap(({ sound }) => [sound, silence(240)]));

  const { page } = await bench.open();
  await page.evaluate((echoDb) => window.earsHarness.open({ echoDb }), ECHO_DB);
  await page.waitForFunction(() =>
    window.earsHarness.events.some((event) => event.type === 'detector' && event.kind === 'silero'),
  );
  await page.evaluate(([pcm, text]) => window.earsHarness.avatarSays(pcm, text), [
    pcmOf(whole),
    SAYS.join(''),
  ] as const);
  await wait(3_000);
  const ducks: number[] = [];
  const stops: number[] = [];
  let missed = 0;
  for (let i = 0; i < ROUNDS * questions.length; i += 1) {
    await page.evaluate(() => {
      window.earsHarness.pieces.length = 0;
      window.earsHarness.goOn();
    });
    await wait(1_700 + (i % 7) * 61);
    await page.evaluate(
      (pcm) => window.earsHarness.citizenSays(pcm),
      pcmOf(questions[i % questions.length] ?? new Float32Array()),
    );
    await wait(4_000);
    const pieces = await page.evaluate(() => window.earsHarness.pieces.splice(0));
    const loudest = Math.max(...pieces.map(({ citizen }) => citizen));
    const onset = pieces.find(({ citizen }) => citizen > loudest * 10 ** (-35 / 20))?.t ?? Number.NaN;
    // Where the avatar itself says nothing, nothing can be softer.
    const sounding = pieces.filter(({ t, said }) => t >= onset && said > 0.003);
    const softer = sounding.find(({ said, heard }) => heard <= said * 0.101);
    const silent = sounding.find(({ said, heard }) => heard <= said * 0.001);
    if (softer === undefined || silent === undefined) missed += 1;
    else {
      ducks.push((softer.t - onset) * 1000);
      stops.push((silent.t - onset) * 1000);
    }
    if (i % 10 === 9) progress(`${i + 1} interruptions, ${missed} missed`);
  }

  const far: Float32Array[] = [];
  for (const [i, text] of [
    '今天下午我要去超市买菜',
    '你吃饭了没有',
    '那边的窗口在哪里啊',
    '我已经等了很久了',
  ].entries())
    far.push(levelled(joined([await spoken(server, text), silence(300 + 100 * i)]), -44));
  const hallNoise = (): ((sample: number) => number) => {
    const room = pink(-50);
    const random = seeded(5);
    return (sample) => {
      const bang = sample % (VOICE_RATE * 20) < VOICE_RATE / 10 ? random() * 0.3 : 0;
      return far.reduce((sum, voice) => sum + (voice[sample % voice.length] ?? 0), room() + bang);
    };
  };
  const said: { words: string; sound: Float32Array }[] = [];
  for (const words of BACKCHANNELS)
    said.push({ words, sound: levelled(await spoken(server, words), CITIZEN_DB) });
  const backchannels = Array.from({ length: Math.floor(SECONDS / 9) }, (_, i) => ({
    at: 5_000 + i * 9_000 + (i % 11) * 37,
    ...(said[i % said.length] ?? { words: '', sound: new Float32Array() }),
  }));
  const of = { seconds: SECONDS, profile: 'speaking', sentences, echoDb: ECHO_DB } as const;
  const count = (events: Awaited<ReturnType<typeof simulate>>) => ({
    stops: events.filter(({ type }) => type === 'barge_in').length,
    softer: events.filter((event) => event.type === 'duck' && event.on).length,
  });
  const resumed = (events: Awaited<ReturnType<typeof simulate>>): number[] =>
    events.flatMap((event, i) => {
      if (event.type !== 'duck' || !event.on) return [];
      const stop = events.slice(i).find(({ type }) => type === 'barge_in' || type === 'duck');
      const back = events
        .slice(i + 1)
        .find((later) =>
          stop?.type === 'barge_in' ? later.type === 'false_alarm' : later.type === 'duck' && !later.on,
        );
      return back === undefined ? [] : [back.at - event.at];
    });
  const echo = await simulate({ ...of, noise: pink(-55), citizen: [] });
  progress('echo done');
  const hall = await simulate({ ...of, noise: hallNoise(), citizen: [] });
  progress('hall done');
  const nods = await simulate({ ...of, noise: pink(-55), citizen: backchannels });
  report('bargein', {
    duck_p95_ms: round(percentile(ducks, 95)),
    duck_p50_ms: round(percentile(ducks, 50)),
    stop_p95_ms: round(percentile(stops, 95)),
    stop_p50_ms: round(percentile(stops, 50)),
    resume_after_false_p95_ms: round(percentile([echo, hall, nods].flatMap(resumed), 95)),
    false_stops: count(echo).stops + count(hall).stops,
    false_stops_echo: count(echo).stops,
    false_stops_hall: count(hall).stops,
    softer_for_nothing_echo: count(echo).softer,
    softer_for_nothing_hall: count(hall).softer,
    backchannels: backchannels.length,
    backchannels_that_stopped: count(nods).stops,
    interruptions: stops.length,
    missed,
    minutes_each: round(SECONDS / 60),
    echo_db: ECHO_DB,
    voice: server.speech.status().find(({ lang }) => lang === 'zh')?.engine ?? 'none',
  });
} finally {
  await bench.close();
  await dispose(server);
}
process.exit(0);
