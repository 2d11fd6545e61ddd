import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Browser, hasChromium, launchBrowser, type Page, watch } from '../support/browser.ts';
import { dispose, startTestServer, type TestServer } from '../support/server.ts';
import { ADMIN, firstAdministrator, newStaff, PASSWORD, type StaffBrowser } from '../support/staff.ts';

/** Keeps pictures of what staff and citizen see in this folder. */
const SHOTS = process.env.GOVATAR_TEST_SHOTS;

let browser: Browser;
let server: TestServer;
beforeAll(async () => {
  if (hasChromium) browser = await launchBrowser();
}, 60_000);
// Each test has a desk of its own: who was left in a call or in the queue by one is nobody's business in the next.
beforeEach(async () => {
  if (hasChromium) server = await startTestServer({ flags: ['--trust-proxy', '1'] });
}, 60_000);
afterEach(async () => {
  for (const context of browser?.contexts() ?? []) await context.close();
  if (server) await dispose(server);
});
afterAll(() => browser?.close());

/** An administrator, and Zhang who takes calls. */
async function staffed(): Promise<StaffBrowser> {
  const admin = await firstAdministrator(server);
  await newStaff(server, admin, { name: 'zhang', publicName: '张老师', number: '101', roles: ['agent'] });
  return admin;
}

const shot = async (page: Page, name: string): Promise<void> => {
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `desk-${name}.png`) });
};

async function console_(
  size = { width: 1366, height: 768 },
): Promise<{ page: Page; faults: ReturnType<typeof watch> }> {
  const page = await (await browser.newContext({ locale: 'zh-CN', viewport: size })).newPage();
  page.setDefaultTimeout(15_000);
  const faults = watch(page, server.url);
  return { page, faults };
}

/** Nobody is signed in at first: the answer to that question is no fault. */
const faultsOf = ({ errors, foreign }: ReturnType<typeof watch>): string[] =>
  [...errors, ...foreign].filter((text) => !text.includes('401'));

async function signIn(page: Page, name: string): Promise<void> {
  await page.goto(`${server.url}/desk/`);
  await page.getByRole('textbox', { name: '账号' }).fill(name);
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByText('设备检测').waitFor();
}

async function setPresence(page: Page, name: string): Promise<void> {
  await page.locator('.presence').click();
  await page.getByRole('menuitem', { name, exact: true }).click();
}

async function asking(): Promise<Page> {
  const page = await (
    await browser.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 800 } })
  ).newPage();
  // Drawn by software beside two consoles, the avatar leaves nobody time; its portrait stands for it.
  await page.route('**/*.vrm', (route) => route.fulfill({ status: 404, body: '' }));
  await page.goto(`${server.url}/citizen/`);
  await page.getByRole('button', { name: '开始视频咨询' }).click();
  const box = page.getByRole('textbox', { name: '请输入您的问题' });
  // Once the call stands, the avatar's first words do: nothing can be sent before.
  await page.locator('.line[data-role=avatar]').first().waitFor();
  for (const text of ['公积金租房怎么提取', '转人工']) {
    await box.fill(text);
    await box.press('Enter');
    await page.locator('.line[data-role=citizen]', { hasText: text }).waitFor();
  }
  return page;
}

describe.runIf(hasChromium)('the console in the browser', () => {
  it('is set up by its first administrator, who makes accounts and reads the audit', async () => {
    const { page, faults } = await console_();
    await page.goto(`${server.url}${server.setupLink}`);
    await page.getByText('创建管理员').waitFor();
    await shot(page, 'setup');
    await page.getByRole('textbox', { name: '账号' }).fill(ADMIN.name);
    await page.getByRole('textbox', { name: '对外称呼' }).fill(ADMIN.publicName);
    await page.getByRole('textbox', { name: '工号' }).fill(ADMIN.number);
    await page.getByLabel('新密码').fill(PASSWORD);
    await page.getByLabel('再输一次').fill('something else');
    await page.getByRole('button', { name: '保存并进入' }).click();
    await page.getByText('两次输入的不一样').waitFor();
    await page.getByLabel('再输一次').fill(PASSWORD);
    await page.getByRole('button', { name: '保存并进入' }).click();
    await page.getByRole('button', { name: '新建账号' }).click();
    await page.getByRole('textbox', { name: '账号' }).fill('zhang');
    await page.getByRole('textbox', { name: '对外称呼' }).fill('张老师');
    await page.getByRole('textbox', { name: '工号' }).fill('101');
    await shot(page, 'account');
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click();
    const link = await page.locator('.one-time-link').textContent();
    expect(link).toContain('/desk/?setup=');
    await page.keyboard.press('Escape');
    await page.getByRole('menuitem', { name: '审计' }).click();
    await page.getByText('staff.account_created').first().waitFor();
    await shot(page, 'audit');
    // Nobody is signed in behind the link until they have chosen a password of their own.
    const agent = await console_();
    await agent.page.goto(link?.replace(/^https?:\/\/[^/]+/, server.url) ?? '');
    await agent.page.getByLabel('新密码').fill(PASSWORD);
    await agent.page.getByLabel('再输一次').fill(PASSWORD);
    await agent.page.getByRole('button', { name: '保存并进入' }).click();
    await agent.page.getByText('您还没有开始接听').waitFor();
    await shot(agent.page, 'offline');
    expect(faultsOf(faults)).toEqual([]);
    expect(faultsOf(agent.faults)).toEqual([]);
  }, 90_000);

  it('takes a call, serves it on one screen, and leaves its work done', async () => {
    await staffed();
    const { page, faults } = await console_();
    await signIn(page, 'zhang');
    await setPresence(page, '就绪');
    await page.getByText('等待来电').waitFor();
    await shot(page, 'ready');
    await page.getByRole('menuitem', { name: '设备检测' }).click();
    await page.getByRole('button', { name: '开始检测' }).click();
    for (const part of ['音视频直连（UDP）', '音视频备用线路（TCP）', '网速', '麦克风', '摄像头'])
      await page.locator('.check li', { hasText: part }).getByText('正常').waitFor();
    await shot(page, 'check');
    await page.getByRole('menuitem', { name: '工作台' }).click();
    const citizen = await asking();
    await page.getByRole('alertdialog', { name: '视频来电' }).waitFor();
    await shot(page, 'offer');
    await page.keyboard.press('Enter');
    await citizen.getByText('101号坐席张老师正在为您服务').waitFor();
    await citizen.locator('.frame-human video').waitFor();
    await page.locator('.stage-small video').waitFor();
    const say = page.getByRole('textbox', { name: '打字给市民' });
    await say.fill('您好，我是张老师，看到您问租房提取。');
    await say.press('Enter');
    await citizen.locator('.line[data-role=agent]', { hasText: '租房提取' }).waitFor();
    const box = citizen.getByRole('textbox', { name: '请输入您的问题' });
    await box.fill('一年能提几次');
    await box.press('Enter');
    await page.locator('.lines li[data-role=citizen]', { hasText: '一年能提几次' }).waitFor();
    await page.getByRole('searchbox').fill('gjj');
    await page.locator('.look-found li').first().waitFor();
    await shot(page, 'call');
    await page.locator('.look-found').getByRole('button', { name: '给市民看' }).first().click();
    await citizen.locator('.card').last().waitFor();
    await shot(citizen, 'citizen-served');
    await page.getByRole('button', { name: '交还数字人' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click();
    await page.getByText('话后处理').first().waitFor();
    await citizen.getByText('AI数字人').first().waitFor();
    await shot(page, 'wrap-up');
    // What came of a call is the agent's own word: nothing is chosen for them.
    await page.getByRole('button', { name: '完成，恢复就绪' }).click();
    await page.getByText('请选一个处理结果').waitFor();
    await page.locator('.wrap-up .ant-radio-button-wrapper').first().click();
    await page.getByRole('button', { name: '完成，恢复就绪' }).click();
    await page.getByText('等待来电').waitFor();
    expect(faultsOf(faults)).toEqual([]);
  }, 120_000);

  it('comes back to its call when the console is reloaded in the middle of it', async () => {
    await staffed();
    const { page } = await console_();
    await signIn(page, 'zhang');
    await setPresence(page, '就绪');
    const citizen = await asking();
    await page.getByRole('alertdialog', { name: '视频来电' }).waitFor();
    await page.keyboard.press('Enter');
    await citizen.getByText('101号坐席张老师正在为您服务').waitFor();
    await citizen.locator('.frame-human video').waitFor();
    await page.reload();
    const say = page.getByRole('textbox', { name: '打字给市民' });
    await say.waitFor();
    await say.fill('我还在，接着帮您看');
    await say.press('Enter');
    await citizen.locator('.line[data-role=agent]', { hasText: '我还在，接着帮您看' }).waitFor();
    await citizen.getByText('101号坐席张老师正在为您服务').waitFor();
    await citizen.locator('.frame-human video').waitFor();
    // What was said before the reload stands there too; when the part is over, nothing is remembered.
    await page.getByText('公积金租房怎么提取').first().waitFor();
    await page.getByRole('button', { name: '交还数字人' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click();
    await page.getByText('话后', { exact: false }).first().waitFor();
    expect(await page.evaluate(() => sessionStorage.getItem('desk.call'))).toBeNull();
  }, 90_000);

  it('passes a citizen on to whoever can do what is needed, and stays until they are there', async () => {
    const admin = await staffed();
    await newStaff(server, admin, {
      ...{ name: 'li', publicName: '李老师', number: '102', roles: ['agent'] },
      skills: [{ skill: 'topic.hpf', level: 3 }],
    });
    const { page, faults } = await console_();
    await signIn(page, 'zhang');
    await setPresence(page, '就绪');
    const citizen = await asking();
    await page.getByRole('alertdialog', { name: '视频来电' }).waitFor();
    await page.keyboard.press('Enter');
    await citizen.getByText('101号坐席张老师正在为您服务').waitFor();
    const other = await console_();
    await signIn(other.page, 'li');
    await setPresence(other.page, '就绪');
    await other.page.getByText('等待来电').waitFor();
    await page.getByRole('button', { name: '转接' }).click();
    const dialog = page.getByRole('dialog', { name: '转接' });
    await dialog.getByText('现在空闲：李老师 102').waitFor();
    await dialog.getByRole('combobox', { name: '需要会什么' }).click();
    await page.locator('.ant-select-item-option', { hasText: '公积金' }).click();
    await page.keyboard.press('Escape');
    await shot(page, 'transfer');
    await dialog.getByRole('textbox').last().fill('提取材料已经看过，请接着办');
    await dialog.getByRole('button', { name: '转接' }).click();
    await other.page.getByRole('alertdialog', { name: '视频来电' }).waitFor();
    // Until the other is there, the citizen has the first.
    await citizen.getByText('101号坐席张老师正在为您服务').waitFor();
    await other.page.keyboard.press('Enter');
    await citizen.getByText('102号坐席李老师正在为您服务').waitFor();
    await other.page.getByText('公积金租房怎么提取').first().waitFor();
    await page.getByText('话后处理').first().waitFor();
    expect(faultsOf(faults)).toEqual([]);
    expect(faultsOf(other.faults)).toEqual([]);
  }, 120_000);

  it('warns of a picture that is abused, stops it with a reason, and allows it again', async () => {
    await staffed();
    const { page, faults } = await console_();
    await signIn(page, 'zhang');
    await setPresence(page, '就绪');
    const citizen = await asking();
    await page.getByRole('alertdialog', { name: '视频来电' }).waitFor();
    await page.keyboard.press('Enter');
    await citizen.getByText('101号坐席张老师正在为您服务').waitFor();
    const show = citizen.getByRole('button', { name: '让坐席看到我' });
    await show.first().click();
    await citizen.getByRole('dialog').getByRole('button', { name: '让坐席看到我' }).click();
    await page.locator('video.stage-main').waitFor();
    await shot(page, 'picture');
    await page.getByRole('button', { name: '提醒' }).click();
    await citizen.locator('.line[data-role=agent]', { hasText: '请您注意画面内容' }).waitFor();
    await page.getByRole('button', { name: '停止画面' }).click();
    const stop = page.getByRole('dialog', { name: '停止画面' });
    await stop.getByRole('textbox').fill('画面不合适，提醒后仍继续');
    await stop.getByRole('button', { name: '确定' }).click();
    await citizen.getByText('坐席停止了您的画面').waitFor();
    await page.locator('video.stage-main').waitFor({ state: 'detached' });
    expect(await show.count()).toBe(0);
    await shot(citizen, 'picture-stopped');
    await page.getByRole('button', { name: '允许市民再开画面' }).click();
    const allow = page.getByRole('dialog', { name: '允许市民再开画面' });
    await allow.getByRole('textbox').fill('市民已经道歉');
    await allow.getByRole('button', { name: '确定' }).click();
    await show.waitFor();
    expect(faultsOf(faults)).toEqual([]);
  }, 120_000);

  it('is helped beside the call, and sends by a key what helps', async () => {
    await staffed();
    const { page, faults } = await console_();
    await signIn(page, 'zhang');
    await setPresence(page, '就绪');
    await page.getByText('等待来电').waitFor();
    const citizen = await asking();
    await page.getByRole('alertdialog', { name: '视频来电' }).waitFor();
    await page.keyboard.press('Enter');
    const opening = page.locator('.assist-one[data-rule=opening]');
    await opening.getByText('101号坐席').waitFor();
    await citizen.getByText('101号坐席张老师正在为您服务').waitFor();
    expect(await citizen.locator('.line[data-role=agent]').count()).toBe(0);
    await page.keyboard.press('Alt+1');
    await citizen.locator('.line[data-role=agent]', { hasText: '101号坐席' }).waitFor();
    await opening.waitFor({ state: 'detached' });
    const box = citizen.getByRole('textbox', { name: '请输入您的问题' });
    await box.fill('跑了三趟都没办成，气死我了，社保卡丢了怎么补');
    await box.press('Enter');
    await page.locator('.assist-one[data-rule=angry]').waitFor();
    const answer = page.locator('.assist-one[data-rule=answer]');
    await answer.locator('small').waitFor();
    await shot(page, 'assist');
    const say = page.getByRole('textbox', { name: '打字给市民' });
    await say.fill('这不归我们管');
    await say.press('Enter');
    await page.getByText('发送前请看一下').waitFor();
    await shot(page, 'assist-warning');
    await page.getByRole('button', { name: /换成这句/ }).click();
    await say.press('Enter');
    await citizen.locator('.line[data-role=agent]', { hasText: '转办' }).waitFor();
    expect(await citizen.locator('.line', { hasText: '不归我们管' }).count()).toBe(0);
    await answer.getByRole('button', { name: '有用' }).click();
    await answer.locator('[aria-pressed=true]').waitFor();
    const cards = await citizen.locator('.card').count();
    await answer.getByRole('button', { name: '给市民看' }).click();
    await citizen.locator('.card').nth(cards).waitFor();
    expect(faultsOf(faults)).toEqual([]);
  }, 120_000);

  it('lets a supervisor listen unseen, whisper, and take over, each with a reason', async () => {
    const admin = await staffed();
    await newStaff(server, admin, {
      ...{ name: 'wang', publicName: '王主任', number: '100', roles: ['supervisor'] },
    });
    const { page: agent } = await console_();
    await signIn(agent, 'zhang');
    await setPresence(agent, '就绪');
    const citizen = await asking();
    await agent.getByRole('alertdialog', { name: '视频来电' }).waitFor();
    await agent.keyboard.press('Enter');
    await citizen.getByText('101号坐席张老师正在为您服务').waitFor();
    const { page: boss, faults } = await console_();
    await signIn(boss, 'wang');
    await boss.getByRole('menuitem', { name: '监看' }).click();
    await boss.getByText('张老师 101').first().waitFor();
    await shot(boss, 'watch');
    const row = boss.locator('tr', { hasText: '张老师 101' });
    await row.getByRole('button', { name: '静听' }).click();
    const why = boss.getByRole('dialog').getByRole('textbox');
    const yes = boss.getByRole('dialog').getByRole('button', { name: '确定' });
    expect(await yes.isDisabled()).toBe(true);
    await why.fill('新人第一天');
    await yes.click();
    await boss.getByText('静听中，市民和坐席都不知道').waitFor();
    await boss.locator('.lines li', { hasText: '公积金租房怎么提取' }).waitFor();
    await shot(boss, 'listening');
    expect(await citizen.getByText('王主任').count()).toBe(0);
    await boss.getByRole('button', { name: '离开' }).click();
    await boss.getByRole('menuitem', { name: '监看' }).click();
    await row.getByRole('button', { name: '接管' }).click();
    await why.fill('市民要求主管');
    await yes.click();
    await citizen.getByText('100号坐席王主任正在为您服务').waitFor();
    await agent.getByText('话后处理').first().waitFor();
    expect(faultsOf(faults)).toEqual([]);
  }, 120_000);
});
