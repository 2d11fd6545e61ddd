import { Alert, Card, Empty, Tag } from 'antd';
import type { Me, QueueRow } from '../../../protocol/index.ts';
import { CallDesk } from '../call/call-desk.tsx';
import type { DeskClient, DeskState } from '../desk-client.ts';
import { useTexts } from '../texts.ts';
import { clock, useNow } from '../time.ts';
import { WrapUpForm } from './wrap-up.tsx';

interface WorkProps {
  desk: DeskClient;
  state: DeskState;
  me: Me;
}

/** Where calls are served: the call, the work after it, or the wait for the next. */
export function Work({ desk, state, me }: WorkProps) {
  if (state.call !== null) return <CallDesk desk={desk} state={state} call={state.call} me={me} />;
  return (
    <div className="work-idle">
      {state.wrapUp === null ? (
        <Idle state={state} canTake={me.rights.includes('call.take')} />
      ) : (
        <WrapUpForm key={state.wrapUp.consultation} desk={desk} wrapUp={state.wrapUp} skewMs={state.skewMs} />
      )}
      <QueueCard state={state} />
    </div>
  );
}

function Idle({ state, canTake }: { state: DeskState; canTake: boolean }) {
  const t = useTexts();
  const presence = state.own?.presence ?? 'offline';
  const what = !canTake
    ? [t.idle.notAgent, '']
    : presence === 'ready' || presence === 'offered' || presence === 'busy'
      ? [t.idle.ready, t.idle.readyHint]
      : presence === 'break'
        ? [t.idle.break, t.idle.breakHint]
        : presence === 'missed'
          ? [t.idle.missed, t.missedHint]
          : [t.idle.offline, t.idle.offlineHint];
  return (
    <Card className="idle" data-presence={presence}>
      <span className="idle-sign" aria-hidden="true" />
      <h2>{what[0]}</h2>
      <p>{what[1]}</p>
      {state.lostOffer === null ? null : <Alert type="info" showIcon title={t.offer.lost[state.lostOffer]} />}
    </Card>
  );
}

/** Who waits, in the order in which they are served. */
export function QueueCard({
  state,
  action,
}: {
  state: DeskState;
  action?: (row: QueueRow) => React.ReactNode;
}) {
  const t = useTexts();
  const now = useNow() + state.skewMs;
  const { waiting, open } = state.queue;
  const oldest = Math.min(...waiting.map(({ since }) => since));
  return (
    <Card
      className="queue"
      title={t.queue.title}
      size="small"
      extra={
        <>
          {open ? null : <Tag color="warning">{t.queue.closed}</Tag>}
          {waiting.length === 0
            ? null
            : `${t.queue.waiting(waiting.length)} · ${t.queue.longest(clock(now - oldest))}`}
        </>
      }
    >
      {waiting.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t.queue.empty} />
      ) : null}
      <ol className="queue-rows">
        {waiting.map((row) => (
          <li key={row.entry}>
            <span className="queue-time">{clock(now - row.since)}</span>
            <span className="queue-matter">{row.matter ?? t.queue.matter}</span>
            {row.priority === 'normal' ? null : (
              <Tag color={row.priority === 'emergency' ? 'red' : 'orange'}>
                {t.brief.priority[row.priority]}
              </Tag>
            )}
            {row.feeling === 'neutral' ? null : <Tag>{t.brief.feelings[row.feeling]}</Tag>}
            {row.ringing ? <Tag color="processing">{t.queue.ringing}</Tag> : null}
            {action?.(row)}
          </li>
        ))}
      </ol>
    </Card>
  );
}
