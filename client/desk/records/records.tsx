import { App, Button, Card, Checkbox, Input, Space, Table, Tag } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import type { HistoryRow, Me } from '../../../protocol/index.ts';
import type { StaffApi } from '../api.ts';
import { useTexts, wordsOf } from '../texts.ts';
import { RecordDetail } from './detail.tsx';
import './records.css';

/** Past consultations: found by words, number or time; one's own, or all, by right. */
export function Records({ api, me }: { api: StaffApi; me: Me }) {
  const t = useTexts();
  const { message } = App.useApp();
  const [rows, setRows] = useState<HistoryRow[]>([]);
  const [next, setNext] = useState<number | null>(null);
  const [loading, setLoading] = useState(true);
  const [text, setText] = useState('');
  const [recorded, setRecorded] = useState(false);
  const [open, setOpen] = useState<string | null>(null);
  const load = useCallback(
    (query: { text: string; recorded: boolean }, before?: number) => {
      setLoading(true);
      api
        .records({ ...query, ...(before === undefined ? {} : { before }) })
        .then(
          (page) => {
            setRows((known) => (before === undefined ? page.rows : [...known, ...page.rows]));
            setNext(page.next);
          },
          (error: unknown) => void message.error(wordsOf(t, error)),
        )
        .finally(() => setLoading(false));
    },
    [api, message, t],
  );
  useEffect(() => load({ text: '', recorded: false }), [load]);
  if (open !== null) return <RecordDetail api={api} me={me} id={open} onBack={() => setOpen(null)} />;
  return (
    <Card className="records" title={t.records.tab}>
      <Space className="records-bar" wrap>
        <Input.Search
          allowClear
          value={text}
          maxLength={60}
          aria-label={t.records.search}
          placeholder={t.records.search}
          enterButton={t.records.find}
          onChange={({ target }) => setText(target.value)}
          onSearch={(value) => load({ text: value.trim(), recorded })}
        />
        <Checkbox
          checked={recorded}
          onChange={({ target }) => {
            setRecorded(target.checked);
            load({ text: text.trim(), recorded: target.checked });
          }}
        >
          {t.records.recordedOnly}
        </Checkbox>
      </Space>
      <Table<HistoryRow>
        size="small"
        rowKey="consultation"
        loading={loading}
        dataSource={rows}
        pagination={false}
        locale={{ emptyText: t.records.none }}
        onRow={({ consultation }) => ({ onDoubleClick: () => setOpen(consultation) })}
        columns={[
          {
            title: t.records.when,
            width: 190,
            render: (_, { consultation, createdAt }) => (
              <Button type="link" size="small" onClick={() => setOpen(consultation)}>
                {new Date(createdAt).toLocaleString()}
              </Button>
            ),
          },
          {
            title: t.records.matter,
            render: (_, { matter, found }) => (
              <>
                {matter ?? t.records.noMatter}
                {found === null ? null : <small className="records-found">{found}</small>}
              </>
            ),
          },
          { title: t.records.staff, render: (_, { staff }) => staff.join('、') },
          {
            title: t.records.outcome,
            render: (_, { disposition }) => (disposition === null ? '' : t.dispositions[disposition]),
          },
          { title: t.records.orders, render: (_, { orders }) => orders.join('、') },
          {
            title: t.records.recording,
            render: (_, { recording }) =>
              recording === null ? null : (
                <Tag color={recording.state === 'ready' ? 'success' : 'default'}>
                  {t.records.states[recording.state]}
                </Tag>
              ),
          },
        ]}
      />
      {next === null ? null : (
        <Button block type="link" onClick={() => load({ text: text.trim(), recorded }, next)}>
          {text === '' ? t.records.more : t.records.searchedSoFar}
        </Button>
      )}
    </Card>
  );
}
