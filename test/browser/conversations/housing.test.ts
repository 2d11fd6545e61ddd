import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, hasChromium, launchBrowser } from '../../support/browser.ts';
import { Citizen } from '../../support/citizen.ts';
import { dispose, startTestServer, type TestServer } from '../../support/server.ts';

/** Whole conversations about home and rent, from the greeting to what is taken home. */
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

describe.runIf(hasChromium)('a tenant', () => {
  it('learns whether the housing fund pays the rent, and takes the filled application along', async () => {
    const citizen = await Citizen.arrive(browser, server, { name: 'rent', screen: 'phone' });
    await citizen.say('我租房子住，公积金能提出来交房租吗', { brings: 'choices', tells: /问您/ });
    await citizen.say('为什么问这个', { tells: /有自有住房就不能/ });
    await citizen.byText();
    await citizen.say('都没有，我和我爱人在这儿都没房', { brings: 'choices' });
    await citizen.press(/商品房/, { brings: 'choices' });
    await citizen.say('交了三年了', { brings: 'checklist', tells: /身份证/ });
    expect(await citizen.shown('checklist')).toContain('无自有住房查询结果');
    await citizen.say('不对，我租的是公租房', { brings: 'checklist' });
    expect(await citizen.shown('checklist')).toContain('租赁合同');
    expect(await citizen.shown('checklist')).not.toContain('无自有住房查询结果');

    await citizen.say('先帮我把申请表填一下吧', { brings: 'form' });
    expect((await citizen.form()).values.rental_type).toBe('public');
    await citizen.answer('地址是幸福路12号3单元502');
    const rent = await citizen.answer('每个月两千五，不对，两千八');
    expect(rent.reply).toContain('2800');
    await citizen.reload();
    expect((await citizen.form()).values).toMatchObject({
      address: expect.stringContaining('幸福路12号'),
      monthly_rent: 2800,
    });
    await citizen.answer('我叫王建国');
    await citizen.keyIn('13900001234');
    await citizen.page.getByRole('checkbox', { name: /属实/ }).check();
    await citizen.sign();
    await citizen.page.getByRole('button', { name: '填好了，去核对' }).tap();
    await citizen.page.getByRole('heading', { name: '请核对' }).waitFor();
    await citizen.looksFit('review');
    expect((await citizen.form()).state.status).toBe('open');
    await citizen.say('对，提交', { brings: 'status' });
    const { text } = await citizen.receipt();
    expect(text).not.toContain('13900001234');
    await citizen.leave();
  }, 60_000);
});
