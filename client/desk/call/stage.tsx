import { EyeInvisibleOutlined, EyeOutlined, UserOutlined } from '@ant-design/icons';
import { App, Button, Space } from 'antd';
import { useState } from 'react';
import type { StaffCall, StaffCallState } from '../../call/staff-call.ts';
import { useTexts, wordsOf } from '../texts.ts';
import { AskNote } from './controls.tsx';
import { Picture } from './picture.tsx';

interface StageProps {
  call: StaffCall;
  room: StaffCallState;
  /** Whoever only listens or whispers does nothing about the picture. */
  mayAct: boolean;
}

/** The citizen's picture, when they chose to be seen, and one's own beside it. */
export function Stage({ call, room, mayAct }: StageProps) {
  const t = useTexts();
  const [covered, setCovered] = useState(false);
  const pictures = room.remotes.filter(({ kind }) => kind === 'video');
  const citizen = pictures.findLast(({ role }) => role === 'citizen');
  const others = pictures.filter(({ id }) => id !== citizen?.id);
  const own = call.cameraStream();
  const stopped = room.service?.pictureStopped === true;
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
          <Space.Compact className="stage-cover">
            <Button
              size="small"
              icon={covered ? <EyeOutlined /> : <EyeInvisibleOutlined />}
              onClick={() => setCovered(!covered)}
            >
              {covered ? t.call.unblur : t.call.blur}
            </Button>
            {mayAct ? <Abused call={call} /> : null}
          </Space.Compact>
        </>
      ) : (
        <div className="stage-none">
          <UserOutlined />
          <p>{t.call.noPicture}</p>
          {stopped ? null : <small>{t.call.noPictureHint}</small>}
          {mayAct && stopped ? <AllowAgain call={call} /> : null}
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

/** What to do about a picture that is abused: a word to the citizen, and then its end, with a reason. */
function Abused({ call }: { call: StaffCall }) {
  const t = useTexts();
  const { message } = App.useApp();
  const [asking, setAsking] = useState(false);
  const failed = (error: unknown) => void message.error(wordsOf(t, error));
  return (
    <>
      <Button
        size="small"
        title={t.call.warnHint}
        onClick={() => void call.say(t.call.warning).catch(failed)}
      >
        {t.call.warn}
      </Button>
      <Button size="small" danger onClick={() => setAsking(true)}>
        {t.call.stopPicture}
      </Button>
      {asking ? (
        <AskNote
          title={t.call.stopPicture}
          what={t.call.stopPictureAsk}
          label={t.reason}
          required
          onClose={() => setAsking(false)}
          onYes={(why) => void call.picture({ stop: true, why }).catch(failed)}
        />
      ) : null}
    </>
  );
}

function AllowAgain({ call }: { call: StaffCall }) {
  const t = useTexts();
  const { message } = App.useApp();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t.call.allowPicture}</Button>
      {asking ? (
        <AskNote
          title={t.call.allowPicture}
          what={t.reasonHint}
          label={t.reason}
          required
          onClose={() => setAsking(false)}
          onYes={(why) =>
            void call
              .picture({ stop: false, why })
              .catch((error: unknown) => void message.error(wordsOf(t, error)))
          }
        />
      ) : null}
    </>
  );
}
