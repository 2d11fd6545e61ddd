import { useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../call/types.ts';
import { HTML_LANG } from '../../ui/i18n.ts';
import { Icon } from '../../ui/icon.tsx';
import { type PhoneAddress, phoneAddress } from './phone-address.ts';
import { QrCode } from './qr-code.tsx';

interface Shown {
  at: PhoneAddress;
  expiresAt: number;
}

interface SendToPhoneProps {
  card: string;
  title: string;
  link: Call['cardLink'];
  /** Set anew each time it was asked for by word; null: it was not. */
  asked: object | null;
}

/** A button that shows a QR code of an opaque link to this card. The link is made only when it is asked for. */
export function SendToPhone({ card, title, link, asked }: SendToPhoneProps) {
  const { t, i18n } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const [shown, setShown] = useState<Shown | 'waiting' | 'failed'>('waiting');

  const open = () => {
    setShown('waiting');
    if (dialog.current?.open === false) dialog.current.showModal();
    link(card).then(
      (made) => setShown({ at: phoneAddress(made, window.location), expiresAt: made.expiresAt }),
      () => setShown('failed'),
    );
  };
  const onAsked = useEffectEvent(open);
  useEffect(() => {
    if (asked !== null) onAsked();
  }, [asked]);
  const time = (at: number): string =>
    new Intl.DateTimeFormat(i18n.language === 'en' ? HTML_LANG.en : HTML_LANG.zh, {
      hour: '2-digit',
      minute: '2-digit',
      month: 'numeric',
      day: 'numeric',
    }).format(at);

  return (
    <>
      <button type="button" className="card-tool" onClick={open}>
        <Icon name="qr" />
        {t('cards.toPhone')}
      </button>
      <dialog ref={dialog} className="dialog qr-dialog" aria-labelledby={heading}>
        <h2 id={heading}>{t('cards.toPhone')}</h2>
        <p className="qr-title">{title}</p>
        <div className="qr-body" role="status">
          {shown === 'waiting' ? <p>{t('cards.toPhoneWait')}</p> : null}
          {shown === 'failed' ? <p>{t('cards.toPhoneFailed')}</p> : null}
          {typeof shown === 'object' ? (
            shown.at.url === null ? (
              <p>{t('cards.toPhoneNowhere')}</p>
            ) : (
              <>
                <QrCode text={shown.at.url} label={t('cards.toPhoneLead')} />
                <p>{t('cards.toPhoneLead')}</p>
                {shown.at.reach === 'same_network' ? <p>{t('cards.toPhoneNetwork')}</p> : null}
                <p className="qr-until">{t('cards.toPhoneUntil', { time: time(shown.expiresAt) })}</p>
              </>
            )
          ) : null}
        </div>
        <button type="button" className="button button-primary" onClick={() => dialog.current?.close()}>
          {t('cards.close')}
        </button>
      </dialog>
    </>
  );
}
