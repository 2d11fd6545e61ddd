import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { GuidanceVideo, type VideoController, type VideoEvent } from './index.ts';

/** The player alone, steered by a test. It is no input of the build, so nothing of it is in the product. */
declare global {
  interface Window {
    videoHarness: {
      controller: VideoController | null;
      events: VideoEvent[];
      narrate: (on: boolean) => void;
      closed: number;
    };
  }
}

const query = new URLSearchParams(window.location.search);
window.videoHarness = { controller: null, events: [], narrate: () => {}, closed: 0 };

function Host() {
  const [narrated, setNarrated] = useState(query.get('narrated') === '1');
  window.videoHarness.narrate = setNarrated;
  return (
    <GuidanceVideo
      id={query.get('id') ?? 'v.idcard'}
      lang={query.get('lang') === 'en' ? 'en' : 'zh'}
      narrated={narrated}
      autoPlay={query.get('autoplay') === '1'}
      onController={(controller) => {
        window.videoHarness.controller = controller;
        controller?.on((event) => window.videoHarness.events.push(event));
      }}
      onClose={() => {
        window.videoHarness.closed += 1;
      }}
    />
  );
}

const root = document.getElementById('app');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Host />
    </StrictMode>,
  );
}
