import { join } from 'node:path';
import { expect } from 'vitest';
import type {} from '../../client/citizen/probe.ts';
import type { Card, CardKind, FieldValues, FormState, TranscriptEntry } from '../../protocol/index.ts';
import { axeFinds, layoutFaults } from './axe.ts';
import { type Browser, type Page, type PageFaults, watch } from './browser.ts';
import type { TestServer } from './server.ts';

/** The screens that citizens stand before. */
export const SCREENS = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1440, height: 900 },
  kiosk: { width: 1080, height: 1920 },
} as const;

export interface CitizenOptions {
  /** Of the conversation, for its pictures. */
  name: string;
  screen: keyof typeof SCREENS;
  dark?: boolean;
  /** Without it the page is asked to move little, which leaves a small machine its time. */
  motion?: boolean;
  large?: boolean;
}

/** What an answer must hold: words (also those of its later sentences), a kind of card. */
export interface Expected {
  tells?: RegExp;
  brings?: CardKind;
}

/** What a turn of talk has brought, as the page shows it. */
export interface Turn {
  /** What the avatar says, whole, also what is not spoken yet. */
  reply: string;
  cards: Card[];
}

interface PageState {
  transcript: readonly TranscriptEntry[];
  cards: readonly Card[];
  forms: readonly FormState[];
  /** The forms as the page shows them: with what the server has not confirmed yet. */
  filled: Pick<FormState, 'form' | 'kind' | 'status' | 'values'>[];
  saying: { turn: string; text: string }[];
}

/** Keeps a picture of every turn in this folder, for people who want to look at the conversations. */
const SHOTS = process.env.GOVATAR_TEST_SHOTS;

/** Cards that state policy: they must name what they rest on. */
const SOURCED: readonly CardKind[] = ['answer', 'steps', 'checklist', 'place', 'video'];

/**
 * A citizen at the real page: says, taps, reloads, and after every turn looks at what everybody must see: who answers,
 * the words in the captions, cards with source and date, no figure without a source, nothing that axe finds.
 */
export class Citizen {
  readonly page: Page;
  readonly #faults: PageFaults;
  #shots = 0;
  readonly #name: string;
  readonly #checked = new Set<string>();
  readonly #said: string[] = [];

  private constructor(page: Page, faults: PageFaults, name: string) {
    this.page = page;
    this.#name = name;
    this.#faults = faults;
  }

  /** Opens the page, presses the button, and hears the greeting. */
  static async arrive(browser: Browser, server: TestServer, options: CitizenOptions): Promise<Citizen> {
    const context = await browser.newContext({
      viewport: SCREENS[options.screen],
      hasTouch: true,
      locale: 'zh-CN',
      colorScheme: options.dark === true ? 'dark' : 'light',
      reducedMotion: options.motion === true ? 'no-preference' : 'reduce',
    });
    const page = await context.newPage();
    const citizen = new Citizen(page, watch(page, server.url), options.name);
    await page.goto(`${server.url}/citizen/?probe=1${options.large === true ? '&large=1' : ''}`);
    await page.getByText('为您服务的是人工智能，不是真人').waitFor();
    await citizen.looksFit('start');
    await page.getByRole('button', { name: '开始视频咨询' }).tap();
    await citizen.#live();
    // Every sentence stands whole in the captions when it begins.
    await page
      .locator('.caption')
      .getByText(/AI数字人/)
      .first()
      .waitFor();
    await citizen.#labelled();
    return citizen;
  }

  /** Types and sends, and waits for the answer to it: for its first words, or until it `tells` and `brings` what it must. */
  async say(words: string, expected: Expected = {}): Promise<Turn> {
    this.#said.push(words);
    return this.#turn(words, expected, async () => {
      await this.page.getByRole('textbox', { name: '请输入您的问题' }).fill(words);
      await this.page.keyboard.press('Enter');
    });
  }

  /** Presses a button that says something, such as a choice on the last card. */
  async press(name: string | RegExp, expected: Expected = {}): Promise<Turn> {
    return this.#turn(String(name), expected, () => this.page.getByRole('button', { name }).last().tap());
  }

  /** Goes on by text, where an answer is read and not waited for. */
  async byText(): Promise<void> {
    await this.page.getByRole('button', { name: '转文字' }).tap();
    await this.page.locator('.text-bar').waitFor();
    await this.#labelled();
    await this.looksFit('text mode');
  }

  /** Answers the form beside the avatar by talk: one line after the other, each until the form asks for something else. */
  async answer(words: string, expected: Expected = {}): Promise<Turn> {
    const turn = await this.say(words, expected);
    await this.page.locator('.form-saved[data-state="saved"]').last().waitFor();
    return turn;
  }

  /** Loads the page anew, as on a kiosk that hangs, and finds everything again. */
  async reload(): Promise<void> {
    const before = await this.state();
    await this.page.reload();
    await this.#live();
    // What the page had, also what was still on its way to the server.
    await expect.poll(async () => (await this.state()).filled, { timeout: 10_000 }).toEqual(before.filled);
    const after = await this.state();
    expect(after.cards.map(({ id }) => id)).toEqual(before.cards.map(({ id }) => id));
    await this.#labelled();
  }

  /** The newest form of this consultation. */
  async form(): Promise<{ state: FormState; values: FieldValues }> {
    const state = (await this.state()).forms.at(-1);
    if (state === undefined) throw new Error('no form is open');
    return { state, values: state.values };
  }

  /** The last card, as the citizen reads it. */
  shown(kind: CardKind): Promise<string> {
    return this.page.locator(`.card-${kind}`).last().innerText();
  }

  /** What can be chosen in a field of the form, as it is written there. */
  async options(field: string): Promise<string[]> {
    const choices = this.page.locator(`[data-field="${field}"] label:has(input:not(:disabled))`);
    await choices.first().waitFor();
    return (await choices.allInnerTexts()).map((text) => text.split('\n')[0]?.trim() ?? '');
  }

  /** Goes to the end of the form, reads everything once more, and sends it by word. */
  async reviewAndSend(tells?: RegExp): Promise<Turn> {
    await this.page.locator('.form-saved[data-state="saved"]').last().waitFor();
    const review = this.page.getByRole('heading', { name: '请核对' });
    if (!(await review.isVisible())) await this.page.getByRole('button', { name: '填好了，去核对' }).tap();
    await review.waitFor();
    await this.looksFit('review');
    expect((await this.form()).state.status).toBe('open');
    return this.say('对，提交', { brings: 'status', ...(tells === undefined ? {} : { tells }) });
  }

  /** Signs with a finger in the box of the form. */
  async sign(): Promise<void> {
    const field = this.page.locator('.signature-box');
    await field.scrollIntoViewIfNeeded();
    const box = await field.boundingBox();
    if (box === null) throw new Error('there is no box to sign in');
    await this.page.mouse.move(box.x + 40, box.y + 60);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + 120, box.y + 100, { steps: 6 });
    await this.page.mouse.move(box.x + 180, box.y + 50, { steps: 6 });
    await this.page.mouse.up();
    await this.page.getByRole('button', { name: '签好了' }).tap();
    await this.page.getByText('已签名').waitFor();
  }

  /** Presses the digits on the keypad of the form, as whoever does not say a number aloud. */
  async keyIn(digits: string): Promise<void> {
    const opener = this.page.getByRole('button', { name: '数字键盘' }).last();
    if (await opener.isVisible()) await opener.tap();
    const keypad = this.page.locator('.keypad').last();
    for (const digit of digits) await keypad.getByRole('button', { name: digit, exact: true }).tap();
  }

  /** A receipt stands: number and query code, both to be read. Printing it prints the receipt alone. */
  async receipt(): Promise<{ number: string; queryCode: string; text: string }> {
    const card = this.page.locator('.card-status').last();
    await card.locator('.status-codes').getByText('查询码').waitFor();
    const codes = await card.locator('.status-codes dd').allInnerTexts();
    const [number = '', queryCode = ''] = codes.map((code) => code.replaceAll(/\s/g, ''));
    expect(number).toMatch(/^[\dA-Z-]{8,}$/);
    expect(queryCode).toMatch(/^[A-Z0-9]{8,}$/);
    const text = await card.innerText();
    await this.looksFit('receipt');
    await this.printed(card.locator('.status-codes'));
    return { number, queryCode, text };
  }

  /** Prints the last card with a printer's eyes: the card is on paper, the page around it is not. */
  async printed(what: ReturnType<Page['locator']>): Promise<void> {
    await this.page.evaluate(() => {
      window.print = () => undefined;
    });
    await this.page.getByRole('button', { name: '打印' }).last().tap();
    await this.page.emulateMedia({ media: 'print' });
    expect(await this.page.locator('.header').isVisible()).toBe(false);
    expect(await what.isVisible()).toBe(true);
    await this.page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await this.page.emulateMedia({ media: 'screen' });
    await what.waitFor();
    expect(await this.page.locator('.header').isVisible()).toBe(true);
  }

  /** Runs axe and looks at sizes, once for every kind of state of this conversation. */
  async looksFit(kind: string): Promise<void> {
    if (this.#checked.has(kind)) return;
    this.#checked.add(kind);
    expect.soft(await axeFinds(this.page), `axe: ${kind}`).toEqual([]);
    expect.soft(await layoutFaults(this.page), `sizes: ${kind}`).toEqual([]);
  }

  /** The page has neither thrown nor asked another address for anything; then it is closed. */
  async leave(): Promise<void> {
    expect(this.#faults).toEqual({ errors: [], foreign: [] });
    await this.page.context().close();
  }

  state(): Promise<PageState> {
    return this.page.evaluate(() => {
      const call = window.__govatar?.call;
      const now = call?.getState();
      return {
        transcript: now?.transcript ?? [],
        cards: now?.cards ?? [],
        forms: now?.forms ?? [],
        filled: (now?.forms ?? []).map(({ form, kind, status, values }) => ({
          ...{ form, kind, status },
          values: { ...values, ...now?.unsaved[form]?.values },
        })),
        saying: (call?.playhead.utterances() ?? []).map(({ turn, text }) => ({ turn, text })),
      };
    });
  }

  async #turn(words: string, { tells, brings }: Expected, act: () => Promise<void>): Promise<Turn> {
    const before = await this.state();
    const known = new Set([...before.transcript, ...before.saying].map(({ turn }) => turn));
    await act();
    let turn: Turn = { reply: '', cards: [] };
    const missing = async (): Promise<string> => {
      turn = lastTurn(await this.state(), known);
      if (turn.reply === '') return 'no answer';
      if (tells !== undefined && !tells.test(turn.reply)) return `not told ${tells}, but: ${turn.reply}`;
      if (brings !== undefined && !turn.cards.some(({ kind }) => kind === brings))
        return `no card ${brings}, but: ${turn.reply} [${turn.cards.map(({ kind }) => kind)}]`;
      return 'nothing';
    };
    await expect.poll(missing, { timeout: 15_000, message: `after “${words}” is missing` }).toBe('nothing');
    await this.#everybodySees(turn);
    return turn;
  }

  /** What has to stand there after every turn. */
  async #everybodySees({ reply, cards }: Turn): Promise<void> {
    await this.#labelled();
    const first = reply.match(/^[^，。？！：；]*/)?.[0] ?? '';
    await this.page.locator('.caption, .line-text').getByText(first).last().waitFor();
    // So that it can be kept in the head.
    expect.soft(reply.length, reply).toBeLessThanOrEqual(120);
    for (const card of cards) {
      const shown = this.page.locator(`.card-${card.kind}`).last();
      await shown.waitFor();
      if (SOURCED.includes(card.kind) || card.sources !== undefined) {
        // What a film tells of itself comes with the film.
        await expect
          .poll(() => shown.innerText(), { timeout: 10_000, message: `source and date of ${card.kind}` })
          .toMatch(/20\d\d-\d\d-\d\d/);
      }
      await this.looksFit(card.kind === 'form' ? card.formKind : card.kind);
    }
    await this.#shoot();
    const { cards: all, forms } = await this.state();
    const grounds = JSON.stringify([all, forms, this.#said]) + (await this.page.locator('.flow').innerText());
    const sourced = cards.some(({ sources }) => sources !== undefined && sources.length > 0);
    const figures = sourced ? [] : (reply.match(/\d+(?:\.\d+)?/g) ?? []);
    expect
      .soft(
        figures.filter((figure) => !grounds.includes(figure)),
        `figures without a source in: ${reply}`,
      )
      .toEqual([]);
  }

  async #shoot(): Promise<void> {
    if (SHOTS === undefined) return;
    this.#shots += 1;
    await this.page.screenshot({
      path: join(SHOTS, `${this.#name}-${String(this.#shots).padStart(2, '0')}.png`),
    });
  }

  async #labelled(): Promise<void> {
    await this.page.getByText('AI数字人', { exact: true }).first().waitFor();
  }

  async #live(): Promise<void> {
    await this.page.waitForFunction(() => window.__govatar?.call?.getState().phase === 'live');
  }
}

/** What the newest turn says and shows; empty while none has begun that was not known before. */
function lastTurn(now: PageState, known: ReadonlySet<string>): Turn {
  const id =
    [...now.transcript, ...now.saying].map(({ turn }) => turn).findLast((turn) => !known.has(turn)) ?? '';
  const spoken = now.saying.filter(({ turn }) => turn === id).map(({ text }) => text);
  const told = now.transcript
    .filter(({ turn, role }) => turn === id && role === 'avatar')
    .map(({ text }) => text);
  const reply = [spoken.join(''), told.join('')].reduce((a, b) => (b.length > a.length ? b : a));
  return { reply, cards: now.cards.filter(({ turn }) => turn === id) };
}
