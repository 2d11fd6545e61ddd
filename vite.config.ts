import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const KIOSK_FILES: Readonly<Record<string, string>> = {
  'kiosk-sw': 'citizen/kiosk/sw.js',
  'kiosk-watchdog': 'citizen/kiosk/watchdog.js',
};

/** The client: one page now, three more rooms of the house follow (desk, studio, ops). */
export default defineConfig({
  root: 'client',
  base: '/',
  publicDir: 'public',
  plugins: [react()],
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
