import { useEffect, useState } from 'react';
import type { Lang } from '../../../protocol/index.ts';

/** The words of the caption track at the present place of the film; the browser reads the WebVTT, we draw it. */
export function useCaption(video: { current: HTMLVideoElement | null }, lang: Lang, wanted: boolean): string {
  const [text, setText] = useState('');
  useEffect(() => {
    const element = video.current;
    if (element === null || !wanted) return;
    const all = [...element.textTracks];
    for (const track of all) track.mode = track.language === lang ? 'hidden' : 'disabled';
    const track = all.find((one) => one.language === lang);
    if (track === undefined) return;
    const changed = (): void => {
      const cues = [...(track.activeCues ?? [])];
      // Between two captions the last one stays: nobody reads faster than they can.
      if (cues.length > 0) setText(cues.map((cue) => ('text' in cue ? String(cue.text) : '')).join(' '));
    };
    changed();
    track.addEventListener('cuechange', changed);
    return () => track.removeEventListener('cuechange', changed);
  }, [video, lang, wanted]);
  return text;
}
