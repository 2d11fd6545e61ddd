import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from './browser.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds on a page as it stands, one line for each rule that is broken. */
export async function axeFinds(page: Page): Promise<string[]> {
  // Through the debugger: the page's own policy allows no foreign script.
  await page.evaluate(AXE);
  return page.evaluate(async (runOnly) => {
    const { axe } = window as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    // What is still fading in has not its colours yet.
    const passing = document
      .getAnimations()
      .filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime ?? Infinity));
    await Promise.allSettled(passing.map(({ finished }) => finished));
    const { violations } = await axe.run({ runOnly, resultTypes: ['violations'] });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
    );
  }, RULES);
}

/** What can be pressed and is smaller than a finger (44 px), and whether the page runs out of the screen sideways. */
export const layoutFaults = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const root = document.documentElement;
    const labelOf = (input: HTMLElement): HTMLElement =>
      input instanceof HTMLInputElement ? (input.labels?.[0] ?? input) : input;
    const small = [...document.querySelectorAll<HTMLElement>('button, a[href], summary, input, textarea')]
      .filter((element) => element.checkVisibility() && !element.closest('.visually-hidden, .skip, [inert]'))
      // A tick or a radio is pressed by its label.
      .map((element) => (element.matches('[type="checkbox"], [type="radio"]') ? labelOf(element) : element))
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 1 && box.height > 1 && (box.height < 43.5 || box.width < 43.5))
      .map(({ element, box }) => `${element.outerHTML.slice(0, 100)} ${box.width}×${box.height}`);
    const sideways = root.scrollWidth > root.clientWidth ? [`sideways ${root.scrollWidth}`] : [];
    return [...sideways, ...new Set(small)];
  });
