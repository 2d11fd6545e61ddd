import { z } from 'zod';
import { Source } from './cards.ts';
import { SupervisorMode, TranscriptEntry } from './consultation.ts';
import { FieldAuthor, FieldName, FieldValue, FormKind } from './forms.ts';
import { ConsultationId, FormId, TurnId } from './ids.ts';
import { HandoffReason, Skill } from './service.ts';
import { Lang } from './utterance.ts';
import { VideoId } from './videos.ts';

/** One thing that is known of the citizen's situation, in words; personal numbers are masked. */
const Fact = z.strictObject({ label: z.string().max(60), value: z.string().max(200) });

/** A form as far as it is filled; personal values are masked. */
export const BriefForm = z.strictObject({
  kind: FormKind,
  title: z.string().max(120),
  fields: z.array(Fact.extend({ name: z.string().max(40), author: FieldAuthor })).max(60),
  missing: z.array(z.string().max(60)).max(60),
});
export type BriefForm = z.infer<typeof BriefForm>;

/** What a human reads before they answer, so that nobody has to say anything twice. Personal numbers are masked. */
export const Briefing = z.strictObject({
  consultation: ConsultationId,
  lang: Lang,
  reason: HandoffReason,
  /** Two or three sentences. */
  summary: z.string().max(600),
  /** The matter (service) last spoken of; null where none was found. */
  matter: z.strictObject({ id: z.string().max(60), name: z.string().max(80) }).nullable(),
  /** Matters named and not yet taken. */
  others: z.array(z.string().max(80)).max(8),
  slots: z.array(Fact).max(40),
  form: BriefForm.nullable(),
  /** Titles of the sources shown. */
  sources: z.array(z.string().max(240)).max(24),
  feeling: z.enum(['neutral', 'anxious', 'angry', 'sad', 'urgent', 'happy']),
  /** What the citizen needs of the way one talks with them: 用文字, 慢一点, 大字, English. */
  needs: z.array(z.string().max(60)).max(12),
  /** What to be careful with: an alarm, abuse, a repeated complaint. */
  risks: z.array(z.string().max(120)).max(8),
  /** What those who served before have left for whoever comes next. */
  notes: z.array(z.string().max(480)).max(8),
  transcript: z.array(TranscriptEntry).max(60),
  /** When the consultation began, Unix ms. */
  since: z.number().int().nonnegative(),
});
export type Briefing = z.infer<typeof Briefing>;

/** What staff finds in the graph, with where it stands. */
export const Found = z.strictObject({
  kind: z.enum(['service', 'faq', 'authority', 'video']),
  id: z.string().max(60),
  title: z.string().max(120),
  text: z.string().max(300),
  sources: z.array(Source).max(8),
  phone: z.string().max(20).nullable(),
});
export type Found = z.infer<typeof Found>;

const said = z.string().trim().min(1);
/** Why a member of staff does something that is audited. */
const Why = said.max(200);

/** What staff may do in a consultation, beside media; a supervisor as a party (`barge`) may do what an agent may. */
export const STAFF_METHODS = {
  /** Words to the citizen by typing. `message` as in `talk.say`. */
  'staff.say': {
    params: z.strictObject({
      message: z.string().regex(/^[A-Za-z0-9_-]{8,40}$/),
      text: said.max(1000),
    }),
    result: z.strictObject({ turn: TurnId }),
  },
  /** Shows the citizen something: what the graph says of a service, a form, a guidance video. Made by the server, with sources. */
  'staff.push': {
    params: z.strictObject({
      what: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('service'), service: z.string().min(1).max(60) }),
        z.strictObject({ kind: z.literal('faq'), faq: z.string().min(1).max(60) }),
        z.strictObject({ kind: z.literal('form'), form: FormKind }),
        z.strictObject({ kind: z.literal('video'), video: VideoId }),
      ]),
    }),
    result: z.strictObject({}),
  },
  /** Looks something up in the graph: by words, or by the first letters of the syllables. Shown to nobody but the asker. */
  'staff.look': {
    params: z.strictObject({ text: z.string().trim().max(60) }),
    result: z.strictObject({ found: z.array(Found).max(8) }),
  },
  /** Fills a field of an open form; it counts once the citizen has confirmed it. */
  'staff.setField': {
    params: z.strictObject({ form: FormId, field: FieldName, value: FieldValue }),
    result: z.strictObject({ revision: z.number().int() }),
  },
  /** The avatar answers again while the human stays (true), or is silent (false). */
  'staff.avatar': { params: z.strictObject({ on: z.boolean() }), result: z.strictObject({}) },
  /** Hands the citizen back to the avatar for good. `note`: what has been done, for whoever comes next; masked. */
  'staff.return': { params: z.strictObject({ note: said.max(400).optional() }), result: z.strictObject({}) },
  /** The citizen's matter is done: the consultation ends. */
  'staff.end': { params: z.strictObject({}), result: z.strictObject({}) },
  /** Passes the citizen on: to anybody with these skills, or to one colleague (`to`, an account's id). */
  'staff.passOn': {
    params: z.strictObject({
      skills: z.array(Skill).max(6),
      to: z.string().max(64).optional(),
      note: said.max(400).optional(),
    }),
    result: z.strictObject({}),
  },
  /**
   * Stops the citizen's picture (camera and papers held before it) after it was abused, or allows it again; sound stays. Audited with
   * its reason.
   */
  'staff.picture': { params: z.strictObject({ stop: z.boolean(), why: Why }), result: z.strictObject({}) },
  /** Stays with the citizen after all. */
  'staff.keep': { params: z.strictObject({}), result: z.strictObject({}) },
  /** How a supervisor is present from now on. */
  'staff.mode': { params: z.strictObject({ mode: SupervisorMode, why: Why }), result: z.strictObject({}) },
} as const;
