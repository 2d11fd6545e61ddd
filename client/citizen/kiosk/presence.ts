import type { Eyes } from '../../senses/eyes/types.ts';
import type { LentCamera } from '../eyes-camera.ts';

/** Eyes that begin see who is there within this time, ms. */
const SETTLE_MS = 5_000;

/** The machine's look for somebody who comes. Only where the operator allows it and a sign beside the machine says so. */
export interface Presence {
  /** Whether it sees; null while it begins. */
  sees(): boolean | null;
  /**
   * The camera, for the eyes of a citizen who has consented: one camera and one look at it instead of two, and the machine
   * goes on knowing that somebody is there. Null while it does not see, or is lent already. `onEnd`: the camera has gone.
   */
  lend(onEnd: () => void): LentCamera | null;
  close(): void;
}

/**
 * Opens the camera alone (never a microphone) and tells when somebody comes or goes; null: nothing is known, now or any
 * more. No picture leaves the device, and nothing but coming and going is worked out. Never throws.
 */
export function openPresence(onSeen: (there: boolean | null) => void): Presence {
  let stream: MediaStream | null = null;
  let look: () => Promise<void> = async () => undefined;
  let eyes: Eyes | null = null;
  let sees: boolean | null = null;
  let closed = false;
  let borrower: (() => void) | null = null;
  let told: boolean | null = null;
  let settling: ReturnType<typeof setTimeout> | undefined;
  const tell = (there: boolean | null): void => {
    clearTimeout(settling);
    told = there;
    onSeen(there);
  };
  /** Other eyes have begun: who was there before and is not seen by them went while one gave way to the other. */
  const settle = (): void => {
    clearTimeout(settling);
    if (told === true) settling = setTimeout(() => tell(false), SETTLE_MS);
  };
  const end = (): void => {
    clearTimeout(settling);
    eyes?.close();
    eyes = null;
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    const ended = borrower;
    borrower = null;
    ended?.();
  };
  const lost = (): void => {
    sees = false;
    end();
    if (!closed) tell(null);
  };
  const begin = async (): Promise<void> => {
    const { hasFaceModel, PRESENCE_ONLY, watch } = await import('../../senses/eyes/index.ts');
    if (!(await hasFaceModel()) || closed) return lost();
    stream = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 }, audio: false });
    if (closed) return end();
    for (const track of stream.getTracks()) track.addEventListener('ended', lost);
    const source = stream;
    look = async () => {
      const mine = watch({
        source,
        cues: PRESENCE_ONLY,
        onCue: ({ kind }) => {
          if (kind === 'presence') tell(true);
          if (kind === 'absence') tell(false);
        },
        onTrouble: lost,
      });
      eyes = mine;
      const ready = await mine.ready;
      // Lent meanwhile, or closed: not ready, and nothing is wrong.
      if (eyes !== mine) return;
      sees = ready;
      if (ready) settle();
    };
    await look();
  };
  begin().catch(lost);
  return {
    sees: () => sees,
    lend: (onEnd) => {
      if (stream === null || sees !== true || borrower !== null) return null;
      eyes?.close();
      eyes = null;
      borrower = onEnd;
      clearTimeout(settling);
      return {
        stream,
        began: () => {
          if (borrower === onEnd) settle();
        },
        seen: (there) => {
          if (borrower === onEnd) tell(there);
        },
        giveBack: () => {
          if (borrower !== onEnd) return;
          borrower = null;
          if (closed) return;
          look().catch(lost);
        },
      };
    },
    close: () => {
      closed = true;
      end();
    },
  };
}
