import { expect } from 'vitest';
import type {} from '../../client/citizen/probe.ts';
import type { FormState } from '../../protocol/index.ts';
import type { Page } from './browser.ts';
import { fitMicrophone, speakInto } from './microphone.ts';
import type { TestServer } from './server.ts';

/** Time for a sentence to be understood and for an answer to come; a small machine that draws the avatar as well is slow. ms */
const WITHIN_MS = 45_000;
/** A person says again what was not understood, and then gives up. */
const TRIES = 5;

/** What the page knows of the talk. */
export interface Talk {
  /** What the citizen said, as it was heard. */
  citizen: string[];
  avatar: { text: string; turn: string; cut?: boolean | undefined }[];
  state: string | undefined;
  /** What is being said aloud, and how far it is, in ms. */
  saying: { turn: string; text: string; ms: number } | null;
  forms: Pick<FormState, 'status' | 'values' | 'review'>[];
  /** What would be understood now without thinking. */
  suggestions: string[];
}

/** A citizen who has a microphone and speaks; everything after the microphone is the product's. */
export class SpeakingCitizen {
  readonly page: Page;
  readonly #server: TestServer;
  readonly #spoken: string[] = [];

  private constructor(page: Page, server: TestServer) {
    this.page = page;
    this.#server = server;
  }

  /** Opens the page, turns the microphone on, begins, and hears the greeting out. */
  static async arrive(page: Page, server: TestServer): Promise<SpeakingCitizen> {
    const citizen = new SpeakingCitizen(page, server);
    await fitMicrophone(page);
    await page.goto(`${server.url}/citizen/?probe=1`);
    await page.getByRole('switch', { name: /麦克风/ }).click();
    await page.getByRole('button', { name: '开始视频咨询' }).click();
    await page.getByText('正在听').first().waitFor();
    await citizen.until('the greeting', ({ state, avatar }) => state === 'listening' && avatar.length > 0);
    return citizen;
  }

  talk(): Promise<Talk> {
    return this.page.evaluate(() => {
      const call = window.__govatar?.call;
      const state = call?.getState();
      const lines = state?.transcript ?? [];
      const saying = call?.playhead.at(performance.now());
      return {
        citizen: lines.filter(({ role }) => role === 'citizen').map(({ text }) => text),
        avatar: lines
          .filter(({ role }) => role === 'avatar')
          .map(({ text, turn, cut }) => ({ text, turn, cut })),
        state: state?.avatar,
        saying: saying ? { turn: saying.utterance.turn, text: saying.utterance.text, ms: saying.ms } : null,
        forms: (state?.forms ?? []).map(({ status, values, review }) => ({ status, values, review })),
        suggestions: [...(state?.suggestions ?? [])],
      };
    });
  }

  until(what: string, look: (now: Talk) => boolean): Promise<void> {
    return expect.poll(async () => look(await this.talk()), { timeout: WITHIN_MS, message: what }).toBe(true);
  }

  /** Says something once, whatever comes of it. */
  speak(text: string): Promise<void> {
    this.#spoken.push(text);
    return speakInto(this.page, this.#server, text);
  }

  /**
   * Says something until it is understood, as a person does: what was heard with doubt is confirmed or denied by voice, and
   * what was not understood is said again.
   * @param alike other words that mean the same to them: 可以提交 for 对，提交
   */
  async say(text: string, understood: (now: Talk) => boolean, alike?: RegExp): Promise<void> {
    for (let times = 0; times < TRIES; times += 1) {
      const before = await this.talk();
      await this.speak(text);
      await this.until(`“${text}” heard`, ({ citizen }) => citizen.length > before.citizen.length).catch(
        () => undefined,
      );
      if (await this.#settled(understood)) return;
      const [doubted] = (await this.talk()).avatar
        .slice(-1)
        .flatMap((line) => /您是说“(.+)”吗/.exec(line.text)?.[1] ?? []);
      if (doubted === undefined) continue;
      await this.speak(doubted === text || alike?.test(doubted) === true ? '对' : '不对');
      if (await this.#settled(understood)) return;
    }
    throw new Error(
      `“${text}” was never understood: ${JSON.stringify({ spoken: this.#spoken, ...(await this.talk()) })}`,
    );
  }

  /** Waits until the avatar has answered or asks back; true when that is what was wanted. */
  async #settled(understood: (now: Talk) => boolean): Promise<boolean> {
    let quiet = 0;
    for (let looks = 0; looks < 120 && quiet < 8; looks += 1) {
      const now = await this.talk();
      if (understood(now)) return true;
      quiet = now.state === 'listening' ? quiet + 1 : 0;
      await this.page.waitForTimeout(250);
    }
    return false;
  }
}
