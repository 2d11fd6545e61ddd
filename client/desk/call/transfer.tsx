import { Input, Modal, Select } from 'antd';
import { useState } from 'react';
import type { Colleague, Me, Params } from '../../../protocol/index.ts';
import type { DeskState } from '../desk-client.ts';
import { useTexts } from '../texts.ts';

/** More than this narrows nothing. */
const MOST_SKILLS = 6;

interface TransferProps {
  state: Pick<DeskState, 'colleagues'>;
  me: Me;
  onPass: (wish: Params<'staff.passOn'>) => void;
  onClose: () => void;
}

/** To whom a citizen is passed on: anybody who is free, whoever can do something, or one colleague. */
export function Transfer({ state, me, onPass, onClose }: TransferProps) {
  const t = useTexts();
  const [to, setTo] = useState<string | null>(null);
  const [skills, setSkills] = useState<string[]>([]);
  const [note, setNote] = useState('');
  const others = state.colleagues.filter(
    ({ staff, presence }) => staff !== me.account.id && presence !== 'offline',
  );
  const nameOf = (skill: string): string => t.skillNames[skill] ?? skill;
  const able = (list: readonly Colleague[]): string =>
    list.map(({ publicName, number }) => `${publicName} ${number}`).join('、');
  const free = others.filter(
    (one) =>
      one.presence === 'ready' && skills.every((skill) => one.skills.some((own) => own.skill === skill)),
  );
  const pass = (): void =>
    onPass({
      skills: to === null ? skills : [],
      ...(to === null ? {} : { to }),
      ...(note.trim() === '' ? {} : { note: note.trim() }),
    });
  return (
    <Modal open title={t.call.transfer} okText={t.call.transfer} onCancel={onClose} onOk={pass}>
      <p>{t.call.transferHint}</p>
      <Select<string | null>
        aria-label={t.call.transferTo}
        className="wide"
        value={to}
        onChange={setTo}
        options={[
          { value: null, label: t.call.transferAny },
          ...others.map(({ staff, publicName, number, presence, skills: own }) => ({
            value: staff,
            label: [
              `${publicName} ${number}`,
              t.presence[presence],
              ...own.map(({ skill }) => nameOf(skill)),
            ].join(' · '),
            disabled: presence !== 'ready',
          })),
        ]}
      />
      {to === null ? (
        <>
          <Select<string[]>
            mode="multiple"
            aria-label={t.call.transferSkills}
            placeholder={t.call.transferSkills}
            className="wide transfer-skills"
            maxCount={MOST_SKILLS}
            value={skills}
            onChange={setSkills}
            options={skillsOf(others).map((skill) => ({ value: skill, label: nameOf(skill) }))}
          />
          <p role="status">
            {free.length === 0 ? t.call.transferNobody : `${t.call.transferFree}${able(free)}`}
          </p>
        </>
      ) : null}
      <Input.TextArea
        className="transfer-note"
        aria-label={t.call.note}
        placeholder={t.call.note}
        rows={2}
        maxLength={400}
        value={note}
        onChange={({ target }) => setNote(target.value)}
      />
    </Modal>
  );
}

/** What the colleagues who are there can do, each once. */
function skillsOf(colleagues: readonly Colleague[]): string[] {
  return [...new Set(colleagues.flatMap(({ skills }) => skills.map(({ skill }) => skill)))].sort();
}
