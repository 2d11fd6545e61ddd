import { App, Button, Card, Dropdown, Empty, Select, Table, Tag } from 'antd';
import { useState } from 'react';
import type { Colleague, DeskCall, Me, QueueRow, SupervisorMode } from '../../../protocol/index.ts';
import { AskNote } from '../call/controls.tsx';
import type { DeskClient, DeskState } from '../desk-client.ts';
import { useTexts, wordsOf } from '../texts.ts';
import { clock, useNow } from '../time.ts';
import { PRESENCE_COLOR } from '../work/presence.tsx';
import { QueueCard } from '../work/work.tsx';
import { Ratings } from './ratings.tsx';

interface WatchProps {
  desk: DeskClient;
  state: DeskState;
  me: Me;
}

type Act =
  | { kind: 'enter'; call: DeskCall; mode: SupervisorMode }
  | { kind: 'takeOver'; call: DeskCall }
  | { kind: 'presence'; of: Colleague; presence: 'ready' | 'break' | 'offline' }
  | { kind: 'assign'; row: QueueRow; staff: string };

/** All calls and all agents as they are now. Every act of a supervisor has a reason, which is audited before it is done. */
export function Watch({ desk, state, me }: WatchProps) {
  const t = useTexts();
  const { message } = App.useApp();
  const now = useNow() + state.skewMs;
  const [act, setAct] = useState<Act | null>(null);
  const may = (right: Me['rights'][number]) => me.rights.includes(right);
  const carryOut = (what: Act, why: string) => {
    const work =
      what.kind === 'enter'
        ? desk.enter({ consultation: what.call.consultation, mode: what.mode, why })
        : what.kind === 'takeOver'
          ? desk.takeOver({ consultation: what.call.consultation, why })
          : what.kind === 'assign'
            ? desk.request('desk.assign', { entry: what.row.entry, staff: what.staff, why })
            : desk.request('desk.setPresence', { staff: what.of.staff, presence: what.presence, why });
    work.catch((error: unknown) => void message.error(wordsOf(t, error)));
  };
  const ready = state.colleagues.filter(({ presence }) => presence === 'ready');
  return (
    <div className="watch">
      <Card title={t.watch.calls} size="small" className="watch-calls">
        <Table<DeskCall>
          size="small"
          rowKey="consultation"
          dataSource={[...state.calls]}
          pagination={{ pageSize: 12, hideOnSinglePage: true }}
          locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t.watch.none} /> }}
          columns={[
            { title: t.watch.started, render: (_, { since }) => clock(now - since), width: 88 },
            { title: t.brief.matter, render: (_, { matter }) => matter ?? t.queue.matter },
            {
              title: t.watch.agent,
              render: (_, { phase, agent }) =>
                agent ? `${agent.name} ${agent.number}` : t.watch.phase[phase],
            },
            {
              title: t.watch.feeling,
              render: (_, { feeling }) => (
                <Tag color={feeling === 'angry' || feeling === 'urgent' ? 'red' : 'default'}>
                  {t.brief.feelings[feeling]}
                </Tag>
              ),
            },
            {
              title: '',
              render: (_, call) => (
                <span className="watch-acts">
                  {may('call.listen') ? (
                    <Button size="small" onClick={() => setAct({ kind: 'enter', call, mode: 'monitor' })}>
                      {t.watch.monitor}
                    </Button>
                  ) : null}
                  {may('call.whisper') && call.agent !== null ? (
                    <Button size="small" onClick={() => setAct({ kind: 'enter', call, mode: 'whisper' })}>
                      {t.watch.whisper}
                    </Button>
                  ) : null}
                  {may('call.join') && call.agent !== null ? (
                    <Button size="small" onClick={() => setAct({ kind: 'enter', call, mode: 'barge' })}>
                      {t.watch.barge}
                    </Button>
                  ) : null}
                  {may('call.takeover') ? (
                    <Button size="small" onClick={() => setAct({ kind: 'takeOver', call })}>
                      {t.watch.takeOver}
                    </Button>
                  ) : null}
                </span>
              ),
            },
          ]}
        />
      </Card>
      <QueueCard
        state={state}
        action={(row) => (
          <Select
            size="small"
            className="queue-assign"
            placeholder={t.queue.assign}
            aria-label={t.queue.assignTo}
            value={null}
            options={ready.map(({ staff, publicName, number }) => ({
              value: staff,
              label: `${publicName} ${number}`,
            }))}
            onChange={(staff: string) => setAct({ kind: 'assign', row, staff })}
          />
        )}
      />
      <Card title={t.watch.colleagues} size="small" className="watch-agents">
        <Table<Colleague>
          size="small"
          rowKey="staff"
          dataSource={[...state.colleagues]}
          pagination={{ pageSize: 20, hideOnSinglePage: true }}
          columns={[
            { title: t.watch.agent, render: (_, { publicName, number }) => `${publicName} ${number}` },
            {
              title: '',
              render: (_, { presence, reason }) => (
                <Tag color={PRESENCE_COLOR[presence]}>
                  {presence === 'break' && reason !== null ? t.breaks[reason] : t.presence[presence]}
                </Tag>
              ),
            },
            { title: t.watch.since, render: (_, { since }) => clock(now - since) },
            {
              title: t.watch.skills,
              render: (_, { skills }) => skills.map(({ skill, level }) => `${skill}:${level}`).join(' '),
            },
            {
              title: '',
              render: (_, of) => (
                <Dropdown
                  trigger={['click']}
                  menu={{
                    items: (['ready', 'break', 'offline'] as const).map((key) => ({
                      key,
                      label: t.presence[key],
                    })),
                    onClick: ({ key }) => setAct({ kind: 'presence', of, presence: key as 'ready' }),
                  }}
                >
                  <Button size="small">{t.watch.set}</Button>
                </Dropdown>
              ),
            },
          ]}
        />
      </Card>
      <Ratings desk={desk} />
      {act === null ? null : (
        <AskNote
          title={titleOf(act, t)}
          what={t.reasonHint}
          label={t.reason}
          required
          onClose={() => setAct(null)}
          onYes={(why) => carryOut(act, why)}
        />
      )}
    </div>
  );
}

function titleOf(act: Act, t: ReturnType<typeof useTexts>): string {
  if (act.kind === 'enter') return t.watch[act.mode];
  if (act.kind === 'takeOver') return t.watch.takeOver;
  if (act.kind === 'assign') return t.queue.assign;
  return `${act.of.publicName}：${t.presence[act.presence]}`;
}
