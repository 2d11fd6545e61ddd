import { Alert, Button, Form, Input } from 'antd';
import { useEffect, useState } from 'react';
import { AppError, type Me, STAFF_API } from '../../../protocol/index.ts';
import type { StaffApi } from '../api.ts';
import { useTexts, wordsOf } from '../texts.ts';
import { GateFrame } from './frame.tsx';

interface Fields {
  name: string;
  password: string;
  code?: string;
}

/** Account and password; the code of the authenticator only once it is asked for. */
export function SignIn({
  api,
  onDone,
  onLang,
}: {
  api: Pick<StaffApi, 'signIn' | 'ways'>;
  onDone: (me: Me) => void;
  onLang: () => void;
}) {
  const t = useTexts();
  const [oidc, setOidc] = useState<string | null>(null);
  const [needsCode, setNeedsCode] = useState(false);
  const [problem, setProblem] = useState<unknown>(() => {
    // The city's own sign-in comes back with what went wrong.
    const code = new URLSearchParams(window.location.search).get('problem');
    return code === null ? null : { code };
  });
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    api.ways().then(
      (ways) => setOidc(ways.oidc),
      () => undefined,
    );
  }, [api]);
  const submit = ({ name, password, code }: Fields) => {
    setBusy(true);
    setProblem(null);
    api.signIn(name, password, code?.trim() || undefined).then(
      (me) => onDone(me),
      (error: unknown) => {
        setBusy(false);
        const asks = error instanceof AppError && error.code === 'code_needed';
        if (asks) setNeedsCode(true);
        // The first time it is a question and not a failure.
        if (!asks || needsCode) setProblem(error);
      },
    );
  };
  return (
    <GateFrame title={t.gate.signIn} onLang={onLang}>
      {problem === null ? null : <Alert type="error" showIcon title={wordsOf(t, problem)} role="alert" />}
      <Form<Fields> name="sign_in" layout="vertical" requiredMark={false} onFinish={submit} size="large">
        <Form.Item name="name" label={t.gate.name} rules={[{ required: true, message: t.gate.name }]}>
          <Input autoComplete="username" autoFocus maxLength={60} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t.gate.password}
          rules={[{ required: true, message: t.gate.password }]}
        >
          <Input.Password autoComplete="current-password" maxLength={256} />
        </Form.Item>
        {needsCode ? (
          <Form.Item
            name="code"
            label={t.gate.code}
            extra={t.gate.codeHint}
            rules={[{ required: true, message: t.gate.code }]}
          >
            <Input autoComplete="one-time-code" inputMode="numeric" autoFocus maxLength={20} />
          </Form.Item>
        ) : null}
        <Button type="primary" htmlType="submit" block loading={busy}>
          {t.gate.signIn}
        </Button>
        {oidc === null ? null : (
          <Button block className="gate-oidc" href={`${STAFF_API}/oidc`}>
            {t.gate.oidc(oidc)}
          </Button>
        )}
      </Form>
    </GateFrame>
  );
}
