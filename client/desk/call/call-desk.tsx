import { Alert, Tabs, Tag } from 'antd';
import { useSyncExternalStore } from 'react';
import type { Me } from '../../../protocol/index.ts';
import type { StaffCall } from '../../call/staff-call.ts';
import type { DeskClient, DeskState } from '../desk-client.ts';
import { useTexts } from '../texts.ts';
import { AssistPanel } from './assist.tsx';
import { Controls } from './controls.tsx';
import { FormsView } from './forms.tsx';
import { LookUp } from './look-up.tsx';
import { RecordingControl } from './recording.tsx';
import { Stage } from './stage.tsx';
import { Talk } from './talk.tsx';

interface CallDeskProps {
  desk: DeskClient;
  state: DeskState;
  call: StaffCall;
  me: Me;
}

/** A call on one screen: who it is, what is said, what helps. */
export function CallDesk({ desk, state, call, me }: CallDeskProps) {
  const t = useTexts();
  const room = useSyncExternalStore(call.subscribe, call.getState);
  const supervising = state.mode === 'supervising';
  // A supervisor who has joined may do what an agent may; one who listens or whispers shows the citizen nothing.
  const may = !supervising || state.supervising === 'barge';
  const mode = state.calls.find(({ consultation }) => consultation === state.consultation);
  return (
    <div className="call-desk">
      <section className="call-left">
        {room.phase === 'reconnecting' ? <Alert type="warning" showIcon title={t.call.reconnecting} /> : null}
        {room.phase === 'live' && !room.citizenConnected ? (
          <Alert type="warning" showIcon title={t.call.away} />
        ) : null}
        <RecordingControl call={call} recording={room.recording} canAct={may} />
        <Stage call={call} room={room} mayAct={may} />
        <Controls desk={desk} state={state} call={call} room={room} me={me} />
      </section>
      <section className="call-middle" aria-label={t.brief.transcript}>
        {supervising && mode !== undefined ? (
          <p className="call-about">
            {mode.matter ?? t.queue.matter} <Tag>{t.brief.feelings[mode.feeling]}</Tag>
          </p>
        ) : null}
        <Talk call={call} room={room} canSay={may} />
      </section>
      <section className="call-right">
        <AssistPanel call={call} assist={room.assist} canAct={may} />
        <Tabs
          size="small"
          defaultActiveKey="look"
          items={[
            { key: 'look', label: t.call.show, children: <LookUp call={call} canShow={may} /> },
            {
              key: 'forms',
              label: `${t.call.forms}${room.forms.length > 0 ? ` ${room.forms.length}` : ''}`,
              children: <FormsView call={call} forms={room.forms} canFill={may} />,
            },
          ]}
        />
      </section>
    </div>
  );
}
