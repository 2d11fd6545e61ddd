import { Alert, Button, Form, Input } from 'antd';
import { useEffect, useState } from 'react';
import { AppError, type Me, PASSWORD_MIN, type SetupLook } from '../../../protocol/index.ts';
import type { StaffApi } from '../api.ts';
import { useTexts, wordsOf } from '../texts.ts';
import { GateFrame } from './frame.tsx';

interface Fields {
  name?: string;
  publicName?: string;
  number?: string;
  password: string;
  repeat: string;
}

/** Behind a one-time link: the first administrator, or somebody who chooses their password. */
export function SetUp({
  api,
  token,
  onDone,
  onLang,
}: {
  api: Pick<StaffApi, 'lookSetup' | 'setUp'>;
  token: string;
  onDone: (me: Me) => void;
  onLang: () => void;
}) {
  const t = useTexts();
  const [look, setLook] = useState<SetupLook | 'gone' | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    api.lookSetup(token).then(setLook, () => setLook('gone'));
  }, [api, token]);
  if (look === 'gone')
    return (
      <GateFrame title={t.gate.setup} onLang={onLang}>
        <Alert type="warning" showIcon title={t.gate.linkGone} />
        <Button block href="/desk/" className="gate-oidc">
          {t.gate.signIn}
        </Button>
      </GateFrame>
    );
  if (look === null) return <p className="opening">…</p>;
  const first = look.kind === 'first';
  const required = (message: string) => [{ required: true, message }];
  const submit = ({ repeat: _, ...fields }: Fields) => {
    setBusy(true);
    setProblem(null);
    api.setUp({ token, ...fields }).then(onDone, (error: unknown) => {
      setBusy(false);
      // The password is chosen, and the authenticator still counts: on to the sign-in.
      if (error instanceof AppError && error.code === 'code_needed') window.location.assign('/desk/');
      else setProblem(error);
    });
  };
  return (
    <GateFrame title={first ? t.gate.setupFirst : `${t.gate.setup}：${look.name ?? ''}`} onLang={onLang}>
      {first ? <p>{t.gate.setupWhat}</p> : null}
      {problem === null ? null : <Alert type="error" showIcon title={wordsOf(t, problem)} role="alert" />}
      <Form<Fields> name="set_up" layout="vertical" requiredMark={false} onFinish={submit} size="large">
        {first ? (
          <>
            <Form.Item name="name" label={t.gate.name} rules={required(t.gate.name)}>
              <Input autoComplete="username" autoFocus maxLength={40} />
            </Form.Item>
            <Form.Item
              name="publicName"
              label={t.gate.publicName}
              extra={t.gate.publicNameHint}
              rules={required(t.gate.publicName)}
            >
              <Input maxLength={40} />
            </Form.Item>
            <Form.Item name="number" label={t.gate.number} rules={required(t.gate.number)}>
              <Input maxLength={20} />
            </Form.Item>
          </>
        ) : null}
        <Form.Item
          name="password"
          label={t.gate.newPassword}
          extra={t.gate.passwordHint}
          rules={[{ required: true, min: PASSWORD_MIN, message: t.gate.passwordHint }]}
        >
          <Input.Password autoComplete="new-password" maxLength={256} />
        </Form.Item>
        <Form.Item
          name="repeat"
          label={t.gate.repeat}
          dependencies={['password']}
          rules={[
            ({ getFieldValue }) => ({
              validator: (_, value) =>
                value === getFieldValue('password')
                  ? Promise.resolve()
                  : Promise.reject(new Error(t.gate.repeatWrong)),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" maxLength={256} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={busy}>
          {t.gate.save}
        </Button>
      </Form>
    </GateFrame>
  );
}
