import sharp from 'sharp';
import { AppError } from '../../protocol/index.ts';
import type { PhotoInfo, PhotoPurpose } from '../store/case-types.ts';

/** Most bytes of an uploaded picture: a phone's own at its best quality has about 8 MB. */
export const MAX_UPLOAD_BYTES = 12 * 1_048_576;
/** Most pixels that are decoded: more is an attack, or no photo (a 48-megapixel phone has 48 million). */
const MAX_PIXELS = 64_000_000;
/** Longest side that is kept: small print of a document page stays readable, 1 MB is rarely exceeded. */
const LONGEST_SIDE = 2_400;
const QUALITY = 82;
/** A signature is a drawing: sharp edges, few colours. */
const SIGNATURE_SIDE = 1_200;
const READ: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp']);

// One picture at a time, each on one thread, and nothing kept: the voice goes on beside it.
sharp.concurrency(1);
sharp.cache(false);

let last: Promise<unknown> = Promise.resolve();

export interface CleanPicture extends Pick<PhotoInfo, 'mime' | 'width' | 'height'> {
  bytes: Uint8Array;
}

/**
 * Reads a picture by its content (JPEG, PNG or WebP; name and declared type count for nothing), turns it upright as its
 * EXIF says, makes it smaller, and writes it anew: place, device, time, thumbnails and hidden data do not come along.
 * @throws AppError `message_too_large`, `message_invalid` when it is no whole picture of these kinds.
 */
export function cleanPicture(input: Uint8Array, purpose: PhotoPurpose): Promise<CleanPicture> {
  const made = last.then(() => clean(input, purpose));
  last = made.catch(() => {});
  return made;
}

async function clean(input: Uint8Array, purpose: PhotoPurpose): Promise<CleanPicture> {
  if (input.length > MAX_UPLOAD_BYTES) throw new AppError('message_too_large', 'The picture is too large.');
  try {
    const options = { limitInputPixels: MAX_PIXELS, failOn: 'truncated', animated: false } as const;
    const { format, width, height } = await sharp(input, options).metadata();
    if (!READ.has(format) || width < 8 || height < 8) throw new Error(`no picture of ours: ${format}`);
    const signature = purpose === 'signature';
    const side = signature ? SIGNATURE_SIDE : LONGEST_SIDE;
    const upright = sharp(input, options)
      .autoOrient()
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb');
    const made = signature ? upright.png({ palette: true }) : upright.jpeg({ quality: QUALITY });
    const { data, info } = await made.toBuffer({ resolveWithObject: true });
    return {
      mime: signature ? 'image/png' : 'image/jpeg',
      width: info.width,
      height: info.height,
      bytes: new Uint8Array(data),
    };
  } catch (cause) {
    throw new AppError('message_invalid', 'This is no whole picture (JPEG, PNG or WebP).', { cause });
  }
}
