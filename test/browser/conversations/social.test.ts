import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, hasChromium, launchBrowser } from '../../support/browser.ts';
import { Citizen } from '../../support/citizen.ts';
import { dispose, startTestServer, type TestServer } from '../../support/server.ts';

/** Whole conversations about work, age and health, from the greeting to what is taken home. */
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

describe.runIf(hasChromium)('a worker before retirement', () => {
  it('hears the month, computed from what was said, and again when the birth is corrected', async () => {
    const citizen = await Citizen.arrive(browser, server, { name: 'retire', screen: 'desktop', large: true });
    await citizen.say('请问我哪年退休', { brings: 'choices', tells: /性别/ });
    await citizen.say('女的', { brings: 'choices' });
    await citizen.byText();
    await citizen.say('为什么问这个', { tells: /女职工的岗位不同/ });
    await citizen.press(/其他岗位/, { brings: 'choices' });
    // The decision of 2024: 50 years, and a month more for every two months from January 2025 on.
    await citizen.say('1975年3月出生', { tells: /2025年5月/ });
    await citizen.say('不对，我是1976年3月出生的', { tells: /2026年11月/ });
    await citizen.say('再说一遍', { tells: /2026年11月/ });
    await citizen.say('核对材料', { brings: 'form' });
    await citizen.reload();
    await citizen.answer('身份证和人事档案有了');
    expect((await citizen.form()).values.have).toEqual(['身份证', '人事档案']);
    await citizen.reviewAndSend(/养老待遇申领表/);
    await citizen.receipt();
    await citizen.leave();
  }, 120_000);
});

describe.runIf(hasChromium)('somebody who was dismissed', () => {
  it('asks what the insurance pays, watches the film beside the avatar, and prepares the application', async () => {
    const citizen = await Citizen.arrive(browser, server, {
      name: 'unemployed',
      screen: 'desktop',
      motion: true,
    });
    const { page } = citizen;
    await citizen.say('公司把我辞退了，能领失业金吗', { brings: 'choices', tells: /缴费满1年/ });
    await citizen.say('为什么问这个', { tells: /因为/ });
    await citizen.say('交了三年，哦不对，七年', { brings: 'choices' });
    await citizen.press(/^1?\s*办过/, { brings: 'checklist', tells: /18个月/ });
    await citizen.say('有没有视频教一下怎么申领', { brings: 'video' });
    await page.locator('.video[data-phase="playing"]').waitFor();
    // The film is told in the avatar's own voice: its caption and the avatar's are the same words.
    await expect
      .poll(
        async () => {
          const told = (await page.locator('.video-caption').innerText()).replaceAll(/\s/g, '');
          const spoken = (await citizen.state()).saying.map(({ text }) => text).join('');
          return told !== '' && (spoken.includes(told) || told.includes(spoken)) && spoken !== '';
        },
        { timeout: 20_000 },
      )
      .toBe(true);
    await citizen.say('暂停');
    await page.locator('.video[data-phase="paused"]').waitFor();
    await citizen.looksFit('film that rests');
    await page.locator('.video-close').tap();
    await citizen.byText();
    await citizen.say('帮我填申请', { brings: 'form' });
    expect((await citizen.form()).values).toMatchObject({ leave_reason: 'dismissed' });
    await citizen.answer('示例纺织厂');
    await citizen.reload();
    await citizen.answer('2026年10月25日');
    expect((await citizen.form()).values).toMatchObject({ company: '示例纺织厂', left_on: '2026-10-25' });
    await citizen.answer('单位是示例机械厂');
    expect((await citizen.form()).values.company).toBe('示例机械厂');
    await citizen.answer('我叫赵建军');
    await citizen.keyIn('13900009012');
    await page.getByRole('checkbox', { name: /属实/ }).check();
    await citizen.sign();
    await citizen.reviewAndSend();
    const { text } = await citizen.receipt();
    expect(text).not.toContain('13900009012');
    await citizen.leave();
  }, 120_000);
});

describe.runIf(hasChromium)('a daughter whose mother goes to Beijing for treatment', () => {
  it('learns what to register, corrects the reason, and takes the list along', async () => {
    const citizen = await Citizen.arrive(browser, server, { name: 'offsite', screen: 'phone', large: true });
    await citizen.say('我妈要去北京看病，医保怎么备案', { brings: 'choices', tells: /备案/ });
    await citizen.say('为什么问这个', { tells: /原因不同/ });
    await citizen.byText();
    await citizen.press(/长住外地/, { brings: 'checklist', tells: /异地居住/ });
    await citizen.say('不对，是临时去看病', { brings: 'checklist' });
    expect(await citizen.shown('checklist')).not.toContain('异地居住');
    await citizen.say('要多久', { brings: 'answer', tells: /即时办结/ });
    await citizen.say('再说一遍', { tells: /即时办结/ });
    await citizen.say('核对材料', { brings: 'form' });
    await citizen.reload();
    await citizen.answer('都有');
    await citizen.reviewAndSend(/齐/);
    await citizen.receipt();
    await citizen.leave();
  }, 120_000);
});
