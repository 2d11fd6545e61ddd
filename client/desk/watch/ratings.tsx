import { Card, Empty, Table } from 'antd';
import { useEffect, useState } from 'react';
import type { SuggestionRating } from '../../../protocol/index.ts';
import type { DeskClient } from '../desk-client.ts';
import { useTexts } from '../texts.ts';

/** Which suggestions agents found of use, and which not: what is to be mended. */
export function Ratings({ desk }: { desk: DeskClient }) {
  const t = useTexts();
  const [ratings, setRatings] = useState<readonly SuggestionRating[]>([]);
  useEffect(() => {
    let over = false;
    desk.request('desk.ratings', {}).then(
      (result) => over || setRatings(result.ratings),
      () => undefined,
    );
    return () => {
      over = true;
    };
  }, [desk]);
  return (
    <Card title={t.assist.ratings} size="small" className="watch-ratings">
      <Table<SuggestionRating>
        size="small"
        rowKey="rule"
        dataSource={[...ratings]}
        pagination={{ pageSize: 8, hideOnSinglePage: true }}
        locale={{
          emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t.assist.noRatings} />,
        }}
        columns={[
          { title: t.assist.rule, render: (_, { rule }) => t.assist.rules[rule] ?? rule },
          { title: t.assist.useful, dataIndex: 'useful', width: 88 },
          { title: t.assist.useless, dataIndex: 'useless', width: 88 },
        ]}
      />
    </Card>
  );
}
