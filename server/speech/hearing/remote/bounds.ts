/** An utterance that nobody ends is ended. Samples: 60 s of 16 kHz. */
export const LONGEST_SAMPLES = 60 * 16_000;
/** How long a server may take for its last word after the end of the sound, ms. */
export const ANSWER_MS = 8_000;

/** Samples as bytes, little end first, whatever the machine's order. */
export function bytesOf(samples: Int16Array): Buffer {
  const bytes = Buffer.allocUnsafe(samples.length * 2);
  for (let i = 0; i < samples.length; i += 1) bytes.writeInt16LE(samples[i] ?? 0, i * 2);
  return bytes;
}
