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
  },
});
