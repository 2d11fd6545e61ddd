import { useEffect, useRef } from 'react';

/** A live picture. Its sound plays elsewhere. `covered`: nothing of it can be made out. */
export function Picture({
  stream,
  label,
  covered = false,
  mirrored = false,
  className,
}: {
  stream: MediaStream | null;
  label: string;
  covered?: boolean;
  mirrored?: boolean;
  className?: string;
}) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (!video.current) return;
    video.current.srcObject = stream;
    if (stream) video.current.play().catch(() => {});
  }, [stream]);
  return (
    <video
      ref={video}
      className={className}
      muted
      autoPlay
      playsInline
      data-covered={covered || undefined}
      data-mirrored={mirrored || undefined}
      aria-label={label}
    />
  );
}
