import { digestOf, type Learned, learning } from '../affairs/learn/learn.ts';
import type { Taught } from '../affairs/learn/lessons.ts';
import { finished } from '../affairs/learn/softmax.ts';
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
export const MARKS = { matter: orderMarks, danger: marksIn };

const lessons = (taught: Taught): Generator<void, Learned, void> =>
  learning({ ...taught, prepare: (text) => standard(normalise(text)), marks: MARKS });

/**
 * What was learnt from the content in force. The first time it is learnt at once; when the content was read again it is
 * learnt anew beside the talk, and what was known before holds until that is done.
 */
export function createLearned(taughtNow: () => Taught): () => Learned {
  let from = taughtNow();
  const digest = digestOf(from);
  let now = remembered.get(digest) ?? keep(digest, finished(lessons(from)));

  function relearn(taught: Taught): void {
    const next = digestOf(taught);
    const known = remembered.get(next);
    if (known) {
      now = known;
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
          now = keep(next, step.value);
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
