import { AppError, WireError } from '../../protocol/index.ts';
import type { PhotoDesk } from './types.ts';

/** Whose consultation this is, as the page can prove it now; null without one. */
export type Proof = () => { consultation: string; secret: string } | null;

export interface Photos {
  /** The pictures of one form. */
  of(form: string): PhotoDesk;
  /** Forgets every picture. */
  close(): void;
}

/**
 * Pictures of forms: sent as they are (the server takes away what they tell of place and device), looked at again, and
 * removed. A picture is fetched with the proof of the consultation, so it is shown from memory and never has an address.
 */
export function createPhotos(apiBase: string, proof: Proof): Photos {
  /** Addresses of pictures in this page's memory. */
  const seen = new Map<string, Promise<string>>();

  async function ask(method: string, path: string, body?: Blob): Promise<Response> {
    const mine = proof();
    if (mine === null) throw new AppError('timeout', 'There is no connection.');
    let response: Response;
    try {
      response = await fetch(`${apiBase}/api/photos${path}`, {
        method,
        headers: {
          authorization: `Consultation ${mine.consultation}.${mine.secret}`,
          ...(body === undefined ? {} : { 'content-type': body.type || 'application/octet-stream' }),
        },
        ...(body === undefined ? {} : { body }),
      });
    } catch (cause) {
      throw new AppError('timeout', 'The server cannot be reached.', { cause });
    }
    if (response.ok) return response;
    const told: unknown = await response.json().catch(() => null);
    const error = WireError.safeParse((told as { error?: unknown } | null)?.error);
    if (!error.success) throw new AppError('internal', 'The server did not answer as expected.');
    throw new AppError(error.data.code, error.data.message);
  }

  const keep = (photo: string, picture: Promise<Blob>): Promise<string> => {
    const address = picture.then((blob) => URL.createObjectURL(blob));
    seen.set(photo, address);
    address.catch(() => seen.delete(photo));
    return address;
  };

  return {
    of: (form) => ({
      add: async (picture, purpose) => {
        const response = await ask('POST', `?purpose=${purpose}&form=${form}`, picture);
        const { photo } = (await response.json()) as { photo: string };
        void keep(photo, Promise.resolve(picture));
        return photo;
      },
      remove: async (photo) => {
        await ask('DELETE', `/${photo}`);
        seen.delete(photo);
      },
      look: (photo) =>
        seen.get(photo) ??
        keep(
          photo,
          ask('GET', `/${photo}`).then((response) => response.blob()),
        ),
    }),
    close: () => {
      for (const address of seen.values())
        address.then((url) => URL.revokeObjectURL(url)).catch(() => undefined);
      seen.clear();
    },
  };
}
