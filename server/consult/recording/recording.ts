import {
  AppError,
  type EventData,
  type EventName,
  newId,
  type Params,
  type RecordingRest,
  type RecordingStatus,
} from '../../../protocol/index.ts';
import { mask } from '../../dialog/mask.ts';
import type { RoomRecorder } from '../../rooms/recording/room-recorder.ts';
import type { Room } from '../../rooms/room.ts';
import type { RecordingStore } from '../../store/recordings.ts';
import { Keeper } from './keeper.ts';

/** What all calls share for being recorded. */
export interface RecordingParts {
  store: RecordingStore;
  /** The program that packs the tracks. */
  ffmpeg: string;
  /** For how many days recordings are kept. */
  days: number;
  /** A recording is over: it can be made ready to be played. */
  onOver: (id: string) => void;
}

export interface RecordingHost {
  consultation: string;
  now: () => number;
  room: () => Room | null;
  nameOf: (peer: string) => string | null;
  tell: (status: RecordingStatus) => void;
  /** The avatar says that it begins, or that it is over. */
  say: (what: 'begun' | 'stopped' | 'erased', days: number) => void;
  log: (event: string, fields: Record<string, unknown>) => void;
}

/** What the citizen has decided, and when; kept with the recording. */
interface Consent {
  choices: { agree: boolean; at: number }[];
}

/**
 * The recording of one call. Nothing is recorded before the citizen has agreed; everybody sees that it is; it rests while
 * something is shown that must not be in it; it can be stopped, and erased, at any time. A page or a process that comes back
 * goes on with it.
 */
export class Recording {
  readonly #parts: RecordingParts | undefined;
  readonly #host: RecordingHost;
  /** Id of what is recorded of this call; null when nothing ever was. */
  #id: string | null = null;
  #consent: Consent = { choices: [] };
  #on = false;
  #asked: RecordingStatus['asked'] = null;
  readonly #rests = new Set<RecordingRest>();
  #keeper: Keeper | null = null;
  #recorder: RoomRecorder | null = null;
  #room: Room | null = null;
  /** Begin, stop and end come one after the other. */
  #work: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(parts: RecordingParts | undefined, host: RecordingHost) {
    this.#parts = parts;
    this.#host = host;
  }

  get status(): RecordingStatus {
    return {
      possible: this.#parts !== undefined && this.#host.room() !== null,
      on: this.#on,
      rests: this.#on ? ([...this.#rests][0] ?? null) : null,
      some: this.#id !== null,
      days: this.#parts?.days ?? 0,
      asked: this.#asked,
    };
  }

  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#work.then(work, work);
    this.#work = result.catch(() => undefined);
    return result;
  }

  #tell(): void {
    this.#host.tell(this.status);
  }

  /** A room stands: goes on with what was agreed to before a restart, or before the citizen came back. */
  stands(): Promise<void> {
    return this.#inOrder(async () => {
      const parts = this.#parts;
      if (parts === undefined || this.#closed) return;
      if (this.#id === null) {
        const known = await parts.store.ofConsultation(this.#host.consultation);
        if (known === null || known.state !== 'open') return;
        this.#id = known.id;
        this.#consent = known.consent as Consent;
        this.#on = this.#consent.choices.at(-1)?.agree ?? false;
      }
      if (this.#on) await this.#begin(parts);
      this.#tell();
    }).catch(this.#lost('a recording could not go on'));
  }

  /**
   * The citizen's choice.
   * @throws AppError `state_refused` where nothing can be recorded
   */
  choose({ agree, erase }: Params<'recording.choose'>): Promise<void> {
    return this.#inOrder(async () => {
      const parts = this.#parts;
      if (parts === undefined || this.#closed)
        throw new AppError('state_refused', 'Nothing is recorded here.');
      const was = this.#on;
      this.#asked = null;
      if (agree && !was) await this.#agreed(parts);
      if (!agree && was) await this.#refused(parts);
      if (!agree && erase && this.#id !== null) {
        await parts.store.remove(this.#id);
        this.#id = null;
        this.#consent = { choices: [] };
        this.#host.say('erased', parts.days);
      } else if (agree !== was) this.#host.say(agree ? 'begun' : 'stopped', parts.days);
      this.#tell();
    });
  }

  async #agreed(parts: RecordingParts): Promise<void> {
    const { consultation, now } = this.#host;
    const at = now();
    const consent = { choices: [...this.#consent.choices, { agree: true, at }] };
    if (this.#id === null) {
      const id = newId('rec');
      await parts.store.create({ id, consultation, startedAt: at, consent });
      this.#id = id;
    } else await parts.store.update(this.#id, { consent });
    this.#consent = consent;
    this.#on = true;
    await this.#begin(parts);
  }

  async #refused(parts: RecordingParts): Promise<void> {
    // First nothing more is received; then it is written down.
    this.#on = false;
    await this.#stop();
    this.#consent = { choices: [...this.#consent.choices, { agree: false, at: this.#host.now() }] };
    if (this.#id !== null) await parts.store.update(this.#id, { consent: this.#consent });
  }

  async #begin(parts: RecordingParts): Promise<void> {
    const { now, nameOf, log } = this.#host;
    const room = this.#host.room();
    if (this.#id === null || room === null || room === this.#room) return;
    await this.#stop();
    const keeper = await Keeper.begin({ files: await parts.store.files(this.#id), now, nameOf, log });
    this.#keeper = keeper;
    this.#room = room;
    if (this.#rests.size > 0) keeper.rests([...this.#rests][0] ?? null);
    const recorder = { sink: keeper, ffmpeg: parts.ffmpeg, now, log };
    this.#recorder = room.record(recorder, { rests: this.#rests.size > 0 });
  }

  async #stop(): Promise<void> {
    const recorder = this.#recorder;
    const keeper = this.#keeper;
    this.#recorder = null;
    this.#keeper = null;
    this.#room = null;
    await recorder?.close();
    await keeper?.close();
  }

  /** A human asks the citizen to agree. @throws AppError `state_refused` */
  ask(by: string, why: string): void {
    if (this.#parts === undefined || this.#on)
      throw new AppError('state_refused', 'There is nothing to ask for.');
    this.#asked = { by, why: mask(why) };
    this.#tell();
  }

  /** Rests for a reason, or not any more: it goes on when no reason is left. */
  rest(why: RecordingRest, on: boolean): void {
    if (this.#rests.has(why) === on) return;
    const before = this.#rests.size > 0;
    if (on) this.#rests.add(why);
    else this.#rests.delete(why);
    const rests = this.#rests.size > 0;
    if (rests !== before) {
      this.#recorder?.rest(rests);
      this.#keeper?.rests([...this.#rests][0] ?? null);
    }
    this.#tell();
  }

  /** What everybody in the room is told, of which the avatar's words are written down. */
  told<E extends EventName>(event: E, data: EventData<E>): void {
    const keeper = this.#keeper;
    if (keeper === null) return;
    if (event === 'talk.utterance') keeper.said(data as EventData<'talk.utterance'>);
    if (event === 'talk.turnClosed') keeper.closed(data as EventData<'talk.turnClosed'>);
  }

  /** The room has gone for now: what was recorded is written. */
  falls(): Promise<void> {
    return this.#inOrder(() => this.#stop()).catch(this.#lost('a recording could not be ended well'));
  }

  /** The consultation is over: so is its recording. */
  end(): Promise<void> {
    this.#closed = true;
    return this.#inOrder(async () => {
      await this.#stop();
      this.#on = false;
      if (this.#parts === undefined || this.#id === null) return;
      await this.#parts.store.update(this.#id, { state: 'closed', endedAt: this.#host.now() });
      this.#parts.onOver(this.#id);
    }).catch(this.#lost('a recording could not be ended well'));
  }

  #lost(event: string): (error: unknown) => void {
    return (error) => this.#host.log(event, { pii: String(error) });
  }
}
