import { useTranslation } from 'react-i18next';
import type { Card } from '../../../protocol/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { ChecklistCard } from './checklist.tsx';
import { FormCard } from './form-card.tsx';
import { CardFrame, type CardOf, dialable, NextButtons, PhoneLink, Sections } from './frame.tsx';
import { StatusCard } from './status.tsx';
import { useCardTools } from './tools.ts';
import { VideoCard } from './video-card.tsx';

/** One card of any kind. */
export function CardView({ card }: { card: Card }) {
  switch (card.kind) {
    case 'answer':
      return <AnswerCard card={card} />;
    case 'steps':
      return <StepsCard card={card} />;
    case 'checklist':
      return <ChecklistCard card={card} />;
    case 'choices':
      return <ChoicesCard card={card} />;
    case 'form':
      return <FormCard card={card} />;
    case 'place':
      return <PlaceCard card={card} />;
    case 'status':
      return <StatusCard card={card} />;
    case 'emergency':
      return <EmergencyCard card={card} />;
    case 'handoff':
      return <HandoffCard card={card} />;
    case 'video':
      return <VideoCard card={card} />;
  }
}

function AnswerCard({ card }: { card: CardOf<'answer'> }) {
  const { t } = useTranslation();
  return (
    <CardFrame card={card} icon="book" label={t('cards.answer')} keep open>
      <p className="card-summary">{card.summary}</p>
      <Sections sections={card.sections} />
      <PhoneLink phone={card.phone} />
      <NextButtons next={card.next} />
    </CardFrame>
  );
}

function StepsCard({ card }: { card: CardOf<'steps'> }) {
  const { t } = useTranslation();
  return (
    <CardFrame card={card} icon="steps" label={t('cards.steps')} keep>
      {card.summary === undefined ? null : <p className="card-summary">{card.summary}</p>}
      <ol className="steps">
        {card.steps.map((step) => (
          <li key={step.title}>
            <h4>{step.title}</h4>
            {step.text === undefined ? null : <p>{step.text}</p>}
            {step.facts === undefined ? null : (
              <ul className="facts">
                {step.facts.map((fact) => (
                  <li key={fact}>{fact}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
      <PhoneLink phone={card.phone} />
      <NextButtons next={card.next} />
    </CardFrame>
  );
}

/** Answers that end the choosing: they stand apart, so that nobody takes them for a matter. */
const WAY_OUT =
  /^(都不是|都不对|不清楚|不知道|不确定|None of these|Neither|Not sure|I am not sure|I do not know)/i;

function ChoicesCard({ card }: { card: CardOf<'choices'> }) {
  const { t } = useTranslation();
  const tools = useCardTools();
  const matters = card.choices.filter(({ label }) => !WAY_OUT.test(label));
  const ways = card.choices.filter(({ label }) => WAY_OUT.test(label));
  return (
    <CardFrame card={card} icon="choose" label={t('cards.choices')}>
      {card.text === undefined ? null : <p className="card-text">{card.text}</p>}
      <ol className="choices">
        {matters.map((choice, at) => (
          <li key={choice.label}>
            <button type="button" className="choice" disabled={!tools} onClick={() => tools?.say(choice.say)}>
              <span className="choice-mark" aria-hidden="true">
                {at + 1}
              </span>
              <span className="choice-words">
                {choice.label}
                {choice.note === undefined ? null : <small>{choice.note}</small>}
              </span>
              <Icon name="next" />
            </button>
          </li>
        ))}
      </ol>
      {ways.length === 0 ? null : (
        <ul className="choices-out">
          {ways.map((choice) => (
            <li key={choice.label}>
              <button
                type="button"
                className="button button-quiet"
                disabled={!tools}
                onClick={() => tools?.say(choice.say)}
              >
                {choice.label}
              </button>
            </li>
          ))}
        </ul>
      )}
      {card.why === undefined ? null : (
        <details className="why">
          <summary>{t('cards.why')}</summary>
          <p>{card.why}</p>
        </details>
      )}
    </CardFrame>
  );
}

function PlaceCard({ card }: { card: CardOf<'place'> }) {
  const { t } = useTranslation();
  return (
    <CardFrame card={card} icon="place" label={t('cards.place')} keep>
      {card.text === undefined ? null : <p className="card-text">{card.text}</p>}
      {card.places.map((place) => (
        <section key={place.name} className="place">
          <h4>{place.name}</h4>
          <dl>
            <div>
              <dt>{t('cards.address')}</dt>
              <dd className="place-address">{place.address}</dd>
            </div>
            {place.hours === undefined ? null : (
              <div>
                <dt>{t('cards.hours')}</dt>
                {place.hours.map((line) => (
                  <dd key={line}>{line}</dd>
                ))}
              </div>
            )}
          </dl>
          {place.directions === undefined ? null : (
            <>
              <h5>{t('cards.directions')}</h5>
              <ul className="place-way">
                {place.directions.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </>
          )}
          {place.note === undefined ? null : <p className="place-note">{place.note}</p>}
          <PhoneLink phone={place.phone} />
        </section>
      ))}
      <NextButtons next={card.next} />
    </CardFrame>
  );
}

function EmergencyCard({ card }: { card: CardOf<'emergency'> }) {
  const { t } = useTranslation();
  const [first, ...others] = card.numbers;
  const line = (entry: { number: string; name: string }, big: boolean) => (
    <a
      className={big ? 'emergency-call' : 'emergency-also'}
      href={`tel:${dialable(entry.number)}`}
      aria-label={`${t('cards.call', { number: entry.number })} ${entry.name}`}
    >
      <Icon name="phone" />
      <strong>{entry.number}</strong>
      <span>{entry.name}</span>
    </a>
  );
  return (
    <CardFrame card={card} icon="alert" label={t('cards.emergency')}>
      {first === undefined ? null : line(first, true)}
      <p className="card-summary" role="alert">
        {card.text}
      </p>
      {card.advice === undefined ? null : (
        <ul className="emergency-advice">
          {card.advice.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      {others.length === 0 ? null : (
        <ul className="numbers">
          {others.map((entry) => (
            <li key={entry.number}>{line(entry, false)}</li>
          ))}
        </ul>
      )}
    </CardFrame>
  );
}

function HandoffCard({ card }: { card: CardOf<'handoff'> }) {
  const { t } = useTranslation();
  return (
    <CardFrame card={card} icon="person" label={t('cards.handoff')}>
      <p className="card-text">{card.text}</p>
      <a className="handoff-call" href={`tel:${dialable(card.phone.number)}`}>
        <Icon name="phone" />
        <span>
          <strong>{card.phone.number}</strong>
          {card.phone.name}
        </span>
      </a>
      <NextButtons next={card.choices} />
    </CardFrame>
  );
}
