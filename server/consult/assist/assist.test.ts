import { describe, expect, it } from 'vitest';
import type { Assist, Card, TranscriptEntry } from '../../../protocol/index.ts';
import { dialog } from '../../dialog/fixtures/talk.ts';
import { Assistant, SILENCE_MS } from './assist.ts';

const NAMES: Readonly<Record<string, string>> = { 'hpf.rent': '公积金租房提取' };

function call({ before = [] as string[] } = {}) {
  let state = dialog.begin();
  let n = 0;
  const transcript: TranscriptEntry[] = [];
  const line = (role: TranscriptEntry['role'], text: string): TranscriptEntry => {
    n += 1;
    const entry = { turn: `turn_0000000${n}`, role, text, lang: 'zh', at: n, cut: false } as const;
    transcript.push(entry);
    return entry;
  };
  for (const text of before) {
    state = dialog.turn({ text, lang: 'zh', via: 'text' }, state).state;
    line('citizen', text);
  }
  const told: Assist[] = [];
  const timers: { ms: number; then: () => void; off: boolean }[] = [];
  const cards: Card[] = [];
  const assistant = new Assistant({
    dialog,
    state: () => state,
    lang: () => 'zh',
    cards: () => cards,
    transcript: () => transcript,
    name: (id) => (NAMES[id] === undefined ? null : { zh: NAMES[id], en: id }),
    found: () => null,
    number: () => '101',
    tell: (assist) => told.push(assist),
    after: (ms, then) => {
      const timer = { ms, then, off: false };
      timers.push(timer);
      return () => {
        timer.off = true;
      };
    },
  });
  assistant.begin();
  const last = (): Assist =>
    told.at(-1) ?? { turn: null, matter: null, suggestions: [], proposals: [], steps: [] };
  return {
    assistant,
    told,
    cards,
    last,
    timers: () => timers.filter(({ off }) => !off),
    rules: () => last().suggestions.map(({ rule }) => rule),
    citizen: (text: string) => assistant.citizenSaid(line('citizen', text)),
    agent: (text: string) => assistant.agentSaid(line('agent', text)),
  };
}

describe('the help for whoever serves', () => {
  it('begins with how to open, and knows the matter that the avatar was told', () => {
    const { last, rules } = call({ before: ['公积金租房怎么提取'] });
    expect(rules()[0]).toBe('opening');
    expect(last().matter).toEqual({ id: 'hpf.rent', name: '公积金租房提取' });
    expect(last().suggestions[0]?.say).toContain('101号');
    expect(last().suggestions[0]?.say).toContain('公积金租房提取');
  });

  it('passes over the wish for a human: what the avatar says to that helps nobody who is one', () => {
    const { citizen, last } = call({ before: ['公积金租房怎么提取', '转人工'] });
    const words = (): string => JSON.stringify(last().suggestions);
    expect(words()).not.toMatch(/转接|登记诉求单/);
    expect(words()).toContain('公积金');
    citizen('我就是要人工');
    expect(words()).not.toMatch(/转接|登记诉求单/);
  });

  it('finds the matter in the citizen’s words, with the graph’s card, its source and the next question', () => {
    const { citizen, last } = call();
    citizen('公积金租房怎么提取');
    const answer = last().suggestions.find(({ kind }) => kind === 'answer');
    expect(answer?.show).toEqual({ kind: 'service', service: 'hpf.rent' });
    expect(answer?.sources.length).toBeGreaterThan(0);
    const question = last().suggestions.find(({ kind }) => kind === 'question');
    expect(question?.say).toMatch(/自有住房.*？/u);
    expect(last().turn).toBe('turn_00000001');
  });

  it('asks the next question once the one before was answered', () => {
    const { citizen, last } = call();
    const asked = (): string | null | undefined =>
      last().suggestions.find(({ kind }) => kind === 'question')?.say;
    citizen('公积金租房怎么提取');
    const first = asked();
    citizen('没有自有住房');
    expect(asked()).not.toBe(first);
  });

  it('says the number first where somebody is in danger, and nothing beside it', () => {
    const { citizen, last } = call({ before: ['公积金租房怎么提取'] });
    citizen('我爸突然晕过去了，叫不醒');
    expect(last().suggestions.map(({ kind }) => kind)).toEqual(['danger']);
    expect(last().suggestions[0]?.say).toContain('120');
    citizen('我爸被人打了，流了好多血');
    for (const number of ['110', '120']) expect(last().suggestions[0]?.say).toContain(number);
    citizen('公积金租房要什么材料');
    expect(last().suggestions.some(({ kind }) => kind === 'danger')).toBe(false);
  });

  it.each([
    ['你们踢皮球，气死我了', 'angry'],
    ['谢谢你啊', 'thanks'],
    ['再不解决我们就集体上访', 'group_risk'],
    ['你说什么我听不懂', 'not_understood'],
    ['我的电话是138****5678', 'personal_number'],
  ])('“%s” calls for “%s”', (text, rule) => {
    const { citizen, rules } = call();
    citizen(text);
    expect(rules()).toContain(rule);
  });

  it('is never more than three, and one of each rule', () => {
    const { citizen, last } = call();
    citizen('气死我了，公积金租房怎么提取，我电话138****5678，听不懂，再不办就集体上访');
    const rules = last().suggestions.map(({ rule }) => rule);
    expect(rules).toHaveLength(3);
    expect(new Set(rules).size).toBe(3);
    expect(rules[0]).toBe('group_risk');
  });

  it('tells that the citizen waits after eight seconds, unless the agent has answered', () => {
    const { citizen, agent, timers, rules } = call();
    citizen('公积金租房怎么提取');
    const [timer] = timers();
    expect(timer?.ms).toBe(SILENCE_MS);
    timer?.then();
    expect(rules()).toContain('silence');
    agent('请您稍等，我看一下');
    expect(rules()).not.toContain('silence');
    citizen('好的');
    agent('您要带身份证');
    expect(timers().filter((one) => one !== timer)).toEqual([]);
  });

  it('keeps the way of the call, and names what is missing before the end', () => {
    const { citizen, agent, last } = call();
    agent('您好，这里是12345');
    expect(last().steps.find(({ label }) => label === '问好报号')?.done).toBe(true);
    citizen('没别的事了，再见');
    const [closing] = last().suggestions;
    expect(closing).toMatchObject({ rule: 'closing' });
    expect(closing?.text).toContain('告知时限');
    expect(closing?.text).not.toContain('问好报号');
  });

  it('keeps the id of a suggestion that stays', () => {
    const { citizen, agent, last } = call();
    citizen('公积金租房怎么提取');
    const before = last().suggestions.map(({ id }) => id);
    agent('嗯');
    expect(last().suggestions.map(({ id }) => id)).toEqual(before.slice(-last().suggestions.length));
  });

  it('ends with the human’s part', () => {
    const { assistant, citizen, told, timers } = call();
    citizen('公积金租房怎么提取');
    assistant.rest();
    const count = told.length;
    citizen('身份证丢了');
    expect(told).toHaveLength(count);
    expect(timers()).toEqual([]);
    expect(assistant.told).toBeNull();
  });
});

describe('words that are looked at before they are sent', () => {
  const rulesOf = (text: string, before: string[] = []): string[] =>
    call({ before })
      .assistant.check(text)
      .map(({ rule }) => rule);

  it.each([
    ['不知道', 'forbidden'],
    ['这不归我们管', 'buck_passing'],
    ['你自己去问社区', 'buck_passing'],
    ['您怎么不早说', 'accusing'],
    ['我保证三天给您办好', 'promise'],
    ['您可以领8000元', 'figure'],
    ['您的电话是13812345678对吗', 'personal_number'],
    ['你神经病啊', 'abuse'],
  ])('“%s” is warned of (%s)', (text, rule) => {
    expect(rulesOf(text)).toContain(rule);
  });

  it.each([
    '不知道您方不方便说一下地址',
    '这个不能保证，要由窗口审核',
    '请您带好身份证原件',
    '请拨打12345',
    '您好，我是张老师，看到您问租房提取。',
    '您稍等一下',
  ])('“%s” is not', (text) => {
    expect(rulesOf(text)).toEqual([]);
  });

  it('takes figures that the graph has, or the citizen has said', () => {
    expect(rulesOf('3日内作出决定', ['公积金租房怎么提取'])).toEqual([]);
    expect(rulesOf('您说房租是2600元，对吗', ['公积金租房怎么提取，房租2600元'])).toEqual([]);
  });
});
