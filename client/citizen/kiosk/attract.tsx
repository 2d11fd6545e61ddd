import { useEffect, useState } from 'react';
import type { KioskTexts } from './texts.ts';

/** All slides are through in less than half a minute. */
const SLIDE_MS = 5_500;

/** Nobody is here: what this is, in captions, without a sound; the whole screen is the button. */
export function Attract({
  texts,
  presence,
  onWake,
}: {
  texts: KioskTexts;
  presence: boolean;
  onWake: () => void;
}) {
  const [slide, setSlide] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSlide((now) => (now + 1) % texts.slides.length), SLIDE_MS);
    return () => clearInterval(timer);
  }, [texts]);
  const [first = '', second = ''] = texts.slides[slide] ?? [];
  return (
    <button type="button" className="kiosk-attract" onClick={onWake}>
      <span className="kiosk-attract-words">
        <span className="kiosk-attract-slide" key={slide}>
          <strong>{first}</strong>
          <span>{second}</span>
        </span>
        <span className="kiosk-attract-wake">
          {texts.wake}
          <small lang={texts.wakeSmall.startsWith('T') ? 'en' : 'zh-CN'}>{texts.wakeSmall}</small>
        </span>
        {presence ? <span className="kiosk-attract-sign">{texts.sign}</span> : null}
      </span>
    </button>
  );
}
