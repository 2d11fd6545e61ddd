import { z } from 'zod';

/** The name of a machine in a hall, as it stands in its address (`?kiosk=hall-1`). */
export const KioskId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
export type KioskId = z.infer<typeof KioskId>;

/** What a machine is told about itself. Nothing in it is secret. */
export const KioskSettings = z.strictObject({
  id: KioskId,
  /** As staff call the machine: 一楼大厅东侧. */
  name: z.string().max(60),
  /** Shown wherever the machine cannot help. */
  hotline: z.string().max(20),
  /** What the button for staff does: a number to be shown, a word to the hall's own system, both or neither. */
  staff: z.strictObject({ number: z.string().max(30).nullable(), calls: z.boolean() }),
  /** Whether its camera may see that somebody is there before they consent (a sign is posted beside it). */
  presence: z.boolean(),
  /** Without a sign of the citizen it warns after so many seconds, and wipes after so many more. */
  quietS: z.number().int().min(15).max(600),
  warnS: z.number().int().min(5).max(60),
});
export type KioskSettings = z.infer<typeof KioskSettings>;

/** What the machine is doing. `leaving`: the soft warning runs. `failed`: the page cannot serve anybody. */
export const KIOSK_DOINGS = ['asleep', 'welcome', 'serving', 'leaving', 'failed'] as const;

/** A sign of life, every `KIOSK_BEAT_MS`. Nothing of a citizen is in it. */
export const KioskBeat = z.strictObject({
  doing: z.enum(KIOSK_DOINGS),
  /** Since this page was loaded, ms. */
  upMs: z.number().int().nonnegative(),
  /** Reloads by the watchdog since the browser was started. */
  hangs: z.number().int().nonnegative().max(1_000_000),
  /** Citizens wiped from this machine since the browser was started. */
  wipes: z.number().int().nonnegative().max(1_000_000),
  /** Of the page's scripts; null where the browser does not tell. */
  memoryMb: z.number().nonnegative().max(1_000_000).nullable(),
  /** Whether its camera sees for presence; null: not asked for. */
  sees: z.boolean().nullable(),
});
export type KioskBeat = z.infer<typeof KioskBeat>;

/** A machine proves once with a code that it is the one meant. */
export const KioskEnrolment = z.strictObject({ kiosk: KioskId, code: z.string().regex(/^\d{8}$/) });
export type KioskEnrolment = z.infer<typeof KioskEnrolment>;

/** What came of pressing the button for staff. */
export const KioskStaffAnswer = z.strictObject({ called: z.boolean() });

export const KIOSK_BEAT_MS = 15_000;
/** A machine that was not heard of for so long counts as lost, ms. */
export const KIOSK_LOST_MS = 60_000;
export const KIOSK_API = '/api/kiosk';
/** Where its page lies; the service worker reaches no further. */
export const KIOSK_PAGE = '/citizen/kiosk/';
