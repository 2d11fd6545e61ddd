import { Alert, App, Button, Card, Form, Input, Modal, Select, Table, Tag } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import {
  type ManagedAccount,
  STAFF_ROLES,
  type StaffRole,
  type StaffSkill,
} from '../../../protocol/index.ts';
import type { StaffApi } from '../api.ts';
import { AskNote } from '../call/controls.tsx';
import { useTexts, wordsOf } from '../texts.ts';

/** `topic.hpf:3、lang.en` as skills; what cannot be read is left out, and stands no more when it is shown again. */
export function readSkills(text: string): StaffSkill[] {
  const skills = text.split(/[,，、\s]+/u).flatMap((part) => {
    const found = /^([a-z][a-z0-9_]*(?:\.[a-z0-9_]{1,40})?)(?::([1-3]))?$/.exec(part.trim());
    return found?.[1] === undefined ? [] : [{ skill: found[1], level: Number(found[2] ?? 2) }];
  });
  return [...new Map(skills.map((one) => [one.skill, one])).values()];
}

const writeSkills = (skills: readonly StaffSkill[]): string =>
  skills.map(({ skill, level }) => `${skill}:${level}`).join(', ');

interface Fields {
  name: string;
  publicName: string;
  number: string;
  roles: StaffRole[];
  skills: string;
  why?: string;
}

type Asked = { kind: 'disable' | 'enable' | 'reset'; account: ManagedAccount };

/** Accounts of staff: who there is, what they may, and links for those who are new or have forgotten. */
export function Accounts({ api }: { api: StaffApi }) {
  const t = useTexts();
  const { message } = App.useApp();
  const [accounts, setAccounts] = useState<ManagedAccount[] | null>(null);
  const [edited, setEdited] = useState<ManagedAccount | 'new' | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [link, setLink] = useState<string | null>(null);
  const failed = useCallback((error: unknown) => void message.error(wordsOf(t, error)), [message, t]);
  const load = useCallback(() => void api.accounts().then(setAccounts, failed), [api, failed]);
  useEffect(load, [load]);
  const save = ({ why, skills, ...fields }: Fields) => {
    const work =
      edited === 'new'
        ? api.createAccount({ ...fields, skills: readSkills(skills) }).then((made) => setLink(made.link))
        : api.changeAccount((edited as ManagedAccount).id, {
            ...{ publicName: fields.publicName, number: fields.number, roles: fields.roles },
            skills: readSkills(skills),
            why: why ?? '',
          });
    work.then(() => {
      setEdited(null);
      load();
    }, failed);
  };
  const carryOut = ({ kind, account }: Asked, why: string) => {
    const work =
      kind === 'reset'
        ? api.resetAccount(account.id, true, why).then((made) => setLink(made.link))
        : api.changeAccount(account.id, { disabled: kind === 'disable', why });
    work.then(load, failed);
  };
  return (
    <Card
      className="accounts"
      title={t.tabs.accounts}
      extra={
        <Button type="primary" onClick={() => setEdited('new')}>
          {t.accounts.create}
        </Button>
      }
    >
      <Table<ManagedAccount>
        size="small"
        rowKey="id"
        loading={accounts === null}
        dataSource={accounts ?? []}
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        columns={[
          { title: t.gate.name, dataIndex: 'name' },
          { title: t.gate.publicName, render: (_, { publicName, number }) => `${publicName} ${number}` },
          {
            title: t.accounts.roles,
            render: (_, { roles }) => roles.map((role) => <Tag key={role}>{t.roles[role]}</Tag>),
          },
          { title: t.accounts.skills, render: (_, { skills }) => writeSkills(skills) },
          {
            title: '',
            render: (_, { state }) => (
              <Tag color={state === 'active' ? 'success' : state === 'invited' ? 'processing' : 'error'}>
                {t.accounts.state[state]}
              </Tag>
            ),
          },
          {
            title: t.accounts.lastSignIn,
            render: (_, { lastSignInAt }) =>
              lastSignInAt === null ? t.accounts.never : new Date(lastSignInAt).toLocaleString(),
          },
          {
            title: '',
            render: (_, account) => (
              <span className="watch-acts">
                <Button size="small" onClick={() => setEdited(account)}>
                  {t.accounts.edit}
                </Button>
                <Button
                  size="small"
                  disabled={account.external}
                  onClick={() => setAsked({ kind: 'reset', account })}
                >
                  {t.accounts.reset}
                </Button>
                <Button
                  size="small"
                  danger={account.state !== 'disabled'}
                  onClick={() =>
                    setAsked({ kind: account.state === 'disabled' ? 'enable' : 'disable', account })
                  }
                >
                  {account.state === 'disabled' ? t.accounts.enable : t.accounts.disable}
                </Button>
              </span>
            ),
          },
        ]}
      />
      {edited === null ? null : (
        <AccountForm
          account={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
          onSave={save}
        />
      )}
      {asked === null ? null : (
        <AskNote
          title={`${t.accounts[asked.kind]}：${asked.account.name}`}
          what={t.reasonHint}
          label={t.reason}
          required
          onClose={() => setAsked(null)}
          onYes={(why) => carryOut(asked, why)}
        />
      )}
      <Modal open={link !== null} footer={null} onCancel={() => setLink(null)} title={t.accounts.link}>
        <Alert
          type="success"
          title={<code className="one-time-link">{`${window.location.origin}${link ?? ''}`}</code>}
          action={
            <Button
              size="small"
              onClick={() =>
                void navigator.clipboard
                  ?.writeText(`${window.location.origin}${link ?? ''}`)
                  .then(() => message.success(t.accounts.copied))
              }
            >
              {t.accounts.copy}
            </Button>
          }
        />
      </Modal>
    </Card>
  );
}

function AccountForm({
  account,
  onSave,
  onClose,
}: {
  account: ManagedAccount | null;
  onSave: (fields: Fields) => void;
  onClose: () => void;
}) {
  const t = useTexts();
  const [form] = Form.useForm<Fields>();
  const required = (message: string) => [{ required: true, message }];
  return (
    <Modal
      open
      title={account === null ? t.accounts.create : `${t.accounts.edit}：${account.name}`}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form<Fields>
        name="account"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={
          account === null
            ? { roles: ['agent'], skills: '' }
            : { ...account, skills: writeSkills(account.skills) }
        }
        onFinish={onSave}
      >
        {account === null ? (
          <Form.Item name="name" label={t.gate.name} rules={required(t.gate.name)}>
            <Input maxLength={40} autoComplete="off" />
          </Form.Item>
        ) : null}
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
        <Form.Item name="roles" label={t.accounts.roles} rules={required(t.accounts.roles)}>
          <Select mode="multiple" options={STAFF_ROLES.map((value) => ({ value, label: t.roles[value] }))} />
        </Form.Item>
        <Form.Item name="skills" label={t.accounts.skills} extra={t.accounts.skillsHint}>
          <Input maxLength={400} />
        </Form.Item>
        {account === null ? null : (
          <Form.Item
            name="why"
            label={t.reason}
            extra={t.reasonHint}
            rules={[{ required: true, min: 2, message: t.reason }]}
          >
            <Input maxLength={300} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
