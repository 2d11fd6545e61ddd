import { App, Button, Card, Form, Input, Radio } from 'antd';
import { useState } from 'react';
import { DISPOSITIONS, type Disposition, type WrapUp } from '../../../protocol/index.ts';
import type { DeskClient } from '../desk-client.ts';
import { useTexts, wordsOf } from '../texts.ts';
import { useNow } from '../time.ts';

interface Fields {
  disposition: Disposition;
  summary: string;
  followUp?: string;
}

/** The work after a call: what came of it, with a summary that is prepared and only has to be corrected. */
export function WrapUpForm({ desk, wrapUp, skewMs }: { desk: DeskClient; wrapUp: WrapUp; skewMs: number }) {
  const t = useTexts();
  const { message } = App.useApp();
  const now = useNow() + skewMs;
  const [busy, setBusy] = useState(false);
  const failed = (error: unknown) => {
    setBusy(false);
    void message.error(wordsOf(t, error));
  };
  const submit = ({ disposition, summary, followUp }: Fields) => {
    setBusy(true);
    const more = followUp?.trim() ? { followUp: followUp.trim() } : {};
    desk
      .request('desk.wrapUp', {
        ...{ consultation: wrapUp.consultation, disposition, summary: summary.trim() },
        ...more,
      })
      .catch(failed);
  };
  return (
    <Card
      title={`${t.wrap.title}${wrapUp.matter === null ? '' : ` · ${wrapUp.matter}`}`}
      extra={t.wrap.left(Math.max(0, Math.ceil((wrapUp.until - now) / 1_000)))}
      className="wrap-up"
    >
      <Form<Fields>
        name="wrap_up"
        layout="vertical"
        requiredMark={false}
        initialValues={{ summary: wrapUp.summary }}
        onFinish={submit}
      >
        <Form.Item
          name="disposition"
          label={t.wrap.disposition}
          rules={[{ required: true, message: t.wrap.choose }]}
        >
          <Radio.Group
            options={DISPOSITIONS.map((value) => ({ value, label: t.dispositions[value] }))}
            optionType="button"
          />
        </Form.Item>
        <Form.Item name="summary" label={t.wrap.summary}>
          <Input.TextArea rows={3} maxLength={1000} showCount />
        </Form.Item>
        <Form.Item name="followUp" label={t.wrap.followUp}>
          <Input.TextArea rows={1} maxLength={500} />
        </Form.Item>
        <div className="wrap-up-actions">
          <Button onClick={() => void desk.request('desk.wrapUpLonger', {}).catch(failed)}>
            {t.wrap.longer}
          </Button>
          <Button type="primary" htmlType="submit" loading={busy}>
            {t.wrap.done}
          </Button>
        </div>
      </Form>
    </Card>
  );
}
