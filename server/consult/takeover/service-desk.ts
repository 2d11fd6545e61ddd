import type {
  Assist,
  Briefing,
  Card,
  FormDefinition,
  FormState,
  Found,
  HandoffPriority,
  HandoffReason,
  Lang,
  Service,
  TranscriptEntry,
  Warning,
} from '../../../protocol/index.ts';
import type { HandoffPort, StaffGrant } from '../../desk/port.ts';
import { mask } from '../../dialog/mask.ts';
import type { Dialog, DialogState, PlannedCard, PlannedSentence, Reply } from '../../dialog/types.ts';
import { Assistant } from '../assist/assist.ts';
import { briefingOf } from './briefing.ts';
import type { KeptTakeover } from './machine.ts';
import { Takeover } from './takeover.ts';
import { leaveSaid, queuedSaid, wordSaid } from './texts.ts';
import type { Topics } from './topics.ts';

/** One word of a member of staff about one suggestion. */
export interface Rated {
  consultation: string;
  suggestion: string;
  staff: string;
  rule: string;
  useful: boolean;
  at: number;
}

/** What all consultations share for humans who take over. */
export interface ServiceDeskParts {
  /** The desk; null until (or unless) there is one. */
  port: () => HandoffPort | null;
  topics: Topics;
  definition: (kind: string) => FormDefinition | null;
  /** Search of the graph for staff. */
  lookUp: (text: string, most: number) => Found[];
  /** Keeps whether a suggestion was of use. */
  rated: (rating: Rated) => Promise<void>;
}

/** What the consultation gives. */
export interface ServiceHost {
  consultation: string;
  since: number;
  now: () => number;
  lang: () => Lang;
  dialog: () => DialogState;
  /** The understanding that the avatar has; asked here without a word to the citizen. */
  mind: Pick<Dialog, 'turn' | 'begin'>;
  transcript: () => readonly TranscriptEntry[];
  cards: () => readonly Card[];
  forms: () => readonly FormState[];
  byText: () => boolean;
  slower: () => boolean;
  tell: (service: Service) => void;
  /** Who serves has changed: it is to be kept. */
  keep: () => void;
  say: (said: { sentences: PlannedSentence[]; cards: PlannedCard[] }) => void;
  hush: () => void;
  log: (event: string, fields: Record<string, unknown>) => void;
}

/** Kept in one record with the dialog's state, so that both are as old as each other. */
export type WithService = DialogState & { served?: { takeover: KeptTakeover | null; notes: string[] } };
type Kept = WithService['served'] | undefined;

const MAX_NOTES = 8;

const after = (ms: number, then: () => void): (() => void) => {
  const timer = setTimeout(then, ms);
  timer.unref();
  return () => clearTimeout(timer);
};

/** Who serves in one consultation: joins the takeover to what the avatar says, shows and keeps. */
export class ServiceDesk {
  readonly takeover: Takeover;
  /** Helps whoever serves. */
  readonly assistant: Assistant;
  /** Tells staff alone. Set with `admit`. */
  tellStaff: (assist: Assist) => void = () => {};
  /** How staff enters and leaves. Set by whoever keeps the sessions. */
  admit: (grant: StaffGrant) => Promise<{ token: string }> = () =>
    Promise.reject(new Error('nobody lets staff in'));
  dismiss: (staff: string) => void = () => {};
  /** Told when who serves has changed. Set with `admit`. */
  onChange: () => void = () => {};
  readonly #parts: ServiceDeskParts | undefined;
  readonly #host: ServiceHost;
  readonly #notes: string[];
  /** The reply under way has asked for a human. */
  #asked = false;

  constructor(parts: ServiceDeskParts | undefined, host: ServiceHost, kept: Kept) {
    this.#parts = parts;
    this.#host = host;
    this.#notes = [...(kept?.notes ?? [])];
    this.assistant = new Assistant({
      dialog: host.mind,
      state: host.dialog,
      lang: host.lang,
      cards: host.cards,
      transcript: host.transcript,
      name: (service) => parts?.topics.service(service) ?? null,
      found: (service) => {
        const name = parts?.topics.service(service);
        if (name === null || name === undefined) return null;
        return this.lookUp(name.zh).find(({ kind, id }) => kind === 'service' && id === service) ?? null;
      },
      number: () => this.takeover.state.staff?.agent.number ?? null,
      tell: (assist) => this.tellStaff(assist),
      after,
    });
    this.takeover = new Takeover(
      {
        consultation: host.consultation,
        port: () => parts?.port() ?? null,
        now: host.now,
        after,
        briefing: (reason) => this.briefing(reason),
        tell: (service) => {
          host.tell(service);
          // While the line of whoever serves is broken, the help waits for them.
          if (service.phase === 'human') this.#helping(() => this.assistant.begin());
          else if (service.phase !== 'away') this.assistant.rest();
          this.onChange();
        },
        keep: host.keep,
        say: (word, agent) => host.say(wordSaid(word, agent, host.lang())),
        hush: host.hush,
        admit: (grant) => this.admit(grant),
        dismiss: (staff) => this.dismiss(staff),
        log: host.log,
      },
      kept?.takeover,
    );
  }

  /** Takes apart what is kept of dialog and service. */
  static read(record: unknown): { kept: Kept; dialog: unknown } {
    if (typeof record !== 'object' || record === null) return { kept: undefined, dialog: record };
    const { served, ...dialog } = record as Partial<WithService>;
    return { kept: served, dialog };
  }

  /** Who said a line, of what is kept beside it. */
  static byline(understood: unknown): { by?: string } {
    if (typeof understood !== 'object' || understood === null || !('by' in understood)) return {};
    return typeof understood.by === 'string' ? { by: understood.by } : {};
  }

  with(dialog: DialogState): WithService {
    const { kept } = this.takeover;
    if (kept === null && this.#notes.length === 0) return dialog;
    return { ...dialog, served: { takeover: kept, notes: [...this.#notes] } };
  }

  get state(): Service {
    return this.takeover.service;
  }

  /** What a human leaves for whoever comes next. */
  note(text: string, by: string): void {
    this.#notes.push(`${by}：${mask(text)}`.slice(0, 480));
    if (this.#notes.length > MAX_NOTES) this.#notes.shift();
    this.#host.keep();
  }

  briefing(reason: HandoffReason): Briefing {
    const { consultation, since, lang, dialog, transcript, cards, forms, byText, slower } = this.#host;
    return briefingOf({
      ...{ consultation, since, reason, notes: this.#notes },
      ...{ lang: lang(), dialog: dialog(), transcript: transcript(), cards: cards(), forms: forms() },
      definition: (kind) => this.#parts?.definition(kind) ?? null,
      topics: this.#parts?.topics ?? null,
      ...{ byText: byText(), slower: slower() },
    });
  }

  definition(kind: string): FormDefinition | null {
    return this.#parts?.definition(kind) ?? null;
  }

  /** A line while a human serves, of the citizen or theirs: what helps them is told to staff alone. */
  line(entry: TranscriptEntry): void {
    this.#helping(() => {
      if (entry.role === 'citizen') this.assistant.citizenSaid(entry);
      else this.assistant.agentSaid(entry);
    });
  }

  /** A call must not fail for want of a suggestion. */
  #helping(help: () => void): void {
    try {
      help();
    } catch (error) {
      this.#host.log('no suggestion could be made', { pii: String(error) });
    }
  }

  /** @throws AppError `not_found` when it was not suggested in this call, `internal` when the store refuses */
  async rate(staff: string, suggestion: string, useful: boolean): Promise<void> {
    const { consultation, now } = this.#host;
    const rule = this.assistant.ruleOf(suggestion);
    await this.#parts?.rated({ consultation, suggestion, staff, rule, useful, at: now() });
  }

  check(text: string): Warning[] {
    return this.assistant.check(text);
  }

  /** What staff finds in the graph. */
  lookUp(text: string): Found[] {
    return this.#parts?.lookUp(text, 8) ?? [];
  }

  /** What was asked for in a turn that could not be kept is not wanted. */
  takeBack(): void {
    if (this.#asked) this.takeover.decline('work_order');
    this.#asked = false;
  }

  /**
   * Asks for a human where a reply calls for one, and says so in place of the words about telephone and work order. Where
   * nobody could ever come, the reply stays as it is.
   */
  answer(reply: Reply, lang: Lang): Reply {
    this.#asked = false;
    const wish = wishOf(reply, lang, this.#parts?.topics ?? null);
    if (wish === null || !this.takeover.staffed) return reply;
    const waiting = this.takeover.state.phase !== 'avatar';
    this.takeover.want(wish);
    this.#asked = !waiting;
    if (reply.understood.action !== 'handoff' || this.takeover.state.phase === 'avatar') return reply;
    const others = reply.cards.filter(({ kind }) => kind !== 'handoff');
    return {
      ...reply,
      sentences: queuedSaid(this.state, lang),
      cards: others,
      // The page's own bar has place, time and the ways out; whoever reads the page without scripts has this one here.
      suggestions: [leaveSaid(lang)],
      // 好的 is an answer to "please wait" as well: it must not open a form.
      state: { ...reply.state, pending: null },
    };
  }
}

const SKILLS: Readonly<Record<string, string>> = { 手语: 'sign', 英语: 'lang.en', 方言: 'dialect' };

/** What a reply asks for of the desk; null where it asks for nobody. An offer waits for the citizen's yes. */
function wishOf(
  { handoff, understood, state }: Reply,
  lang: Lang,
  topics: Topics | null,
): { reason: HandoffReason; priority: HandoffPriority; skills: string[] } | null {
  if (handoff !== 'immediate' && handoff !== 'required') return null;
  const emergency = understood.kind === 'emergency';
  const upset =
    understood.emotion === 'angry' || understood.emotion === 'sad' || understood.emotion === 'urgent';
  const skill = understood.found?.skill;
  const named = typeof skill === 'string' ? SKILLS[skill] : undefined;
  return {
    reason: emergency ? 'emergency' : handoff === 'required' ? 'required' : upset ? 'feeling' : 'asked',
    priority: emergency ? 'emergency' : upset || handoff === 'required' ? 'raised' : 'normal',
    skills: [
      ...(named === undefined ? [] : [named]),
      ...(lang === 'en' && named !== 'lang.en' ? ['lang.en'] : []),
      ...(state.service === null || topics === null ? [] : [topics.skillOf(state.service)]),
    ],
  };
}
