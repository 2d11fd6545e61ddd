import { DislikeOutlined, LikeOutlined } from '@ant-design/icons';
import { Alert, App, Button, Tag } from 'antd';
import { useEffect, useState } from 'react';
import type { Assist, Suggestion, SuggestionKind, Warning } from '../../../protocol/index.ts';
import type { StaffCall } from '../../call/staff-call.ts';
import { useTexts, wordsOf } from '../texts.ts';

const COLOR: Readonly<Record<SuggestionKind, string>> = {
  danger: 'red',
  risk: 'orange',
  manner: 'blue',
  question: 'geekblue',
  answer: 'green',
  missing: 'purple',
};

/** What its key does: a card is shown, words are sent. */
const showsFirst = ({ kind, show, say }: Suggestion): boolean =>
  show !== null && (say === null || kind === 'answer' || kind === 'missing');

/** What may help now, three at most. Nothing of it reaches the citizen but by a press here, or Alt with its number. */
export function AssistPanel({
  call,
  assist,
  canAct,
}: {
  call: StaffCall;
  assist: Assist | null;
  canAct: boolean;
}) {
  const t = useTexts();
  const { message } = App.useApp();
  const [busy, setBusy] = useState<string | null>(null);
  const [rated, setRated] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [warned, setWarned] = useState<{ say: string; warnings: readonly Warning[] } | null>(null);
  const doing = (id: string, work: Promise<void>): void => {
    setBusy(id);
    work.catch((error: unknown) => void message.error(wordsOf(t, error))).finally(() => setBusy(null));
  };
  const send = ({ id, say }: Suggestion): void => {
    if (say === null) return;
    // Its words come from the graph and the table of manners; they are looked at like any others.
    const sending = call
      .check(say)
      .catch(() => [])
      .then(async (warnings) => {
        setWarned(warnings.length > 0 ? { say, warnings } : null);
        if (warnings.length === 0) await call.say(say);
      });
    doing(id, sending);
  };
  const show = ({ id, show: what }: Suggestion): void => {
    if (what !== null) doing(id, call.push(what));
  };
  const rate = ({ id }: Suggestion, useful: boolean): void => {
    call.rate(id, useful).then(
      () => setRated((known) => new Map(known).set(id, useful)),
      (error: unknown) => void message.error(wordsOf(t, error)),
    );
  };
  const act = (one: Suggestion): void => (showsFirst(one) ? show(one) : send(one));
  const suggestions = assist?.suggestions ?? [];
  // biome-ignore lint/correctness/useExhaustiveDependencies: what a key does changes with the suggestions
  useEffect(() => {
    if (!canAct) return;
    const listener = (event: KeyboardEvent) => {
      const at = ['Digit1', 'Digit2', 'Digit3'].indexOf(event.code);
      const one = suggestions[at];
      if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat || one === undefined) return;
      event.preventDefault();
      if (busy === null) act(one);
    };
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, [suggestions, canAct, busy]);
  if (assist === null) return null;
  return (
    <section className="assist" aria-label={t.assist.title}>
      <header className="assist-head">
        <h3>{t.assist.title}</h3>
        {assist.matter === null ? null : <span className="assist-matter">{assist.matter.name}</span>}
      </header>
      {warned === null ? null : (
        <Warnings
          warnings={warned.warnings}
          onAnyway={() => {
            setWarned(null);
            doing('warned', call.say(warned.say));
          }}
          onBack={() => setWarned(null)}
        />
      )}
      {suggestions.length === 0 ? <p className="assist-why">{t.assist.none}</p> : null}
      <ol className="assist-list" aria-live="polite">
        {suggestions.map((one, at) => (
          <li key={one.id} className="assist-one" data-kind={one.kind} data-rule={one.rule}>
            <strong>
              <Tag color={COLOR[one.kind]}>{t.assist.kinds[one.kind]}</Tag>
              {one.title}
            </strong>
            {one.text === '' || one.text === one.say ? null : <p className="assist-why">{one.text}</p>}
            {one.say === null || one.say === one.title ? null : <p>“{one.say}”</p>}
            {one.sources.slice(0, 1).map((source) => (
              <small key={source.id} title={source.title}>
                {t.assist.source}：{source.title}
                {source.article === undefined ? '' : ` ${source.article}`}
                {source.verified ? '' : ' · 演示数据，未核对'}
              </small>
            ))}
            {canAct ? (
              <div className="assist-acts">
                {one.say === null ? null : (
                  <Button size="small" disabled={busy !== null} onClick={() => send(one)}>
                    {t.assist.send}
                    {showsFirst(one) ? null : <kbd>Alt {at + 1}</kbd>}
                  </Button>
                )}
                {one.show === null ? null : (
                  <Button size="small" disabled={busy !== null} onClick={() => show(one)}>
                    {t.assist.show}
                    {showsFirst(one) ? <kbd>Alt {at + 1}</kbd> : null}
                  </Button>
                )}
                <span className="assist-rate">
                  <Button
                    size="small"
                    type={rated.get(one.id) === true ? 'primary' : 'text'}
                    icon={<LikeOutlined />}
                    aria-label={t.assist.useful}
                    aria-pressed={rated.get(one.id) === true}
                    onClick={() => rate(one, true)}
                  />
                  <Button
                    size="small"
                    type={rated.get(one.id) === false ? 'primary' : 'text'}
                    icon={<DislikeOutlined />}
                    aria-label={t.assist.useless}
                    aria-pressed={rated.get(one.id) === false}
                    onClick={() => rate(one, false)}
                  />
                </span>
              </div>
            ) : null}
          </li>
        ))}
      </ol>
      <ul className="assist-steps" aria-label={t.assist.steps}>
        {assist.steps.map(({ label, done }) => (
          <li key={label} data-done={done}>
            {done ? '✓' : '○'} {label}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What to think over before words are sent, and the ways on. */
export function Warnings({
  warnings,
  onInstead,
  onAnyway,
  onBack,
}: {
  warnings: readonly Warning[];
  onInstead?: (words: string) => void;
  onAnyway: () => void;
  onBack: () => void;
}) {
  const t = useTexts();
  const instead = warnings.find((one) => one.instead !== null)?.instead ?? null;
  return (
    <Alert
      className="warnings"
      type="warning"
      title={t.assist.check}
      description={
        <>
          <ul>
            {warnings.map(({ rule, text }) => (
              <li key={rule}>{text}</li>
            ))}
          </ul>
          {instead === null || onInstead === undefined ? null : (
            <Button size="small" type="link" onClick={() => onInstead(instead)}>
              {t.assist.instead}：{instead}
            </Button>
          )}
          <div className="assist-acts">
            <Button size="small" onClick={onBack}>
              {t.assist.back}
            </Button>
            <Button size="small" danger onClick={onAnyway}>
              {t.assist.anyway}
            </Button>
          </div>
        </>
      }
    />
  );
}
