import { App, Button, Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { StaffCall, StaffCallState } from '../../call/staff-call.ts';
import { useTexts, wordsOf } from '../texts.ts';
import { Lines } from '../work/briefing.tsx';

/** What is said, line by line, and a field to type to the citizen. What could not be sent stays in it. */
export function Talk({ call, room, canSay }: { call: StaffCall; room: StaffCallState; canSay: boolean }) {
  const t = useTexts();
  const { message } = App.useApp();
  const [text, setText] = useState('');
  const [sending, setSending] = useState(false);
  const end = useRef<HTMLDivElement>(null);
  const count = room.transcript.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is what it scrolls for
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'end' });
  }, [count, room.hearing]);
  const send = () => {
    const said = text.trim();
    if (said === '' || sending) return;
    setSending(true);
    call
      .say(said)
      .then(
        () => setText(''),
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
      {canSay ? (
        <div className="say">
          <Input.TextArea
            aria-label={t.call.say}
            placeholder={t.call.say}
            rows={1}
            maxLength={1000}
            value={text}
            onChange={({ target }) => setText(target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
              event.preventDefault();
              send();
            }}
          />
          <Button type="primary" onClick={send} loading={sending} disabled={text.trim() === ''}>
            {t.call.send}
          </Button>
        </div>
      ) : null}
    </>
  );
}
