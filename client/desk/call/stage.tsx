import { EyeInvisibleOutlined, EyeOutlined, UserOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import type { StaffCall, StaffCallState } from '../../call/staff-call.ts';
import { useTexts } from '../texts.ts';
import { Picture } from './picture.tsx';

/** The citizen's picture, when they chose to be seen, and one's own beside it. */
export function Stage({ call, room }: { call: StaffCall; room: StaffCallState }) {
  const t = useTexts();
  const [covered, setCovered] = useState(false);
  const pictures = room.remotes.filter(({ kind }) => kind === 'video');
  const citizen = pictures.findLast(({ role }) => role === 'citizen');
  const others = pictures.filter(({ id }) => id !== citizen?.id);
  const own = call.cameraStream();
  return (
    <div className="stage">
      {citizen ? (
        <>
          <Picture
            key={citizen.id}
            stream={call.remoteStream(citizen.id)}
            label={t.call.citizen}
            covered={covered}
            className="stage-main"
          />
          <Button
            size="small"
            className="stage-cover"
            icon={covered ? <EyeOutlined /> : <EyeInvisibleOutlined />}
            onClick={() => setCovered(!covered)}
          >
            {covered ? t.call.unblur : t.call.blur}
          </Button>
        </>
      ) : (
        <div className="stage-none">
          <UserOutlined />
          <p>{t.call.noPicture}</p>
          <small>{t.call.noPictureHint}</small>
        </div>
      )}
      <div className="stage-small">
        {others.map(({ id, role }) => (
          <Picture key={id} stream={call.remoteStream(id)} label={role} />
        ))}
        {room.camera === 'on' && own !== null ? <Picture stream={own} label={t.call.you} mirrored /> : null}
      </div>
      {room.audioBlocked ? (
        <Button type="primary" className="stage-sound" onClick={() => call.unlockAudio()}>
          {t.call.soundBlocked}
        </Button>
      ) : null}
    </div>
  );
}
