import { z } from 'zod';
import { FormKind } from './forms.ts';
import { CardId, FormId, TurnId } from './ids.ts';

/** Where a statement comes from. `verified: false` means that nobody has checked this node yet (演示数据，未核对). */
export const Source = z.strictObject({
  id: z.string().max(80),
  title: z.string().max(200),
  article: z.string().max(120).optional(),
  issuer: z.string().max(120).optional(),
  region: z.string().max(60),
  validFrom: z.string().max(10).optional(),
  reviewedAt: z.string().max(10),
  verified: z.boolean(),
});
export type Source = z.infer<typeof Source>;

/** One line of a card: a label (办理条件, 材料, 费用 …) with its statements. */
export const CardSection = z.strictObject({
  label: z.string().max(40),
  items: z.array(z.string().max(300)).min(1).max(20),
});

/** A button: what it shows, and what the citizen says by pressing it. */
export const CardChoice = z.strictObject({
  label: z.string().max(60),
  say: z.string().max(120),
  /** A line under the label, in small type. */
  note: z.string().max(80).optional(),
});
export type CardChoice = z.infer<typeof CardChoice>;

const Phone = z.strictObject({ number: z.string().max(20), name: z.string().max(60) });

const base = { id: CardId, turn: TurnId, title: z.string().max(120) };
/** A card that states something of policy names its sources. */
const sourced = { sources: z.array(Source).min(1).max(8), unverified: z.boolean() };
/** A card that states nothing by itself may still say what it rests on. */
const maySource = { sources: z.array(Source).max(8).optional(), unverified: z.boolean().optional() };

/** One thing to bring. `have`: what the citizen has ticked; null while it is not answered. */
export const ChecklistItem = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9_.-]{1,60}$/),
  name: z.string().max(120),
  /** For whom or when (租公租房的), where not everybody brings it. */
  group: z.string().max(60).optional(),
  /** One of the group is enough. */
  anyOf: z.boolean().optional(),
  /** Copies, validity, how it is got when it is missing. */
  note: z.string().max(200).optional(),
  have: z.boolean().nullable(),
});
export type ChecklistItem = z.infer<typeof ChecklistItem>;

/** One stage of a work order as the citizen sees it. `at`: Unix ms, when it was reached. */
export const StatusStage = z.strictObject({
  label: z.string().max(40),
  state: z.enum(['done', 'now', 'todo']),
  at: z.number().int().nonnegative().optional(),
  note: z.string().max(200).optional(),
});

/** What stands beside the avatar. */
export const Card = z.discriminatedUnion('kind', [
  z.strictObject({
    ...base,
    ...sourced,
    kind: z.literal('answer'),
    service: z.string().max(60),
    summary: z.string().max(400),
    sections: z.array(CardSection).max(12),
    phone: Phone.optional(),
    next: z.array(CardChoice).max(3).optional(),
  }),
  z.strictObject({
    ...base,
    ...sourced,
    kind: z.literal('steps'),
    service: z.string().max(60).optional(),
    summary: z.string().max(400).optional(),
    steps: z
      .array(
        z.strictObject({
          title: z.string().max(80),
          text: z.string().max(300).optional(),
          /** Where it is done, how long it takes, what it costs: short facts. */
          facts: z.array(z.string().max(80)).max(4).optional(),
        }),
      )
      .min(1)
      .max(12),
    phone: Phone.optional(),
    next: z.array(CardChoice).max(3).optional(),
  }),
  z.strictObject({
    ...base,
    ...sourced,
    kind: z.literal('checklist'),
    service: z.string().max(60).optional(),
    text: z.string().max(400).optional(),
    items: z.array(ChecklistItem).min(1).max(24),
    /** The rest of what is to be known: time, cost, place. */
    sections: z.array(CardSection).max(8).optional(),
    next: z.array(CardChoice).max(3).optional(),
  }),
  z.strictObject({
    ...base,
    ...maySource,
    kind: z.literal('choices'),
    text: z.string().max(300).optional(),
    /** Why this is asked. */
    why: z.string().max(200).optional(),
    choices: z.array(CardChoice).min(1).max(8),
  }),
  z.strictObject({
    ...base,
    ...maySource,
    kind: z.literal('form'),
    form: FormId,
    formKind: FormKind,
  }),
  z.strictObject({
    ...base,
    ...sourced,
    kind: z.literal('video'),
    video: z.string().regex(/^v\.[a-z0-9_]{1,40}$/),
    text: z.string().max(300).optional(),
    durationS: z.number().positive().max(600),
    chapters: z.array(z.strictObject({ atS: z.number().nonnegative(), title: z.string().max(60) })).max(20),
  }),
  z.strictObject({
    ...base,
    ...sourced,
    kind: z.literal('place'),
    text: z.string().max(300).optional(),
    places: z
      .array(
        z.strictObject({
          name: z.string().max(80),
          address: z.string().max(160),
          hours: z.array(z.string().max(120)).max(4).optional(),
          phone: Phone.optional(),
          /** How to get there, in plain words. */
          directions: z.array(z.string().max(200)).max(6).optional(),
          note: z.string().max(200).optional(),
        }),
      )
      .min(1)
      .max(6),
    next: z.array(CardChoice).max(3).optional(),
  }),
  z.strictObject({
    ...base,
    ...maySource,
    kind: z.literal('status'),
    what: z.enum(['work_order', 'appointment', 'application', 'materials', 'rating']),
    /** Its number, and once, when it was made, the code that opens it. */
    number: z.string().max(40).optional(),
    queryCode: z.string().max(40).optional(),
    /** How it stands, in a few words. */
    state: z.string().max(60),
    text: z.string().max(400).optional(),
    facts: z.array(z.strictObject({ label: z.string().max(40), value: z.string().max(200) })).max(10),
    stages: z.array(StatusStage).max(10),
    /** When this was read, Unix ms. */
    asOf: z.number().int().nonnegative(),
    next: z.array(CardChoice).max(3).optional(),
  }),
  z.strictObject({
    ...base,
    ...maySource,
    kind: z.literal('emergency'),
    text: z.string().max(300),
    numbers: z.array(Phone).min(1).max(4),
    /** What to do until help comes, one short line each. */
    advice: z.array(z.string().max(120)).max(4).optional(),
  }),
  z.strictObject({
    ...base,
    ...maySource,
    kind: z.literal('handoff'),
    text: z.string().max(300),
    phone: Phone,
    /** What can be done instead: a work order, going on here. */
    choices: z.array(CardChoice).max(4),
  }),
]);
export type Card = z.infer<typeof Card>;
export type CardKind = Card['kind'];
