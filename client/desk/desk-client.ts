import type {
  Colleague,
  DeskCall,
  DeskEvent,
  DeskMethod,
  DeskParams,
  DeskResult,
  DeskSnapshot,
  Offer,
  OwnPresence,
  Queue,
  SupervisorMode,
  WrapUp,
} from '../../protocol/index.ts';
import { createStaffCall, type StaffCall } from '../call/staff-call.ts';
import type { StaffApi } from './api.ts';
import { recallCall, rememberCall } from './call-memory.ts';
import { openDeskSocket } from './desk-socket.ts';
import type { Chimes } from './sounds.ts';

/** Everything the console shows of the desk; a new object whenever something changed. */
export interface DeskState {
  line: 'connecting' | 'live' | 'over';
  /** Why the line is over. */
  ended: 'replaced' | 'signed_out' | null;
  /** The server's clock less ours, ms. */
  skewMs: number;
  own: OwnPresence | null;
  queue: Queue;
  offer: Offer | null;
  /** What became of the last offer that was not taken. */
  lostOffer: 'late' | 'left' | 'taken' | null;
  wrapUp: WrapUp | null;
  colleagues: readonly Colleague[];
  calls: readonly DeskCall[];
  call: StaffCall | null;
  /** In what way one is in `call`. */
  mode: 'serving' | 'supervising' | null;
  /** How a supervisor is present, as the server has granted it; null for whoever serves. */
  supervising: SupervisorMode | null;
  consultation: string | null;
}

export interface DeskClient {
  getState(): DeskState;
  subscribe(listener: () => void): () => void;
  request<M extends DeskMethod>(method: M, params: DeskParams<M>): Promise<DeskResult<M>>;
  accept(): Promise<void>;
  decline(reason: DeskParams<'desk.decline'>['reason']): Promise<void>;
  enter(params: DeskParams<'desk.enter'>): Promise<void>;
  takeOver(params: DeskParams<'desk.takeOver'>): Promise<void>;
  /** A supervisor is present in another way from now on. Rejects with the server's `AppError`. */
  setMode(mode: SupervisorMode, why: string): Promise<void>;
  leaveCall(): void;
  close(): void;
}

const NO_CALL = { call: null, mode: null, supervising: null, consultation: null } as const;
const NO_QUEUE: Queue = { waiting: [], wait: null, open: true };

/** The desk as this browser has it: one socket to the desk, and one to the room while in a call. */
export function createDeskClient(api: Pick<StaffApi, 'ticket'>, chimes: Chimes, staff: string): DeskClient {
  let state: DeskState = {
    line: 'connecting',
    ended: null,
    skewMs: 0,
    own: null,
    queue: NO_QUEUE,
    offer: null,
    lostOffer: null,
    wrapUp: null,
    colleagues: [],
    calls: [],
    call: null,
    mode: null,
    supervising: null,
    consultation: null,
  };
  const listeners = new Set<() => void>();
  const change = (part: Partial<DeskState>): void => {
    const before = state;
    state = { ...state, ...part };
    if (before.offer?.entry !== state.offer?.entry) chimes.ring(state.offer !== null);
    for (const listener of [...listeners]) listener();
  };
  const url = window.location.origin.replace(/^http/, 'ws');
  const socket = openDeskSocket({
    url,
    ticket: () => api.ticket(),
    onState: (line) => change({ line }),
    onSnapshot: ({ now, own, queue, offer, wrapUp, colleagues, calls }: DeskSnapshot) =>
      change({ skewMs: now - Date.now(), own, queue, offer, wrapUp, colleagues, calls }),
    onEvent,
  });

  function onEvent({ event, data }: DeskEvent): void {
    switch (event) {
      case 'desk.own':
        change({ own: data });
        break;
      case 'desk.queue':
        change({ queue: data });
        break;
      case 'desk.offer':
        change({ offer: data, lostOffer: null });
        break;
      case 'desk.offerGone':
        if (state.offer?.entry === data.entry)
          change({
            offer: null,
            lostOffer: data.why === 'accepted' || data.why === 'declined' ? null : data.why,
          });
        break;
      case 'desk.wrapUp':
        change({ wrapUp: data });
        break;
      case 'desk.colleagues':
        change({ colleagues: data.colleagues });
        break;
      case 'desk.calls':
        change({ calls: data.calls });
        break;
      case 'desk.ended':
        if (data.reason !== 'closing') change({ ended: data.reason });
        break;
    }
  }

  function into(
    { consultation, ...by }: { consultation: string } & ({ token: string } | { secret: string }),
    mode: 'serving' | 'supervising',
    supervising: SupervisorMode | null,
  ): void {
    state.call?.close();
    const call = createStaffCall({
      ...{ wsUrl: `${url}/ws`, consultation, by },
      onSecret: (secret) =>
        rememberCall(
          secret === null
            ? null
            : { staff, consultation, secret, mode, supervising: state.supervising ?? supervising },
        ),
    });
    change({ call, mode, supervising, consultation, offer: null });
    const stop = call.subscribe(() => {
      const { phase } = call.getState();
      if (phase !== 'ended' && phase !== 'failed') return;
      stop();
      if (state.call === call) change(NO_CALL);
    });
    // One speaks as soon as one is there; the picture is one's own choice, remembered.
    if (mode === 'serving') {
      void call.setMicrophone(true);
      void call.setCamera(window.localStorage.getItem('desk.camera') !== 'off');
    } else if (supervising !== 'monitor') void call.setMicrophone(true);
  }

  // A page that was reloaded in the middle of a call comes back to it.
  const kept = recallCall(staff);
  if (kept !== null) {
    const { consultation, secret, mode, supervising } = kept;
    into({ consultation, secret }, mode, supervising);
  }

  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    request: socket.request,
    accept: async () => {
      if (state.offer === null) return;
      into(await socket.request('desk.accept', { entry: state.offer.entry }), 'serving', null);
    },
    decline: async (reason) => {
      if (state.offer === null) return;
      await socket.request('desk.decline', { entry: state.offer.entry, reason });
    },
    enter: async (params) => into(await socket.request('desk.enter', params), 'supervising', params.mode),
    takeOver: async (params) => into(await socket.request('desk.takeOver', params), 'serving', null),
    setMode: async (mode, why) => {
      const { call } = state;
      if (call === null) return;
      // Whoever only listens has no open microphone, not even for the time of the change.
      if (mode === 'monitor') await call.setMicrophone(false);
      await call.mode({ mode, why });
      if (state.call !== call) return;
      change({ supervising: mode });
      if (mode !== 'monitor') await call.setMicrophone(true);
    },
    leaveCall: () => {
      state.call?.close();
      change(NO_CALL);
    },
    close: () => {
      state.call?.close();
      socket.close();
      chimes.ring(false);
      listeners.clear();
    },
  };
}
