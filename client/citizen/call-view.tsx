import { useEffect, useEffectEvent, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call, CallState } from '../call/types.ts';
import { Icon } from '../ui/icon.tsx';
import { isKept } from './cards/kept.ts';
import type { CardTools } from './cards/tools.ts';
import { Composer } from './composer.tsx';
import { EyesConsent } from './eyes-consent.tsx';
import { EyesNoteView } from './eyes-sign.tsx';
import type { Sight } from './eyes-use.ts';
import { FlowView } from './flow-view.tsx';
import { HumanView } from './human-view.tsx';
import { Notes } from './notes.tsx';
import { RecordingConsent } from './recording.tsx';
import { Said } from './said.tsx';
import { ServiceBar } from './service-bar.tsx';
import { VoiceBar } from './voice-bar.tsx';

interface CallProps {
  call: Call;
  state: CallState;
}

/** What lies over the avatar during a call: what it is doing, the citizen's own picture, the sound button. */
export function CallOverlay({ call, state }: CallProps) {
  const { t } = useTranslation();
  const doing =
    state.phase === 'joining' ? 'connecting' : state.phase === 'reconnecting' ? 'reconnecting' : state.avatar;
  const byHuman = doing === 'listening' && servedByHuman(state);
  return (
    <>
      <HumanView call={call} state={state} />
      <p className="frame-doing" role="status" data-doing={doing}>
        <span className="frame-doing-mark" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
        {byHuman ? t('service.doing') : t(`state.${doing}`)}
      </p>
      {state.camera === 'on' ? (
        <SelfView stream={call.cameraStream()} label={t(state.showing ? 'service.self' : 'device.self')} />
      ) : null}
      {state.audioBlocked ? (
        <button
          type="button"
          className="button button-primary button-big frame-unlock"
          onClick={() => void call.unlockAudio()}
        >
          <Icon name="volume" />
          {t('call.unlock')}
        </button>
      ) : null}
    </>
  );
}

/** Whether a human answers now, and not the avatar. */
export const servedByHuman = ({ service }: CallState): boolean =>
  (service.phase === 'human' || service.phase === 'away') && !service.avatarHelps;

/** What the human who serves has said or typed last: the caption while the avatar is silent. */
export function humanLine(state: CallState): { id: string; text: string } | null {
  if (!servedByHuman(state)) return null;
  const last = state.transcript.at(-1);
  const line =
    last?.role === 'avatar' ? undefined : state.transcript.findLast(({ role }) => role === 'agent');
  return line === undefined ? null : { id: line.turn, text: line.text };
}

interface CallPanelProps extends CallProps {
  sight: Sight;
  hotline: string;
  maxChars: number;
}

/** Beside the avatar: notes, the conversation with its cards, and the field to type in. */
export function CallPanel({ call, state, sight, hotline, maxChars }: CallPanelProps) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    // An open dialog takes Escape for itself; so does an input method that is still choosing.
    if (event.key !== 'Escape' || event.isComposing || document.querySelector('dialog[open]')) return;
    call.interrupt();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
  const { forms, unsaved, phase, mode, media, audioBlocked } = state;
  const audible = mode === 'video' && !audioBlocked && (media === 'connected' || media === 'tcp');
  const lastVideo = state.cards.findLast(({ kind }) => kind === 'video')?.id ?? null;
  // The wish is for the card that stood last when it was said.
  const lastKept = useRef<string | null>(null);
  lastKept.current = state.cards.findLast(isKept)?.id ?? null;
  const { wish } = state;
  const taken = useMemo((): CardTools['taken'] => {
    const how =
      wish?.preference === 'print_card' ? 'print' : wish?.preference === 'send_card' ? 'send' : null;
    const card = lastKept.current;
    return how === null || card === null ? null : { card, how };
  }, [wish]);
  const tools = useMemo(
    (): CardTools => ({
      say: (text) => call.say(text, 'tap'),
      act: call.act,
      link: call.cardLink,
      forms: call.forms,
      videos: call.videos,
      audible,
      lastVideo,
      taken,
      state: { forms, unsaved, phase },
    }),
    [call, forms, unsaved, phase, audible, lastVideo, taken],
  );
  return (
    <>
      <Notes call={call} state={state} hotline={hotline} />
      <ServiceBar call={call} state={state} />
      <FlowView
        transcript={state.transcript}
        cards={state.cards}
        suggestions={state.suggestions}
        tools={tools}
      />
      {mode === 'text' ? <Said state={state} /> : null}
      <EyesNoteView sight={sight} />
      {/* A human hears the open microphone itself: there is nothing to hold or to nod at. */}
      {mode === 'video' && !servedByHuman(state) ? (
        <VoiceBar call={call} state={state}>
          <EyesConsent sight={sight} />
          <RecordingConsent call={call} state={state} />
        </VoiceBar>
      ) : (
        <div className="recording-offer">
          <RecordingConsent call={call} state={state} />
        </div>
      )}
      <Composer
        max={maxChars}
        ready={state.phase === 'live' || state.phase === 'reconnecting'}
        onSend={(text) => call.say(text, 'text')}
      />
    </>
  );
}

function SelfView({ stream, label }: { stream: MediaStream | null; label: string }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (!video.current) return;
    video.current.srcObject = stream;
    // Muted pictures may always play; a refusal leaves a still frame, which does no harm.
    if (stream) video.current.play().catch(() => {});
  }, [stream]);
  return (
    <figure className="frame-self">
      <video ref={video} muted playsInline aria-label={label} />
      <figcaption>{label}</figcaption>
    </figure>
  );
}
