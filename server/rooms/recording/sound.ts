import type { Placed } from './place.ts';

const RATE = 48_000;

/**
 * The filter that mixes pieces of sound at their places: each is stretched to the server's clock, its gaps (lost packets, a
 * muted microphone) are filled with silence, and nobody is made quieter because another is there.
 * @param pieces `at` in ms from the beginning of the mix, which may lie before it by little
 * @param label name of the mix in the filter's graph
 */
export function mixFilter(pieces: readonly Placed[], label: string): string {
  const each = pieces.map(({ at, scale }, index) => {
    const samples = Math.round((at * RATE) / 1_000);
    const place =
      samples >= 0 ? `adelay=${samples}S:all=1` : `atrim=start_sample=${-samples},asetpts=N/SR/TB`;
    return (
      `[${index}:a]asetpts=PTS*${scale.toFixed(9)},` +
      `aresample=${RATE}:async=1000:min_hard_comp=0.03:first_pts=0,aformat=channel_layouts=mono,${place}[s${index}]`
    );
  });
  const all = pieces.map((_piece, index) => `[s${index}]`).join('');
  // No limiter: ffmpeg 5.1's loses seconds behind a resampler that follows timestamps. What is louder than full scale the codec clips softly.
  return [...each, `${all}amix=inputs=${pieces.length}:normalize=0:dropout_transition=0[${label}]`].join(';');
}
