import { BellOutlined, KeyOutlined, MutedOutlined } from '@ant-design/icons';
import { Alert, Badge, Button, Dropdown, Layout, Menu, Modal, Tooltip } from 'antd';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Me } from '../../protocol/index.ts';
import { Accounts } from './admin/accounts.tsx';
import { AuditList } from './admin/audit.tsx';
import type { StaffApi } from './api.ts';
import { DeviceCheck } from './check.tsx';
import { createDeskClient, type DeskClient } from './desk-client.ts';
import { Records } from './records/records.tsx';
import { createChimes } from './sounds.ts';
import { type DeskTexts, useTexts } from './texts.ts';
import { Watch } from './watch/watch.tsx';
import { OfferPanel } from './work/offer.tsx';
import { PresenceControl } from './work/presence.tsx';
import { Work } from './work/work.tsx';

interface ShellProps {
  api: StaffApi;
  me: Me;
  onLeave: () => void;
  onLang: () => void;
}

/** Well within the time after which an idle session ends (half an hour). */
const KEEP_MS = 4 * 60_000;

type Place = keyof DeskTexts['tabs'];

/** The desk: bar at the top, and the place one works at. */
export function Shell({ api, me, onLeave, onLang }: ShellProps) {
  const t = useTexts();
  const chimes = useMemo(createChimes, []);
  const [muted, setMuted] = useState(chimes.muted);
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round opens the line anew
  const desk = useMemo(
    () => createDeskClient(api, chimes, me.account.id),
    [api, chimes, me.account.id, round],
  );
  useEffect(() => () => desk.close(), [desk]);
  const state = useSyncExternalStore(desk.subscribe, desk.getState);
  // A long call is work too: the session must not idle out in the middle of it.
  useEffect(() => {
    const timer = setInterval(() => void api.me().catch(() => undefined), KEEP_MS);
    return () => clearInterval(timer);
  }, [api]);
  const [keys, setKeys] = useState(false);
  const places = placesOf(me);
  const [place, setPlace] = useState<Place>(places[0] ?? 'check');
  useShortcuts(desk, () => setKeys(true));
  // A call is served at the work place, wherever one was when it came.
  useEffect(() => {
    if (state.call !== null) setPlace('work');
  }, [state.call]);
  const waiting = state.queue.waiting.length;
  return (
    <Layout className="desk">
      <Layout.Header className="desk-bar">
        <div className="desk-brand">
          <strong>12345</strong>
          <span>{t.title.replace('12345 ', '')}</span>
        </div>
        <Menu
          mode="horizontal"
          theme="dark"
          selectedKeys={[place]}
          onClick={({ key }) => setPlace(key as Place)}
          items={places.map((key) => ({ key, label: t.tabs[key] }))}
          className="desk-menu"
        />
        <Badge count={waiting} size="small" className="desk-waiting" title={t.queue.waiting(waiting)} />
        {me.rights.includes('call.take') || me.rights.includes('call.takeover') ? (
          <PresenceControl desk={desk} state={state} canTake={me.rights.includes('call.take')} />
        ) : null}
        <Tooltip title={muted ? t.sounds.unmute : t.sounds.mute}>
          <Button
            type="text"
            className="bar-button"
            aria-label={muted ? t.sounds.unmute : t.sounds.mute}
            aria-pressed={muted}
            icon={muted ? <MutedOutlined /> : <BellOutlined />}
            onClick={() => {
              chimes.setMuted(!muted);
              setMuted(!muted);
            }}
          />
        </Tooltip>
        <Tooltip title={`${t.keys.title} (?)`}>
          <Button
            type="text"
            className="bar-button"
            aria-label={t.keys.title}
            icon={<KeyOutlined />}
            onClick={() => setKeys(true)}
          />
        </Tooltip>
        <Button type="text" className="bar-button" onClick={onLang}>
          {t.language}
        </Button>
        <Dropdown
          menu={{ items: [{ key: 'out', label: t.gate.signOut }], onClick: onLeave }}
          trigger={['click']}
        >
          <Button type="text" className="bar-button">
            {me.account.publicName} {me.account.number}
          </Button>
        </Dropdown>
      </Layout.Header>
      {state.line === 'connecting' && state.own !== null ? (
        <Alert banner type="warning" title={t.line.connecting} />
      ) : null}
      {state.line === 'over' ? (
        <Alert
          banner
          type="error"
          title={t.line[state.ended ?? 'signed_out']}
          action={
            state.ended === 'replaced' ? (
              <Button size="small" onClick={() => setRound((value) => value + 1)}>
                {t.line.here}
              </Button>
            ) : (
              <Button size="small" onClick={onLeave}>
                {t.gate.signIn}
              </Button>
            )
          }
        />
      ) : null}
      <Layout.Content className="desk-place">
        {place === 'work' ? <Work desk={desk} state={state} me={me} /> : null}
        {place === 'watch' ? <Watch desk={desk} state={state} me={me} /> : null}
        {place === 'records' ? <Records api={api} me={me} /> : null}
        {place === 'accounts' ? <Accounts api={api} /> : null}
        {place === 'audit' ? <AuditList api={api} /> : null}
        {place === 'check' ? <DeviceCheck line={state.line} /> : null}
      </Layout.Content>
      {state.offer === null ? null : (
        <OfferPanel key={state.offer.entry} desk={desk} offer={state.offer} skewMs={state.skewMs} />
      )}
      <Keys open={keys} onClose={() => setKeys(false)} />
    </Layout>
  );
}

function placesOf({ rights }: Me): Place[] {
  const all: [Place, boolean][] = [
    ['work', rights.includes('call.take') || rights.includes('call.takeover')],
    ['watch', rights.includes('calls.watch')],
    ['records', rights.includes('records.own') || rights.includes('records.read')],
    ['accounts', rights.includes('accounts.manage')],
    ['audit', rights.includes('audit.read')],
    ['check', true],
  ];
  return all.flatMap(([place, may]) => (may ? [place] : []));
}

/** Keys of the desk. None of them acts while somebody types. */
function useShortcuts(desk: DeskClient, onHelp: () => void): void {
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement | null;
      const typing =
        target?.closest('input, textarea, select, [contenteditable], .ant-modal, button') != null;
      if (event.isComposing || event.altKey || event.metaKey || event.ctrlKey || typing) return;
      const { offer, call } = desk.getState();
      if (event.key === 'Enter' && offer !== null) void desk.accept().catch(() => undefined);
      else if (event.key === '?') onHelp();
      else if (event.key === 'm' && call !== null)
        void call.setMicrophone(call.getState().microphone !== 'on');
      else if (event.key === 't' && call !== null)
        document.querySelector<HTMLTextAreaElement>('.say textarea')?.focus();
      else if (event.key === 'r' && call === null)
        void desk.request('desk.presence', { presence: 'ready' }).catch(() => undefined);
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, [desk, onHelp]);
}

function Keys({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTexts();
  const rows = [
    ['Enter', t.keys.accept],
    ['R', t.keys.ready],
    ['M', t.keys.microphone],
    ['T', t.keys.say],
    ['Alt 1–3', t.keys.suggestion],
    ['?', t.keys.help],
  ];
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t.keys.title}>
      <dl className="keys">
        {rows.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
