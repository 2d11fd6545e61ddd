import { DownOutlined } from '@ant-design/icons';
import { App, Dropdown, Space, Tag } from 'antd';
import { BREAK_REASONS, type BreakReason, type Presence } from '../../../protocol/index.ts';
import type { DeskClient, DeskState } from '../desk-client.ts';
import { useTexts, wordsOf } from '../texts.ts';
import { clock, useNow } from '../time.ts';

/** Colour and sign of a presence: never colour alone, the word stands beside it. */
export const PRESENCE_COLOR: Readonly<Record<Presence, string>> = {
  offline: 'default',
  ready: 'success',
  break: 'warning',
  offered: 'processing',
  missed: 'error',
  busy: 'processing',
  wrap_up: 'purple',
};

/** How one is present, since when, and what one chooses next. */
export function PresenceControl({
  desk,
  state,
  canTake,
}: {
  desk: DeskClient;
  state: DeskState;
  canTake: boolean;
}) {
  const t = useTexts();
  const { message } = App.useApp();
  const now = useNow() + state.skewMs;
  const { own } = state;
  if (own === null) return null;
  const set = (presence: 'ready' | 'break' | 'offline', reason?: BreakReason) =>
    desk
      .request('desk.presence', { presence, ...(reason === undefined ? {} : { reason }) })
      .catch((error: unknown) => void message.error(wordsOf(t, error)));
  const words =
    own.presence === 'break' && own.reason !== null ? t.breaks[own.reason] : t.presence[own.presence];
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          ...(canTake ? [{ key: 'ready', label: t.presence.ready }] : []),
          {
            key: 'break',
            label: t.presence.break,
            children: BREAK_REASONS.map((reason) => ({ key: `break.${reason}`, label: t.breaks[reason] })),
          },
          { key: 'offline', label: t.presence.offline },
        ],
        onClick: ({ key }) => {
          const [presence, reason] = key.split('.') as [
            'ready' | 'break' | 'offline',
            BreakReason | undefined,
          ];
          void set(presence, reason);
        },
      }}
    >
      <button type="button" className="presence" data-presence={own.presence}>
        <Space size={6}>
          <Tag color={PRESENCE_COLOR[own.presence]}>{words}</Tag>
          <span className="presence-time">{clock(now - own.since)}</span>
          {own.next === null ? null : <span>{t.next(t.presence[own.next])}</span>}
          <DownOutlined />
        </Space>
      </button>
    </Dropdown>
  );
}
