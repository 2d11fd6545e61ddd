import { describe, expect, it } from 'vitest';
import { AVATAR_SERVES, type Card, type Snapshot } from '../../protocol/index.ts';
import { html } from './html.ts';
import { renderText, type TextView } from './text-view.ts';

const HOSTILE = `"><script>alert('1')</script><img src=x onerror=alert(1)>&amp;`;
const TURN = 'turn_avatar01';

const source = { id: 's', title: HOSTILE, issuer: HOSTILE, region: HOSTILE, reviewedAt: '2026-01-02' };
const cards: Card[] = [
  {
    kind: 'answer',
    id: 'card_00000001',
    turn: TURN,
    title: HOSTILE,
    service: 'a.b',
    summary: HOSTILE,
    sections: [{ label: HOSTILE, items: [HOSTILE] }],
    sources: [{ ...source, verified: false }],
    phone: { number: `12329${HOSTILE}`, name: HOSTILE },
    unverified: true,
  },
  {
    kind: 'choices',
    id: 'card_00000002',
    turn: TURN,
    title: HOSTILE,
    text: HOSTILE,
    choices: [{ label: HOSTILE, say: HOSTILE }],
  },
  {
    kind: 'emergency',
    id: 'card_00000003',
    turn: TURN,
    title: HOSTILE,
    text: HOSTILE,
    numbers: [{ number: '120', name: HOSTILE }],
  },
];
const snapshot: Snapshot = {
  consultation: 'con_00000001',
  lang: 'zh',
  state: 'listening',
  transcript: [
    { turn: 'turn_citizen1', role: 'citizen', text: HOSTILE, lang: 'zh', at: 1, cut: false },
    { turn: TURN, role: 'avatar', text: HOSTILE, lang: 'en', at: 2, cut: true },
  ],
  cards,
  forms: [],
  suggestions: [HOSTILE],
  service: AVATAR_SERVES,
  recording: { possible: false, on: false, rests: null, some: false, days: 0, asked: null },
};
const first: TextView = {
  lang: 'zh',
  hotline: '12345',
  greeting: { text: '您好。', suggestions: ['身份证丢了'] },
  proof: null,
  snapshot: null,
  message: 'message_message_message',
  typed: '',
  problem: null,
};
const talking: TextView = { ...first, proof: { consultation: 'con_00000001', secret: HOSTILE }, snapshot };

/** Names of the elements that markup begins. */
const elements = (markup: string): Set<string> =>
  new Set([...markup.matchAll(/<([a-zA-Z0-9]+)/g)].map((match) => match[1] ?? ''));

describe('the page without script', () => {
  it('shows hostile words as words, wherever they stand', () => {
    const page = renderText({ ...talking, typed: HOSTILE, problem: 'rate_limited' });
    expect(elements(page)).not.toContain('script');
    expect(elements(page)).not.toContain('img');
    // In elements and in attributes alike: without a quotation mark nothing leaves an attribute.
    expect(page.split('&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)').length - 1).toBeGreaterThanOrEqual(20);
    expect(page).toContain('&amp;amp;');
    // Of a number only digits are dialled.
    expect(page).toContain('href="tel:1232911"');
    expect(page).not.toContain(HOSTILE);
  });

  it('says that it is a machine, names the hotline, and offers the other language', () => {
    const page = renderText(first);
    expect(page).toContain('<html lang="zh-CN">');
    expect(page).toContain('AI数字人');
    expect(page).toContain('不是真人');
    expect(page).toContain('href="tel:12345"');
    expect(page).toContain('href="/text?lang=en"');
    expect(page).toContain('您好。');
    expect(page).toContain('<label for="text">');
    expect(renderText({ ...first, lang: 'en' })).toContain('<html lang="en">');
  });

  it('needs no script and no style of its own, and every form posts what opens the consultation', () => {
    const page = renderText(talking);
    expect(page).not.toMatch(/<style|\sstyle=|javascript:|\son[a-z]+="/);
    const forms = page.split('<form ').slice(1);
    // Language, the choice of the card, the field, the suggestion.
    expect(forms).toHaveLength(4);
    for (const form of forms) {
      expect(form).toMatch(/^method="post" action="\/text\?lang=(zh|en)#latest"/);
      for (const field of ['consultation', 'secret', 'message']) expect(form).toContain(`name="${field}"`);
    }
  });

  it('marks data that nobody has checked, with issuer, region and date', () => {
    const page = renderText(talking);
    expect(page.match(/演示数据，未核对/g)).toHaveLength(2);
    for (const label of ['发文机关：', '适用地区：', '收录日期：2026-01-02']) expect(page).toContain(label);
  });

  it('has one place to arrive at: the newest question, or what went wrong', () => {
    const well = renderText(talking);
    expect(well.match(/id="latest"/g)).toHaveLength(1);
    expect(well).toMatch(/<li id="latest" tabindex="-1" class="said citizen">/);
    const badly = renderText({ ...talking, problem: 'internal' });
    expect(badly.match(/id="latest"/g)).toHaveLength(1);
    expect(badly).toMatch(/class="problem" id="latest"/);
  });
});

describe('the template', () => {
  it('escapes text, keeps its own markup, joins lists and leaves out null', () => {
    const inner = html`<b>${'<&>'}</b>`;
    expect(html`${inner}${[inner, ' ', 7]}${null}"${"'"}`.markup).toBe(
      '<b>&lt;&amp;&gt;</b><b>&lt;&amp;&gt;</b> 7"&#39;',
    );
  });
});
