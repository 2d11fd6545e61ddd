import {
  AppError,
  type Briefing,
  type HandoffReason,
  type PublicAgent,
  type Service,
} from '../../../protocol/index.ts';
import type { HandoffListener, HandoffPort, StaffGrant } from '../../desk/port.ts';
import {
  type CancelReason,
  type Effect,
  humanServes,
  type KeptTakeover,
  keptOf,
  step,
  type TakeoverEvent,
  type TakeoverState,
  takenUp,
  type Wish,
  type Word,
} from './machine.ts';

export interface TakeoverHost {
  consultation: string;
  /** The desk; null where there is none. */
  port: () => HandoffPort | null;
  now: () => number;
  /** Calls once after so many ms. @returns how to give it up */
  after: (ms: number, then: () => void) => () => void;
  briefing: (reason: HandoffReason) => Briefing;
  /** Tells everybody who serves now. */
  tell: (service: Service) => void;
  /** Keeps it with the consultation. */
  keep: (kept: KeptTakeover | null) => void;
  /** The avatar says a word about it. `agent`: of whom it speaks. */
  say: (word: Word, agent: PublicAgent | null) => void;
  /** The avatar must be silent from now on. */
  hush: () => void;
  /** A room token for whoever has taken it. */
  admit: (grant: StaffGrant) => Promise<{ token: string }>;
  /** Takes a member of staff out of the room. */
  dismiss: (staff: string) => void;
  log: (event: string, fields: Record<string, unknown>) => void;
}

interface Entry {
  /** The desk's id; null until it has answered. */
  id: string | null;
  over: boolean;
  /** Given up before the desk had answered. */
  givenUp: Extract<Effect, { do: 'cancel' }>['why'] | null;
}

/** Who serves one citizen, joined to the desk and the room: runs the machine and does what it asks for. */
export class Takeover {
  readonly #host: TakeoverHost;
  #state: TakeoverState;
  /** The entry of the desk's queue; its listener is void once another one has taken its place. */
  #entry: Entry | null = null;
  #timer: (() => void) | null = null;
  #pictureStopped = false;

  constructor(host: TakeoverHost, kept: KeptTakeover | null | undefined) {
    this.#host = host;
    this.#state = takenUp(kept);
  }

  get state(): TakeoverState {
    return this.#state;
  }

  /** Whether a human answers, so that the avatar must not. */
  get humanServes(): boolean {
    return humanServes(this.#state);
  }

  /** Whether anybody could ever come. */
  get staffed(): boolean {
    return this.#host.port()?.staffed() ?? false;
  }

  get kept(): KeptTakeover | null {
    return keptOf(this.#state);
  }

  get service(): Service {
    const { phase, staff, position, wait, until, avatarHelps, passing } = this.#state;
    const agent = phase === 'human' || phase === 'away' ? (staff?.agent ?? null) : null;
    return {
      ...{ phase, agent, position, wait, until, avatarHelps, passingOn: passing !== null },
      ...(this.#pictureStopped ? { pictureStopped: true } : {}),
    };
  }

  /** A human is wanted. Nothing where nobody could come, or one is on the way already. */
  want(wish: Omit<Wish, 'since'>): void {
    if (this.staffed) this.#take({ kind: 'want', wish: { ...wish, since: this.#host.now() } });
  }

  decline(why: CancelReason): void {
    this.#take({ kind: 'decline', why });
  }

  joined(staff: string): void {
    this.#take({ kind: 'joined', staff });
  }

  lost(staff: string): void {
    this.#take({ kind: 'lost', staff, now: this.#host.now() });
  }

  returned(staff: string): void {
    this.#take({ kind: 'return', staff });
  }

  helps(on: boolean): void {
    this.#take({ kind: 'helps', on });
  }

  /** @throws AppError `state_refused` when the citizen is being passed on already, or is not with this human */
  passOn(to: { skills: readonly string[]; to?: string }): void {
    if (this.#state.passing !== null || this.#state.phase !== 'human')
      throw new AppError('state_refused', 'The citizen cannot be passed on now.');
    this.#take({ kind: 'pass_on', ...to, now: this.#host.now() });
  }

  /**
   * A supervisor serves from now on.
   * @throws AppError `state_refused` when the call is theirs already, or the citizen is away
   */
  seize(grant: StaffGrant): Promise<{ token: string }> {
    const wish: Wish = { reason: 'transfer', priority: 'returned', skills: [], since: this.#host.now() };
    const before = this.#state;
    this.#take({ kind: 'seize', grant, wish });
    if (this.#state === before) throw new AppError('state_refused', 'This call cannot be taken over now.');
    return this.#host.admit(grant);
  }

  /** Whether nothing of the citizen is to be seen any more: it holds for whoever serves next, until one of them allows it. */
  get pictureStopped(): boolean {
    return this.#pictureStopped;
  }

  stopPicture(on: boolean): void {
    if (this.#pictureStopped === on) return;
    this.#pictureStopped = on;
    this.#host.tell(this.service);
  }

  keepCitizen(): void {
    this.#take({ kind: 'keep' });
  }

  citizenLost(): void {
    this.#take({ kind: 'citizen_lost' });
  }

  citizenBack(): void {
    if (!this.#state.rests) return;
    // The desk may have gone with the process that knew of the wish.
    if (this.staffed) this.#take({ kind: 'citizen_back' });
    else this.#take({ kind: 'nobody', why: 'no_agents' });
  }

  end(): void {
    this.#take({ kind: 'end' });
  }

  /** The process goes: timers end, and what is kept stays as it is. */
  close(): void {
    this.#timer?.();
    this.#timer = null;
    if (this.#entry !== null) this.#entry.over = true;
  }

  #take(event: TakeoverEvent): void {
    const before = this.#state;
    const agentBefore = before.staff?.agent ?? null;
    const { state, effects } = step(before, event);
    this.#state = state;
    if (state !== before) {
      if (humanServes(state) && !humanServes(before) && before.phase === 'human') this.#host.hush();
      this.#host.keep(keptOf(state));
      this.#host.tell(this.service);
    }
    for (const effect of effects) this.#do(effect, state.staff?.agent ?? agentBefore);
  }

  #do(effect: Effect, agent: PublicAgent | null): void {
    const { consultation, port, after, dismiss, say } = this.#host;
    switch (effect.do) {
      case 'request':
        this.#request(effect);
        return;
      case 'cancel':
        if (this.#entry === null) return;
        this.#entry.over = true;
        if (this.#entry.id === null) this.#entry.givenUp = effect.why;
        else port()?.cancel(this.#entry.id, effect.why);
        this.#entry = null;
        return;
      case 'release':
        port()?.released({ consultation, staff: effect.staff, how: effect.how });
        return;
      case 'dismiss':
        dismiss(effect.staff);
        return;
      case 'timer':
        this.#timer?.();
        this.#timer = effect.ms === null ? null : after(effect.ms, () => this.#take({ kind: 'late' }));
        return;
      case 'say':
        say(effect.word, agent);
        return;
    }
  }

  #request({ wish, not, only }: Extract<Effect, { do: 'request' }>): void {
    const port = this.#host.port();
    const entry: Entry = { id: null, over: false, givenUp: null };
    this.#entry = entry;
    if (port === null) {
      this.#take({ kind: 'nobody', why: 'no_agents' });
      return;
    }
    const { consultation, briefing } = this.#host;
    const { reason, priority, skills, since } = wish;
    const options = { ...(not === undefined ? {} : { not }), ...(only === undefined ? {} : { only }) };
    const request = { consultation, briefing: briefing(reason), reason, priority, skills, since, ...options };
    port.request(request, this.#listener(entry)).then(
      ({ id }) => {
        entry.id = id;
        if (entry.givenUp !== null) port.cancel(id, entry.givenUp);
      },
      (error: unknown) => {
        this.#host.log('a human could not be asked for', { pii: String(error) });
        if (!entry.over) this.#over(entry, { kind: 'nobody', why: 'no_agents' });
      },
    );
  }

  #over(entry: Entry, event: TakeoverEvent): void {
    entry.over = true;
    this.#entry = null;
    this.#take(event);
  }

  #listener(entry: Entry): HandoffListener {
    return {
      moved: (position, wait) => {
        if (!entry.over) this.#take({ kind: 'moved', position, wait });
      },
      ringing: (on) => {
        if (!entry.over) this.#take({ kind: 'ringing', on });
      },
      accepted: async (grant) => {
        if (entry.over || this.#state.rests) throw new AppError('state_refused', 'The citizen has gone.');
        // Taken before anything else can happen: a second claim, or the citizen's own word, finds it taken.
        this.#over(entry, { kind: 'accepted', grant });
        return this.#host.admit(grant);
      },
      nobody: (why) => {
        if (!entry.over) this.#over(entry, { kind: 'nobody', why });
      },
    };
  }
}
