import { App, Button, Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { Warning } from '../../../protocol/index.ts';
import type { StaffCall, StaffCallState } from '../../call/staff-call.ts';
import { useTexts, wordsOf } from '../texts.ts';
import { Lines } from '../work/briefing.tsx';
import { Warnings } from './assist.tsx';

/** What is said, line by line, and a field to type to the citizen. What could not be sent stays in it. */
export function Talk({ call, room, canSay }: { call: StaffCall; room: StaffCallState; canSay: boolean }) {
  const t = useTexts();
  const { message } = App.useApp();
  const [text, setText] = useState('');
  const [warnings, setWarnings] = useState<readonly Warning[]>([]);
  const [sending, setSending] = useState(false);
  const end = useRef<HTMLDivElement>(null);
  const count = room.transcript.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is what it scrolls for
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'end' });
  }, [count, room.hearing]);
  const send = (anyway = false) => {
    const said = text.trim();
    if (said === '' || sending) return;
    setSending(true);
    // Where it cannot be looked at, the agent's own judgement is enough.
    const looked = anyway ? Promise.resolve([]) : call.check(said).catch(() => []);
    looked
      .then(async (found) => {
        setWarnings(found);
        if (found.length > 0) return;
        await call.say(said);
        setText('');
      })
      .then(
        () => undefined,
        (error: unknown) => void message.error(wordsOf(t, error)),
      )
      .finally(() => setSending(false));
  };
  return (
    <>
      <div className="talk">
        <Lines entries={room.transcript} />
        {room.hearing === null ? null : (
          <p className="talk-hearing">
            {t.call.typing} {room.hearing}
          </p>
        )}
        <div ref={end} />
      </div>
      {canSay && warnings.length > 0 ? (
        <Warnings
          warnings={warnings}
          onInstead={(words) => {
            setText(words);
            setWarnings([]);
          }}
          onAnyway={() => {
            setWarnings([]);
            send(true);
          }}
          onBack={() => setWarnings([])}
        />
      ) : null}
      {canSay ? (
        <div className="say">
          <Input.TextArea
            aria-label={t.call.say}
            placeholder={t.call.say}
            rows={1}
            maxLength={1000}
            value={text}
            onChange={({ target }) => {
              setText(target.value);
              setWarnings([]);
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
              event.preventDefault();
              send();
            }}
          />
          <Button type="primary" onClick={() => send()} loading={sending} disabled={text.trim() === ''}>
            {t.call.send}
          </Button>
        </div>
      ) : null}
    </>
  );
}
