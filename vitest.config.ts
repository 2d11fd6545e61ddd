import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      '{protocol,server,client,setup,avatars,media,test/unit,test/eval}/**/*.test.{ts,tsx,mjs}',
      'test/integration/**/*.test.ts',
      'test/browser/**/*.test.ts',
    ],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // Browser, server, media worker and recogniser share the cores with another test: what fails once for that is tried again,
    // and said to have been. What is wrong fails twice.
    retry: 1,
  },
});
