import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { KioskBeat, KioskId } from '../../protocol/index.ts';

/** A machine as it is kept: codes and tokens as digests only. Times are ms since 1970. */
export const KioskRecord = z.strictObject({
  id: KioskId,
  name: z.string().max(60),
  staffNumber: z.string().max(30).nullable(),
  staffWebhook: z.url({ protocol: /^https?$/ }).nullable(),
  presence: z.boolean(),
  quietS: z.number().int().min(15).max(600),
  warnS: z.number().int().min(5).max(60),
  enrolledAt: z.number().nullable(),
  /** SHA-256 of the token, hex; null before it has enrolled and after it was revoked. */
  token: z.string().nullable(),
  /** A code that waits to be typed in. */
  code: z.strictObject({ digest: z.string(), until: z.number(), tries: z.number().int() }).nullable(),
});
export type KioskRecord = z.infer<typeof KioskRecord>;

/** The last sign of life. */
export const KioskSeen = z.strictObject({ at: z.number(), beat: KioskBeat });
export type KioskSeen = z.infer<typeof KioskSeen>;

/**
 * One small file per machine, so that an operator's command and the running server see each other's changes at once,
 * without the database, which only one process may open.
 */
export interface KioskFiles {
  ids(): Promise<string[]>;
  /** Null where there is none, or none that can be read. */
  read(id: string): Promise<KioskRecord | null>;
  write(record: KioskRecord): Promise<void>;
  remove(id: string): Promise<void>;
  seen(id: string): Promise<KioskSeen | null>;
  writeSeen(id: string, seen: KioskSeen): Promise<void>;
}

/** `dir` is made when something is first written. Files are readable by their owner alone. */
export function createKioskFiles(dir: string): KioskFiles {
  let writes = 0;
  const path = (id: string, end: string): string => join(dir, `${KioskId.parse(id)}${end}`);

  async function readAs<T>(file: string, shape: z.ZodType<T>): Promise<T | null> {
    try {
      const parsed = shape.safeParse(JSON.parse(await readFile(file, 'utf8')));
      return parsed.success ? parsed.data : null;
    } catch {
      return null;
    }
  }
  /** Whole or not at all: a power cut leaves the old one. */
  async function replace(file: string, value: unknown): Promise<void> {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    writes += 1;
    const fresh = `${file}.${process.pid}.${writes}`;
    await writeFile(fresh, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
    await rename(fresh, file);
  }
  return {
    ids: async () =>
      (await readdir(dir).catch(() => []))
        .filter((name) => name.endsWith('.kiosk.json'))
        .map((name) => name.slice(0, -'.kiosk.json'.length))
        .sort(),
    read: (id) => readAs(path(id, '.kiosk.json'), KioskRecord),
    write: (record) => replace(path(record.id, '.kiosk.json'), KioskRecord.parse(record)),
    remove: async (id) => {
      await rm(path(id, '.kiosk.json'), { force: true });
      await rm(path(id, '.seen.json'), { force: true });
    },
    seen: (id) => readAs(path(id, '.seen.json'), KioskSeen),
    writeSeen: (id, seen) => replace(path(id, '.seen.json'), seen),
  };
}
