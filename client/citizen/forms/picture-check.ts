/** What can be seen of a picture on the device: too dark, too blurred, or good. */
export type Verdict = 'good' | 'dark' | 'blurred';

/** Side of the small copy that is looked at, px. */
const SIDE = 320;
/** Mean of brightness (0 to 255) below which a paper can hardly be read. */
const DARK = 55;
/**
 * Variance of the Laplacian of a 320 px copy below which edges are soft: text on paper has several hundred, a shaken
 * picture less than this.
 */
const BLURRED = 60;

/** Looks at a picture. @throws Error when the file is none that the browser can read */
export async function lookAt(file: Blob): Promise<Verdict> {
  const bitmap = await createImageBitmap(file);
  try {
    const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
    const width = Math.max(3, Math.round(bitmap.width * scale));
    const height = Math.max(3, Math.round(bitmap.height * scale));
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (context === null) return 'good';
    context.drawImage(bitmap, 0, 0, width, height);
    return judge(greyOf(context.getImageData(0, 0, width, height).data), width);
  } finally {
    bitmap.close();
  }
}

/** Brightness of each pixel (ITU-R BT.601), 0 to 255. */
function greyOf(rgba: Uint8ClampedArray): Float32Array {
  const grey = new Float32Array(rgba.length / 4);
  for (let i = 0; i < grey.length; i += 1) {
    const at = i * 4;
    grey[i] = 0.299 * (rgba[at] ?? 0) + 0.587 * (rgba[at + 1] ?? 0) + 0.114 * (rgba[at + 2] ?? 0);
  }
  return grey;
}

/** Judges brightness and sharpness of a grey picture, row by row in `grey`. */
export function judge(grey: Float32Array, width: number): Verdict {
  const height = grey.length / width;
  let sum = 0;
  for (const value of grey) sum += value;
  if (sum / grey.length < DARK) return 'dark';
  let total = 0;
  let squares = 0;
  let count = 0;
  const at = (x: number, y: number): number => grey[y * width + x] ?? 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const laplacian = at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1) - 4 * at(x, y);
      total += laplacian;
      squares += laplacian * laplacian;
      count += 1;
    }
  }
  const mean = total / count;
  return squares / count - mean * mean < BLURRED ? 'blurred' : 'good';
}
