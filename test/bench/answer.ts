// Text in -> first RTP packet of the reply. A real page in Chromium says a sentence; the time runs from `call.say` on the
// page to the packet in which the reply's speech begins (both clocks are this machine's). "Not cached": the folder of
// rendered speech is emptied before each turn, so that every sentence is made anew.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { launchBrowser } from '../support/browser.ts';
import { dispose, startTestServer } from '../support/server.ts';
import { begin, quiet } from './lib/page.ts';
import { percentile, progress, report, round } from './lib/report.ts';

const TURNS = 30;
const QUESTIONS = [
  '公积金租房子能不能提',
  '身份证丢了怎么补办',
  '驾照弄丢了要带什么',
  '补身份证多少钱',
  '补驾驶证要多久',
  '租房提取公积金要什么材料',
  '你能办什么事',
  '你是机器人吗',
  '失业金怎么领',
  '明天股票会涨吗',
];

const server = await startTestServer();
const browser = await launchBrowser();
try {
  const page = await browser.newPage();
  await begin(page, server.url);
  await quiet(page);
  const id = await page.evaluate(
    () => JSON.parse(sessionStorage.getItem('govatar.session') ?? '{}').consultation as string,
  );
  const voice = server.rooms.get(id)?.voice;
  if (voice === undefined) throw new Error('the room is gone');

  const turn = async (text: string): Promise<number> => {
    const first = new Promise<number>((resolve) => {
      voice.onPacket = (speaking) => {
        if (speaking !== null) resolve(performance.timeOrigin + performance.now());
      };
    });
    const asked = await page.evaluate((words) => {
      const at = performance.timeOrigin + performance.now();
      window.__govatar?.call?.say(words, 'text');
      return at;
    }, text);
    const sent = await first;
    voice.onPacket = null;
    await page.evaluate(() => window.__govatar?.call?.interrupt());
    await quiet(page);
    // No faster than the server lets a citizen speak: a refused sentence would be timed with its wait.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    return sent - asked;
  };
  const forget = async (): Promise<void> => {
    const folder = join(server.dataDir, 'speech');
    for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
  };

  for (const text of QUESTIONS.slice(0, 3)) await turn(text);
  const fresh: number[] = [];
  for (let i = 0; i < TURNS; i += 1) {
    await forget();
    fresh.push(await turn(QUESTIONS[i % QUESTIONS.length] ?? ''));
    if (i % 10 === 9) progress(`${i + 1} of ${TURNS} turns`);
  }
  const cached: number[] = [];
  for (let i = 0; i < TURNS; i += 1) cached.push(await turn(QUESTIONS[i % QUESTIONS.length] ?? ''));
  report('answer', {
    p50_ms: round(percentile(fresh, 50)),
    p95_ms: round(percentile(fresh, 95)),
    cached_p50_ms: round(percentile(cached.slice(QUESTIONS.length), 50)),
    turns: fresh.length,
    voice: server.speech.status().find(({ lang }) => lang === 'zh')?.engine ?? 'none',
  });
} finally {
  await browser.close();
  await dispose(server);
}
process.exit(0);
