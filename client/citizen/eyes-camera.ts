import { createDevice } from '../call/devices.ts';
import type { Call, DeviceState } from '../call/types.ts';

/** A camera that is open already, lent to the citizen's eyes (at a kiosk that looks for somebody who comes). */
export interface LentCamera {
  readonly stream: MediaStream;
  /** The eyes see now. */
  began(): void;
  /** What the eyes see of coming and going, for whoever lent it. */
  seen(there: boolean): void;
  giveBack(): void;
}
/** Null where there is none to lend. `onEnd`: it is taken back, because the device has gone. */
export type LendCamera = (onEnd: () => void) => LentCamera | null;

/** The camera that the eyes look through: a lent one, or the device of the citizen's choice, opened for them alone. */
export interface EyesCamera {
  readonly stream: MediaStream | null;
  /** Never rejects; what went wrong was told. */
  open(): Promise<void>;
  /** The eyes see through it now; and what they see of coming and going. */
  began(): void;
  seen(there: boolean): void;
  close(): void;
}

/** @param onTrouble told why there is no picture (any more) */
export function createEyesCamera(
  call: Pick<Call, 'devices'>,
  lend: LendCamera | null,
  onTrouble: (why: Exclude<DeviceState, 'off' | 'asking' | 'on'>) => void,
): EyesCamera {
  let lent: LentCamera | null = null;
  let closed = false;
  const device = createDevice(
    'camera',
    (is) => {
      if (!closed && is !== 'off' && is !== 'on' && is !== 'asking') onTrouble(is);
    },
    () => undefined,
    call.devices,
  );
  return {
    get stream() {
      return lent?.stream ?? device.stream;
    },
    open: async () => {
      lent =
        lend?.(() => {
          lent = null;
          if (!closed) onTrouble('missing');
        }) ?? null;
      if (lent === null) await device.set(true);
    },
    began: () => lent?.began(),
    seen: (there) => lent?.seen(there),
    close: () => {
      closed = true;
      device.stop();
      lent?.giveBack();
      lent = null;
    },
  };
}
