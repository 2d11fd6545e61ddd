import type { Call } from '../../call/types.ts';

/** The call is told to end on the server for so long, ms; then the page goes without its answer. */
const END_WITHIN_MS = 2_000;
/** The one cache that stays: the offline page's number. Nothing of a citizen is ever in it. */
export const OFFLINE_CACHE = 'kiosk-offline';

/**
 * Takes everything of the citizen from this page: the consultation on the server and its way back, tracks, what stands
 * on the screen, fields, selection, storage, databases, caches. What a script cannot touch goes with the page itself,
 * which is replaced in the browser's history by whoever called this. Never rejects, and takes at most some seconds.
 */
export async function wipe(call: Call | null): Promise<void> {
  if (call !== null) {
    call.interrupt();
    await ended(call);
    call.close();
  }
  for (const media of document.querySelectorAll<HTMLMediaElement>('video, audio')) {
    media.pause();
    if (media.srcObject instanceof MediaStream) for (const track of media.srcObject.getTracks()) track.stop();
    media.srcObject = null;
    media.removeAttribute('src');
  }
  for (const dialog of document.querySelectorAll('dialog[open]')) (dialog as HTMLDialogElement).close();
  for (const form of document.querySelectorAll('form')) form.reset();
  for (const field of document.querySelectorAll('input, textarea')) {
    (field as HTMLInputElement | HTMLTextAreaElement).value = '';
  }
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  window.getSelection()?.removeAllRanges();
  document.title = '12345';
  // The guard lets nothing into the clipboard; this is for what was there before.
  await within(navigator.clipboard?.writeText('') ?? Promise.resolve(), 300);
  await within(wipeStorage(), 2_000);
}

/** Storage, databases and caches; also what another page of this origin left. */
export async function wipeStorage(): Promise<void> {
  for (const storage of [() => sessionStorage, () => localStorage]) {
    try {
      storage().clear();
    } catch {
      // Storage that is switched off holds nothing.
    }
  }
  const databases = await indexedDB.databases().catch(() => []);
  for (const { name } of databases) if (name !== undefined) indexedDB.deleteDatabase(name);
  const names = 'caches' in window ? await caches.keys().catch(() => []) : [];
  await Promise.all(names.filter((name) => name !== OFFLINE_CACHE).map((name) => caches.delete(name)));
}

function ended(call: Call): Promise<void> {
  const over = (): boolean => ['idle', 'ended', 'failed'].includes(call.getState().phase);
  if (over()) return Promise.resolve();
  const done = new Promise<void>((resolve) => {
    const stop = call.subscribe(() => {
      if (!over()) return;
      stop();
      resolve();
    });
  });
  call.end();
  return within(done, END_WITHIN_MS);
}

async function within(work: Promise<unknown>, ms: number): Promise<void> {
  await Promise.race([work.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, ms))]);
}
