import { z } from 'zod';
import { CardId, TurnId } from './ids.ts';

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

const base = { id: CardId, turn: TurnId, title: z.string().max(120) };

/** What stands beside the avatar. More kinds (steps, form, video, place, status …) join this union later. */
export const Card = z.discriminatedUnion('kind', [
  z.strictObject({
    ...base,
    kind: z.literal('answer'),
    service: z.string().max(60),
    summary: z.string().max(400),
    sections: z.array(CardSection).max(12),
    sources: z.array(Source).min(1).max(8),
    phone: z.strictObject({ number: z.string().max(20), name: z.string().max(60) }).optional(),
    unverified: z.boolean(),
  }),
  z.strictObject({
    ...base,
    kind: z.literal('choices'),
    text: z.string().max(300).optional(),
    choices: z
      .array(z.strictObject({ label: z.string().max(60), say: z.string().max(120) }))
      .min(1)
      .max(6),
  }),
  z.strictObject({
    ...base,
    kind: z.literal('emergency'),
    text: z.string().max(300),
    numbers: z
      .array(z.strictObject({ number: z.string().max(20), name: z.string().max(60) }))
      .min(1)
      .max(4),
  }),
]);
export type Card = z.infer<typeof Card>;
