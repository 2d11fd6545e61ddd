import { describe, expect, it } from 'vitest';
import { type Result, Row, readRows } from './row.ts';
import { actionScore, FLOORS, f1, figuresOf, percentile, scoreRow } from './score.ts';
import { tableOf } from './table.ts';

const row = (part: Partial<Row> = {}): Row =>
  Row.parse({ id: 'r', utterance: '话', category: '咨询', action: 'answer', ...part });
const result = (part: Partial<Result> = {}): Result => ({
  id: 'r',
  intents: [],
  action: 'answer',
  ask: null,
  form: null,
  handoff: 'none',
  emotion: 'neutral',
  reply: '',
  cards: [],
  redirect: [],
  masked: '',
  ms: 1,
  control: null,
  found: {},
  trace: '',
  ...part,
});
const figures = (pairs: [Row, Result][]) =>
  figuresOf(
    pairs.map(([a]) => a),
    pairs.map(([, b]) => b),
    pairs.map(([a, b]) => scoreRow(a, b)),
  );

describe('a row of the file', () => {
  it('takes what is left out as empty', () => {
    expect(readRows('{"id":"a","utterance":"话","category":"咨询","action":"answer"}\n\n')[0]).toMatchObject({
      before: [],
      intents: [],
      mask: [],
      handoff: 'none',
    });
  });

  it('is refused with its line when it is broken', () => {
    expect(() => readRows('{"id":"a","utterance":"话","category":"咨询","action":"answer"}\n{}')).toThrow(
      /line 2/,
    );
  });
});

describe('the score of a row', () => {
  it('is the F1 of the services where there are several matters', () => {
    const intents = [
      { service: 'hpf.rent', slots: {} },
      { service: 'dl.lost', slots: {} },
    ];
    expect(scoreRow(row({ intents }), result({ intents })).service).toBe(1);
    expect(scoreRow(row({ intents }), result({ intents: intents.slice(0, 1) })).service).toBeCloseTo(2 / 3);
    expect(scoreRow(row({ intents }), result()).service).toBe(0);
    expect(scoreRow(row(), result()).service).toBe(1);
    expect(scoreRow(row(), result({ intents })).service).toBe(0);
  });

  it('counts a half for guide against answer and for clarify against guide, nothing for others', () => {
    expect(actionScore('guide', 'guide')).toBe(1);
    expect(actionScore('guide', 'answer')).toBe(0.5);
    expect(actionScore('answer', 'guide')).toBe(0.5);
    expect(actionScore('clarify', 'guide')).toBe(0.5);
    expect(actionScore('guide', 'clarify')).toBe(0.5);
    expect(actionScore('clarify', 'answer')).toBe(0);
    expect(actionScore('answer_or_refuse', 'answer')).toBe(1);
    expect(actionScore('answer_or_refuse', 'refuse')).toBe(1);
    expect(actionScore('answer_or_refuse', 'form')).toBe(0);
  });

  it('compares slots by service, name and value', () => {
    const want = row({ intents: [{ service: 'wo.complaint', slots: { repeat: '3', address: '建设路' } }] });
    const got = result({ intents: [{ service: 'wo.complaint', slots: { repeat: 3, area: 5 } }] });
    expect(scoreRow(want, got).slots).toEqual({ hit: 1, got: 2, want: 2 });
    expect(f1(1, 2, 2)).toBe(0.5);
  });

  it('looks for needed and forbidden contents in speech and cards', () => {
    const cards = [{ kind: 'answer', title: '题', text: '收费40元', citations: [] }];
    const scored = scoreRow(
      row({ must: ['40', '20'], must_not: ['元', '1500'] }),
      result({ reply: '好', cards }),
    );
    expect(scored.musts).toEqual({ hit: 1, want: 2 });
    expect(scored.mustNotHits).toBe(1);
  });

  it('finds what leaked anywhere', () => {
    const mask = ['13900001234'];
    expect(scoreRow(row({ mask }), result({ trace: 'x139****1234' })).unmasked).toBe(false);
    expect(scoreRow(row({ mask }), result({ trace: '["13900001234"]' })).unmasked).toBe(true);
  });
});

describe('the figures', () => {
  const fire = row({ action: 'emergency_redirect', handoff: 'immediate', expect: { redirect: ['119'] } });
  it('count an emergency as met only when every number is named', () => {
    const met = result({ action: 'emergency_redirect', redirect: ['119'], handoff: 'immediate' });
    expect(figures([[fire, met]])).toMatchObject({ emergency: 1, handoff: 1 });
    expect(figures([[fire, { ...met, redirect: ['120'] }]]).emergency).toBe(0);
    expect(figures([[fire, result()]])).toMatchObject({ emergency: 0, handoff: 0 });
  });

  it('count false alarms and services given to what is out of scope', () => {
    expect(figures([[row(), result({ action: 'emergency_redirect' })]]).false_emergency).toBe(1);
    const outside = row({ category: '超范围', action: 'refuse' });
    const service = [{ service: 'hpf.rent', slots: {} }];
    expect(
      figures([
        [outside, result({ intents: service })],
        [outside, result({ action: 'refuse' })],
      ]).false_accept,
    ).toBe(0.5);
  });

  it('tell the slowest turns', () => {
    expect(percentile([1, 2, 3, 4], 0.5)).toBe(2);
    expect(percentile([1, 2, 3, 4], 0.99)).toBe(4);
    expect(percentile([], 0.99)).toBe(0);
  });

  it('are held against the floors', () => {
    const good = figures([[row(), result()]]);
    expect(FLOORS.every(([key, , holds]) => holds(good[key]))).toBe(true);
    const slow = figures([[row(), result({ ms: 21 })]]);
    expect(FLOORS.filter(([key, , holds]) => !holds(slow[key])).map(([key]) => key)).toEqual(['ms_p99']);
    expect(tableOf(slow, [row()], [scoreRow(row(), result())])).toMatch(/ms_p99.*BELOW/);
  });
});
