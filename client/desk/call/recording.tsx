import { PauseCircleOutlined, PlayCircleOutlined, VideoCameraAddOutlined } from '@ant-design/icons';
import { App, Button, Space, Tag } from 'antd';
import { useState } from 'react';
import type { StaffCall, StaffCallState } from '../../call/staff-call.ts';
import { useTexts, wordsOf } from '../texts.ts';
import { AskNote } from './controls.tsx';

/** Whether the call is recorded, for everybody in it; whoever serves may ask for it, and let it rest. */
export function RecordingControl({
  call,
  recording,
  canAct,
}: {
  call: StaffCall;
  recording: StaffCallState['recording'];
  canAct: boolean;
}) {
  const t = useTexts();
  const { message } = App.useApp();
  const [asking, setAsking] = useState(false);
  const failed = (error: unknown) => void message.error(wordsOf(t, error));
  if (recording === null || !recording.possible) return null;
  const { on, rests, asked } = recording;
  return (
    <Space className="recording" role="status">
      {on ? (
        <Tag color={rests === null ? 'error' : 'warning'}>
          {rests === null ? t.recordingNow.on : t.recordingNow.rests[rests]}
        </Tag>
      ) : (
        <Tag>{asked === null ? t.recordingNow.off : t.recordingNow.asked}</Tag>
      )}
      {!canAct ? null : !on ? (
        asked === null ? (
          <Button size="small" icon={<VideoCameraAddOutlined />} onClick={() => setAsking(true)}>
            {t.recordingNow.ask}
          </Button>
        ) : null
      ) : rests === 'staff' ? (
        <Button
          size="small"
          icon={<PlayCircleOutlined />}
          onClick={() => call.record({ act: 'go_on' }).catch(failed)}
        >
          {t.recordingNow.goOn}
        </Button>
      ) : rests === null ? (
        <Button
          size="small"
          icon={<PauseCircleOutlined />}
          onClick={() => call.record({ act: 'rest' }).catch(failed)}
        >
          {t.recordingNow.rest}
        </Button>
      ) : null}
      {asking ? (
        <AskNote
          title={t.recordingNow.ask}
          what={t.recordingNow.askWhat}
          label={t.reason}
          required
          onClose={() => setAsking(false)}
          onYes={(why) => void call.record({ act: 'ask', why }).catch(failed)}
        />
      ) : null}
    </Space>
  );
}
