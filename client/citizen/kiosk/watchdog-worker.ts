/** Listens for the page's pulse. A page that hangs cannot help itself: the service worker is asked to load it anew. */
import { createPulse } from './pulse.ts';

const pulse = createPulse(performance.now());

self.onmessage = ({ data }: MessageEvent<'alive' | 'hidden'>) => pulse.heard(data, performance.now());

setInterval(() => {
  if (pulse.hangs(performance.now()))
    fetch('/citizen/kiosk/hung', { cache: 'no-store' }).catch(() => undefined);
}, 1_000);
