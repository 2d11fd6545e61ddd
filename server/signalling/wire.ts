import { AppError } from '../../protocol/index.ts';

/** @throws AppError `message_not_json` */
export function parseJson(bytes: Buffer, isBinary: boolean): unknown {
  if (isBinary) throw new AppError('message_not_json', 'Messages are JSON in text frames.');
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new AppError('message_not_json', 'The message is no JSON.');
  }
}

/** The id of a request, as far as it can be read; null otherwise. */
export function requestIdOf(json: unknown): number | null {
  if (typeof json !== 'object' || json === null || !('id' in json)) return null;
  return typeof json.id === 'number' && Number.isSafeInteger(json.id) && json.id >= 0 ? json.id : null;
}

/** What came in a message, in one piece. */
export function bytesOf(data: Buffer | ArrayBuffer | Buffer[]): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}

/** Which part of a message does not fit. */
export const misfit = (path: readonly PropertyKey[] | undefined): AppError => {
  const where = (path ?? []).join('.').slice(0, 80);
  return new AppError(
    'message_invalid',
    `The message does not fit its kind${where === '' ? '' : ` (${where})`}.`,
  );
};
