import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { encode } from 'uqr';
import type { TotpOffer } from '../../../protocol/index.ts';
import type { StaffApi } from '../api.ts';
import { useTexts, wordsOf } from '../texts.ts';
import { GateFrame } from './frame.tsx';

/** An authenticator beside the password: scan, prove, and keep the recovery codes. */
export function EnrolTotp({
  api,
  onDone,
  onLeave,
  onLang,
}: {
  api: Pick<StaffApi, 'beginTotp' | 'confirmTotp'>;
  onDone: () => void;
  onLeave: () => void;
  onLang: () => void;
}) {
  const t = useTexts();
  const [offer, setOffer] = useState<TotpOffer | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const ask = (work: Promise<void>) => {
    setProblem(null);
    work.catch(setProblem);
  };
  return (
    <GateFrame title={codes === null ? t.gate.totpNeeded : t.gate.recovery} onLang={onLang}>
      {problem === null ? null : <Alert type="error" showIcon title={wordsOf(t, problem)} role="alert" />}
      {codes !== null ? (
        <>
          <p>{t.gate.recoveryWhat}</p>
          <ul className="recovery">
            {codes.map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ul>
          <Button type="primary" block size="large" onClick={onDone}>
            {t.gate.recoveryDone}
          </Button>
        </>
      ) : offer === null ? (
        <Form<{ password: string }>
          layout="vertical"
          size="large"
          onFinish={({ password }) => ask(api.beginTotp(password).then(setOffer))}
        >
          <Form.Item name="password" label={t.gate.totpCurrent}>
            <Input.Password autoComplete="current-password" autoFocus maxLength={256} />
          </Form.Item>
          <Button type="primary" htmlType="submit" block>
            {t.gate.totpNext}
          </Button>
        </Form>
      ) : (
        <>
          <p>{t.gate.totpWhat}</p>
          <QrCode text={offer.uri} />
          <p className="totp-secret">
            {t.gate.totpSecret}
            <code>{offer.secret}</code>
          </p>
          <Form<{ code: string }>
            layout="vertical"
            size="large"
            onFinish={({ code }) => ask(api.confirmTotp(code).then((made) => setCodes(made.recoveryCodes)))}
          >
            <Form.Item name="code" label={t.gate.code}>
              <Input autoComplete="one-time-code" inputMode="numeric" autoFocus maxLength={20} />
            </Form.Item>
            <Button type="primary" htmlType="submit" block>
              {t.gate.totpConfirm}
            </Button>
          </Form>
        </>
      )}
      <Button type="link" block onClick={onLeave}>
        {t.gate.signOut}
      </Button>
    </GateFrame>
  );
}

function QrCode({ text }: { text: string }) {
  const { data, size } = encode(text, { border: 2 });
  const path = data
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('');
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label="QR">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
