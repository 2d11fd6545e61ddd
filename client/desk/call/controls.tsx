import {
  AudioMutedOutlined,
  AudioOutlined,
  DesktopOutlined,
  LogoutOutlined,
  PhoneOutlined,
  RobotOutlined,
  SettingOutlined,
  SwapOutlined,
  VideoCameraOutlined,
} from '@ant-design/icons';
import { App, Button, Input, Modal, Space, Tag, Tooltip } from 'antd';
import { useState } from 'react';
import type { Me, SupervisorMode } from '../../../protocol/index.ts';
import type { StaffCall, StaffCallState } from '../../call/staff-call.ts';
import type { DeskClient, DeskState } from '../desk-client.ts';
import { useTexts, wordsOf } from '../texts.ts';
import { DevicePicks } from './device-picks.tsx';
import { Transfer } from './transfer.tsx';

interface ControlsProps {
  desk: DeskClient;
  state: DeskState;
  call: StaffCall;
  room: StaffCallState;
  me: Me;
}

/** What one can do with a call: devices, the avatar, a colleague, the end. */
export function Controls({ desk, state, call, room, me }: ControlsProps) {
  const t = useTexts();
  const { message } = App.useApp();
  const [asking, setAsking] = useState<'devices' | 'transfer' | 'giveBack' | 'end' | null>(null);
  const failed = (error: unknown) => void message.error(wordsOf(t, error));
  const { service } = room;
  const supervising = state.mode === 'supervising';
  const network = room.media ?? 'none';
  const device = (
    on: boolean,
    label: string,
    icon: React.ReactNode,
    key: string | null,
    press: () => void,
  ) => (
    <Tooltip title={key === null ? label : `${label} (${key})`}>
      <Button
        type={on ? 'primary' : 'default'}
        icon={icon}
        aria-label={`${label}：${on ? t.call.on : t.call.off}`}
        aria-pressed={on}
        onClick={press}
      />
    </Tooltip>
  );
  return (
    <div className="controls">
      <Space.Compact block className="controls-devices">
        {device(
          room.microphone === 'on',
          t.call.microphone,
          room.microphone === 'on' ? <AudioOutlined /> : <AudioMutedOutlined />,
          'M',
          () => void call.setMicrophone(room.microphone !== 'on'),
        )}
        {device(room.camera === 'on', t.call.camera, <VideoCameraOutlined />, null, () => {
          const on = room.camera !== 'on';
          window.localStorage.setItem('desk.camera', on ? 'on' : 'off');
          void call.setCamera(on);
        })}
        {device(
          room.screen === 'on',
          room.screen === 'on' ? t.call.stopScreen : t.call.screen,
          <DesktopOutlined />,
          null,
          () => void call.setScreen(room.screen !== 'on'),
        )}
        <Tooltip title={t.check.choose}>
          <Button
            icon={<SettingOutlined />}
            aria-label={t.check.choose}
            onClick={() => setAsking('devices')}
          />
        </Tooltip>
        <Tag
          color={network === 'connected' ? 'success' : network === 'lost' ? 'error' : 'default'}
          className="controls-network"
        >
          {t.call.network[network]}
        </Tag>
      </Space.Compact>
      {supervising ? (
        <Supervising desk={desk} mode={state.supervising ?? 'monitor'} onFailed={failed} />
      ) : (
        <div className="controls-actions">
          <Button
            icon={<RobotOutlined />}
            onClick={() => call.avatar(!(service?.avatarHelps ?? false)).catch(failed)}
          >
            {service?.avatarHelps ? t.call.avatarStops : t.call.avatarHelps}
          </Button>
          {service?.passingOn ? (
            <Button loading onClick={() => call.keep().catch(failed)}>
              {t.call.keep}
            </Button>
          ) : (
            <Button icon={<SwapOutlined />} onClick={() => setAsking('transfer')}>
              {t.call.transfer}
            </Button>
          )}
          <Button icon={<LogoutOutlined />} onClick={() => setAsking('giveBack')}>
            {t.call.giveBack}
          </Button>
          <Button danger icon={<PhoneOutlined />} onClick={() => setAsking('end')}>
            {t.call.end}
          </Button>
        </div>
      )}
      <Modal
        open={asking === 'devices'}
        title={t.check.choose}
        footer={null}
        onCancel={() => setAsking(null)}
        destroyOnHidden
      >
        <DevicePicks devices={call.devices} known={`${room.microphone} ${room.camera}`} />
      </Modal>
      {asking === 'transfer' ? (
        <Transfer
          state={state}
          me={me}
          onClose={() => setAsking(null)}
          onPass={(wish) => {
            setAsking(null);
            call.passOn(wish).catch(failed);
          }}
        />
      ) : null}
      {asking === 'giveBack' ? (
        <AskNote
          title={t.call.giveBack}
          what={t.call.giveBackAsk}
          onClose={() => setAsking(null)}
          onYes={(note) => call.giveBack(note === '' ? undefined : note)}
        />
      ) : null}
      <Modal
        open={asking === 'end'}
        title={t.call.end}
        okText={t.call.end}
        okButtonProps={{ danger: true }}
        onCancel={() => setAsking(null)}
        onOk={() => {
          setAsking(null);
          call.end();
        }}
      >
        <p>{t.call.endAsk}</p>
      </Modal>
    </div>
  );
}

function Supervising({
  desk,
  mode,
  onFailed,
}: {
  desk: DeskClient;
  mode: SupervisorMode;
  onFailed: (error: unknown) => void;
}) {
  const t = useTexts();
  const [next, setNext] = useState<SupervisorMode | null>(null);
  return (
    <div className="controls-actions">
      <Tag color="purple">{t.call.supervising[mode]}</Tag>
      {(['monitor', 'whisper', 'barge'] as const).map((one) => (
        <Button key={one} type={one === mode ? 'primary' : 'default'} onClick={() => setNext(one)}>
          {t.watch[one]}
        </Button>
      ))}
      <Button icon={<LogoutOutlined />} onClick={() => desk.leaveCall()}>
        {t.call.leave}
      </Button>
      {next === null ? null : (
        <AskNote
          title={t.watch[next]}
          what={t.reasonHint}
          label={t.reason}
          required
          onClose={() => setNext(null)}
          onYes={(why) => {
            setNext(null);
            desk.setMode(next, why).catch(onFailed);
          }}
        />
      )}
    </div>
  );
}

/** A question with a line of words, which may have to be there. */
export function AskNote({
  title,
  what,
  label,
  required = false,
  onYes,
  onClose,
}: {
  title: string;
  what: string;
  label?: string;
  required?: boolean;
  onYes: (note: string) => void;
  onClose: () => void;
}) {
  const t = useTexts();
  const [note, setNote] = useState('');
  const trimmed = note.trim();
  return (
    <Modal
      open
      title={title}
      okButtonProps={{ disabled: required && trimmed.length < 2 }}
      onCancel={onClose}
      onOk={() => {
        onClose();
        onYes(trimmed);
      }}
    >
      <p>{what}</p>
      <Input.TextArea
        aria-label={label ?? t.call.note}
        placeholder={label ?? t.call.note}
        rows={2}
        maxLength={required ? 200 : 400}
        value={note}
        onChange={({ target }) => setNote(target.value)}
        autoFocus
      />
    </Modal>
  );
}
