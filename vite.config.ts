import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const KIOSK_FILES: Readonly<Record<string, string>> = {
  'kiosk-sw': 'citizen/kiosk/sw.js',
  'kiosk-watchdog': 'citizen/kiosk/watchdog.js',
};

/**
 * Ant Design's styles are all in its css file; what it would still write into the page at run time (the same variables once more,
 * the width of a scroll bar) is refused by our policy, so it is not tried: the module that writes gets an element outside of the page.
 */
const NO_RUNTIME_STYLES = {
  name: 'no-runtime-styles',
  load: (id: string): string | null =>
    /@rc-component\/util\/es\/Dom\/dynamicCSS\.js$/.test(id)
      ? `const element = () => document.createElement('style');
export const injectCSS = element;
export const updateCSS = element;
export const removeCSS = () => {};
export const clearContainerCache = () => {};`
      : null,
};

/** The client: the citizen's page and kiosk, and the console; two more rooms of the house follow (studio, ops). */
export default defineConfig({
  root: 'client',
  base: '/',
  publicDir: 'public',
  plugins: [react(), NO_RUNTIME_STYLES],
  // Workers load further modules (the voice model's runtime) on demand.
  worker: { format: 'es' },
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: ['chrome111', 'safari16.4', 'firefox115'],
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        citizen: 'client/citizen/index.html',
        kiosk: 'client/citizen/kiosk/index.html',
        desk: 'client/desk/index.html',
        'kiosk-sw': 'client/citizen/kiosk/sw.ts',
        'kiosk-watchdog': 'client/citizen/kiosk/watchdog-worker.ts',
      },
      // A service worker keeps its address: it reaches as far as its folder, and the watchdog must lie within its reach.
      output: {
        entryFileNames: ({ name }) => KIOSK_FILES[name] ?? 'assets/[name]-[hash].js',
      },
    },
  },
});
