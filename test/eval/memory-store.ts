import type { ConsultationRecord, Store, TurnRecord } from '../../server/store/types.ts';

/** The records of one consultation, kept in memory; `written` is all that was ever kept, as it was given. */
export interface MemoryStore {
  store: Store;
  written: () => string;
}

/** A store that forgets with the process: for evaluations, where nothing needs to last. */
export function createMemoryStore(): MemoryStore {
  const consultations = new Map<string, ConsultationRecord>();
  const turns: TurnRecord[] = [];
  const change = (id: string, part: Partial<ConsultationRecord>): void => {
    const record = consultations.get(id);
    if (record) consultations.set(id, { ...record, ...part });
  };
  const store = {
    createConsultation: async (record: ConsultationRecord) => {
      consultations.set(record.id, record);
    },
    findConsultation: async (id: string) => consultations.get(id) ?? null,
    updateConsultation: async (id: string, part: Partial<ConsultationRecord>) => change(id, part),
    appendTurns: async (added: TurnRecord[], also?: { id: string; change: Partial<ConsultationRecord> }) => {
      turns.push(...added);
      if (also) change(also.id, also.change);
      return { duplicate: null };
    },
    setHeard: async (_consultation: string, turn: string, text: string, cut: boolean) => {
      turns.forEach((entry, i) => {
        if (entry.turn === turn) turns[i] = { ...entry, text, cut };
      });
    },
    listTurns: async (id: string) => turns.filter((turn) => turn.consultation === id),
    ping: async () => {},
    close: async () => {},
  };
  // What is said and understood in a consultation touches only these.
  return { store: store as unknown as Store, written: () => JSON.stringify(turns) };
}
