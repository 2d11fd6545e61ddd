import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, hasChromium, launchBrowser } from '../../support/browser.ts';
import { Citizen } from '../../support/citizen.ts';
import { dispose, startTestServer, type TestServer } from '../../support/server.ts';

/** Whole conversations about a business of one’s own and about what is wrong in the street, from the greeting to what is taken home. */
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

describe.runIf(hasChromium)('somebody who opens a small restaurant', () => {
  it('learns which licences it needs, and books a time at the hall that is near', async () => {
    const citizen = await Citizen.arrive(browser, server, {
      name: 'restaurant',
      screen: 'phone',
      dark: true,
    });
    await citizen.say('我想开个小饭馆，要办什么证', { brings: 'choices', tells: /营业执照/ });
    await citizen.say('为什么问这个', { tells: /因为/ });
    await citizen.byText();
    await citizen.press(/^1?\s*办好了/, { brings: 'checklist' });
    await citizen.say('普通饭馆', { brings: 'checklist', tells: /10个工作日/ });
    await citizen.say('要多久', { brings: 'answer', tells: /10个工作日/ });
    await citizen.say('再说一遍', { tells: /10个工作日/ });
    await citizen.say('帮我预约', { brings: 'form', tells: /哪个大厅/ });
    const halls = await citizen.options('hall');
    expect(halls.length).toBeGreaterThan(1);
    await citizen.answer('东区那个', { tells: /哪天/ });
    const [, second, third] = (await citizen.options('date')).map((label) => label.split(' ')[0] ?? '');
    await citizen.answer(`${second}，不对，${third}`, { tells: /几点/ });
    await citizen.reload();
    expect(String((await citizen.form()).values.date)).toMatch(
      new RegExp(`-0?${third?.match(/(\d+)日/)?.[1]}$`),
    );
    await citizen.answer('上午十点', { tells: /姓名/ });
    await citizen.answer('孙志强');
    await citizen.keyIn('13900003456');
    await citizen.reviewAndSend();
    const { text } = await citizen.receipt();
    expect(text).toContain('东区');
    await citizen.leave();
  }, 120_000);
});

describe.runIf(hasChromium)('a resident in a dark street', () => {
  it('complains with a photo, looks the case up with number and code, and withdraws it', async () => {
    const citizen = await Citizen.arrive(browser, server, { name: 'street', screen: 'phone' });
    const { page } = citizen;
    await citizen.say('我要投诉，小区门口的路灯坏了一个多月了，晚上黑得很', { brings: 'form' });
    expect((await citizen.form()).values.category).toBe('complaint');
    await citizen.say('为什么问这个', { tells: /地点/ });
    await citizen.byText();
    await citizen.answer('建设路8号幸福小区南门');
    await citizen.answer('请尽快修好');
    await citizen.answer('地址改成建设路18号幸福小区南门');
    expect((await citizen.form()).values.address).toContain('建设路18号');
    // A picture of the place, looked at before it is sent.
    const step = page.getByRole('button', { name: '选照片' });
    const back = page.getByRole('button', { name: '上一步' });
    while (!(await step.isVisible()) && (await back.isVisible())) await back.tap();
    const chooser = page.waitForEvent('filechooser');
    await step.tap();
    await (await chooser).setFiles({
      name: 'lamp.png',
      mimeType: 'image/png',
      buffer: await page.screenshot(),
    });
    await page.getByRole('button', { name: '用这张' }).tap();
    await page.getByRole('img', { name: '照片 1' }).waitFor();
    await citizen.looksFit('photo in the form');
    await citizen.reload();
    expect((await citizen.form()).values.photos).toHaveLength(1);
    await citizen.answer('匿名');
    await citizen.answer('同意');
    await citizen.reviewAndSend(/编号/);
    const { number, queryCode, text } = await citizen.receipt();
    expect(text).toContain('1张');

    await citizen.say('我要查进度', { brings: 'form' });
    await page.getByLabel('编号').last().fill(number);
    await page.getByLabel('查询码').last().fill(queryCode);
    await page.getByRole('button', { name: '填好了，去核对' }).tap();
    await page.getByRole('button', { name: '查一查' }).tap();
    await page.getByRole('button', { name: '撤回' }).last().waitFor();
    await citizen.looksFit('status that was looked up');
    await citizen.press('撤回', { tells: /确定撤回吗/ });
    await citizen.say('对，撤回');
    await page.locator('.card-status').last().getByText('已撤回').first().waitFor();
    await citizen.leave();
  }, 120_000);
});
