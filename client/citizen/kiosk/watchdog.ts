import { KIOSK_PAGE } from '../../../protocol/index.ts';
import { PULSE_MS } from './pulse.ts';

/**
 * Gives the page's pulse to a worker: only when the page really draws and something stands on it. Registers the service
 * worker that reloads a page that hangs and says the number where the server is not reached.
 */
export function startWatchdog(): void {
  // A worker belongs to the service worker whose folder its own address lies in, not to that of its page.
  const worker = new Worker(`${KIOSK_PAGE}watchdog.js`, { type: 'module' });
  const beat = (): void => {
    if (document.hidden) worker.postMessage('hidden');
    else
      requestAnimationFrame(() => {
        if (document.querySelector('.kiosk, .kiosk-enrol') !== null) worker.postMessage('alive');
      });
  };
  beat();
  setInterval(beat, PULSE_MS);
  document.addEventListener('visibilitychange', beat);
  navigator.serviceWorker
    ?.register(`${KIOSK_PAGE}sw.js`, { scope: KIOSK_PAGE, updateViaCache: 'none' })
    .catch(() => undefined);
}

/** What the offline page says, should the server be gone one day. */
export async function tellNumbers(hotline: string, staff: string | null): Promise<void> {
  const worker = await navigator.serviceWorker?.ready;
  worker?.active?.postMessage({ hotline, staff });
}
