import { useEffect, useState } from 'react';
import type { KioskSettings } from '../../../protocol/index.ts';
import type { KioskLink } from './link.ts';
import type { KioskTexts } from './texts.ts';

/** A person is called, or it is said where one is found: what the operator configured. */
export function Staff({
  texts,
  settings,
  link,
  onClose,
}: {
  texts: KioskTexts;
  settings: KioskSettings;
  link: KioskLink;
  onClose: () => void;
}) {
  const { calls, number } = settings.staff;
  const [called, setCalled] = useState<boolean | null>(calls ? null : false);
  useEffect(() => {
    if (!calls) return;
    let gone = false;
    void link.callStaff().then((answer) => gone || setCalled(answer.ok && answer.value.called));
    return () => {
      gone = true;
    };
  }, [calls, link]);
  return (
    <div className="kiosk-sheet" role="alertdialog" aria-modal="true" aria-label={texts.staff}>
      <h2>{called === null ? texts.staffWait : called ? texts.staffCalled : texts.staff}</h2>
      {called === true ? <p>{texts.staffComing}</p> : null}
      {called === false && number === null ? <p>{texts.staffDesk}</p> : null}
      {number === null ? null : (
        <p className="kiosk-big-number">
          {texts.staffNumber} <strong>{number}</strong>
        </p>
      )}
      {number === null ? (
        <p className="kiosk-big-number">
          {texts.staffOr} <strong>{settings.hotline}</strong>
        </p>
      ) : null}
      <div className="kiosk-sheet-actions">
        <button type="button" className="kiosk-main-action" onClick={onClose}>
          {texts.ok}
        </button>
      </div>
    </div>
  );
}
