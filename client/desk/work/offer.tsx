import { App, Button, Dropdown, Progress, Tag } from 'antd';
import { useState } from 'react';
import { DECLINE_REASONS, OFFER_MS, type Offer } from '../../../protocol/index.ts';
import type { DeskClient } from '../desk-client.ts';
import { useTexts, wordsOf } from '../texts.ts';
import { clock, useNow } from '../time.ts';
import { BriefingView } from './briefing.tsx';

/** A call that rings: who it is, what is known, and how long there is to answer. */
export function OfferPanel({ desk, offer, skewMs }: { desk: DeskClient; offer: Offer; skewMs: number }) {
  const t = useTexts();
  const { message } = App.useApp();
  const now = useNow() + skewMs;
  const [busy, setBusy] = useState(false);
  const left = Math.max(0, offer.until - now);
  const answer = () => {
    setBusy(true);
    desk.accept().catch((error: unknown) => {
      setBusy(false);
      void message.error(wordsOf(t, error));
    });
  };
  const { briefing, priority } = offer;
  return (
    <section className="offer" role="alertdialog" aria-label={t.offer.title}>
      <header>
        <h2 className="offer-title">{t.offer.title}</h2>
        <Tag color={priority === 'emergency' ? 'red' : priority === 'normal' ? 'default' : 'orange'}>
          {t.brief.priority[priority]}
        </Tag>
        <span>{t.brief.reason[briefing.reason]}</span>
        <span className="offer-waited">
          {t.brief.waited} {clock(now - offer.since)}
        </span>
      </header>
      <BriefingView briefing={briefing} />
      <footer>
        <Progress
          percent={(left / OFFER_MS) * 100}
          showInfo={false}
          size="small"
          status={left < 5_000 ? 'exception' : 'normal'}
          aria-hidden="true"
        />
        <div className="offer-actions">
          <Dropdown
            trigger={['click']}
            menu={{
              items: DECLINE_REASONS.map((key) => ({ key, label: t.declines[key] })),
              onClick: ({ key }) =>
                void desk.decline(key as (typeof DECLINE_REASONS)[number]).catch(() => undefined),
            }}
          >
            <Button size="large">{t.offer.decline}</Button>
          </Dropdown>
          <Button
            type="primary"
            size="large"
            loading={busy}
            onClick={answer}
            autoFocus
            className="offer-accept"
          >
            {t.offer.accept}
            <span className="offer-seconds">{t.offer.seconds(Math.ceil(left / 1_000))}</span>
          </Button>
        </div>
      </footer>
    </section>
  );
}
