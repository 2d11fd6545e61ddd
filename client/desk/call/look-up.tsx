import { App, Button, Empty, Input, Tag } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { Found } from '../../../protocol/index.ts';
import type { StaffCall } from '../../call/staff-call.ts';
import { useTexts, wordsOf } from '../texts.ts';

/** What is pushed to the citizen for what was found; an office has nothing to show. */
function pushOf({ kind, id }: Found): Parameters<StaffCall['push']>[0] | null {
  if (kind === 'service') return { kind, service: id };
  if (kind === 'faq') return { kind, faq: id };
  return kind === 'video' ? { kind, video: id } : null;
}

const FORMS = ['f.work_order', 'f.appointment', 'f.lookup', 'f.material_check'] as const;
/** A pause in typing this long is a question, ms. */
const PAUSE_MS = 150;

/** Search of the graph, with its sources; what is found is shown to the citizen by one press. `/` comes here. */
export function LookUp({ call, canShow }: { call: StaffCall; canShow: boolean }) {
  const t = useTexts();
  const { message } = App.useApp();
  const field = useRef<HTMLElement>(null);
  const [text, setText] = useState('');
  const [found, setFound] = useState<readonly Found[]>([]);
  useEffect(() => {
    const asked = text.trim();
    if (asked === '') {
      setFound([]);
      return;
    }
    let over = false;
    const timer = setTimeout(() => {
      call.look(asked).then(
        (list) => over || setFound(list),
        () => undefined,
      );
    }, PAUSE_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [text, call]);
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      const typing = (event.target as HTMLElement | null)?.closest('input, textarea');
      if (event.key !== '/' || typing) return;
      event.preventDefault();
      field.current?.querySelector('input')?.focus();
    };
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
  const show = (what: Parameters<StaffCall['push']>[0]) =>
    call.push(what).catch((error: unknown) => void message.error(wordsOf(t, error)));
  return (
    <section className="look" ref={field}>
      <Input.Search
        allowClear
        aria-label={t.call.showService}
        placeholder={`${t.call.showService}  ( / )`}
        value={text}
        maxLength={60}
        onChange={({ target }) => setText(target.value)}
      />
      {text.trim() !== '' && found.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={false} />
      ) : null}
      <ul className="look-found">
        {found.map((one) => (
          <li key={`${one.kind}.${one.id}`}>
            <strong>{one.title}</strong>
            <p>{one.text}</p>
            {one.sources.slice(0, 2).map((source) => (
              <small key={source.id}>
                {source.title}
                {source.article === undefined ? '' : ` ${source.article}`}
                {source.verified ? null : <Tag className="look-unverified">演示数据，未核对</Tag>}
              </small>
            ))}
            <Show what={canShow ? pushOf(one) : null} onShow={(what) => void show(what)} />
          </li>
        ))}
      </ul>
      {canShow ? (
        <div className="look-forms">
          <span>{t.call.form}</span>
          {FORMS.map((form) => (
            <Button key={form} size="small" onClick={() => void show({ kind: 'form', form })}>
              {t.formNames[form]}
            </Button>
          ))}
        </div>
      ) : null}
    </section>
  );
}

interface ShowProps {
  what: Parameters<StaffCall['push']>[0] | null;
  onShow: (what: Parameters<StaffCall['push']>[0]) => void;
}

function Show({ what, onShow }: ShowProps) {
  const t = useTexts();
  return what === null ? null : (
    <Button size="small" onClick={() => onShow(what)}>
      {t.call.show}
    </Button>
  );
}
