import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Row, readRows } from './row.ts';

const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');

/** Services of the catalogue: each one must be asked for. */
const SERVICES = [
  'si.flex_enroll',
  'si.unemployment_benefit',
  'si.pension_retire',
  'si.sscard',
  'mi.offsite_record',
  'mi.maternity',
  'hpf.rent',
  'hpf.purchase',
  'hpf.repay',
  'hpf.leave',
  'hpf.transfer',
  'hpf.loan',
  'tax.deed',
  'tax.pit_annual',
  'hk.newborn',
  'hk.move',
  'hk.residence_permit',
  'hk.idcard',
  're.secondhand',
  'dl.renew',
  'dl.lost',
  'biz.individual',
  'biz.company',
  'biz.food',
];
const ORDERS = [
  'complaint',
  'help',
  'report',
  'suggestion',
  'praise',
  'status',
  'rework',
  'edit',
  'cancel',
].map((kind) => `wo.${kind}`);
const ASKS = ['eligibility', 'materials', 'time', 'cost', 'amount', 'place', 'how'] as const;
const CONTROLS = [
  'handoff',
  'repeat',
  'slower_speech',
  'large_type',
  'captions_on',
  'text_mode',
  'cancel_flow',
  'correct_slot',
  'play_guidance_video',
  'audio_check',
] as const;

/** Stricter than what the runner reads: every field is there, and every name is one of the format. */
const Strict = z.strictObject({
  id: z.string().regex(/^[a-z]+-\d{3}$/),
  utterance: z.string().min(1).max(200),
  channel: z.enum(['web-voice', 'web-text', 'kiosk-voice', 'ivr-voice', 'callback-voice']),
  before: z.array(z.string().min(1)),
  category: z.enum(['咨询', '求助', '投诉', '举报', '建议', '表扬', '紧急', '查询', '会话', '超范围']),
  intents: z.array(
    z.strictObject({
      service: z.enum([...SERVICES, ...ORDERS]),
      ask: z.enum(ASKS).optional(),
      slots: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    }),
  ),
  action: z.string(),
  ask_next: z.array(z.string().min(1)),
  form: z.string().nullable(),
  handoff: z.enum(['none', 'offer', 'required', 'immediate']),
  emotion: z.enum(['neutral', 'anxious', 'angry', 'sad', 'urgent', 'happy']),
  must: z.array(z.string().min(1)),
  must_not: z.array(z.string().min(1)),
  mask: z.array(z.string().min(4)),
  expect: z
    .strictObject({
      rate: z.string(),
      fee: z.number(),
      date: z.string().regex(/^\d{4}-\d{2}$/),
      earliest: z.string().regex(/^\d{4}-\d{2}$/),
      max_months: z.number(),
      amount_per_month: z.number(),
      eligible: z.boolean(),
      redirect: z.array(z.string().regex(/^\d{3,5}$/)).min(1),
      control: z.enum(CONTROLS),
      confidential: z.boolean(),
      skill: z.string(),
    })
    .partial()
    .nullable(),
});

const Slot = z.looseObject({
  type: z.enum(['bool', 'int', 'enum', 'text', 'date']),
  values: z.record(z.string(), z.unknown()).optional(),
});
const slots = z.record(z.string(), Slot).parse(parse(read('../../affairs/slots.yaml')));

function fits(name: string, value: string | number | boolean | null): boolean {
  const slot = slots[name];
  if (slot === undefined) return false;
  if (value === null) return true;
  if (slot.type === 'bool') return typeof value === 'boolean';
  if (slot.type === 'int') return Number.isInteger(value);
  if (typeof value !== 'string') return false;
  if (slot.type === 'date') return /^\d{4}-\d{2}$/.test(value);
  return slot.type === 'text' || Object.keys(slot.values ?? {}).includes(value);
}

const emergency = (row: Row): boolean => row.action === 'emergency_redirect';
const decoy = (row: Row): boolean => row.id.startsWith('decoy-');
const asks = (row: Row, services: readonly string[]): boolean =>
  row.intents.some((intent) => services.includes(intent.service));

describe.each([
  {
    file: 'dev.jsonl',
    least: {
      rows: 320,
      service: 6,
      orders: 45,
      masked: 25,
      emergencies: 30,
      decoys: 90,
      several: 20,
      corrections: 10,
      control: 25,
      outside: 30,
      computed: 15,
      handoffs: 15,
      redirects: 15,
    },
  },
  {
    file: 'holdout.jsonl',
    least: {
      rows: 100,
      service: 1,
      orders: 10,
      masked: 6,
      emergencies: 7,
      decoys: 21,
      several: 5,
      corrections: 3,
      control: 6,
      outside: 7,
      computed: 4,
      handoffs: 4,
      redirects: 4,
    },
  },
])('the evaluation rows of $file', ({ file, least }) => {
  const text = read(`./${file}`);
  const rows = readRows(text);
  const count = (is: (row: Row) => boolean): number => rows.filter(is).length;

  test('are well formed, with every field and no unknown name', () => {
    const faults = text
      .trim()
      .split('\n')
      .flatMap((line, i) => {
        const checked = Strict.safeParse(JSON.parse(line));
        return checked.success ? [] : [`line ${i + 1}: ${z.prettifyError(checked.error)}`];
      });
    expect(faults).toEqual([]);
  });

  test('have ids and conversations of their own', () => {
    const said = rows.map((row) => [...row.before, row.utterance].join('/'));
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
    expect(said.filter((words, i) => said.indexOf(words) !== i)).toEqual([]);
  });

  test('name slots and values that the affairs know', () => {
    const wrong = rows.flatMap((row) =>
      row.intents.flatMap((intent) =>
        Object.entries(intent.slots)
          .filter(([name, value]) => !fits(name, value))
          .map(([name, value]) => `${row.id}: ${name} = ${String(value)}`),
      ),
    );
    expect(wrong).toEqual([]);
  });

  test('ask for every service and every kind of order', () => {
    const rare = SERVICES.filter((id) => count((row) => asks(row, [id])) < least.service);
    expect(rare).toEqual([]);
    expect(ORDERS.filter((id) => count((row) => asks(row, [id])) === 0)).toEqual([]);
  });

  test('hold enough of every kind', () => {
    expect({
      rows: rows.length,
      orders: count((row) => asks(row, ORDERS)),
      masked: count((row) => row.mask.length > 0),
      emergencies: count(emergency),
      decoys: count(decoy),
      several: count((row) => row.intents.length > 1),
      corrections: count((row) => row.id.startsWith('fix-')),
      control: count((row) => row.expect?.control !== undefined),
      outside: count((row) => row.category === '超范围'),
      computed: count((row) => ['date', 'rate', 'max_months'].some((key) => row.expect?.[key] !== undefined)),
      handoffs: count((row) => row.handoff !== 'none' && !emergency(row)),
      redirects: count((row) => row.action === 'redirect'),
    }).toSatisfy((found: Record<string, number>) =>
      Object.entries(least).every(([kind, number]) => kind === 'service' || (found[kind] ?? 0) >= number),
    );
  });

  test('hold three decoys or more for each emergency, and no decoy is one', () => {
    expect(count(decoy)).toBeGreaterThanOrEqual(3 * count(emergency));
    expect(rows.filter((row) => decoy(row) && emergency(row))).toEqual([]);
  });

  test('send every emergency on with its number and a human, and ask nothing', () => {
    const wrong = rows.filter(
      (row) =>
        emergency(row) &&
        !(
          row.category === '紧急' &&
          row.handoff === 'immediate' &&
          row.ask_next.length === 0 &&
          row.form === null &&
          Array.isArray(row.expect?.redirect)
        ),
    );
    expect(wrong).toEqual([]);
  });

  test('never wants a content that it forbids as well', () => {
    const wrong = rows.filter((row) =>
      row.must.some((word) => row.must_not.some((bad) => word.includes(bad))),
    );
    expect(wrong).toEqual([]);
  });
});

test('no conversation measured with stands in the set tuned on', () => {
  const words = (row: Row): string => row.utterance.replace(/\P{L}/gu, '');
  const tuned = new Set(readRows(read('./dev.jsonl')).map((row) => words(row)));
  const shared = readRows(read('./holdout.jsonl'))
    .map(words)
    .filter((said) => said.length > 6 && tuned.has(said));
  expect(shared).toEqual([]);
});
