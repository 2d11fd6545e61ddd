import type { WidgetProps } from '@rjsf/utils';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import SignaturePad from 'signature_pad';
import { Icon } from '../../ui/icon.tsx';
import { useFill } from './fill.ts';
import { KeptPhoto } from './kept-photo.tsx';

/** Height of the box on the screen, px; its width is the field's. */
const HEIGHT = 200;

/** A signature by finger, pen or mouse; for those who cannot, the name typed and drawn as one. */
export function SignatureWidget({ id, value, onChange }: WidgetProps) {
  const { t } = useTranslation();
  const { photos } = useFill();
  const canvas = useRef<HTMLCanvasElement>(null);
  const pad = useRef<SignaturePad | null>(null);
  const [drawn, setDrawn] = useState(false);
  const [state, setState] = useState<'idle' | 'sending' | 'failed'>('idle');
  const [typed, setTyped] = useState<string | null>(null);
  const signed = typeof value === 'string' && value !== '';

  useEffect(() => {
    const element = canvas.current;
    if (signed || element === null) return;
    // Sharp on every screen: the canvas has the device's pixels.
    const ratio = Math.max(1, window.devicePixelRatio);
    element.width = element.clientWidth * ratio;
    element.height = HEIGHT * ratio;
    element.getContext('2d')?.scale(ratio, ratio);
    const made = new SignaturePad(element, { penColor: '#0c2344', minWidth: 1.2, maxWidth: 3.2 });
    const end = (): void => setDrawn(!made.isEmpty());
    made.addEventListener('endStroke', end);
    pad.current = made;
    return () => {
      made.removeEventListener('endStroke', end);
      made.off();
      pad.current = null;
    };
  }, [signed]);

  const clear = (): void => {
    pad.current?.clear();
    setDrawn(false);
    setTyped(null);
    setState('idle');
    if (signed) onChange(undefined);
  };
  const send = async (): Promise<void> => {
    const element = canvas.current;
    if (element === null) return;
    if (typed !== null) writeName(element, typed);
    setState('sending');
    try {
      const blob = await new Promise<Blob | null>((resolve) => element.toBlob(resolve, 'image/png'));
      if (blob === null) throw new Error('the canvas gives no picture');
      onChange(await photos.add(blob, 'signature'));
      setState('idle');
      setDrawn(false);
    } catch {
      setState('failed');
    }
  };

  if (signed) {
    return (
      <div className="signed">
        <KeptPhoto photo={value} label={t('forms.signed')} />
        <p>
          <Icon name="check" />
          {t('forms.signed')}
        </p>
        <button type="button" id={id} className="button button-quiet" onClick={clear}>
          {t('forms.signClear')}
        </button>
      </div>
    );
  }
  return (
    <div className="signature">
      <canvas
        ref={canvas}
        className="signature-box"
        height={HEIGHT}
        role="img"
        aria-label={t('forms.sign')}
      />
      {typed === null ? (
        <button type="button" className="button button-quiet" onClick={() => setTyped('')}>
          {t('forms.signType')}
        </button>
      ) : (
        <label className="signature-typed">
          {t('forms.signTyped')}
          <input
            className="field-input"
            type="text"
            maxLength={20}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
      )}
      <div className="photo-actions">
        <button
          type="button"
          id={id}
          className="button button-primary"
          aria-disabled={state === 'sending' || !(drawn || (typed ?? '').trim() !== '')}
          onClick={() => {
            if (state !== 'sending' && (drawn || (typed ?? '').trim() !== '')) void send();
          }}
        >
          {t(state === 'sending' ? 'forms.photoSending' : 'forms.signDone')}
        </button>
        <button type="button" className="button button-outline" onClick={clear}>
          {t('forms.signClear')}
        </button>
      </div>
      <p role="status">{state === 'failed' ? t('forms.photoFailed') : ''}</p>
    </div>
  );
}

/** A typed name drawn into the box, so that what is kept looks the same for everybody. */
function writeName(canvas: HTMLCanvasElement, name: string): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#0c2344';
  context.font = '64px serif';
  context.textBaseline = 'middle';
  context.fillText(name.trim(), 24, HEIGHT / 2);
}
