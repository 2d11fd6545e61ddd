import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readConfig } from '../../server/config.ts';
import { type Running, startServer } from '../../server/main.ts';
import { createLog } from '../../server/ops/log.ts';

/** A TCP port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

export interface TestServer extends Running {
  dataDir: string;
  port: number;
  /** Log lines, to prove what is not in them. */
  logged: string[];
}

export interface TestServerOptions {
  flags?: string[];
  /** An older server's folder: the same data are taken up again. */
  dataDir?: string;
  port?: number;
  env?: Record<string, string>;
}

/** What is learnt from the content's sayings, seconds of work, is learnt once for all servers of a test run. */
const LEARNT = resolve(import.meta.dirname, '../../.cache/learnt');

/** An empty folder for the data of a server. */
export async function emptyData(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'govatar-test-'));
  await mkdir(LEARNT, { recursive: true });
  await symlink(LEARNT, join(dataDir, 'learnt'));
  return dataDir;
}

/** The real server with a folder and ports of its own. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const dataDir = options.dataDir ?? (await emptyData());
  const port = options.port ?? (await freePort());
  const flags = [
    '--port',
    String(port),
    '--rtc-port',
    String(await freePort()),
    '--workers',
    '1',
    '--data',
    dataDir,
  ];
  const env = { ...process.env, GOVATAR_CREATE_PER_MINUTE: '100000', GOVATAR_EARS: 'false', ...options.env };
  const config = readConfig([...flags, ...(options.flags ?? [])], env, process.cwd());
  const logged: string[] = [];
  const running = await startServer(config, createLog('info', { write: (line) => void logged.push(line) }));
  return { ...running, dataDir, port, logged };
}

/** Ends a test server and removes its folder. */
export async function dispose(server: TestServer): Promise<void> {
  await server.close();
  await rm(server.dataDir, { recursive: true, force: true });
}
