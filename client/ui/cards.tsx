import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Card, Source } from '../../protocol/index.ts';
import { Icon } from './icon.tsx';

type CardOf<K extends Card['kind']> = Extract<Card, { kind: K }>;
/** `say`: what the citizen says by tapping. */
type Say = (text: string) => void;

/** One card of any kind. */
export function CardView({ card, onSay }: { card: Card; onSay: Say }) {
  switch (card.kind) {
    case 'answer':
      return <AnswerCard card={card} />;
    case 'choices':
      return <ChoicesCard card={card} onSay={onSay} />;
    case 'emergency':
      return <EmergencyCard card={card} />;
  }
}

function AnswerCard({ card }: { card: CardOf<'answer'> }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <article className="card card-answer" aria-labelledby={id}>
      <header className="card-head">
        <p className="card-kind">
          <Icon name="book" />
          {t('card.answer')}
        </p>
        {card.unverified ? <UnverifiedBadge /> : null}
        <h3 id={id}>{card.title}</h3>
      </header>
      <p className="card-summary">{card.summary}</p>
      {card.sections.map((section) => (
        <section key={section.label} className="card-section">
          <h4>{section.label}</h4>
          <ul>
            {section.items.map((item) => (
              <li key={item}>{item}</li>
            ))}
          </ul>
        </section>
      ))}
      {card.phone ? (
        <a className="button button-quiet card-phone" href={`tel:${dialable(card.phone.number)}`}>
          <Icon name="phone" />
          <span>
            {card.phone.name} <strong>{card.phone.number}</strong>
          </span>
        </a>
      ) : null}
      <section className="card-sources">
        <h4>{t('card.sources')}</h4>
        <ul>
          {card.sources.map((source) => (
            <SourceItem key={source.id} source={source} />
          ))}
        </ul>
      </section>
    </article>
  );
}

function SourceItem({ source }: { source: Source }) {
  const { t } = useTranslation();
  const facts: [string, string | undefined][] = [
    [t('card.article'), source.article],
    [t('card.issuer'), source.issuer],
    [t('card.region'), source.region],
    [t('card.validFrom'), source.validFrom],
    [source.verified ? t('card.reviewedAt') : t('card.collectedAt'), source.reviewedAt],
  ];
  return (
    <li className="source">
      <cite>{source.title}</cite>
      {source.verified ? null : <UnverifiedBadge />}
      <dl>
        {facts.map(([label, value]) =>
          value === undefined || value === '' ? null : (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </li>
  );
}

function UnverifiedBadge() {
  const { t } = useTranslation();
  return (
    <span className="badge badge-unverified">
      <Icon name="alert" />
      {t('card.unverified')}
    </span>
  );
}

function ChoicesCard({ card, onSay }: { card: CardOf<'choices'>; onSay: Say }) {
  const id = useId();
  return (
    <article className="card card-choices" aria-labelledby={id}>
      <h3 id={id}>{card.title}</h3>
      {card.text === undefined ? null : <p>{card.text}</p>}
      <ul className="choices">
        {card.choices.map((choice) => (
          <li key={choice.label}>
            <button type="button" className="button button-quiet" onClick={() => onSay(choice.say)}>
              {choice.label}
            </button>
          </li>
        ))}
      </ul>
    </article>
  );
}

function EmergencyCard({ card }: { card: CardOf<'emergency'> }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <article className="card card-emergency" aria-labelledby={id}>
      <p className="card-kind">
        <Icon name="alert" />
        {t('card.emergency')}
      </p>
      <h3 id={id}>{card.title}</h3>
      <p className="card-summary" role="alert">
        {card.text}
      </p>
      <ul className="numbers">
        {card.numbers.map((entry) => (
          <li key={entry.number}>
            <a
              href={`tel:${dialable(entry.number)}`}
              aria-label={`${t('card.call', { number: entry.number })} ${entry.name}`}
            >
              <Icon name="phone" />
              <strong>{entry.number}</strong>
              <span>{entry.name}</span>
            </a>
          </li>
        ))}
      </ul>
    </article>
  );
}

/** A number as `tel:` wants it: digits, with a leading plus where there is one. */
function dialable(number: string): string {
  return number.replace(/(?!^\+)[^\d]/g, '');
}
