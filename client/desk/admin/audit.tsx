import { App, Button, Card, Table } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import type { AuditPage } from '../../../protocol/index.ts';
import type { StaffApi } from '../api.ts';
import { useTexts, wordsOf } from '../texts.ts';

type AuditRow = AuditPage['rows'][number];

/** Who did what and why, the newest first. */
export function AuditList({ api }: { api: Pick<StaffApi, 'audit' | 'accounts'> }) {
  const t = useTexts();
  const { message } = App.useApp();
  const [rows, setRows] = useState<AuditRow[]>([]);
  const [before, setBefore] = useState<number | null>(null);
  const [loading, setLoading] = useState(true);
  const load = useCallback(
    (from?: number) => {
      setLoading(true);
      api
        .audit(from === undefined ? {} : { before: from })
        .then(
          (page) => {
            setRows((known) => (from === undefined ? page.rows : [...known, ...page.rows]));
            setBefore(page.next);
          },
          (error: unknown) => void message.error(wordsOf(t, error)),
        )
        .finally(() => setLoading(false));
    },
    [api, message, t],
  );
  useEffect(() => load(), [load]);
  return (
    <Card className="audit" title={t.tabs.audit}>
      <Table<AuditRow>
        size="small"
        rowKey="seq"
        loading={loading}
        dataSource={rows}
        pagination={false}
        columns={[
          { title: '#', dataIndex: 'seq', width: 64 },
          { title: t.audit.when, render: (_, { at }) => new Date(at).toLocaleString(), width: 190 },
          { title: t.audit.who, render: (_, { name, who }) => name ?? who, ellipsis: true },
          { title: t.audit.act, dataIndex: 'act' },
          { title: t.audit.on, dataIndex: 'on', ellipsis: true },
          { title: t.audit.why, dataIndex: 'why' },
        ]}
      />
      {before === null ? null : (
        <Button block type="link" onClick={() => load(before)}>
          {t.audit.more}
        </Button>
      )}
    </Card>
  );
}
