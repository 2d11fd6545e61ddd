import {
  AppError,
  type Card,
  type ConsultationState,
  type EventData,
  type EventName,
  type Lang,
  newId,
  type Params,
  type Preference,
  type Snapshot,
  type TalkMode,
  type TranscriptEntry,
} from '../../protocol/index.ts';
import { mask } from '../dialog/mask.ts';
import type {
  Dialog,
  DialogEvent,
  DialogState,
  Heard,
  PlannedCard,
  PlannedSentence,
  Reply,
} from '../dialog/types.ts';
import type { Room } from '../rooms/room.ts';
import type { HearingHints, HearingService } from '../speech/hearing/types.ts';
import type { SpeechService } from '../speech/types.ts';
import type { ConsultationRecord, Store, TurnRecord } from '../store/types.ts';
import { Beside, type BesideParts } from './beside.ts';
import { Delivery, type DeliveryParts } from './delivery.ts';
import { expectedOf, voiceExpects } from './expected.ts';
import { Listening } from './listening.ts';
import { isKept, placed, pointing } from './placed-cards.ts';
import { Recording, type RecordingParts } from './recording/recording.ts';
import { recordingSaid } from './recording/texts.ts';
import { Replies, type Unanswered, unanswered } from './replies.ts';
import type { ResumeSecret } from './resume-secret.ts';
import { Screening, type ScreeningParts } from './screening.ts';
import { serviceCards } from './takeover/service-cards.ts';
import { ServiceDesk, type ServiceDeskParts, type WithService } from './takeover/service-desk.ts';
import type { Takeover } from './takeover/takeover.ts';

/** What a snapshot carries of a long conversation. */
const MAX_TRANSCRIPT = 400;
const MAX_CARDS = 40;
/** 慢一点: slow enough to follow with a pen, not so slow that words fall apart (domain: 0.8). */
const SLOWER = 0.8;

export interface ConsultationParts {
  dialog: Dialog;
  speech: SpeechService;
  /** Without it nothing is understood by ear; typing and touch carry the conversation. */
  hearing?: HearingService;
  store: Store;
  /** What forms and receipts need; without it there are none. */
  beside?: BesideParts;
  /** Humans who take over; without it there are none. */
  humans?: ServiceDeskParts;
  /** What recording needs; without it nothing is recorded. */
  recording?: RecordingParts;
  silence: Uint8Array;
  now: () => number;
  log: (level: 'info' | 'warn' | 'error', event: string, fields: Record<string, unknown>) => void;
  observeMs?: (name: 'answer_first_packet', ms: number) => void;
}

/** What a consultation begins from: new, or as the store remembers it. */
export interface ConsultationSeed {
  record: ConsultationRecord;
  secret: ResumeSecret;
  turns: readonly TurnRecord[];
}

/**
 * One consultation: conducts dialog, speech, room and records. Its state is one of `CONSULTATION_STATES`; at most one
 * turn of the avatar runs at a time.
 */
export class Consultation {
  readonly id: string;
  readonly createdAt: number;
  readonly secret: ResumeSecret;
  /** Tells all peers of the consultation. Set by whoever keeps the sessions. */
  tell: <E extends EventName>(event: E, data: EventData<E>) => void = () => {};
  /** Whether somebody is there to hear. Set with `tell`. */
  isHeard: () => boolean = () => true;
  /** Public name and number of a human in the room. Set with `tell`. */
  nameOf: (peer: string) => string | null = () => null;
  lang: Lang;
  /** The address of whoever spoke last; null where it is not known. */
  address: string | null = null;
  room: Room | null = null;
  readonly #parts: ConsultationParts;
  /** Forms, receipts and what else is no talk. */
  readonly #beside: Beside | null;
  /** What the avatar says, with what came of it beside the talk. */
  readonly #replies: Replies;
  #state: ConsultationState;
  #dialog: DialogState;
  /** The lines of the conversation, and the avatar's voice. */
  readonly #delivery: Delivery;
  #cards: Card[];
  #suggestions: string[];
  /** The page's message ids that have become turns. */
  readonly #messages = new Map<string, Promise<{ turn: string }>>();
  /** The guidance video beside the talk. */
  readonly #screening: Screening;
  /** Who serves: the avatar, or a human in its place. */
  readonly service: ServiceDesk;
  readonly recording: Recording;
  /** The avatar's ear; null where there is none. */
  readonly listening: Listening | null;
  #mode: TalkMode = 'video';
  /** Speed of the voice; 1 is its own. */
  #rate = 1;
  /** What the last interruption has kept the avatar from saying. */
  #unsaid: readonly PlannedSentence[] = [];
  #turns: Promise<unknown> = Promise.resolve();
  /** Writes go to the store one after the other, so that what was heard never overtakes the turn itself. */
  #writes: Promise<unknown> = Promise.resolve();

  constructor(parts: ConsultationParts, seed: ConsultationSeed) {
    this.#parts = parts;
    this.id = seed.record.id;
    this.createdAt = seed.record.createdAt;
    this.lang = seed.record.lang;
    this.secret = seed.secret;
    // Nothing is being said when a process takes a consultation up.
    this.#state =
      seed.record.state === 'lobby' || seed.record.state === 'ended' ? seed.record.state : 'listening';
    const { kept, dialog } = ServiceDesk.read(seed.record.dialog);
    this.#dialog = (dialog as DialogState | null) ?? parts.dialog.begin();
    this.#delivery = new Delivery(
      this.#speaker(),
      seed.turns.map(({ turn, role, text, lang, at, cut, understood }) => ({
        ...{ turn, role, text, lang, at, cut },
        ...ServiceDesk.byline(understood),
      })),
    );
    this.#cards = seed.turns.flatMap((turn) => turn.cards);
    this.#suggestions = [...seed.record.suggestions];
    this.#screening = new Screening(this.#screen());
    this.#beside = parts.beside === undefined ? null : new Beside(parts.beside, this.#host());
    const { hearing } = parts;
    this.listening = hearing === undefined ? null : new Listening(this.#ear(hearing));
    this.#replies = new Replies({ dialog: parts.dialog, beside: this.#beside, lang: () => this.lang });
    this.service = new ServiceDesk(parts.humans, this.#serviceHost(), kept);
    this.recording = new Recording(parts.recording, this.#recordingHost());
    // Nothing can be kept beside a talk that has not begun.
    if (seed.record.state === 'lobby') this.#beside?.begin();
    for (const turn of seed.turns) {
      if (turn.message !== null) this.#messages.set(turn.message, Promise.resolve({ turn: turn.turn }));
    }
  }

  get state(): ConsultationState {
    return this.#state;
  }

  /** @throws AppError `not_found` where there are no forms at all */
  get beside(): Beside {
    if (this.#beside === null) throw new AppError('not_found', 'There are no forms here.');
    return this.#beside;
  }

  /** Takes up what is kept beside the talk: before a page is shown how it stands. */
  async load(): Promise<void> {
    await this.#beside?.load();
  }

  snapshot(): Snapshot {
    return {
      consultation: this.id,
      lang: this.lang,
      state: this.#state,
      transcript: this.#delivery.lines().slice(-MAX_TRANSCRIPT),
      cards: this.#cards.slice(-MAX_CARDS),
      forms: this.#beside?.states() ?? [],
      suggestions: this.#suggestions,
      service: this.service.state,
      recording: this.recording.status,
    };
  }

  get takeover(): Takeover {
    return this.service.takeover;
  }

  #setState(state: ConsultationState): void {
    if (this.#state === state || this.#state === 'ended') return;
    this.#state = state;
    this.tell('talk.state', { state });
  }

  /** The page is ready to hear: greets, once. */
  async begin(): Promise<void> {
    if (this.#state !== 'lobby') return;
    this.#setState('greeting');
    const { sentences, suggestions } = this.#parts.dialog.greet(this.lang);
    const turn = newId('turn');
    this.#delivery.perform(turn, sentences, []);
    this.#suggest(suggestions);
    const change = { state: 'listening', suggestions, lang: this.lang } as const;
    await this.#write(() =>
      this.#parts.store.appendTurns([this.#avatarTurn(turn, null, [])], { id: this.id, change }),
    );
    this.#delivery.tellRead(turn);
  }

  /** Whether nothing is to be spoken: there is no room, or the citizen reads. */
  get #silent(): boolean {
    return this.room === null || this.#mode === 'text';
  }

  /** What is kept of the dialog, with who serves. */
  #kept(dialog: DialogState): WithService {
    return this.service.with(dialog);
  }

  /** From now on by video or by text. What is being said when the citizen changes to text is shown whole. */
  setMode(mode: TalkMode): void {
    this.#mode = mode;
    if (mode === 'text') this.#delivery.showWhole();
  }

  /** Slower than its own speed, from the next sentence on. */
  setSlower(slower: boolean): void {
    this.#rate = slower ? SLOWER : 1;
  }

  #prefer(preferences: readonly Preference[]): void {
    for (const preference of preferences) {
      if (preference === 'slower_speech') this.setSlower(true);
      if (preference === 'normal_speech') this.setSlower(false);
      this.tell('page.prefer', { preference });
    }
  }

  #ear(hearing: HearingService): ConstructorParameters<typeof Listening>[0] {
    return {
      hearing,
      lang: () => this.lang,
      hints: () => this.#hints(),
      tell: (event, data) => this.tell(event, data),
      say: (text, lang, heard) => {
        const message = newId('turn').slice('turn_'.length);
        this.say({ message, text, lang, via: 'voice' }, heard).catch(
          this.#lost('what was heard could not become a turn'),
        );
      },
      log: (event, fields) => this.#parts.log('warn', event, { ...fields, consultation: this.id }),
    };
  }

  #suggest(suggestions: string[]): void {
    this.#suggestions = suggestions;
    this.listening?.expect();
    this.tell('talk.suggestions', { suggestions, expects: voiceExpects(this.#hints(), this.#dialog) });
  }

  /** What the question that is open lets expect. */
  #hints(): HearingHints {
    const form = (kind: string) => this.#parts.beside?.forms.form(kind) ?? null;
    return expectedOf(this.#dialog, this.#suggestions, this.#beside?.open(), form);
  }

  /**
   * One turn of the citizen. Speech is made while the turn is being committed; the answer to the request follows the
   * commit. The same `message` again gives the same turn.
   * @throws AppError `state_refused` after the end, `internal` when the store refuses (nothing is said then).
   */
  say(params: Params<'talk.say'>, heard?: Heard): Promise<{ turn: string }> {
    const known = this.#messages.get(params.message);
    if (known !== undefined) return known;
    this.interrupt();
    const saying = this.#inOrder(() => this.#say(params, heard));
    this.#messages.set(params.message, saying);
    saying.catch(() => this.#messages.delete(params.message));
    return saying;
  }

  /** Turns come one after the other: each begins from what the one before has left. */
  #inOrder<T>(turn: () => Promise<T>): Promise<T> {
    const result = this.#turns.then(turn);
    this.#turns = result.catch(() => undefined);
    return result;
  }

  async #say(params: Params<'talk.say'>, heard?: Heard): Promise<{ turn: string }> {
    if (this.#state === 'ended') throw new AppError('state_refused', 'The consultation has ended.');
    const startedAt = performance.now();
    this.interrupt();
    this.lang = params.lang;
    await this.load();
    if (this.takeover.humanServes) return { turn: await this.#heardByHuman(params) };
    const before = this.#dialog;
    const form = this.#beside?.open();
    const { text, lang, via } = params;
    const { video } = this.#screening;
    const known = this.#beside?.case;
    const beside = {
      ...(form ? { form } : {}),
      ...(video ? { video } : {}),
      ...(known ? { case: known } : {}),
      keeps: this.#cards.some(isKept),
    };
    const { dialog } = this.#parts;
    const unsaid = this.#unsaid;
    this.#unsaid = [];
    const input = { text, lang, via, ...beside, unsaid, ...(heard === undefined ? {} : { heard }) };
    const planned = dialog.assist ? await dialog.assist(input, before) : dialog.turn(input, before);
    const reply = this.service.answer(await this.#replies.complete(planned), lang);
    const asked = newId('turn');
    const answered = newId('turn');
    const cards = placed(reply.cards, answered);
    const at = this.#parts.now();
    const said: TranscriptEntry = {
      turn: asked,
      role: 'citizen',
      text: reply.masked,
      lang: params.lang,
      at,
      cut: false,
    };
    this.#prefer(reply.preferences);
    this.#setState('thinking');
    this.#delivery.add(said);
    this.#delivery.perform(answered, reply.sentences, cards, startedAt);
    this.#dialog = reply.state;
    // 等一下 does not mean that the rest is not wanted.
    // Nor does being asked whether one was heard right.
    const doubted = reply.state.heard ?? (reply.understood.kind === 'clarify' ? before.heard : undefined);
    if (reply.understood.control === 'stop' || doubted !== undefined) this.#unsaid = unsaid;
    const citizenTurn: TurnRecord = {
      ...said,
      consultation: this.id,
      message: params.message,
      understood: reply.understood,
      cards: [],
    };
    const change = {
      dialog: this.#kept(reply.state),
      suggestions: reply.suggestions,
      state: 'listening',
      lang: params.lang,
    } as const;
    try {
      await this.#write(() =>
        this.#parts.store.appendTurns([citizenTurn, this.#avatarTurn(answered, reply.understood, cards)], {
          id: this.id,
          change,
        }),
      );
    } catch (error) {
      // What could not be kept must not look as if it had been: the page keeps the text and says so.
      if (this.#dialog === reply.state) this.#dialog = before;
      this.service.takeBack();
      this.interrupt(answered);
      this.#delivery.drop(asked, answered);
      throw error;
    }
    this.#noteUnanswered(unanswered(reply, before), asked);
    this.tell('talk.transcript', said);
    this.#delivery.tellRead(answered);
    this.#show(cards);
    this.#suggest(reply.suggestions);
    this.#screening.steer(reply.videos, this.#delivery.running);
    return { turn: asked };
  }

  /** A line of somebody who is not answered by the avatar: kept and told, and no more. */
  async #keepLine(entry: TranscriptEntry, message: string, understood: unknown): Promise<void> {
    this.#delivery.add(entry);
    const turn: TurnRecord = { ...entry, consultation: this.id, message, understood, cards: [] };
    try {
      await this.#write(() => this.#parts.store.appendTurns([turn]));
    } catch (error) {
      this.#delivery.drop(entry.turn);
      throw error;
    }
    this.tell('talk.transcript', entry);
    this.service.line(entry);
  }

  /** While a human serves, what the citizen says or types is a line for them. */
  async #heardByHuman({ message, text, lang }: Params<'talk.say'>): Promise<string> {
    const turn = newId('turn');
    const at = this.#parts.now();
    await this.#keepLine({ turn, role: 'citizen', text: mask(text), lang, at, cut: false }, message, null);
    return turn;
  }

  /**
   * What a human types to the citizen. The same `message` is the same line.
   * @throws AppError `internal` when the store refuses
   */
  staffSays({ message, text, by }: { message: string; text: string; by: string }): Promise<{ turn: string }> {
    const key = `staff_${message}`;
    const known = this.#messages.get(key);
    if (known !== undefined) return known;
    const saying = this.#inOrder(async () => {
      const turn = newId('turn');
      const at = this.#parts.now();
      const entry = { turn, role: 'agent', text, lang: this.lang, at, cut: false, by } as const;
      await this.#keepLine(entry, key, { by });
      return { turn };
    });
    this.#messages.set(key, saying);
    saying.catch(() => this.#messages.delete(key));
    return saying;
  }

  /** What the citizen chooses while they wait for a human, or are with one. */
  async choose(choice: Params<'service.choose'>['choice']): Promise<void> {
    this.takeover.decline(choice === 'avatar' ? 'citizen_stays' : choice);
    if (choice !== 'avatar') await this.beside.openForm({ kind: 'f.work_order' });
  }

  /** A human shows the citizen something. @throws AppError `not_found` */
  async push(what: Params<'staff.push'>['what']): Promise<void> {
    if (what.kind === 'form') {
      await this.beside.openForm({ kind: what.form });
      return;
    }
    const cards =
      what.kind === 'video'
        ? this.beside.videoCards(what.video)
        : what.kind === 'faq'
          ? this.#faqCards(what.faq)
          : this.#serviceCards(what.service);
    if (cards.length === 0) throw new AppError('not_found', 'There is nothing like that to show.');
    await this.#inOrder(() =>
      this.#ownTurn({ sentences: [], cards, state: this.#dialog, suggestions: this.#suggestions }),
    );
    this.service.assistant.shown();
  }

  /** What the avatar would show of a service: the same words and sources, whoever asks. */
  #faqCards(faq: string): PlannedCard[] {
    const { dialog, humans } = this.#parts;
    const question = humans?.topics.question(faq);
    if (question === null || question === undefined) return [];
    return [...dialog.turn({ text: question, lang: 'zh', via: 'tap', keeps: false }, dialog.begin()).cards];
  }

  #serviceCards(service: string): PlannedCard[] {
    const { dialog, humans } = this.#parts;
    const name = humans?.topics.service(service);
    if (name === null || name === undefined) return [];
    return serviceCards(dialog, service, name, this.lang);
  }

  #serviceHost(): ConstructorParameters<typeof ServiceDesk>[1] {
    return {
      consultation: this.id,
      since: this.createdAt,
      now: this.#parts.now,
      lang: () => this.lang,
      dialog: () => this.#dialog,
      mind: this.#parts.dialog,
      transcript: () => this.#delivery.lines(),
      cards: () => this.#cards,
      forms: () => this.#beside?.states() ?? [],
      byText: () => this.#mode === 'text',
      slower: () => this.#rate < 1,
      tell: (service) => this.tell('service.state', service),
      keep: () => {
        if (this.#state === 'ended') return;
        this.#write(() =>
          this.#parts.store.updateConsultation(this.id, { dialog: this.#kept(this.#dialog) }),
        ).catch(this.#lost('who serves could not be kept'));
      },
      say: ({ sentences, cards }) => {
        this.#inOrder(() =>
          this.#ownTurn({ sentences, cards, state: this.#dialog, suggestions: this.#suggestions }, true),
        ).catch(this.#lost('a word about the takeover could not be said'));
      },
      hush: () => this.interrupt(),
      log: (event, fields) => this.#parts.log('warn', event, { ...fields, consultation: this.id }),
    };
  }

  #recordingHost(): ConstructorParameters<typeof Recording>[1] {
    return {
      consultation: this.id,
      now: this.#parts.now,
      room: () => this.room,
      nameOf: (peer) => this.nameOf(peer),
      tell: (status) => this.tell('recording.state', status),
      say: (what, days) => {
        const sentences = recordingSaid(what, days, this.lang);
        const rest = { cards: [], suggestions: this.#suggestions };
        this.#inOrder(() => this.#ownTurn({ sentences, ...rest, state: this.#dialog })).catch(
          this.#lost('a word about the recording could not be said'),
        );
      },
      log: (event, fields) => this.#parts.log('warn', event, { ...fields, consultation: this.id }),
    };
  }

  #noteUnanswered(found: Unanswered | null, turn: string): void {
    if (found === null) return;
    const note = { ...found, consultation: this.id, turn, lang: this.lang, service: this.#dialog.service };
    this.#beside?.noteUnanswered(note).catch(this.#lost('a question without an answer could not be kept'));
  }

  /** What the player of a guidance video does. @throws AppError `not_found` */
  videoReport(params: Params<'video.report'>): Promise<void> {
    return this.#screening.report(params);
  }

  #screen(): ScreeningParts {
    const { speech, silence } = this.#parts;
    return {
      speech,
      silence,
      // A human who shows a video speaks to it themselves.
      voice: () => (this.#silent || this.takeover.humanServes ? null : (this.room?.voice ?? null)),
      rate: () => this.#rate,
      tell: (event, data) => this.tell(event, data),
      onSpeaking: (speaking) => this.#setState(speaking ? 'speaking' : 'listening'),
      video: (id) => this.#beside?.video(id) ?? null,
      lang: () => this.lang,
      hush: () => {
        const unsaid = this.#delivery.unsaid();
        this.#delivery.cut();
        return unsaid;
      },
      goOn: (sentences) => this.#inOrder(() => this.#goOn(sentences)),
      onEnded: (video) => this.#inOrder(() => this.#announce({ kind: 'video_ended', video }, [])),
    };
  }

  /** The avatar says what a video has kept it from saying. */
  async #goOn(sentences: readonly PlannedSentence[]): Promise<void> {
    const turn = newId('turn');
    this.#delivery.perform(turn, sentences, []);
    const change = { state: 'listening' } as const;
    await this.#write(() =>
      this.#parts.store.appendTurns([this.#avatarTurn(turn, null, [])], { id: this.id, change }),
    );
    this.#delivery.tellRead(turn);
  }

  /** Whether the citizen is at a field that takes pictures: what is held into the camera then is not to be recorded. */
  #showsPaper(): boolean {
    const open = this.#beside?.states().filter(({ status }) => status === 'open') ?? [];
    return open.some(({ kind, asking }) => {
      const hints = this.#parts.beside?.forms.form(kind)?.hints;
      return asking !== null && hints?.[asking]?.widget === 'photos';
    });
  }

  #show(cards: readonly Card[]): void {
    this.#cards.push(...cards);
    for (const card of cards) this.tell('card.show', card);
  }

  #host(): ConstructorParameters<typeof Beside>[1] {
    return {
      consultation: this.id,
      // Where nobody told the address, a talk counts for itself.
      address: () => this.address ?? this.id,
      lang: () => this.lang,
      channel: () => (this.#silent ? 'text' : 'video'),
      tell: (state) => {
        this.tell('form.state', state);
        this.recording.rest('document', this.#showsPaper());
      },
      announce: (event, cards) => this.#inOrder(() => this.#announce(event, cards)),
      show: (cards, say) =>
        this.#inOrder(() => {
          const sentences = [{ text: say[this.lang], lang: this.lang, marks: [] }];
          return this.#ownTurn({ sentences, cards: [...cards], state: this.#dialog, suggestions: [] });
        }),
      notice: (event) => {
        this.#dialog = this.#parts.dialog.event(event, this.lang, this.#dialog).state;
      },
      lastVideo: () =>
        this.#cards.flatMap((card) => (card.kind === 'video' ? [card.video] : [])).at(-1) ?? null,
      card: (id) => this.#cards.find((card) => card.id === id) ?? null,
      checklist: (service) =>
        (this.#cards.findLast((card) => card.kind === 'checklist' && card.service === service) as
          | Extract<Card, { kind: 'checklist' }>
          | undefined) ?? null,
      changeCard: (card) => this.#changeCard(card),
    };
  }

  /** The avatar speaks of what happened beside the talk, as a turn of its own. */
  async #announce(event: DialogEvent, planned: readonly PlannedCard[]): Promise<void> {
    const reply = await this.#replies.ofEvent(event, this.#dialog);
    await this.#ownTurn({ ...reply, cards: [...planned, ...reply.cards] });
  }

  /** `spoken`: also where a human serves; the avatar takes its leave so. */
  async #ownTurn(
    reply: Pick<Reply, 'sentences' | 'cards' | 'state' | 'suggestions'>,
    spoken = false,
  ): Promise<void> {
    this.interrupt();
    const turn = newId('turn');
    const cards = placed(reply.cards, turn);
    this.#unsaid = [];
    // Beside a human the avatar shows what is to be shown, and says nothing.
    const said = spoken || !this.takeover.humanServes ? reply.sentences : [];
    this.#delivery.perform(turn, cards.length > 0 ? pointing(said, 0) : said, cards);
    this.#dialog = reply.state;
    const change = {
      dialog: this.#kept(reply.state),
      suggestions: reply.suggestions,
      state: 'listening',
    } as const;
    await this.#write(() =>
      this.#parts.store.appendTurns([this.#avatarTurn(turn, null, cards)], { id: this.id, change }),
    );
    this.#delivery.tellRead(turn);
    this.#show(cards);
    this.#suggest(reply.suggestions);
  }

  async #changeCard(card: Card): Promise<void> {
    const changed = this.#cards.map((known) => (known.id === card.id ? card : known));
    const ofTurn = changed.filter(({ turn }) => turn === card.turn);
    this.#cards = changed;
    await this.#write(() => this.#parts.store.setCards(this.id, card.turn, ofTurn));
    this.tell('card.show', card);
  }

  #avatarTurn(turn: string, understood: unknown, cards: Card[]): TurnRecord {
    const entry = this.#delivery.line(turn);
    if (entry === null) throw new Error('an avatar turn has no transcript entry');
    return { ...entry, consultation: this.id, message: null, understood, cards };
  }

  #speaker(): DeliveryParts {
    const { speech, silence, now, observeMs } = this.#parts;
    return {
      ...{ speech, silence, now, ...(observeMs === undefined ? {} : { observeMs }) },
      lang: () => this.lang,
      rate: () => this.#rate,
      voice: () => (this.#silent ? null : (this.room?.voice ?? null)),
      isHeard: () => this.isHeard(),
      tell: (event, data) => this.tell(event, data),
      onSpeaking: (speaking) => {
        if (!speaking || this.#state !== 'greeting') this.#setState(speaking ? 'speaking' : 'listening');
      },
      onClosed: (reason) => {
        if (reason === 'done') this.#screening.talkDone();
      },
      keep: (turn, text, isCut) => {
        this.#write(() => this.#parts.store.setHeard(this.id, turn, text, isCut)).catch(
          this.#lost('what was heard could not be kept'),
        );
      },
    };
  }

  /** Runs writes in their order. @throws AppError `internal` when the store fails. */
  #write<T>(write: () => Promise<T>): Promise<T> {
    const result = this.#writes.then(write, write);
    this.#writes = result.catch(() => undefined);
    return result;
  }

  /** Silences the avatar: nothing more of the running turn leaves, and only what was heard stays in the transcript. */
  interrupt(turn?: string): void {
    if (turn === undefined) this.#screening.rest();
    const left = this.#delivery.unsaid();
    if (left.length > 0) this.#unsaid = left;
    this.#delivery.cut(turn);
  }

  /** It had been no interruption: what was not said because of it is said now. */
  goOnTalking(): void {
    const left = this.#unsaid;
    if (left.length === 0 || this.#delivery.running || this.#state !== 'listening') return;
    if (this.takeover.humanServes) return;
    this.#inOrder(async () => {
      // The citizen has spoken after all.
      if (this.#unsaid !== left) return;
      this.#unsaid = [];
      await this.#goOn(left);
    }).catch(this.#lost('what was interrupted could not be said'));
  }

  /** Nobody has said or done anything for so long, ms: asks shorter, shows a way on, offers a person, and then rests. */
  silent(ms: number): void {
    if (this.#state !== 'listening' || this.#delivery.running || this.#silent) return;
    if (this.takeover.humanServes) return;
    this.#inOrder(async () => {
      if (this.#state !== 'listening') return;
      const unsaid = this.#unsaid;
      const suggestions = this.#suggestions;
      const choices = this.#dialog.pending ? suggestions : [];
      const reply = await this.#replies.ofEvent({ kind: 'silence', ms, choices }, this.#dialog);
      // The question that is open stays open, with its answers.
      await this.#ownTurn({ ...reply, suggestions });
      this.#unsaid = unsaid;
    }).catch(this.#lost('a silence could not be answered'));
  }

  /** Tells of a failure that no request waits for. */
  #lost(event: string): (error: unknown) => void {
    return (error) => this.#parts.log('error', event, { consultation: this.id, pii: String(error) });
  }

  heard(utterance: string, ms: number): void {
    this.#screening.heard(utterance, ms);
    this.#delivery.heard(utterance, ms);
  }

  async setLang(lang: Lang): Promise<void> {
    this.lang = lang;
    this.listening?.setLang();
    await this.#write(() => this.#parts.store.updateConsultation(this.id, { lang }));
  }

  /** A page came (back): it needs to know of the speech that is still to be heard. */
  announceRunning(): void {
    this.#delivery.announceAgain();
    this.#screening.announceAgain();
  }

  /** Keeps the rotated secret, so that the page finds its way back after a restart of the server too. */
  async keepSecret(): Promise<void> {
    const resumeHash = this.secret.stored;
    await this.#write(() => this.#parts.store.updateConsultation(this.id, { resumeHash }));
  }

  /** Ends it for good; what was said stays in the store. */
  async end(reason: string): Promise<void> {
    if (this.#state === 'ended') return;
    this.listening?.close();
    this.interrupt();
    this.takeover.end();
    this.service.assistant.rest();
    this.#setState('ended');
    const change = {
      state: 'ended',
      endedAt: this.#parts.now(),
      endReason: reason,
      resumeHash: null,
    } as const;
    await this.#write(() => this.#parts.store.updateConsultation(this.id, change));
  }

  /** Waits for the writes under way; the speech stops. For a shutdown that leaves the consultation to be resumed. */
  async settle(): Promise<void> {
    this.listening?.close();
    this.interrupt();
    this.takeover.close();
    this.service.assistant.rest();
    await this.recording.falls();
    await this.#writes;
  }
}
