import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { AppError } from '../../../protocol/errors.ts';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** One file to fetch. `file` is its path below `models/` and below the folder of assets. */
const ManifestFile = z.strictObject({
  file: z.string().regex(/^[\w./-]+$/),
  /** Where it comes from; null for a file that only a folder of assets can give. */
  address: z.url().nullable(),
  /** Null where it is not known here: then the one of what was installed is kept beside the file (`kept.ts`). */
  sha256: Sha256.nullable(),
  /** Bytes; null where only `about` is known. */
  size: z.number().int().positive().nullable(),
  /** Bytes as the publisher's page rounds them: for the notice before a download, nothing is checked by it. */
  about: z.number().int().positive().optional(),
  /** For an archive that the address packs in another way: only what lies in this folder counts … */
  folder: z.string().optional(),
  /** … and this is the SHA-256 over the lines `folder/name NUL sha256 LF` of its mp3 files, sorted by bytes. */
  contentSha256: Sha256.optional(),
});
export type ManifestFile = z.infer<typeof ManifestFile>;

/** Parts of a streaming model of sherpa-onnx, as names of `files`. */
const SherpaModel = z.discriminatedUnion('model', [
  z.strictObject({
    model: z.literal('zipformer'),
    langs: z.array(z.enum(['zh', 'en'])).min(1),
    encoder: z.string(),
    decoder: z.string(),
    joiner: z.string(),
    tokens: z.string(),
  }),
  z.strictObject({
    model: z.literal('paraformer'),
    langs: z.array(z.enum(['zh', 'en'])).min(1),
    encoder: z.string(),
    decoder: z.string(),
    tokens: z.string(),
  }),
]);
export type SherpaModel = z.infer<typeof SherpaModel>;

const ManifestEntry = z.strictObject({
  id: z.string(),
  kind: z.enum(['voice', 'vision', 'recogniser', 'engine']),
  title: z.string(),
  /** Installed when no name is given. */
  recommended: z.boolean(),
  files: z.array(ManifestFile),
  /** What lies in `models/` afterwards. */
  installs: z.array(z.string()),
  /** A folder of its own with a package.json, installed by npm. */
  npm: z.string().optional(),
  /** For a model of sherpa-onnx: what it is, and which of the files is which part. */
  sherpa: SherpaModel.optional(),
  licence: z.string(),
  attribution: z.string(),
});
export type ManifestEntry = z.infer<typeof ManifestEntry>;

export const Manifest = z.strictObject({ version: z.literal(1), entries: z.array(ManifestEntry) });
export type Manifest = z.infer<typeof Manifest>;

/** The manifest of what can be downloaded, beside the product's own folder of models. */
export function manifestPath(): string {
  return new URL('../../../models/manifest.json', import.meta.url).pathname;
}

/** @throws AppError `config_invalid` when it cannot be read or says something unknown */
export function readManifest(path = manifestPath()): Manifest {
  try {
    return Manifest.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new AppError('config_invalid', `The manifest ${path} cannot be read.`, { cause });
  }
}
