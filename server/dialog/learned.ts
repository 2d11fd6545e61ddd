import type { Kept } from '../affairs/learn/kept.ts';
import { digestOf, type Learned, learnedFrom, learning } from '../affairs/learn/learn.ts';
import type { Taught } from '../affairs/learn/lessons.ts';
import { finished } from '../affairs/learn/softmax.ts';
import { conceptsIn } from './danger/concepts.ts';
import { marksIn } from './danger/context.ts';
import { standard } from './dialect.ts';
import { normalise } from './normalise.ts';
import { orderMarks } from './orders/kinds.ts';

/** Learning beside live talk takes this long at a time, ms, and rests for one round of the event loop. */
const SLICE_MS = 4;

/** What was learnt last, by what it was learnt from: a content folder is read by several dialogs of one process. */
const remembered = new Map<string, Learned>();
const MOST_REMEMBERED = 4;

function keep(digest: string, learned: Learned): Learned {
  if (remembered.size >= MOST_REMEMBERED) remembered.delete(remembered.keys().next().value ?? '');
  remembered.set(digest, learned);
  return learned;
}

/** Concepts of the rules that the learnt judgement sees as well. */
export const MARKS = {
  matter: orderMarks,
  danger: (text: string) => [...marksIn(text), ...conceptsIn(text)],
};

const lessons = (taught: Taught): Generator<void, Learned, void> =>
  learning({ ...taught, prepare: (text) => standard(normalise(text)), marks: MARKS });

/** Where nothing outlives the process. */
const NOWHERE: Kept = { read: () => null, write: () => {} };

/**
 * What was learnt from the content in force. The first time it is taken from where it was kept, or learnt at once; when
 * the content was read again it is learnt anew beside the talk, and what was known before holds until that is done.
 */
export function createLearned(taughtNow: () => Taught, kept: Kept = NOWHERE): () => Learned {
  let from = taughtNow();
  const digest = digestOf(from);
  const known = (taught: Taught, of: string): Learned | null => {
    const before = remembered.get(of);
    if (before !== undefined) return before;
    const weights = kept.read(of);
    return weights && keep(of, learnedFrom(weights, { groups: taught.groups, marks: MARKS }));
  };
  const learnt = (of: string, learned: Learned): Learned => {
    kept.write(of, learned.weights);
    return keep(of, learned);
  };
  let now = known(from, digest) ?? learnt(digest, finished(lessons(from)));

  function relearn(taught: Taught): void {
    const next = digestOf(taught);
    const before = known(taught, next);
    if (before !== null) {
      now = before;
      return;
    }
    const steps = lessons(taught);
    const slice = (): void => {
      // Read again meanwhile: these lessons are of no use any more.
      if (from !== taught) return;
      const until = performance.now() + SLICE_MS;
      while (performance.now() < until) {
        const step = steps.next();
        if (step.done) {
          now = learnt(next, step.value);
          return;
        }
      }
      setImmediate(slice);
    };
    setImmediate(slice);
  }

  return () => {
    const taught = taughtNow();
    if (taught !== from) {
      from = taught;
      relearn(taught);
    }
    return now;
  };
}
