import { describe, expect, it } from 'vitest';
import { createCareful } from './heard.ts';
import type { Dialog, DialogState, Heard, Reply, TurnInput } from './types.ts';

const reply = (input: TurnInput, state: DialogState): Reply => {
  const kind = /着火/u.test(input.text)
    ? 'emergency'
    : /公积金|身份证/u.test(input.text)
      ? 'service'
      : 'unknown';
  return {
    masked: input.text,
    understood: { kind, service: null, confidence: 1 },
    sentences: [{ text: `答：${input.text}`, lang: 'zh', marks: [] }],
    cards: [],
    suggestions: [],
    forms: [],
    videos: [],
    preferences: [],
    handoff: 'none',
    lookup: null,
    state: { ...state, service: input.text },
  };
};
const inner: Dialog = {
  greet: () => ({ sentences: [], suggestions: [] }),
  begin: () => ({ service: null, lastReply: [], misses: 0 }),
  turn: reply,
  event: (_event, lang, state) => reply({ text: '', lang, via: 'text' }, state),
};
const dialog = createCareful(inner);
const START = dialog.begin();
const FAINT: Heard = { confidence: 0.3, sure: false, alternatives: [] };
const SURE: Heard = { confidence: 0.9, sure: true, alternatives: [] };

const say = (text: string, state: DialogState, heard?: Heard): Reply =>
  dialog.turn({ text, lang: 'zh', via: heard ? 'voice' : 'tap', ...(heard ? { heard } : {}) }, state);
const words = ({ sentences }: Reply): string => sentences.map(({ text }) => text).join('');

describe('words that were not heard well', () => {
  it('are said back, and nothing is done on them', () => {
    const asked = say('公积金租房', START, FAINT);
    expect(words(asked)).toBe('您是说“公积金租房”吗？');
    expect(asked.state.service).toBeNull();
    expect(asked.suggestions).toEqual(['对', '不对']);
  });

  it('are acted on after a yes, while the yes is what stands in the transcript', () => {
    const done = say('对', say('公积金租房', START, FAINT).state, SURE);
    expect(words(done)).toBe('答：公积金租房');
    expect(done.masked).toBe('对');
    expect(done.state.heard).toBeUndefined();
  });

  it('are acted on where they are heard again', () => {
    const done = say('公积金租房', say('公积金租房', START, FAINT).state, FAINT);
    expect(words(done)).toBe('答：公积金租房');
    expect(done.state.heard).toBeUndefined();
  });

  it('are not asked back where they do no harm: one who wants it to stop has it stop', () => {
    for (const text of ['等一下', '继续', '再说一遍', '说慢一点'])
      expect(words(say(text, START, FAINT))).toBe(`答：${text}`);
    expect(words(say('取消', START, FAINT))).not.toBe('答：取消');
  });

  it('are dropped after a no', () => {
    const dropped = say('不对', say('公积金租房', START, FAINT).state, SURE);
    expect(words(dropped)).toContain('再说一遍');
    expect(dropped.state.service).toBeNull();
    expect(dropped.state.heard).toBeUndefined();
  });

  it('need a yes by tap, or a second one, where the yes was faint itself', () => {
    const faint = say('对', say('公积金租房', START, FAINT).state, FAINT);
    expect(words(faint)).toContain('点一下');
    expect(faint.state.service).toBeNull();
    expect(words(say('对', faint.state))).toBe('答：公积金租房');
    expect(words(say('对', faint.state, FAINT))).toBe('答：公积金租房');
  });

  it('give way to something else that is said instead of yes or no', () => {
    expect(words(say('身份证丢了', say('公积金租房', START, FAINT).state, SURE))).toBe('答：身份证丢了');
  });

  it('of danger are answered at once', () => {
    expect(words(say('家里着火了', START, SURE))).toBe('答：家里着火了');
    expect(words(say('家里着火了', START, FAINT))).toMatch(/^答：家里着火了.*听错了/u);
  });

  it('of danger keep the talk with it only when they are heard again', () => {
    const once = say('家里着火了', say('身份证丢了', START).state, FAINT);
    expect(once.state.service).toBe('身份证丢了');
    expect(words(say('公积金租房', once.state, SURE))).toBe('答：公积金租房');
    const twice = say('着火了', once.state, FAINT);
    expect(words(twice)).toBe('答：着火了');
    expect(twice.state.service).toBe('着火了');
  });

  it('that make no sense are not said back; another reading that does is asked for', () => {
    expect(words(say('工资金足房', START, FAINT))).toContain('没听清');
    const other = say('工资金足房', START, { ...SURE, alternatives: ['公鸡', '公积金租房'] });
    expect(words(other)).toBe('您是说“公积金租房”吗？');
    expect(words(say('对', other.state))).toBe('答：公积金租房');
  });

  it('are said back without personal numbers', () => {
    const asked = say('公积金 我的电话是13900000000', START, FAINT);
    expect(JSON.stringify([asked.sentences, asked.masked])).not.toContain('13900000000');
  });

  it('leave what was typed alone', () => {
    expect(words(say('公积金租房', START))).toBe('答：公积金租房');
  });
});
