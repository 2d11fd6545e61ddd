import { useTranslation } from 'react-i18next';
import { HTML_LANG } from '../../ui/i18n.ts';
import { CardFrame, type CardOf, NextButtons } from './frame.tsx';

/** Groups of four, so that it can be read aloud and written down. */
const grouped = (code: string): string =>
  code.includes('-') ? code : (code.match(/.{1,4}/gu) ?? [code]).join(' ');

/** How a work order or an appointment stands; as a receipt, with the code that opens it. */
export function StatusCard({ card }: { card: CardOf<'status'> }) {
  const { t, i18n } = useTranslation();
  const format = new Intl.DateTimeFormat(i18n.language === 'en' ? HTML_LANG.en : HTML_LANG.zh, {
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'Asia/Shanghai',
  });
  const isReceipt = card.queryCode !== undefined;
  return (
    <CardFrame
      card={card}
      icon={isReceipt ? 'receipt' : 'progress'}
      label={t(isReceipt ? 'cards.receipt' : 'cards.status')}
      keep={card.number !== undefined}
    >
      <p className="status-state">{card.state}</p>
      {card.number === undefined ? null : (
        <dl className="status-codes">
          <div>
            <dt>{t('cards.number')}</dt>
            <dd>{grouped(card.number)}</dd>
          </div>
          {card.queryCode === undefined ? null : (
            <div>
              <dt>{t('cards.queryCode')}</dt>
              <dd>{grouped(card.queryCode)}</dd>
            </div>
          )}
        </dl>
      )}
      {card.text === undefined ? null : <p className="card-text">{card.text}</p>}
      {card.stages.length === 0 ? null : (
        <ol className="stages">
          {card.stages.map((stage) => (
            <li
              key={stage.label}
              data-state={stage.state}
              aria-current={stage.state === 'now' ? 'step' : undefined}
            >
              <span className="stage-mark" aria-hidden="true" />
              <span className="stage-words">
                {stage.label}
                <span className="visually-hidden"> ({t(STAGE_WORDS[stage.state])})</span>
                {stage.at === undefined ? null : <small>{format.format(stage.at)}</small>}
                {stage.note === undefined ? null : <small>{stage.note}</small>}
              </span>
            </li>
          ))}
        </ol>
      )}
      {card.facts.length === 0 ? null : (
        <dl className="status-facts">
          {card.facts.map((fact) => (
            <div key={fact.label}>
              <dt>{fact.label}</dt>
              <dd>{fact.value}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className="status-as-of">{t('cards.asOf', { time: format.format(card.asOf) })}</p>
      <NextButtons next={card.next} />
    </CardFrame>
  );
}

const STAGE_WORDS = {
  done: 'cards.stageDone',
  now: 'cards.stageNow',
  todo: 'cards.stageTodo',
} as const;
