import { z } from 'zod';

/** What can be asked of a service; the spoken answers of a node are kept per ask. */
export const ASKS = ['eligibility', 'materials', 'time', 'cost', 'amount', 'place', 'how'] as const;
export const Ask = z.enum(ASKS);
export type Ask = z.infer<typeof Ask>;

const Id = z.string().regex(/^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$/, 'an id is lower case words joined by dots');
const Day = z.iso.date();
const Text = z.string().trim().min(1).max(300);

/** Every node says where and when it holds, when it was last read, and whether somebody compared it with its source. */
const validity = {
  region: z.string().min(1).max(20),
  validFrom: Day,
  validTo: Day.optional(),
  reviewedAt: Day,
  verified: z.boolean(),
};

const SlotName = z.string().regex(/^[a-z][a-z0-9_]*$/);
const Operand = z.union([z.string(), z.number(), z.boolean()]);
const compared = z.tuple([SlotName, Operand]);
/** A condition over slots, in the manner of json-logic: `{ '>=': [slot, value] }`, `{ and: [...] }`. */
export type Predicate =
  | { and: Predicate[] }
  | { or: Predicate[] }
  | { not: Predicate }
  | { [K in '==' | '!=' | '>=' | '<=' | '>' | '<']?: [string, string | number | boolean] };
export const Predicate: z.ZodType<Predicate> = z.lazy(() =>
  z.union([
    z.strictObject({ and: z.array(Predicate).min(1) }),
    z.strictObject({ or: z.array(Predicate).min(1) }),
    z.strictObject({ not: Predicate }),
    z.strictObject({ '==': compared }),
    z.strictObject({ '!=': compared }),
    z.strictObject({ '>=': compared }),
    z.strictObject({ '<=': compared }),
    z.strictObject({ '>': compared }),
    z.strictObject({ '<': compared }),
  ]),
);

export const Slot = z.strictObject({
  type: z.enum(['bool', 'int', 'enum', 'date', 'text']),
  label: Text,
  values: z.record(z.string(), Text).optional(),
  /** How people say a value; keys are the values (of a bool `true` and `false`). */
  words: z.record(z.string(), z.array(z.string().min(1).max(20)).min(1)).optional(),
  /** What a number counts: 月, 年, 岁, 平方米 … */
  unit: z.string().min(1).max(4).optional(),
  /** It means another thing in each service (办哪一种): what was told of one service says nothing of another. */
  own: z.boolean().optional(),
});
export type Slot = z.infer<typeof Slot>;

export const Authority = z.strictObject({
  id: Id,
  name: Text,
  short: Text.optional(),
  phone: z.string().regex(/^\d{3,12}$/),
});
export type Authority = z.infer<typeof Authority>;

export const Basis = z.strictObject({
  id: Id,
  title: z.string().min(1).max(200),
  issuer: z.string().max(120).optional(),
  ...validity,
  validFrom: Day.optional(),
  articles: z.record(z.string(), z.string().max(120)).optional(),
});
export type Basis = z.infer<typeof Basis>;

export const Material = z.strictObject({ id: Id, name: Text });
export type Material = z.infer<typeof Material>;
export const Channel = z.strictObject({ id: Id, name: Text });
export type Channel = z.infer<typeof Channel>;

const BasisRef = z
  .string()
  .regex(/^b\.[a-z0-9_]+(#[A-Za-z0-9.()-]+)?$/, 'a basis is cited as b.name or b.name#article');

/** Words that tell a matter from its neighbours: every group of `concepts` must be met for a sure match. */
const Recognise = z.strictObject({
  concepts: z
    .array(z.array(z.string().min(1).max(40)).min(1))
    .min(1)
    .max(4),
  /** Words that speak against this matter: with one of them the match is never sure. */
  not: z.array(z.string().min(1).max(20)).default([]),
  /** Typical ways of asking, by what is asked. */
  phrases: z.partialRecord(Ask, z.array(z.string().min(1).max(60)).min(1)),
});

/** A question of the situation. An option is its label, or label and value; the value null is "I do not know". */
const Question = z
  .strictObject({
    slot: SlotName,
    ask: Text,
    why: Text,
    options: z
      .array(
        z.union([
          Text,
          z.strictObject({ label: Text, value: z.union([z.string(), z.number(), z.boolean(), z.null()]) }),
        ]),
      )
      .min(1)
      .max(7),
  })
  .transform(({ options, ...question }) => ({
    ...question,
    options: options.map((option) => (typeof option === 'string' ? option : option.label)),
    /** The value of each option; undefined where the label alone has to tell. */
    values: options.map((option) => (typeof option === 'string' ? undefined : option.value)),
  }));

export const Service = z.strictObject({
  id: Id,
  name: z.string().min(1).max(60),
  short: z.string().min(1).max(30),
  english: z.string().min(1).max(100),
  aliases: z.array(z.string().min(1).max(30)),
  authority: Id,
  audience: Text,
  ...validity,
  basis: z.array(BasisRef).min(1).max(8),
  slots: z.array(SlotName).default([]),
  conditions: z
    .array(
      z.strictObject({
        id: Id,
        text: Text,
        when: Predicate.optional(),
        basis: BasisRef,
        fail: Text.optional(),
        /** What to do when it fails. */
        remedy: Text.optional(),
      }),
    )
    .min(1),
  situations: z
    .array(
      z.strictObject({
        id: Id,
        label: Text,
        when: Predicate,
        materials: z.array(Id).min(1).optional(),
        /** Services that come afterwards for whoever is in this situation (后续). */
        leadsTo: z.array(Id).default([]),
      }),
    )
    .default([]),
  /** Answers by which another service is meant (个体户, told of a company). */
  instead: z.array(z.strictObject({ when: Predicate, service: Id })).default([]),
  questions: z.array(Question).default([]),
  /** What everybody brings; what only some bring stands in their situation. */
  materials: z.array(Id).default([]),
  /** `any`: one of `materials` is enough. */
  materialsRule: z.enum(['all', 'any']).default('all'),
  time: z.strictObject({
    text: Text,
    /** Left out where no national limit is published. */
    duration: z
      .string()
      .regex(/^P\d+[DWMY]$/)
      .optional(),
    unit: z.enum(['day', 'workday']).default('day'),
    basis: BasisRef.optional(),
  }),
  cost: z
    .array(
      z.strictObject({
        text: Text,
        /** Yuan; left out where it is local or has to be computed. */
        value: z.number().nonnegative().optional(),
        situation: Id.optional(),
      }),
    )
    .min(1),
  limit: z.strictObject({ text: Text }).optional(),
  channels: z.array(Id).min(1),
  notes: z.array(Text).default([]),
  related: z.array(Id).default([]),
  /** Services that have to be done before this one (前置). */
  requires: z.array(Id).default([]),
  /** Services that come after this one, whatever the situation is (后续). */
  leadsTo: z.array(Id).default([]),
  /** Services that cannot be had together with this one (互斥), and the rule that says so. */
  excludes: z.array(z.strictObject({ service: Id, text: Text, basis: BasisRef })).default([]),
  /** Forms (`affairs/forms`) and guidance videos that go with it. */
  forms: z.array(Id).default([]),
  videos: z.array(Id).default([]),
  /** The calculator that its amounts come from. */
  calculator: z.enum(['retirement', 'unemployment', 'deed_tax']).optional(),
  /** What is spoken, by what is asked; every figure and law in it must stand in this node's facts. */
  say: z.partialRecord(Ask, z.string().min(1).max(80)),
  /** How often it is asked for, compared with others: what is asked most is offered first. */
  frequency: z.number().int().min(1).max(100).default(1),
  /** Questions offered to the citizen. */
  typical: z.strictObject({
    zh: z.array(z.string().min(1).max(30)).min(1),
    en: z.array(z.string().min(1).max(60)).min(1),
  }),
  recognise: Recognise,
});
export type Service = z.infer<typeof Service>;

/** A matter without a service node: recognised, so that it is not mistaken for a neighbour, and never answered. */
export const Outside = z.strictObject({
  id: Id,
  name: z.string().min(1).max(40),
  authority: Id,
  concepts: Recognise.shape.concepts,
  phrases: z.array(z.string().min(1).max(60)).min(1),
});
export type Outside = z.infer<typeof Outside>;

/** A frequent question with its short answer. What the answer states stands in `facts`, in the words of the source. */
export const Faq = z.strictObject({
  id: Id,
  question: z.string().min(1).max(40),
  /** Other ways of asking it. */
  phrases: z.array(z.string().min(1).max(60)).min(1),
  answer: z.string().min(1).max(80),
  facts: z.array(Text).min(1),
  /** The service it belongs to, or else the authority that answers for it. */
  service: Id.optional(),
  authority: Id.optional(),
  basis: z.array(BasisRef).min(1).max(8),
  ...validity,
});
export type Faq = z.infer<typeof Faq>;

/** One event of a life, many services (一件事); the steps come one after another. */
export const LifeEvent = z.strictObject({
  id: Id,
  name: z.string().min(1).max(40),
  short: z.string().min(1).max(20),
  english: z.string().min(1).max(60),
  aliases: z.array(z.string().min(1).max(30)).default([]),
  phrases: z.array(z.string().min(1).max(60)).min(1),
  steps: z
    .array(
      z.union([
        z.strictObject({ service: Id, note: Text }),
        /** A matter without a service of ours. */
        z.strictObject({ matter: Text, authority: Id, note: Text }),
      ]),
    )
    .min(2),
  basis: z.array(BasisRef).min(1).max(8),
  ...validity,
});
export type LifeEvent = z.infer<typeof LifeEvent>;

const LocalService = z.strictObject({
  halls: z.array(Id).default([]),
  limit: z.strictObject({ text: Text }).optional(),
  notes: z.array(Text).default([]),
  say: Service.shape.say.optional(),
});

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** A hall of the city; `slots` are the times of a day that can be booked, Beijing time, with their places. */
const Hall = z.strictObject({
  id: Id,
  name: Text,
  english: Text.optional(),
  address: Text,
  addressEnglish: Text.optional(),
  phone: z
    .string()
    .regex(/^\d{3,12}$/)
    .optional(),
  hours: Text.optional(),
  /** Days of the week, 1 Monday to 7 Sunday, or the working days of the calendar. */
  open: z.union([z.literal('workdays'), z.array(z.number().int().min(1).max(7)).min(1)]).default('workdays'),
  slots: z
    .array(z.strictObject({ from: Clock, to: Clock, places: z.number().int().min(1).max(500) }))
    .default([]),
});

/** The layer of one city: addresses, limits and amounts of its own. */
export const City = z.strictObject({
  id: z.string().min(1).max(40),
  name: z.string().min(1).max(20),
  fictional: z.boolean(),
  ...validity,
  halls: z.array(Hall).default([]),
  /** Amounts of this city that calculators use, by name. */
  amounts: z
    .record(
      z.string().regex(/^[a-z][a-z0-9_]*$/),
      z.strictObject({
        label: Text,
        value: z.number().nonnegative(),
        unit: z.string().min(1).max(8),
        text: Text,
      }),
    )
    .default({}),
  services: z.record(Id, LocalService).default({}),
});
export type City = z.infer<typeof City>;
