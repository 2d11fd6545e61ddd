import { readFileSync, writeFileSync } from 'node:fs';
import { sha256File } from './fetch.ts';
import type { ManifestFile } from './manifest.ts';

const beside = (path: string): string => `${path}.sha256`;

/** The SHA-256 that was kept when a file was installed; null when none was. */
export function keptSha256(path: string): string | null {
  try {
    return /^[0-9a-f]{64}/.exec(readFileSync(beside(path), 'utf8'))?.[0] ?? null;
  } catch {
    return null;
  }
}

/**
 * Keeps the SHA-256 of a file that the manifest knows none of, as `sha256sum` writes it: from then on another file in its
 * place is noticed. It proves nothing about the first one: whoever installs it vouches for where it came from.
 */
export async function keepSha256(path: string): Promise<string> {
  const sha = await sha256File(path);
  writeFileSync(beside(path), `${sha}  ${path.split('/').at(-1)}\n`);
  return sha;
}

/** What a file must hash to, by the manifest or by what was kept at its installation; null when neither says. */
export const expectedSha256 = (file: ManifestFile, path: string): string | null =>
  file.sha256 ?? keptSha256(path);
