import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { copyFile, readFile, stat } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { LOCAL_CACHE, LOG, NODE, ROOT } from './paths.mjs';
import { logged } from './run.mjs';
import { meter, SetupError, step } from './say.mjs';
import { filesOf, hashFiles, isStamped, writeStamp } from './stamp.mjs';

const OUT = join(ROOT, 'dist', 'client');
/** The avatar packages as they are served: copies, so that compressed files stand beside them and not in the sources. */
const AVATARS_OUT = join(ROOT, 'dist', 'avatars');
const STAMP = join(ROOT, 'dist', '.client-stamp');

/** Formats that compression makes smaller; images, fonts (woff2), sound and video carry their own. */
const COMPRESSIBLE = new Set(
  '.js .mjs .css .html .svg .json .webmanifest .txt .xml .wasm .vrm .glb .vrma .onnx .task .tflite'.split(
    ' ',
  ),
);
/** Below this a compressed answer saves no packet. */
const MIN_BYTES = 1400;
/** Above this brotli's slowest level takes tens of seconds for a percent or two. */
const SLOW_LEVEL_MAX_BYTES = 2e6;

const brotli = promisify(brotliCompress);
const gz = promisify(gzip);

/** What the built client depends on. */
export function clientSources(root = ROOT) {
  const isSource = (/** @type {string} */ path) => !/\.test\.tsx?$/.test(path);
  return filesOf(
    ['client', 'protocol', 'avatars', 'vite.config.ts', 'package-lock.json', 'tsconfig.base.json'].map(
      (name) => join(root, name),
    ),
    (path) => isSource(path) && !relative(root, path).startsWith(join('avatars', 'builder')),
  );
}

/** @param {Buffer} content */
async function brotliOf(content) {
  return brotli(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: content.length > SLOW_LEVEL_MAX_BYTES ? 9 : 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      [constants.BROTLI_PARAM_LGWIN]: 24,
    },
  });
}

/**
 * Writes `.br` and `.gz` beside each file worth it. What was compressed before (by content) is taken from `cache`.
 * @param {readonly string[]} folders
 * @param {{cache: string, onProgress?: (done: number, total: number) => void}} options
 */
export async function compressFolders(folders, { cache, onProgress }) {
  const files = filesOf(folders, (path) => COMPRESSIBLE.has(extname(path)));
  mkdirSync(cache, { recursive: true });
  /** @type {Set<string>} */
  const used = new Set();
  let done = 0;
  const one = async (/** @type {string} */ file) => {
    if ((await stat(file)).size >= MIN_BYTES) {
      const content = await readFile(file);
      const name = createHash('sha256').update(content).digest('hex');
      for (const [suffix, pack] of /** @type {const} */ ([
        ['.br', brotliOf],
        ['.gz', (/** @type {Buffer} */ bytes) => gz(bytes, { level: 9 })],
      ])) {
        const kept = join(cache, name + suffix);
        used.add(kept);
        if (!existsSync(kept)) {
          writeFileSync(`${kept}.new`, await pack(content));
          renameSync(`${kept}.new`, kept);
        }
        // No gain, no file: the server then sends the plain one.
        if ((await stat(kept)).size < content.length * 0.97) await copyFile(kept, file + suffix);
      }
    }
    onProgress?.(++done, files.length);
  };
  // zlib works in a pool of threads: four at a time keep it busy.
  const queue = [...files];
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let file = queue.shift(); file; file = queue.shift()) await one(file);
    }),
  );
  for (const kept of filesOf([cache])) if (!used.has(kept)) rmSync(kept, { force: true });
}

/**
 * The pages in dist/client, built and compressed. Does nothing when their sources have not changed.
 * @returns {Promise<boolean>} whether they were built
 * @throws {SetupError}
 */
export async function prepareClient() {
  const hash = hashFiles(clientSources(), { root: ROOT, salt: hashOfSelf() });
  if (isStamped(STAMP, hash) && existsSync(OUT) && existsSync(AVATARS_OUT)) return false;
  rmSync(STAMP, { force: true });
  await step('Pages: building', async () => {
    const done = await logged(
      NODE,
      [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
      {
        env: { ...process.env, NODE_ENV: 'production' },
      },
    );
    if (done.code !== 0) {
      const line = done.tail.find((text) => /error/i.test(text))?.trim();
      throw new SetupError(`The pages could not be built${line ? ` (${line})` : ''}: see ${LOG}`);
    }
  });
  await step('Pages: compressing', async () => {
    copyAvatars();
    const progress = meter('compressing');
    await compressFolders([OUT, AVATARS_OUT], {
      cache: join(LOCAL_CACHE, 'compressed'),
      onProgress: progress.set,
    });
    progress.close();
  });
  writeStamp(STAMP, hash);
  return true;
}

function copyAvatars() {
  rmSync(AVATARS_OUT, { recursive: true, force: true });
  mkdirSync(AVATARS_OUT, { recursive: true });
  const builder = join(ROOT, 'avatars', 'builder');
  cpSync(join(ROOT, 'avatars'), AVATARS_OUT, { recursive: true, filter: (from) => from !== builder });
}

/** A change of how pages are compressed makes them anew. */
function hashOfSelf() {
  return createHash('sha256')
    .update(readFileSync(new URL(import.meta.url)))
    .digest('hex');
}
