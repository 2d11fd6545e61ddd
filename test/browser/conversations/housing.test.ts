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
    await citizen.reviewAndSend();
    const { text } = await citizen.receipt();
    expect(text).not.toContain('13900001234');
    await citizen.leave();
  }, 120_000);
});

describe.runIf(hasChromium)('a buyer of a second-hand home', () => {
  it('hears the tax for this very home, corrects the area, and has the papers for the transfer checked', async () => {
    const citizen = await Citizen.arrive(browser, server, { name: 'deed', screen: 'desktop' });
    await citizen.say('买了套二手房，契税要交多少', { brings: 'answer', tells: /1%/ });
    await citizen.byText();
    await citizen.say('首套，89平', { brings: 'checklist', tells: /税率是1%/ });
    await citizen.say('不对，是150平', { brings: 'checklist', tells: /税率是1\.5%/ });
    expect(await citizen.shown('checklist')).toContain('1.5%');
    await citizen.say('过户要带什么材料', { brings: 'choices' });
    await citizen.say('为什么问这个', { tells: /因为/ });
    await citizen.press(/没有抵押/, { brings: 'choices' });
    const papers = await citizen.press(/住宅/, { brings: 'checklist' });
    expect(papers.reply).toContain('登记申请书');
    expect(await citizen.shown('checklist')).toContain('不动产权证书');
    const list = citizen.page.locator('.card-checklist').last();
    await list.getByRole('checkbox').first().tap();
    await list.getByText('已备好 1 样').waitFor();
    await citizen.say('核对材料', { brings: 'form' });
    await citizen.reload();
    await citizen.answer('都有');
    await citizen.reviewAndSend(/齐/);
    await citizen.receipt();
    await citizen.leave();
  }, 120_000);
});

describe.runIf(hasChromium)('a newcomer to the city', () => {
  it('asks for the residence permit and prepares the application by talk and by touch', async () => {
    const citizen = await Citizen.arrive(browser, server, { name: 'permit', screen: 'kiosk' });
    const { page } = citizen;
    await citizen.say('我想办居住证', { brings: 'choices', tells: /半年/ });
    await citizen.say('为什么问这个', { tells: /因为/ });
    await citizen.byText();
    await citizen.press(/第一次办/, { brings: 'choices' });
    await citizen.say('住了十一个月，不对，八个月', { brings: 'choices' });
    await citizen.say('租房住的', { brings: 'checklist', tells: /住址证明/ });
    await citizen.say('要多久', { brings: 'answer', tells: /15日/ });
    await citizen.say('再说一遍', { tells: /15日/ });
    await citizen.say('帮我填申请表', { brings: 'form' });
    expect((await citizen.form()).values.permit_state).toBe('none');
    await citizen.answer('幸福路12号3单元502');
    await citizen.reload();
    await citizen.answer('地址改成幸福路21号3单元502');
    expect((await citizen.form()).values.address).toContain('幸福路21号');
    await citizen.answer('我叫李建国');
    await citizen.keyIn('13900005678');
    await page.getByRole('checkbox', { name: /属实/ }).check();
    await citizen.sign();
    await citizen.reviewAndSend();
    const { text } = await citizen.receipt();
    expect(text).not.toContain('李建国');
    await citizen.leave();
  }, 120_000);
});
