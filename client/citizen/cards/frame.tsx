import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Card, Source } from '../../../protocol/index.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { printOnly } from './print.ts';
import { SendToPhone } from './send-to-phone.tsx';
import { useCardTools } from './tools.ts';

export type CardOf<K extends Card['kind']> = Extract<Card, { kind: K }>;

interface CardFrameProps {
  card: Card;
  icon: IconName;
  /** What kind of card this is, in words. */
  label: string;
  /** Whether it is worth taking along: then it can be sent to a phone and printed. */
  keep?: boolean;
  /** Whether the sources stand open. */
  open?: boolean;
  children: ReactNode;
}

/** What all cards share: kind, title, what it rests on, and the ways to take it along. */
export function CardFrame({ card, icon, label, keep = false, open = false, children }: CardFrameProps) {
  const { t } = useTranslation();
  const id = useId();
  const article = useRef<HTMLElement>(null);
  const tools = useCardTools();
  const sources = card.sources ?? [];
  // Asked for by word: it is the last card that can be taken along.
  const taken = keep && tools?.taken?.card === card.id ? tools.taken : null;
  useEffect(() => {
    if (taken?.how === 'print' && article.current) printOnly(article.current);
  }, [taken]);
  return (
    <article className={`card card-${card.kind}`} aria-labelledby={id} ref={article}>
      <header className="card-head">
        <p className="card-kind">
          <Icon name={icon} />
          {label}
        </p>
        {card.unverified ? <UnverifiedBadge /> : null}
        <h3 id={id} tabIndex={-1}>
          {card.title}
        </h3>
      </header>
      {children}
      {sources.length > 0 ? <Sources sources={sources} open={open} /> : null}
      {keep ? (
        <div className="card-tools">
          {tools ? (
            <SendToPhone
              card={card.id}
              title={card.title}
              link={tools.link}
              asked={taken?.how === 'send' ? taken : null}
            />
          ) : null}
          <button
            type="button"
            className="card-tool"
            onClick={() => article.current && printOnly(article.current)}
          >
            <Icon name="print" />
            {t('cards.print')}
          </button>
        </div>
      ) : null}
    </article>
  );
}

/** Title, region and date of the first source are always seen; the rest is one tap away. */
function Sources({ sources, open }: { sources: readonly Source[]; open: boolean }) {
  const { t } = useTranslation();
  const [first] = sources;
  if (!first) return null;
  return (
    <details className="card-sources" open={open}>
      <summary>
        <span className="card-sources-word">{t('cards.sources')}</span>
        <span className="card-sources-first">
          {first.title}
          {sources.length > 1 ? ` ${t('cards.sourcesMore', { count: sources.length })}` : ''}
          <small>
            {first.region} · {first.verified ? t('cards.reviewedAt') : t('cards.collectedAt')}{' '}
            {first.reviewedAt}
          </small>
        </span>
        <Icon name="down" />
      </summary>
      <ul>
        {sources.map((source) => (
          <SourceItem key={source.id} source={source} />
        ))}
      </ul>
    </details>
  );
}

function SourceItem({ source }: { source: Source }) {
  const { t } = useTranslation();
  const facts: [string, string | undefined][] = [
    [t('cards.article'), source.article],
    [t('cards.issuer'), source.issuer],
    [t('cards.region'), source.region],
    [t('cards.validFrom'), source.validFrom],
    [source.verified ? t('cards.reviewedAt') : t('cards.collectedAt'), source.reviewedAt],
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
      {t('cards.unverified')}
    </span>
  );
}

/** A label with its statements. */
export function Sections({ sections }: { sections: readonly { label: string; items: readonly string[] }[] }) {
  return sections.map((section) => (
    <section key={section.label} className="card-section">
      <h4>{section.label}</h4>
      <ul>
        {section.items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </section>
  ));
}

/** A number that dials. */
export function PhoneLink({ phone }: { phone: { number: string; name: string } | undefined }) {
  if (phone === undefined) return null;
  return (
    <a className="button button-quiet card-phone" href={`tel:${dialable(phone.number)}`}>
      <Icon name="phone" />
      <span>
        {phone.name} <strong>{phone.number}</strong>
      </span>
    </a>
  );
}

/** What can be done next, each by saying it. */
export function NextButtons({
  next,
}: {
  next: readonly { label: string; say: string; note?: string | undefined }[] | undefined;
}) {
  const tools = useCardTools();
  if (next === undefined || next.length === 0 || tools === null) return null;
  return (
    <div className="card-next">
      {next.map((choice, at) => (
        <button
          key={choice.label}
          type="button"
          className={at === 0 ? 'button button-primary' : 'button button-outline'}
          onClick={() => tools.say(choice.say)}
        >
          {choice.label}
        </button>
      ))}
    </div>
  );
}

/** A number as `tel:` wants it: digits, with a leading plus where there is one. */
export function dialable(number: string): string {
  return number.replace(/(?!^\+)[^\d]/g, '');
}
