import type { Consultation } from '../../server/consult/consultation.ts';
import { begun } from '../../server/consult/live.ts';
import { ResumeSecret } from '../../server/consult/resume-secret.ts';
import type { Dialog, PlannedCard, Reply } from '../../server/dialog/types.ts';
import { createMemoryStore } from './memory-store.ts';
import type { Result, Row } from './row.ts';

type Parts = ConstructorParameters<typeof Consultation>[0];

/** Speech is not made where nobody listens; to ask for it would be a fault. */
const unused = <T extends object>(name: string): T =>
  new Proxy({} as T, {
    get: () => {
      throw new Error(`${name} is of no use to a consultation without a room`);
    },
  });

const strings = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]) =>
    ['kind', 'sources', 'id', 'turn', 'service'].includes(key) ? [] : strings(part),
  );
};

function cardOf(card: PlannedCard): Result['cards'][number] {
  const sources = 'sources' in card ? (card.sources ?? []) : [];
  const { title, ...rest } = card;
  return {
    kind: card.kind,
    title,
    text: strings(rest).join('\n'),
    citations: sources.map((source) => [source.title, source.article ?? ''].join(' ').trim()),
  };
}

function resultOf(row: Row, reply: Reply, ms: number, trace: string): Result {
  const { understood } = reply;
  return {
    id: row.id,
    intents: (understood.intents ?? []).map(({ service, ask, slots }) => ({
      service,
      ...(ask === undefined ? {} : { ask }),
      slots: { ...slots },
    })),
    action: understood.action ?? 'refuse',
    ask: understood.asks ?? null,
    form: understood.form ?? null,
    handoff: reply.handoff,
    emotion: understood.emotion ?? 'neutral',
    reply: reply.sentences.map((sentence) => sentence.text).join(''),
    cards: reply.cards.map(cardOf),
    redirect: understood.redirect ?? [],
    masked: reply.masked,
    ms,
    control: understood.control ?? null,
    found: { ...understood.found },
    trace,
  };
}

/**
 * Runs each row in a consultation of its own: the same `Consultation` that serves citizens, without a room, its records
 * in memory. `before` is answered first; the time is that of the last turn.
 */
export async function evaluate(rows: readonly Row[], dialog: Dialog): Promise<Result[]> {
  const results: Result[] = [];
  for (const row of rows) {
    const memory = createMemoryStore();
    const kept: string[] = [];
    let last: { reply: Reply; ms: number } | null = null;
    const watched: Dialog = {
      ...dialog,
      turn(input, state) {
        const from = performance.now();
        const reply = dialog.turn(
          { ...input, ...(row.channel === 'callback-voice' ? { callback: true } : {}) },
          state,
        );
        last = { reply, ms: performance.now() - from };
        return reply;
      },
    };
    const parts: Parts = {
      dialog: watched,
      store: memory.store,
      speech: unused<Parts['speech']>('speech'),
      silence: new Uint8Array(),
      now: () => 0,
      log: (_level, event, fields) => kept.push(event, JSON.stringify({ ...fields, pii: undefined })),
    };
    const consultation = await begun(parts, 'zh', new ResumeSecret());
    consultation.tell = (event, data) => kept.push(event, JSON.stringify(data));
    const said = [...row.before, row.utterance];
    for (const [i, text] of said.entries()) {
      const via = row.channel === 'web-text' ? 'text' : 'voice';
      await consultation.say({ message: `message_${i}`, text, lang: 'zh', via });
    }
    const turn = last as { reply: Reply; ms: number } | null;
    if (turn === null) throw new Error(`${row.id}: nothing was said`);
    const { reply } = turn;
    const shown = JSON.stringify([reply.masked, reply.understood, reply.sentences, reply.cards]);
    results.push(resultOf(row, reply, turn.ms, [memory.written(), ...kept, shown].join('\n')));
  }
  return results;
}
