import { describe, expect, it } from 'vitest';
import type { Card, TranscriptEntry } from '../../protocol/index.ts';
import { flowItems, formLast, scrollFor } from './flow.ts';

const entry = (turn: string, role: TranscriptEntry['role'], text: string): TranscriptEntry => ({
  turn,
  role,
  text,
  lang: 'zh',
  at: 0,
  cut: false,
});
const card = (turn: string, id: string): Card => ({
  kind: 'emergency',
  id,
  turn,
  title: '紧急',
  text: '请拨打119',
  numbers: [{ number: '119', name: '火警' }],
});
const told = (items: ReturnType<typeof flowItems>) =>
  items.map((item) => (item.kind === 'card' ? item.card.id : item.entry.text));

describe('the conversation with its cards', () => {
  it('tells each turn as question, card, answer', () => {
    const items = flowItems(
      [entry('turn_1', 'citizen', 'q1'), entry('turn_1', 'avatar', 'a1'), entry('turn_2', 'citizen', 'q2')],
      [card('turn_1', 'c1'), card('turn_2', 'c2')],
    );
    expect(told(items)).toEqual(['q1', 'c1', 'a1', 'q2', 'c2']);
  });

  it('tells what a human of the office says among the rest', () => {
    const items = flowItems(
      [entry('turn_1', 'citizen', 'q1'), entry('turn_2', 'agent', 'h1'), entry('turn_3', 'citizen', 'q2')],
      [card('turn_2', 'c2')],
    );
    expect(told(items)).toEqual(['q1', 'c2', 'h1', 'q2']);
  });

  it('keeps the form that is being filled at its end, whatever is said meanwhile', () => {
    const form: Card = {
      kind: 'form',
      id: 'c1',
      turn: 'turn_1',
      title: '诉求单',
      form: 'frm_1',
      formKind: 'f.work_order',
    };
    const items = flowItems(
      [entry('turn_1', 'citizen', 'q1'), entry('turn_1', 'avatar', 'a1'), entry('turn_2', 'citizen', 'q2')],
      [form, card('turn_2', 'c2')],
    );
    expect(told([...formLast(items, 'frm_1')])).toEqual(['q1', 'a1', 'q2', 'c2', 'c1']);
    expect(told([...formLast(items, null)])).toEqual(['q1', 'c1', 'a1', 'q2', 'c2']);
    expect(formLast(items, 'frm_2')).toBe(items);
  });

  it('does not move a card when the answer to it is committed later', () => {
    const question = entry('turn_1', 'citizen', 'q1');
    const before = flowItems([question], [card('turn_1', 'c1')]);
    const after = flowItems([question, entry('turn_1', 'avatar', 'a1')], [card('turn_1', 'c1')]);
    expect(told(after).slice(0, before.length)).toEqual(told(before));
    expect(after.slice(0, before.length).map((item) => item.key)).toEqual(before.map((item) => item.key));
  });

  it('shows a card whose turn has no words yet', () => {
    expect(told(flowItems([], [card('turn_9', 'c9')]))).toEqual(['c9']);
  });

  it('keeps a card whose words were never heard where it came', () => {
    const first = flowItems([entry('turn_1', 'citizen', 'q1')], [card('turn_2', 'c1')]);
    const said = [entry('turn_1', 'citizen', 'q1'), entry('turn_3', 'citizen', 'q2')];
    const second = flowItems(said, [card('turn_2', 'c1')], first);
    const third = flowItems(said, [card('turn_2', 'c1'), card('turn_4', 'c2')], second);
    expect(told(third)).toEqual(['q1', 'c1', 'q2', 'c2']);
    const late = flowItems(
      [...said, entry('turn_2', 'avatar', 'a1, late')],
      [card('turn_2', 'c1'), card('turn_4', 'c2')],
      third,
    );
    expect(told(late)).toEqual(['q1', 'c1', 'a1, late', 'q2', 'c2']);
  });

  it('forgets what a new consultation no longer has', () => {
    const before = flowItems([entry('turn_1', 'citizen', 'q1')], [card('turn_1', 'c1')]);
    expect(told(flowItems([entry('turn_9', 'avatar', 'hello')], [], before))).toEqual(['hello']);
  });

  it('gives every item a key of its own', () => {
    const items = flowItems(
      [entry('turn_1', 'avatar', 'x'), entry('turn_1', 'avatar', 'x'), entry('turn_1', 'citizen', 'x')],
      [card('turn_1', 'c1')],
    );
    expect(new Set(items.map((item) => item.key)).size).toBe(items.length);
  });

  it('brings a new card to its head and leaves it there while the answer is written', () => {
    const items = flowItems(
      [entry('turn_1', 'citizen', 'q1'), entry('turn_1', 'avatar', 'a1'), entry('turn_2', 'avatar', 'a2')],
      [card('turn_1', 'c1')],
    );
    expect(items.map(scrollFor)).toEqual(['end', 'head', 'stay', 'end']);
  });
});
