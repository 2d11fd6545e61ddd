/** Where a scene lies in its film, in seconds. */
export interface Timed {
  startS: number;
  endS: number;
}

export const FPS = 25;

/** Signs per second of the product's Mandarin voice at its calm pace, rests apart. */
const SIGNS_PER_S = 4.4;
const REST_S = { short: 0.28, long: 0.5 };
/** Before the first word, while the scene still comes in; and after the last. */
export const LEAD_S = 0.5;
const TAIL_S = 1.1;

/** About how long a Chinese sentence is when spoken, in seconds: each digit is a syllable, and so is 0.4 of a Latin word. */
export function spokenS(text: string): number {
  const syllables = [...text.matchAll(/[\p{Script=Han}0-9]|[A-Za-z]/gu)].length;
  const short = [...text.matchAll(/[，、；：]/g)].length;
  const long = [...text.matchAll(/[。！？]/g)].length;
  return syllables / SIGNS_PER_S + short * REST_S.short + long * REST_S.long;
}

/** The scenes one after another, each a whole number of frames long. `lengths`: of a spoken narration, in seconds. */
export function timesOf(
  scenes: readonly { narration: { zh: string }; seconds?: number | undefined }[],
  lengths?: readonly number[],
): Timed[] {
  let startS = 0;
  return scenes.map((scene, i) => {
    const wanted = LEAD_S + (lengths?.[i] ?? spokenS(scene.narration.zh)) + TAIL_S;
    const length = Math.ceil(Math.max(wanted, scene.seconds ?? 0) * FPS) / FPS;
    const timed = { startS, endS: Number((startS + length).toFixed(2)) };
    startS = timed.endS;
    return timed;
  });
}
