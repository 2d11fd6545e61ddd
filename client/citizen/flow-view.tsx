import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Card, TranscriptEntry } from '../../protocol/index.ts';
import { HTML_LANG } from '../ui/i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { CardView } from './cards/card-view.tsx';
import { type CardTools, CardToolsContext } from './cards/tools.ts';
import { type FlowItem, flowItems, formLast, scrollFor } from './flow.ts';

interface FlowViewProps {
  transcript: readonly TranscriptEntry[];
  cards: readonly Card[];
  suggestions: readonly string[];
  /** Null after the call: what is there can be read, not used. */
  tools: CardTools | null;
}

/** As many as a person reads at a glance. */
const MAX_SUGGESTIONS = 4;

/** What can be said to a form and stands nowhere in it. */
const SKIP = /^(?:跳过|Skip)$/;

/** The conversation with its cards, and what could be asked next. */
export function FlowView({ transcript, cards, suggestions, tools }: FlowViewProps) {
  const { t } = useTranslation();
  const [flow, setFlow] = useState(() => ({ transcript, cards, items: flowItems(transcript, cards) }));
  if (flow.transcript !== transcript || flow.cards !== cards) {
    setFlow({ transcript, cards, items: flowItems(transcript, cards, flow.items) });
  }
  const openForm = tools?.state.forms.findLast(({ status }) => status === 'open')?.form ?? null;
  const items = useMemo(() => formLast(flow.items, openForm), [flow.items, openForm]);
  const scroller = useRef<HTMLElement>(null);
  const known = useRef<ReadonlySet<string>>(new Set());
  const heading = useId();
  const newestCard = cards.at(-1);
  // What stands on the newest card as a choice, or in the form as a field or a button, needs no second button.
  const offered = useMemo(() => {
    if (newestCard?.kind === 'form' && openForm === newestCard.form) {
      return suggestions.filter((suggestion) => SKIP.test(suggestion));
    }
    // A film has its own controls, which must not be covered.
    if (newestCard?.kind === 'video') return [];
    const choices = newestCard?.kind === 'choices' ? newestCard.choices : [];
    const there = new Set(choices.flatMap(({ label, say }) => [label, say]));
    return suggestions.filter((suggestion) => !there.has(suggestion)).slice(0, MAX_SUGGESTIONS);
  }, [newestCard, openForm, suggestions]);

  useEffect(() => {
    const before = known.current;
    known.current = new Set(items.map((item) => item.key));
    const fresh = items.filter((item) => !before.has(item.key));
    // Of several new things the first card counts: it is what the avatar speaks about.
    const item = fresh.find((one) => one.kind === 'card') ?? fresh.at(-1);
    // Words beside a form move nothing under the hand that fills it.
    if (item === undefined || (openForm !== null && item.kind === 'line')) return;
    if (scroller.current) scrollTo(scroller.current, item);
  }, [items, openForm]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="flow" ref={scroller} tabIndex={0} aria-labelledby={heading}>
      <h2 id={heading} className="visually-hidden">
        {t('call.conversation')}
      </h2>
      {/* The captions already tell each sentence once; a log that speaks too would say everything twice. */}
      <div role="log" aria-live="off" aria-label={t('call.log')} className="flow-log">
        {items.length === 0 ? <p className="flow-empty">{t('call.empty')}</p> : null}
        <CardToolsContext value={tools}>
          {items.map((item) => (
            <div key={item.key} data-key={item.key} className="flow-item">
              {item.kind === 'card' ? <CardView card={item.card} /> : <Line entry={item.entry} />}
            </div>
          ))}
        </CardToolsContext>
      </div>
      <p className="visually-hidden" aria-live="polite">
        {newestCard ? t('call.newCard', { title: newestCard.title }) : ''}
      </p>
      {tools !== null && cards.length === 0 ? <FirstSteps tools={tools} /> : null}
      {offered.length > 0 ? (
        <nav className="suggestions" aria-label={t('call.suggestions')}>
          <p aria-hidden="true">{t('call.suggestions')}</p>
          <ul>
            {offered.map((suggestion) => (
              <li key={suggestion}>
                <button type="button" className="button button-chip" onClick={() => tools?.say(suggestion)}>
                  {suggestion}
                </button>
              </li>
            ))}
          </ul>
        </nav>
      ) : null}
    </section>
  );
}

/** What can be done here besides asking, one tap each, until the first card stands. */
function FirstSteps({ tools }: { tools: CardTools }) {
  const { t } = useTranslation();
  const step = (name: keyof typeof FIRST_ICONS, onPress: () => void) => (
    <button type="button" className="first-step" onClick={onPress}>
      <Icon name={FIRST_ICONS[name]} />
      {t(`call.${name}`)}
    </button>
  );
  return (
    <nav className="first-steps" aria-label={t('call.first')}>
      {step('report', () => tools.say(t('call.reportSay')))}
      {step('progress', () => tools.forms.open('f.lookup'))}
      {step('book', () => tools.forms.open('f.appointment'))}
    </nav>
  );
}

const FIRST_ICONS = { report: 'form', progress: 'progress', book: 'clock' } as const;

function Line({ entry }: { entry: TranscriptEntry }) {
  const { t } = useTranslation();
  return (
    <div className="line" data-role={entry.role}>
      <span className="line-who">
        {entry.role === 'avatar' ? <Icon name="robot" /> : null}
        {entry.role === 'agent' ? <Icon name="person" /> : null}
        {entry.role === 'avatar'
          ? t('call.avatar')
          : entry.role === 'agent'
            ? `${t('service.human')} ${entry.by ?? ''}`
            : t('call.you')}
      </span>
      <p className="line-text" lang={HTML_LANG[entry.lang]}>
        {entry.text}
        {entry.cut ? <span className="line-cut"> {t('call.cut')}</span> : null}
      </p>
    </div>
  );
}

function scrollTo(scroller: HTMLElement, item: FlowItem): void {
  const where = scrollFor(item);
  if (where === 'stay') return;
  const element = scroller.querySelector<HTMLElement>(`[data-key="${CSS.escape(item.key)}"]`);
  const top = where === 'end' || !element ? scroller.scrollHeight : element.offsetTop - 8;
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  scroller.scrollTo({ top, behavior: calm ? 'auto' : 'smooth' });
}
