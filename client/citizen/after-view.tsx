import { useTranslation } from 'react-i18next';
import type { CallProblem, CallState } from '../call/types.ts';
import { ProblemNote } from '../ui/problem-note.tsx';
import type { ProblemAction } from '../ui/problems.ts';
import { FlowView } from './flow-view.tsx';

interface AfterViewProps {
  state: CallState;
  hotline: string;
  onAgain: () => void;
  onHome: () => void;
}

/** After the call: goodbye or what went wrong, a way on, and what was shown, still to be read. */
export function AfterView({ state, hotline, onAgain, onHome }: AfterViewProps) {
  const { t } = useTranslation();
  const problem = problemAfter(state);
  const onAction = (action: ProblemAction) => {
    if (action === 'reload') window.location.reload();
    else onAgain();
  };
  return (
    <>
      {problem ? (
        <ProblemNote
          // A new failure of the same kind counts down anew.
          key={keyOf(problem)}
          problem={problem}
          hotline={hotline}
          kind="ended"
          onAction={onAction}
          onHome={onHome}
        />
      ) : (
        <section className="goodbye">
          <h2>{t('end.heading')}</h2>
          <p>{t('end.lead')}</p>
          <div className="goodbye-actions">
            <button type="button" className="button button-primary" onClick={onAgain}>
              {t('end.again')}
            </button>
            <button type="button" className="button button-outline" onClick={onHome}>
              {t('end.home')}
            </button>
          </div>
        </section>
      )}
      {state.transcript.length + state.cards.length > 0 ? (
        <FlowView transcript={state.transcript} cards={state.cards} suggestions={[]} tools={null} />
      ) : null}
    </>
  );
}

/** A failed call always has something to say, even where the call itself could not tell. */
function problemAfter(state: CallState): CallProblem | null {
  return state.problem ?? (state.phase === 'failed' ? { code: 'internal' } : null);
}

let keys = 0;
const keyed = new WeakMap<CallProblem, number>();
function keyOf(problem: CallProblem): number {
  const known = keyed.get(problem);
  if (known !== undefined) return known;
  keys += 1;
  keyed.set(problem, keys);
  return keys;
}
