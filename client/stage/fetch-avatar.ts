import { AppError } from '../../protocol/index.ts';
import { MAX_AVATAR_BYTES, tooLarge } from './vrm-file.ts';

/**
 * Fetches an avatar's bytes, and gives up as soon as the header or what has come says that it is too large. Rejects
 * with `AppError` `not_found` or `avatar_too_large`, and with the signal's reason when aborted.
 */
export async function fetchAvatar(
  url: string,
  signal?: AbortSignal,
  get: typeof fetch = fetch,
): Promise<ArrayBuffer> {
  const lost = (cause: unknown): never => {
    signal?.throwIfAborted();
    throw new AppError('not_found', 'The avatar could not be fetched.', { cause });
  };
  const response = await get(url, signal === undefined ? {} : { signal }).catch(lost);
  if (!response.ok) throw new AppError('not_found', 'There is no such avatar.');
  // Compressed on the way, the length in the header is the smaller one: too large in it is too large for sure.
  if (Number(response.headers.get('content-length') ?? 0) > MAX_AVATAR_BYTES) {
    await response.body?.cancel().catch(() => {});
    throw tooLarge();
  }
  if (response.body === null) return response.arrayBuffer().catch(lost);
  const reader = response.body.getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(lost);
    if (done) break;
    length += value.byteLength;
    if (length > MAX_AVATAR_BYTES) {
      await reader.cancel().catch(() => {});
      throw tooLarge();
    }
    pieces.push(value);
  }
  signal?.throwIfAborted();
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.byteLength;
  }
  return bytes.buffer;
}
