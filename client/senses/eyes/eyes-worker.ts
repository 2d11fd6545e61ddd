/// The eye's own thread: the page is busy drawing. A frame comes as a bitmap, is looked at, and is closed at once.

import type { Seer } from './landmarker.ts';
import type { FromEyes, ToEyes } from './messages.ts';
import type { EyesTrouble } from './types.ts';

const tell = (message: FromEyes): void => self.postMessage(message);

let seer: Seer | null = null;
let broken = false;

function giveUp(trouble: EyesTrouble): void {
  broken = true;
  tell({ type: 'trouble', trouble });
}

/** The runtime writes its own progress to the console, some of it as errors. What fails comes as an exception. */
function quiet(): void {
  for (const name of ['log', 'info', 'warn', 'error'] as const) console[name] = () => undefined;
}

async function open(address: string, faces: number): Promise<void> {
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) return giveUp('no_model');
  const model = new Uint8Array(await answer.arrayBuffer());
  quiet();
  // The library is large: it is fetched only here, after the citizen has consented.
  const { openSeer } = await import('./landmarker.ts');
  seer = await openSeer(model, faces);
  tell({ type: 'ready' });
}

function look(bitmap: ImageBitmap, at: number): void {
  try {
    if (seer === null || broken) return;
    const begun = performance.now();
    const faces = seer.look(bitmap, at);
    tell({ type: 'look', look: { at, faces }, ms: performance.now() - begun });
  } catch {
    giveUp('failed');
  } finally {
    bitmap.close();
  }
}

self.onmessage = ({ data }: MessageEvent<ToEyes>) => {
  if (data.type === 'open') open(data.model, data.faces).catch(() => giveUp('unsupported'));
  else look(data.bitmap, data.at);
};
