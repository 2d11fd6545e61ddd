import type { Page } from 'playwright-core';
import type {} from '../../../client/citizen/probe.ts';

/** Opens the citizen's page with its probe and begins the consultation by the main button. */
export async function begin(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/citizen/?probe=1`);
  await page.getByRole('button', { name: '开始视频咨询' }).click();
  await page.waitForFunction(() => window.__govatar?.call?.getState().phase === 'live');
}

/** Waits until nothing is being said. */
export async function quiet(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const call = window.__govatar?.call;
      return call?.getState().avatar === 'listening' && call.playhead.at(performance.now()) === null;
    },
    undefined,
    { timeout: 90_000 },
  );
}
