import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import { z } from 'zod';
import type { LearnedWeights } from './learn.ts';

/** A place where what was learnt outlives the process. */
export interface Kept {
  /** What was learnt from lessons of this digest; null where it has to be learnt. */
  read(digest: string): LearnedWeights | null;
  /** A failure to write is told to `onFailure` and changes nothing else. */
  write(digest: string, weights: LearnedWeights): void;
}

const WeightsSchema = z.object({
  classes: z.array(z.string()),
  features: z.instanceof(Uint32Array),
  rows: z.instanceof(Float32Array),
  bias: z.instanceof(Float64Array),
});
const KeptSchema = z.object({ matter: WeightsSchema, danger: WeightsSchema });

/** Bytes of the checksum in front of the rest. */
const SUM = 32;
const sumOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** Folders whose code decides what is learnt from the same words. */
const CODE = ['..', '../../dialog'].map((path) => join(dirname(fileURLToPath(import.meta.url)), path));

/** A digest of the code that learns: weights of another version are not used. */
export function codeDigest(folders: readonly string[] = CODE): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    for (const name of names.filter((one) => one.endsWith('.ts') && !one.endsWith('.test.ts')).sort()) {
      hash.update(name).update(readFileSync(join(folder, name)));
    }
  }
  return hash.digest('hex');
}

/**
 * Keeps the newest weights in one file of `dir`. The file holds nothing of citizens: weights of the content's sayings.
 * @param code tells versions of the code apart; default: a digest of its files.
 */
export function keptIn(dir: string, onFailure: (error: unknown) => void, code = codeDigest()): Kept {
  const fileOf = (digest: string): string =>
    join(dir, `${createHash('sha256').update(`${digest} ${code}`).digest('hex').slice(0, 32)}.weights`);
  return {
    read(digest) {
      try {
        const bytes = readFileSync(fileOf(digest));
        const body = bytes.subarray(SUM);
        if (!sumOf(body).equals(bytes.subarray(0, SUM))) return null;
        return KeptSchema.parse(deserialize(body));
      } catch {
        // Not there, or cut off by a full disk: it is learnt again.
        return null;
      }
    },
    write(digest, { matter, danger }) {
      try {
        mkdirSync(dir, { recursive: true });
        const body = serialize({ matter, danger });
        const file = fileOf(digest);
        writeFileSync(`${file}.new`, Buffer.concat([sumOf(body), body]));
        for (const old of readdirSync(dir)) if (old.endsWith('.weights')) rmSync(join(dir, old));
        renameSync(`${file}.new`, file);
      } catch (error) {
        onFailure(error);
      }
    },
  };
}
