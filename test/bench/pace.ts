// Jitter of sent RTP: 50 rooms speak at the same time, while new speech is made (every turn is a question whose answer is
// rendered anew: the cache is emptied all the time) and every turn is written to the database. The clients are a process of
// their own. Jitter: how far the interval of two packets of one room is from 20 ms.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dispose, startTestServer } from '../support/server.ts';
import { percentile, progress, report, round } from './lib/report.ts';

const ROOMS = 50;
const SECONDS = 30;

const server = await startTestServer({ flags: ['--workers', '2', '--max-rooms', String(ROOMS + 5)] });
const clients = spawn(
  process.execPath,
  [join(import.meta.dirname, 'lib/pace-clients.ts'), server.url, String(ROOMS)],
  {
    stdio: ['pipe', 'pipe', 'inherit'],
  },
);
try {
  const lines: string[] = [];
  const ids = await new Promise<string[]>((resolve, reject) => {
    clients.once('exit', () => reject(new Error('the clients ended early')));
    clients.stdout.on('data', (data) => {
      lines.push(String(data));
      const text = lines.join('');
      if (text.includes('\n')) resolve(JSON.parse(text) as string[]);
    });
  });
  progress(`${ids.length} rooms speak`);

  const jitters: number[] = [];
  let speaking = 0;
  let packets = 0;
  for (const id of ids) {
    const voice = server.rooms.get(id)?.voice;
    if (voice === undefined) throw new Error('a room is gone');
    let last = 0;
    voice.onPacket = (turn) => {
      const now = performance.now();
      if (last > 0) jitters.push(Math.abs(now - last - 20));
      last = now;
      packets += 1;
      if (turn !== null) speaking += 1;
    };
  }
  const folder = join(server.dataDir, 'speech');
  const forgetting = setInterval(() => {
    void readdir(folder).then((names) =>
      Promise.all(names.map((name) => rm(join(folder, name), { recursive: true, force: true }))),
    );
  }, 500);
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
  clearInterval(forgetting);
  report('pace', {
    p99_ms: round(percentile(jitters, 99), 2),
    p50_ms: round(percentile(jitters, 50), 2),
    max_ms: round(percentile(jitters, 100), 1),
    rooms: ids.length,
    packets,
    speaking_pct: round((100 * speaking) / packets),
  });
} finally {
  if (clients.exitCode === null) {
    clients.kill();
    await once(clients, 'exit');
  }
  await dispose(server);
}
process.exit(0);
