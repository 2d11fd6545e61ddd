import { useEffect, useState } from 'react';
import type { Playhead } from '../call/types.ts';
import { type CaptionParts, heardCaption, splitCaption } from './captions.ts';

interface Shown {
  id: string;
  text: string;
  parts: CaptionParts;
}

/**
 * The running caption. It reads the audible clock in every frame of the screen and draws only when a word begins. The
 * last sentence stays until the next one, so that a slow reader can finish it.
 */
export function Caption({
  playhead,
  lang,
  shows = true,
  line = null,
}: {
  playhead: Playhead;
  lang: string;
  /** Off: screen readers still hear each sentence. */
  shows?: boolean;
  /** What somebody has said whose words have no clock (a human who serves): it stands in place of the avatar's. */
  line?: { id: string; text: string } | null;
}) {
  const [shown, setShown] = useState<Shown | null>(null);

  useEffect(() => {
    let frame = 0;
    const read = () => {
      frame = requestAnimationFrame(read);
      const reading = playhead.at(performance.now());
      setShown((before) => {
        if (!reading) return before && settle(before, playhead);
        const { id, text } = reading.utterance;
        const parts = splitCaption(reading.utterance, reading.ms);
        return before?.id === id && same(before.parts, parts) ? before : { id, text, parts };
      });
    };
    frame = requestAnimationFrame(read);
    return () => cancelAnimationFrame(frame);
  }, [playhead]);

  return (
    <div className="caption" lang={lang} data-off={!shows || undefined}>
      {/* Per sentence for screen readers; the word-by-word picture of it is for the eye alone. */}
      <p className="visually-hidden" aria-live="polite" aria-atomic="true">
        {line?.text ?? shown?.text ?? ''}
      </p>
      {line && shows ? (
        <p className="caption-line" aria-hidden="true">
          {line.text}
        </p>
      ) : null}
      {!line && shown && shows ? (
        <p className="caption-line" aria-hidden="true">
          <span className="caption-heard">{shown.parts.heard}</span>
          <span className="caption-now">{shown.parts.now}</span>
          <span className="caption-ahead">{shown.parts.ahead}</span>
        </p>
      ) : null}
    </div>
  );
}

/** In silence: a sentence that was said to its end is marked so; one that was cut stays as far as it was heard. */
function settle(before: Shown, playhead: Playhead): Shown {
  const stillRunning = playhead.utterances().some((utterance) => utterance.id === before.id);
  if (!stillRunning || before.parts.ahead !== '' || before.parts.now === '') return before;
  return { ...before, parts: heardCaption(before.text) };
}

function same(a: CaptionParts, b: CaptionParts): boolean {
  return a.heard === b.heard && a.now === b.now && a.ahead === b.ahead;
}
