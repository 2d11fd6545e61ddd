import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFinds } from '../support/axe.ts';
import { type Browser, hasChromium, launchBrowser, type Page } from '../support/browser.ts';
import { dispose, startTestServer, type TestServer } from '../support/server.ts';

/** Every page that is served, as people see it who need it dark, large, of more contrast, or in English. */
let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  if (!hasChromium) return;
  [server, browser] = await Promise.all([startTestServer(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  if (server) await dispose(server);
});

const LOOKS = [
  { colorScheme: 'light', large: false },
  { colorScheme: 'dark', large: true },
] as const;
const LANGS = ['zh', 'en'] as const;

/** Shows a page in every look and language, and says what axe finds and what runs out of the screen. */
async function faultsOf(path: string, reach: (page: Page) => Promise<void>): Promise<string[]> {
  const found: string[] = [];
  for (const { colorScheme, large } of LOOKS) {
    for (const lang of LANGS) {
      const context = await browser.newContext({
        viewport: large ? { width: 320, height: 640 } : { width: 390, height: 844 },
        colorScheme,
        contrast: large ? 'more' : 'no-preference',
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      const look = `${path} ${lang} ${colorScheme}${large ? ' large' : ''}`;
      await page.goto(
        `${server.url}${path}${path.includes('?') ? '&' : '?'}lang=${lang}${large ? '&large=1' : ''}`,
      );
      // Who has set a larger type in the browser, and no switch of ours.
      if (large) await page.addStyleTag({ content: 'html { font-size: 130% }' }).catch(() => undefined);
      await reach(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (wide > 0) found.push(`${look}: ${wide} px too wide`);
      found.push(...(await axeFinds(page)).map((fault) => `${look}: ${fault}`));
      await context.close();
    }
  }
  return found;
}

const heading = (page: Page): Promise<void> => page.locator('h1').first().waitFor();

describe.runIf(hasChromium)('everybody can use', () => {
  it('the first page, and the same by text', async () => {
    expect(await faultsOf('/citizen/', heading)).toEqual([]);
    expect(await faultsOf('/citizen/?mode=text', heading)).toEqual([]);
  });

  it('the conversation without script, with an answer and its source', async () => {
    const ask = async (page: Page): Promise<void> => {
      await heading(page);
      await page.locator('textarea, input[name="text"]').first().fill('公积金租房子能不能提');
      await page.locator('input.send').first().click();
      await page.getByText('公积金租房子能不能提').first().waitFor();
    };
    expect(await faultsOf('/text', ask)).toEqual([]);
  });

  it('the page of one’s own cases, also where nothing was found', async () => {
    const look = async (page: Page): Promise<void> => {
      await heading(page);
      await page.locator('[name="number"]').fill('12345678901234');
      await page.locator('[name="queryCode"]').fill('ABCDEFGHJK');
      await page.locator('input.send').first().click();
      await page.locator('[role="alert"]').first().waitFor();
    };
    expect(await faultsOf('/my', heading)).toEqual([]);
    expect(await faultsOf('/my', look)).toEqual([]);
  });

  it('a link that is over', async () => {
    expect(await faultsOf(`/l/${'A'.repeat(32)}`, heading)).toEqual([]);
    expect(await faultsOf('/l/nothing', heading)).toEqual([]);
  });

  it('the page that says that there is nothing', async () => {
    expect(await faultsOf('/nothing/here', heading)).toEqual([]);
  });
});
