import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call, CallState } from '../call/types.ts';
import { Icon } from '../ui/icon.tsx';

interface PictureProps {
  stream: MediaStream | null;
  label: string;
  mirrored?: boolean;
}

/** A live picture. Its sound, where it has one, plays elsewhere. */
export function Picture({ stream, label, mirrored }: PictureProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (!video.current) return;
    video.current.srcObject = stream;
    // Muted pictures may always play; a refusal leaves a still frame, which does no harm.
    if (stream) video.current.play().catch(() => {});
  }, [stream]);
  return (
    <video
      ref={video}
      className="live-picture"
      muted
      autoPlay
      playsInline
      data-mirrored={mirrored || undefined}
      aria-label={label}
    />
  );
}

/** Whether anything of the human can be seen. */
export const hasPicture = ({ remotes }: Pick<CallState, 'remotes'>): boolean =>
  remotes.some(({ kind }) => kind === 'video');

/**
 * The human who serves, over the avatar: their camera fills the frame, what they share goes before it; while the avatar
 * helps them, they stand in the corner. Without a picture their name stands there.
 */
export function HumanView({ call, state }: { call: Call; state: CallState }) {
  const { t } = useTranslation();
  const { service, remotes } = state;
  if (service.agent === null || (service.phase !== 'human' && service.phase !== 'away')) return null;
  const pictures = remotes.filter(({ kind }) => kind === 'video');
  const shared = pictures.findLast(({ source }) => source === 'screen' || source === 'document');
  const face = pictures.findLast(({ source }) => source === 'camera');
  const main = shared ?? face;
  const small = shared ? face : undefined;
  const broken = service.phase === 'away';
  return (
    <div
      className="frame-human"
      data-place={service.avatarHelps ? 'corner' : 'whole'}
      data-broken={broken || undefined}
      data-what={main?.source ?? 'none'}
    >
      {main ? (
        <Picture
          key={main.id}
          stream={call.remoteStream(main.id)}
          label={t(shared ? 'service.screen' : 'service.picture')}
        />
      ) : (
        <p className="human-name">
          <Icon name="person" />
          <strong>{t('service.label', service.agent)}</strong>
          <span>{t('service.noPicture')}</span>
        </p>
      )}
      {small && !service.avatarHelps ? (
        <div className="human-small">
          <Picture key={small.id} stream={call.remoteStream(small.id)} label={t('service.picture')} />
        </div>
      ) : null}
    </div>
  );
}
