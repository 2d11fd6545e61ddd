import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, hasChromium, launchBrowser } from '../../support/browser.ts';
import { Citizen } from '../../support/citizen.ts';
import { dispose, startTestServer, type TestServer } from '../../support/server.ts';

/** Whole conversations about papers of the person, from the greeting to what is taken home. */
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

describe.runIf(hasChromium)('somebody who lost the identity card far from home', () => {
  it('learns that it can be had there, and books a time, which is changed twice', async () => {
    const citizen = await Citizen.arrive(browser, server, { name: 'idcard', screen: 'phone' });
    await citizen.say('身份证丢了，人在外地，能补办吗', { brings: 'answer', tells: /异地/ });
    await citizen.say('要多少钱', { brings: 'answer', tells: /40元/ });
    await citizen.byText();
    await citizen.say('要带什么材料', { brings: 'checklist', tells: /户口簿/ });
    await citizen.say('再说一遍', { tells: /户口簿/ });
    await citizen.say('帮我预约', { brings: 'form', tells: /哪天/ });
    expect((await citizen.form()).values.service).toBe('hk.idcard');
    const day = (label: string | undefined): string => label?.split(' ')[0] ?? '';
    const days = await citizen.options('date');
    await citizen.answer(day(days[1]), { tells: /几点/ });
    const first = (await citizen.form()).values.date;
    await citizen.answer(`日期改成${day(days[3])}`);
    expect((await citizen.form()).values.date).not.toBe(first);
    await citizen.answer('上午九点', { tells: /姓名/ });
    await citizen.reload();
    await citizen.answer('改成上午十点');
    expect((await citizen.form()).values.slot).toBe('10:00');
    await citizen.answer('张秀英');
    await citizen.say('为什么问这个');
    await citizen.keyIn('13900005678');
    await citizen.reviewAndSend();
    const { text } = await citizen.receipt();
    expect(text).toMatch(/10:00/);
    expect(text).toContain('取消');
    expect(text).not.toContain('13900005678');
    await citizen.leave();
  }, 120_000);
});

describe.runIf(hasChromium)('an old driver', () => {
  it('asks about the licence that runs out, corrects the age, and takes the checked list along', async () => {
    const citizen = await Citizen.arrive(browser, server, { name: 'licence', screen: 'kiosk', large: true });
    await citizen.say('驾照快到期了，怎么换', { brings: 'choices', tells: /90日/ });
    await citizen.say('为什么问这个', { tells: /因为/ });
    await citizen.byText();
    await citizen.press(/^1?\s*不满70周岁/, { brings: 'checklist' });
    await citizen.say('不对，我七十二了', { brings: 'checklist', tells: /身体条件证明/ });
    await citizen.say('要多少钱', { brings: 'answer', tells: /10元/ });
    await citizen.say('再说一遍', { tells: /10元/ });
    await citizen.say('核对材料', { brings: 'form' });
    await citizen.page.getByRole('checkbox', { name: '机动车驾驶证' }).last().check();
    await citizen.page.locator('.form-saved[data-state="saved"]').last().waitFor();
    await citizen.reload();
    expect((await citizen.form()).values.have).toEqual(['机动车驾驶证']);
    await citizen.page.getByRole('checkbox', { name: '身份证' }).last().check();
    await citizen.page.getByRole('checkbox', { name: '本人相片' }).last().check();
    // What is still missing is named.
    await citizen.reviewAndSend(/身体条件证明/);
    await citizen.receipt();
    await citizen.leave();
  }, 120_000);
});

describe.runIf(hasChromium)('a new father', () => {
  it('asks how the child is registered, and corrects how old it is', async () => {
    const citizen = await Citizen.arrive(browser, server, { name: 'newborn', screen: 'desktop', dark: true });
    await citizen.say('小孩怎么上户口', { brings: 'choices', tells: /出生医学证明/ });
    await citizen.say('为什么问这个', { tells: /因为/ });
    await citizen.byText();
    await citizen.say('没满', { brings: 'choices', tells: /结婚/ });
    await citizen.say('说错了，满1周岁了', { tells: /。|？/ });
    await citizen.say('不对，孩子还没满1周岁', { tells: /。|？/ });
    await citizen.press(/^1?\s*(办过|拿到了)/, { tells: /。|？/ });
    await citizen.say('要带什么材料', { brings: 'checklist', tells: /户口簿/ });
    await citizen.say('跟妈妈', { brings: 'checklist', tells: /户口簿/ });
    await citizen.say('要多久', { brings: 'answer', tells: /当场办结/ });
    await citizen.say('再说一遍', { tells: /当场办结/ });
    await citizen.say('核对材料', { brings: 'form' });
    await citizen.reload();
    await citizen.answer('都有');
    await citizen.reviewAndSend(/齐/);
    await citizen.receipt();
    await citizen.leave();
  }, 120_000);
});
