import { spawn, spawnSync } from 'node:child_process';
import { accessSync, appendFileSync, constants, mkdirSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { LOG, ROOT } from './paths.mjs';

/** Signals that a person or a supervisor ends a command with. */
export const STOP_SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** Stop signals closer than this are one and the same wish. */
const SAME_STOP_MS = 500;

/**
 * Finds a command on the PATH.
 * @param {string} name
 * @param {string} [path]
 * @returns {string | null}
 */
export function which(name, path = process.env.PATH ?? '') {
  for (const folder of path.split(delimiter)) {
    if (!folder) continue;
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      if (statSync(file).isFile()) return file;
    } catch {}
  }
  return null;
}

/**
 * Runs a command and keeps its output; never throws.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} [options]
 */
export function capture(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8', ...options });
  return {
    status: done.status,
    stdout: String(done.stdout ?? ''),
    stderr: String(done.stderr ?? ''),
    error: done.error,
  };
}

/**
 * Runs a command with its output in the set-up log, and its lines given to `onLine`.
 * A stop signal ends the command with us.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{cwd?: string, env?: Record<string, string | undefined>, onLine?: (line: string) => void, timeoutMs?: number}} [options]
 * @returns {Promise<{code: number, tail: string[], timedOut: boolean}>} the last 40 lines
 */
export function logged(command, args, { cwd = ROOT, env = process.env, onLine, timeoutMs } = {}) {
  mkdirSync(dirname(LOG), { recursive: true });
  appendFileSync(LOG, `\n$ ${command} ${args.join(' ')}\n`);
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    /** @type {string[]} */
    const tail = [];
    let timedOut = false;
    const timer = timeoutMs
      ? setTimeout(() => {
          timedOut = true;
          child.kill('SIGKILL');
        }, timeoutMs)
      : undefined;
    let stopped = false;
    const stop = (/** @type {NodeJS.Signals} */ signal) => {
      stopped = true;
      child.kill(signal);
    };
    for (const signal of STOP_SIGNALS) process.on(signal, stop);
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream.setEncoding('utf8');
      stream.on('data', (chunk) => {
        appendFileSync(LOG, chunk);
        const lines = (rest + chunk).split(/\r?\n/);
        rest = lines.pop() ?? '';
        for (const line of lines) {
          tail.push(line);
          if (tail.length > 40) tail.shift();
          onLine?.(line);
        }
      });
      stream.on('end', () => {
        if (rest) tail.push(rest);
      });
    }
    const finish = (/** @type {number} */ code) => {
      clearTimeout(timer);
      for (const signal of STOP_SIGNALS) process.off(signal, stop);
      resolve({ code, tail, timedOut });
    };
    child.on('error', (error) => {
      tail.push(String(error.message));
      finish(127);
    });
    child.on('close', (code) => {
      // The whole set-up was stopped, not this command alone.
      if (stopped) process.exit(130);
      finish(code ?? 1);
    });
  });
}

/**
 * Becomes the command as far as Node can: its input and output are ours, stop signals go to it, its exit code comes back.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{env?: Record<string, string | undefined>}} [options]
 * @returns {Promise<number>}
 */
export function hand(command, args, { env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, env, stdio: 'inherit' });
    // On a terminal Ctrl-C reaches the child by itself (one process group), and npm passes it on once more: the child must
    // not take these for a second Ctrl-C.
    const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
    let last = Number.NEGATIVE_INFINITY;
    const forward = (/** @type {NodeJS.Signals} */ signal) => {
      const again = performance.now() - last < SAME_STOP_MS;
      last = performance.now();
      if (!again && !(signal === 'SIGINT' && onTerminal)) child.kill(signal);
    };
    for (const signal of STOP_SIGNALS) process.on(signal, forward);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const name of STOP_SIGNALS) process.off(name, forward);
      resolve(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 1));
    });
  });
}
