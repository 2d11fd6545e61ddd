import { CaretRightOutlined, PauseOutlined } from '@ant-design/icons';
import { Button, Select, Slider } from 'antd';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { About, RecordedPicture, RecordingManifest } from '../../../protocol/index.ts';
import type { Stage } from '../../stage/types.ts';
import { useTexts } from '../texts.ts';
import { picturesAt, recordedClock, restAt, saidAt, step } from './clock.ts';

interface PlayerProps {
  manifest: RecordingManifest;
  /** Address of a file of the recording. */
  address: (file: string) => string;
  about: About | null;
  /** The sound's position, ms, as it changes. */
  onAt: (ms: number) => void;
}

const SPEEDS = [0.75, 1, 1.25, 1.5, 2];
/** How often pictures are brought into step and the position is told, ms. */
const LOOK_EVERY_MS = 120;

/** A recorded call: the sound of all, the pictures in step with it, and the avatar performed again from its own timeline. */
export function Player({ manifest, address, about, onAt }: PlayerProps) {
  const t = useTexts();
  const sound = useRef<HTMLAudioElement>(null);
  const [at, setAt] = useState(0);
  const [plays, setPlays] = useState(false);
  const [rate, setRate] = useState(1);
  useEffect(() => {
    const timer = setInterval(() => {
      const ms = (sound.current?.currentTime ?? 0) * 1_000;
      setAt(ms);
      onAt(ms);
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [onAt]);
  useEffect(() => {
    if (sound.current) sound.current.playbackRate = rate;
  }, [rate]);
  const rest = restAt(manifest.rests, at);
  const said = saidAt(manifest.avatar, at);
  const shown = picturesAt(manifest.pictures, at);
  return (
    <div className="player">
      <div className="player-pictures" data-count={1 + manifest.pictures.length}>
        <Performed manifest={manifest} about={about} sound={sound} />
        {manifest.pictures.map((picture) => (
          <Recorded
            key={picture.file}
            picture={picture}
            source={address(picture.file)}
            sound={sound}
            rate={rate}
            visible={shown.includes(picture)}
          />
        ))}
        {rest === null ? null : <p className="player-rest">{t.records.rest[rest.why]}</p>}
      </div>
      <p className="player-caption" aria-live="off">
        {said === null ? ' ' : said.utterance.text}
      </p>
      {manifest.sound === null ? null : (
        // biome-ignore lint/a11y/useMediaCaption: the transcript stands beside it, and what the avatar says stands above
        <audio
          ref={sound}
          src={address(manifest.sound.file)}
          preload="auto"
          onPlay={() => setPlays(true)}
          onPause={() => setPlays(false)}
        />
      )}
      <div className="player-bar">
        <Button
          type="primary"
          shape="circle"
          icon={plays ? <PauseOutlined /> : <CaretRightOutlined />}
          aria-label={plays ? t.records.paused : t.records.playing}
          onClick={() => {
            if (plays) sound.current?.pause();
            else sound.current?.play().catch(() => setPlays(false));
          }}
        />
        <Slider
          className="player-seek"
          min={0}
          max={Math.ceil(manifest.durationMs / 100) * 100}
          step={100}
          value={Math.round(at / 100) * 100}
          tooltip={{ formatter: (value) => clockOf(value ?? 0) }}
          ariaLabelForHandle={t.records.seek}
          onChange={(value) => {
            if (sound.current) sound.current.currentTime = value / 1_000;
            setAt(value);
          }}
        />
        <span className="player-time">
          {clockOf(at)} / {clockOf(manifest.durationMs)}
        </span>
        <Select
          size="small"
          aria-label={t.records.speed}
          value={rate}
          onChange={setRate}
          options={SPEEDS.map((value) => ({ value, label: `${value}×` }))}
        />
      </div>
    </div>
  );
}

/** 3:07 */
export function clockOf(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The avatar, drawn again; where it cannot be drawn, its portrait. */
function Performed({
  manifest,
  about,
  sound,
}: {
  manifest: RecordingManifest;
  about: About | null;
  sound: RefObject<HTMLAudioElement | null>;
}) {
  const t = useTexts();
  const host = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState(false);
  const url = about?.avatar.url ?? '';
  const clock = useMemo(
    () =>
      recordedClock(manifest.avatar, () => ({
        ms: (sound.current?.currentTime ?? 0) * 1_000,
        plays: sound.current !== null && !sound.current.paused,
      })),
    [manifest, sound],
  );
  useEffect(() => {
    if (host.current === null || url === '') return;
    const gone = new AbortController();
    const canvas = document.createElement('canvas');
    host.current.append(canvas);
    let stage: Stage | null = null;
    const show = async () => {
      const { createStage } = await import('../../stage/index.ts');
      if (gone.signal.aborted) return;
      stage = createStage({ canvas, clock, background: about?.background ?? 'hall', onPicture: setDrawn });
      await stage.load(url, gone.signal);
    };
    // Without WebGL the portrait stands there.
    show().catch(() => setDrawn(false));
    return () => {
      gone.abort();
      stage?.close();
      canvas.remove();
    };
  }, [url, about?.background, clock]);
  return (
    <figure className="player-picture player-avatar" data-drawn={drawn || undefined}>
      {about === null ? null : <img src={about.avatar.portrait} alt="" />}
      <div className="player-canvas" ref={host} aria-hidden="true" />
      <figcaption>{t.records.avatar}</figcaption>
    </figure>
  );
}

/** Somebody's recorded picture, kept in step with the sound. */
function Recorded({
  picture,
  source,
  sound,
  rate,
  visible,
}: {
  picture: RecordedPicture;
  source: string;
  sound: RefObject<HTMLAudioElement | null>;
  rate: number;
  visible: boolean;
}) {
  const t = useTexts();
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const timer = setInterval(() => {
      const shown = video.current;
      const heard = sound.current;
      if (shown === null || heard === null) return;
      const wanted = heard.currentTime * 1_000 - picture.atMs;
      const inside = wanted >= 0 && wanted < picture.durationMs;
      if (!inside || heard.paused) {
        if (!shown.paused) shown.pause();
        if (inside && Math.abs(shown.currentTime * 1_000 - wanted) > 40) shown.currentTime = wanted / 1_000;
        return;
      }
      const next = step(shown.currentTime * 1_000 - wanted, rate);
      shown.playbackRate = next.rate;
      if (next.jump) shown.currentTime = wanted / 1_000;
      if (shown.paused) shown.play().catch(() => {});
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [picture, sound, rate]);
  return (
    <figure className="player-picture" hidden={!visible}>
      <video
        ref={video}
        src={source}
        muted
        playsInline
        preload="auto"
        aria-label={picture.name ?? t.records.citizen}
      />
      <figcaption>{picture.name ?? t.records.citizen}</figcaption>
    </figure>
  );
}
