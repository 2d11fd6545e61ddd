import { useEffect, useEffectEvent, useState } from 'react';
import type { KioskSettings } from '../../../protocol/index.ts';
import { Keys } from './keypad.tsx';
import type { Answer, KioskLink } from './link.ts';
import type { KioskTexts } from './texts.ts';

const CODE = /^\d{8}$/;

interface EnrolProps {
  texts: KioskTexts;
  link: KioskLink;
  kiosk: string;
  /** From the link that the operator opened; '' where it is typed. */
  given: string;
  onEnrolled: (settings: KioskSettings) => void;
}

/** The machine proves once that it is the one the operator meant. */
export function Enrol({ texts, link, kiosk, given, onEnrolled }: EnrolProps) {
  const [code, setCode] = useState(CODE.test(given) ? given : '');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const send = async (): Promise<void> => {
    setBusy(true);
    const answer = await link.enrol(kiosk, code);
    setBusy(false);
    if (answer.ok) onEnrolled(answer.value);
    else {
      setProblem(problemOf(answer, texts));
      setCode('');
    }
  };
  const onOpen = useEffectEvent(() => {
    if (code !== '') void send();
  });
  useEffect(() => onOpen(), []);

  return (
    <main className="kiosk-enrol">
      <div className="kiosk-sheet">
        <h1>{texts.enrol}</h1>
        <p>
          {texts.enrolLead} · <strong>{kiosk}</strong>
        </p>
        <div className="kiosk-number">
          <output>{code === '' ? '– – – –  – – – –' : `${code.slice(0, 4)} ${code.slice(4)}`}</output>
        </div>
        <p role="alert">{problem ?? ' '}</p>
        <Keys texts={texts} value={code} onChange={setCode} max={8} />
        <div className="kiosk-sheet-actions">
          <button
            type="button"
            className="kiosk-main-action"
            disabled={!CODE.test(code) || busy}
            onClick={() => void send()}
          >
            {texts.enrolDone}
          </button>
        </div>
      </div>
    </main>
  );
}

function problemOf(answer: Answer<unknown> & { ok: false }, texts: KioskTexts): string {
  if (answer.code === 'token_expired') return texts.enrolOld;
  if (answer.code === 'rate_limited') return texts.enrolBusy;
  return answer.code === 'network' ? texts.enrolLost : texts.enrolWrong;
}
