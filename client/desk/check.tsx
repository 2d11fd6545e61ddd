import { Button, Card, Progress, Tag } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { DeskState } from './desk-client.ts';
import { useTexts } from './texts.ts';

type Verdict = 'ok' | 'failed' | null;
type Part = 'microphone' | 'camera' | 'speaker';

/** Whether one can be seen and heard here, each in one line and with what to do. */
export function DeviceCheck({ line }: { line: DeskState['line'] }) {
  const t = useTexts();
  const [verdicts, setVerdicts] = useState<Record<Part, Verdict>>({
    microphone: null,
    camera: null,
    speaker: null,
  });
  const [level, setLevel] = useState(0);
  const [asking, setAsking] = useState(false);
  const video = useRef<HTMLVideoElement>(null);
  const streams = useRef<MediaStream[]>([]);
  const stop = useRef<(() => void) | null>(null);
  useEffect(
    () => () => {
      stop.current?.();
      for (const stream of streams.current) for (const track of stream.getTracks()) track.stop();
    },
    [],
  );
  const told = (part: Part, verdict: Verdict) => setVerdicts((known) => ({ ...known, [part]: verdict }));
  const start = async () => {
    const open = async (part: 'microphone' | 'camera', wanted: MediaStreamConstraints) => {
      try {
        const stream = await navigator.mediaDevices.getUserMedia(wanted);
        streams.current.push(stream);
        told(part, 'ok');
        return stream;
      } catch {
        told(part, 'failed');
        return null;
      }
    };
    const sound = await open('microphone', { audio: true });
    if (sound) stop.current = meter(sound, setLevel);
    const picture = await open('camera', { video: true });
    if (picture && video.current) {
      video.current.srcObject = picture;
      void video.current.play().catch(() => undefined);
    }
  };
  const row = (part: string, label: string, verdict: Verdict, extra?: React.ReactNode) => (
    <li key={part}>
      <strong>{label}</strong>
      {verdict === null ? null : <Tag color={verdict === 'ok' ? 'success' : 'error'}>{t.check[verdict]}</Tag>}
      {extra}
      {verdict === 'failed' ? <p>{t.check.help[part]}</p> : null}
    </li>
  );
  return (
    <Card
      className="check"
      title={t.check.title}
      extra={<Button onClick={() => void start()}>{t.check.start}</Button>}
    >
      <ul>
        {row('socket', t.check.socket, line === 'live' ? 'ok' : 'failed')}
        {row(
          'microphone',
          t.check.microphone,
          verdicts.microphone,
          verdicts.microphone === 'ok' ? (
            <Progress percent={level} showInfo={false} className="check-level" />
          ) : null,
        )}
        {row(
          'camera',
          t.check.camera,
          verdicts.camera,
          <video
            ref={video}
            muted
            playsInline
            className="check-video"
            hidden={verdicts.camera !== 'ok'}
            aria-label={t.check.camera}
          />,
        )}
        {row(
          'speaker',
          t.check.speaker,
          verdicts.speaker,
          <>
            <Button
              size="small"
              onClick={() => {
                beep();
                setAsking(true);
              }}
            >
              {t.check.listen}
            </Button>
            {asking ? (
              <>
                <Button size="small" type="primary" onClick={() => told('speaker', 'ok')}>
                  {t.check.heard}
                </Button>
                <Button size="small" onClick={() => told('speaker', 'failed')}>
                  {t.check.notHeard}
                </Button>
              </>
            ) : null}
          </>,
        )}
      </ul>
    </Card>
  );
}

/** Loudness of a stream, 0 to 100, ten times a second. @returns stops it */
function meter(stream: MediaStream, onLevel: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const rms = Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
    // An ordinary voice has an RMS of about 0.1: the bar is full for it.
    onLevel(Math.min(100, Math.round((rms / 0.15) * 100)));
  }, 100);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}

function beep(): void {
  const context = new AudioContext();
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  gain.gain.value = 0.15;
  oscillator.frequency.value = 440;
  oscillator.connect(gain).connect(context.destination);
  oscillator.start();
  oscillator.stop(context.currentTime + 1);
  oscillator.addEventListener('ended', () => void context.close());
}
