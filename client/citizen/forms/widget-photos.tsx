import type { WidgetProps } from '@rjsf/utils';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_PHOTOS } from '../../../protocol/forms.ts';
import { Icon } from '../../ui/icon.tsx';
import { useFill } from './fill.ts';
import { KeptPhoto } from './kept-photo.tsx';
import { lookAt, type Verdict } from './picture-check.ts';

/** A picture that was taken and is not sent yet: it is looked at first. */
interface Taken {
  file: File;
  url: string;
  verdict: Verdict | null;
  state: 'preview' | 'sending' | 'failed' | 'large' | 'bad';
}

const FAULTS: Readonly<Record<string, Taken['state']>> = {
  message_too_large: 'large',
  message_invalid: 'bad',
};

/** Photos: taken or chosen, looked at, sent only by a tap, and taken again or removed until the form is sent. */
export function PhotosWidget({ id, value, onChange }: WidgetProps) {
  const { t } = useTranslation();
  const { photos } = useFill();
  const kept: readonly string[] = Array.isArray(value) ? value : [];
  const [taken, setTaken] = useState<Taken | null>(null);
  const camera = useRef<HTMLInputElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const full = kept.length >= MAX_PHOTOS;

  useEffect(() => () => URL.revokeObjectURL(taken?.url ?? ''), [taken?.url]);

  const take = (file: File | undefined): void => {
    if (!file) return;
    const url = URL.createObjectURL(file);
    setTaken({ file, url, verdict: null, state: 'preview' });
    const mine = (change: Partial<Taken>) =>
      setTaken((now) => (now?.url === url ? { ...now, ...change } : now));
    lookAt(file).then(
      (verdict) => mine({ verdict }),
      () => mine({ state: 'bad' }),
    );
  };
  const send = async (): Promise<void> => {
    if (!taken) return;
    setTaken({ ...taken, state: 'sending' });
    try {
      const photo = await photos.add(taken.file, 'photo');
      setTaken(null);
      onChange([...kept, photo]);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      setTaken({ ...taken, state: FAULTS[code] ?? 'failed' });
    }
  };
  const remove = (photo: string): void => {
    onChange(kept.filter((other) => other !== photo));
    // Where it is lost, the picture goes with the form.
    photos.remove(photo).catch(() => undefined);
  };
  const input = (ref: typeof camera, capture: boolean) => (
    <input
      ref={ref}
      className="visually-hidden"
      type="file"
      accept="image/jpeg,image/png,image/webp,image/heic"
      {...(capture ? { capture: 'environment' as const } : {})}
      tabIndex={-1}
      aria-hidden="true"
      onChange={(event) => {
        take(event.currentTarget.files?.[0]);
        event.currentTarget.value = '';
      }}
    />
  );

  return (
    // biome-ignore lint/a11y/useSemanticElements: its name is the field's label, which stands outside
    <div className="photos" role="group" aria-labelledby={`${id}-label`}>
      {input(camera, true)}
      {input(picker, false)}
      {kept.length === 0 ? null : (
        <ul className="photo-grid">
          {kept.map((photo, at) => (
            <li key={photo}>
              <KeptPhoto photo={photo} label={t('forms.photoAt', { n: at + 1 })} />
              <button
                type="button"
                className="photo-remove"
                aria-label={`${t('forms.photoRemove')} ${t('forms.photoAt', { n: at + 1 })}`}
                onClick={() => remove(photo)}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {taken ? (
        <figure className="photo-preview">
          <img src={taken.url} alt={t('forms.photoCheck')} />
          <figcaption role="status">{t(wordsOf(taken))}</figcaption>
          <div className="photo-actions">
            <button
              type="button"
              className="button button-primary"
              disabled={taken.state === 'sending' || taken.state === 'bad' || taken.state === 'large'}
              onClick={() => void send()}
            >
              {t('forms.photoUse')}
            </button>
            <button
              type="button"
              className="button button-outline"
              disabled={taken.state === 'sending'}
              onClick={() => {
                setTaken(null);
                camera.current?.click();
              }}
            >
              {t('forms.photoRetake')}
            </button>
          </div>
        </figure>
      ) : full ? (
        <p className="field-empty">{t('forms.photoFull', { max: MAX_PHOTOS })}</p>
      ) : (
        <div className="photo-actions">
          <button
            type="button"
            id={id}
            className="button button-outline"
            onClick={() => camera.current?.click()}
          >
            <Icon name="photo" />
            {t('forms.photoTake')}
          </button>
          <button type="button" className="button button-quiet" onClick={() => picker.current?.click()}>
            {t('forms.photoPick')}
          </button>
        </div>
      )}
    </div>
  );
}

function wordsOf({ state, verdict }: Taken) {
  if (state === 'sending') return 'forms.photoSending';
  if (state === 'failed') return 'forms.photoFailed';
  if (state === 'large') return 'forms.photoLarge';
  if (state === 'bad') return 'forms.photoBad';
  if (verdict === 'dark') return 'forms.photoDark';
  if (verdict === 'blurred') return 'forms.photoBlurred';
  return verdict === 'good' ? 'forms.photoGood' : 'forms.photoCheck';
}
