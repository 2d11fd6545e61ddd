import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, freemem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LOG } from '../paths.mjs';
import { capture, logged, which } from '../run.mjs';
import { meter, SetupError } from '../say.mjs';
import { installPackages } from '../system.mjs';
import { patchDtls } from './patch.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));

/** What the build needs: how to see whether it is there, and the Debian package that brings it. */
const NEEDS = [
  { package: 'g++', command: 'c++' },
  { package: 'cmake', command: 'cmake' },
  { package: 'ninja-build', command: 'ninja' },
  { package: 'pkg-config', command: 'pkg-config' },
  { package: 'flatbuffers-compiler', command: 'flatc' },
  { package: 'libuv1-dev', library: 'libuv' },
  { package: 'libssl-dev', library: 'openssl' },
  { package: 'libsrtp2-dev', library: 'libsrtp2' },
  { package: 'libabsl-dev', library: 'absl_strings' },
  { package: 'libflatbuffers-dev', library: 'flatbuffers' },
];

/** Debian names of what is missing for the build. */
export function missingForBuild() {
  const pkgConfig = which('pkg-config');
  return NEEDS.filter((need) =>
    need.command
      ? !which(need.command)
      : !pkgConfig || capture(pkgConfig, ['--exists', String(need.library)]).status !== 0,
  ).map((need) => need.package);
}

/** Memory that one compiler may need for the worker's largest files. */
const BYTES_PER_JOB = 700e6;

/**
 * Builds the worker from the sources of the npm package with the system's libraries: 4 to 6 minutes on two cores.
 * @param {{packageDir: string, buildDir: string, why: string}} options  `why`: why there is no prebuilt one
 * @returns {Promise<string>} the binary
 * @throws {SetupError} when something is missing or the build fails
 */
export async function buildWorker({ packageDir, buildDir, why }) {
  await installPackages(missingForBuild(), `building the media worker (no prebuilt one: ${why})`);
  const workerDir = join(packageDir, 'worker');
  // What an interrupted build left behind is gone on with: the folder belongs to this version and recipe alone.
  mkdirSync(buildDir, { recursive: true });
  const patched = join(buildDir, 'DtlsTransport.cpp');
  try {
    writeFileSync(patched, patchDtls(readFileSync(join(workerDir, 'src/RTC/DtlsTransport.cpp'), 'utf8')));
  } catch (error) {
    throw new SetupError(
      `The media worker of this mediasoup version cannot be built safely (${/** @type {Error} */ (error).message}): set MEDIASOUP_WORKER_BIN to a worker of your own`,
    );
  }
  const failed = (/** @type {string} */ what) =>
    new SetupError(
      `The media worker's ${what} failed: see ${LOG}, or set MEDIASOUP_WORKER_BIN to a worker of your own`,
    );
  const configured = await logged('cmake', [
    ...['-G', 'Ninja', '-S', HERE, '-B', buildDir],
    `-DWORKER_DIR=${workerDir}`,
    `-DPATCHED_DTLS=${patched}`,
  ]);
  if (configured.code !== 0) {
    rmSync(buildDir, { recursive: true, force: true });
    throw failed('configuration');
  }
  const progress = meter('compiling');
  const jobs = Math.max(1, Math.min(availableParallelism(), Math.floor(freemem() / BYTES_PER_JOB)));
  const built = await logged('ninja', ['-C', buildDir, '-j', String(jobs)], {
    onLine(line) {
      const counted = /^\[(\d+)\/(\d+)\]/.exec(line);
      if (counted) progress.set(Number(counted[1]), Number(counted[2]));
    },
  });
  progress.close();
  const binary = join(buildDir, 'mediasoup-worker');
  if (built.code !== 0 || !existsSync(binary)) throw failed('build');
  const strip = which('strip');
  if (strip) capture(strip, [binary]);
  return binary;
}
