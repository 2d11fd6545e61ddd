import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Lang } from '../../../../protocol/index.ts';
import { sha256File } from '../../pack/fetch.ts';
import { expectedSha256 } from '../../pack/kept.ts';
import { type Manifest, type ManifestEntry, readManifest, type SherpaModel } from '../../pack/manifest.ts';

/** A model with every file at its place. */
export interface SherpaFiles {
  id: string;
  folder: string;
  entry: ManifestEntry;
  model: SherpaModel;
}

/**
 * The first model of the manifest for a language that lies in one of the folders; null when none does. Half a model counts as one:
 * `checkSherpa` says what is wrong with it.
 */
export function findSherpa(
  folders: readonly string[],
  lang: Lang,
  manifest: Manifest = readManifest(),
): SherpaFiles | null {
  for (const entry of manifest.entries) {
    const { sherpa: model } = entry;
    if (!model?.langs.includes(lang)) continue;
    for (const folder of folders)
      if (entry.files.some(({ file }) => statSync(join(folder, file), { throwIfNoEntry: false })))
        return { id: entry.id, folder, entry, model };
  }
  return null;
}

/**
 * Looks at every file before a library is given it: one that is cut short ends the process that loads it, and one that
 * somebody changed must not be run. Some hundred MB are read.
 * @returns what is wrong, in a word and the file's name; null when nothing is
 */
export async function checkSherpa({ folder, entry }: SherpaFiles): Promise<string | null> {
  for (const file of entry.files) {
    const path = join(folder, file.file);
    const size = statSync(path, { throwIfNoEntry: false })?.size;
    if (size === undefined) return `missing: ${file.file}`;
    if (size === 0 || (file.size !== null && size !== file.size)) return `cut short: ${file.file}`;
    const expected = expectedSha256(file, path);
    if (expected === null) return `not installed by set-up: ${file.file}`;
    if ((await sha256File(path)) !== expected) return `changed: ${file.file}`;
  }
  return null;
}

/** Whether the optional package with the library is there. */
export function hasLibrary(): boolean {
  try {
    createRequire(import.meta.url).resolve('sherpa-onnx-node');
    return true;
  } catch {
    return false;
  }
}

/** The library's configuration of a streaming recogniser. Threads: 1, for there are calls beside it. */
export function configOf({ folder, model }: SherpaFiles): object {
  const at = (file: string): string => join(folder, file);
  const parts =
    model.model === 'zipformer'
      ? {
          transducer: {
            encoder: at(model.encoder),
            decoder: at(model.decoder),
            joiner: at(model.joiner),
          },
        }
      : { paraformer: { encoder: at(model.encoder), decoder: at(model.decoder) } };
  return {
    featConfig: { sampleRate: 16_000, featureDim: 80 },
    modelConfig: { ...parts, tokens: at(model.tokens), numThreads: 1, provider: 'cpu', debug: 0 },
    decodingMethod: 'greedy_search',
    enableEndpoint: 0,
  };
}
