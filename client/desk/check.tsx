import { Button, Card, Progress, Tag } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { pageDevices, soundTo } from '../call/device-choice.ts';
import type { LineReport, LineVerdict } from '../call/line-check.ts';
import { DevicePicks } from './call/device-picks.tsx';
import type { DeskState } from './desk-client.ts';
import { useTexts } from './texts.ts';

type Verdict = LineVerdict | null;
const LINES = ['udp', 'tcp', 'turn', 'down'] as const;
const COLOURS = { ok: 'success', slow: 'warning', failed: 'error', none: 'default' } as const;
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
  const [report, setReport] = useState<LineReport | null>(null);
  const [testing, setTesting] = useState(false);
  const [started, setStarted] = useState(0);
  const [devices] = useState(pageDevices);
  const stopAll = useCallback(() => {
    stop.current?.();
    stop.current = null;
    for (const stream of streams.current.splice(0)) for (const track of stream.getTracks()) track.stop();
  }, []);
  useEffect(() => stopAll, [stopAll]);
  // Another device was chosen while it is looked at: that one is looked at.
  const restart = useRef(() => {});
  useEffect(
    () =>
      devices.onChange((kind) => {
        if (kind === 'microphone' || kind === 'camera') restart.current();
      }),
    [devices],
  );
  const told = (part: Part, verdict: Verdict) => setVerdicts((known) => ({ ...known, [part]: verdict }));
  const start = async () => {
    stopAll();
    const open = async (part: 'microphone' | 'camera') => {
      const chosen = devices.chosen(part);
      const wanted = chosen === null ? true : { deviceId: { exact: chosen } };
      try {
        const stream = await navigator.mediaDevices.getUserMedia(
          part === 'microphone' ? { audio: wanted } : { video: wanted },
        );
        streams.current.push(stream);
        told(part, 'ok');
        return stream;
      } catch {
        told(part, 'failed');
        return null;
      }
    };
    const sound = await open('microphone');
    if (sound) stop.current = meter(sound, setLevel);
    const picture = await open('camera');
    if (picture && video.current) {
      video.current.srcObject = picture;
      void video.current.play().catch(() => undefined);
    }
    setStarted((count) => count + 1);
  };
  const all = async () => {
    setTesting(true);
    await start();
    // Code of the media client is fetched only by who needs it.
    const { checkLine } = await import('../call/line-check.ts');
    await checkLine(setReport);
    setTesting(false);
  };
  restart.current = () => {
    if (started > 0) void start();
  };
  const row = (part: string, label: string, verdict: Verdict, extra?: React.ReactNode) => (
    <li key={part}>
      <strong>{label}</strong>
      {verdict === null ? null : <Tag color={COLOURS[verdict]}>{t.check[verdict]}</Tag>}
      {extra}
      {verdict === 'failed' || verdict === 'slow' ? <p>{t.check.help[part]}</p> : null}
    </li>
  );
  return (
    <Card
      className="check"
      title={t.check.title}
      extra={
        <Button loading={testing} onClick={() => void all()}>
          {t.check.start}
        </Button>
      }
    >
      <h3>{t.check.choose}</h3>
      <DevicePicks devices={devices} known={started} />
      <ul>
        {row('socket', t.check.socket, line === 'live' ? 'ok' : 'failed')}
        {report === null
          ? null
          : LINES.map((part) => {
              const verdict = part === 'down' ? (report.down?.verdict ?? null) : report[part];
              const number = part === 'down' ? report.down?.mbit : part === 'udp' ? report.rttMs : null;
              const unit = part === 'down' ? t.check.mbit : t.check.ms;
              return row(part, t.check[part], verdict, number == null ? null : <span>{unit(number)}</span>);
            })}
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
                beep(devices.chosen('speaker'));
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

/** One second of a quiet tone, on this loudspeaker. */
function beep(speaker: string | null): void {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const element = new Audio();
  element.srcObject = out.stream;
  soundTo(element, speaker);
  void element.play().catch(() => undefined);
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  gain.gain.value = 0.15;
  oscillator.frequency.value = 440;
  oscillator.connect(gain).connect(out);
  oscillator.start();
  oscillator.stop(context.currentTime + 1);
  oscillator.addEventListener('ended', () => void context.close());
}
