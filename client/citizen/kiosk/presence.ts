/** The machine's look for somebody who comes. Only where the operator allows it and a sign beside the machine says so. */
export interface Presence {
  /** Whether it sees; null while it begins. */
  sees(): boolean | null;
  close(): void;
}

/**
 * Opens the camera alone (never a microphone) and tells when somebody comes or goes; null: nothing is known, now or any
 * more. No picture leaves the device, and nothing but coming and going is worked out. Never throws.
 */
export function openPresence(onSeen: (there: boolean | null) => void): Presence {
  let stream: MediaStream | null = null;
  let stop: () => void = () => undefined;
  let sees: boolean | null = null;
  let closed = false;
  const end = (): void => {
    stop();
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
  };
  const lost = (): void => {
    sees = false;
    end();
    if (!closed) onSeen(null);
  };
  const begin = async (): Promise<void> => {
    const { hasFaceModel, PRESENCE_ONLY, watch } = await import('../../senses/eyes/index.ts');
    if (!(await hasFaceModel()) || closed) return lost();
    stream = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 }, audio: false });
    if (closed) return end();
    for (const track of stream.getTracks()) track.addEventListener('ended', lost);
    const eyes = watch({
      source: stream,
      cues: PRESENCE_ONLY,
      onCue: ({ kind }) => {
        if (kind === 'presence') onSeen(true);
        if (kind === 'absence') onSeen(false);
      },
      onTrouble: lost,
    });
    stop = () => eyes.close();
    sees = await eyes.ready;
  };
  begin().catch(lost);
  return {
    sees: () => sees,
    close: () => {
      closed = true;
      end();
    },
  };
}
