import { Alert, Descriptions, Tag } from 'antd';
import type { Briefing, TranscriptEntry } from '../../../protocol/index.ts';
import { useTexts } from '../texts.ts';

const FEELING_COLOR: Readonly<Record<Briefing['feeling'], string>> = {
  neutral: 'default',
  anxious: 'orange',
  angry: 'red',
  sad: 'blue',
  urgent: 'volcano',
  happy: 'green',
};

/** What is known of a citizen before one answers: nobody has to say anything twice. */
export function BriefingView({ briefing, transcript = true }: { briefing: Briefing; transcript?: boolean }) {
  const t = useTexts();
  const { matter, others, slots, form, sources, feeling, needs, risks, notes } = briefing;
  const row = (key: string, label: string, children: React.ReactNode) => ({ key, label, children });
  const rows = [
    row('matter', t.brief.matter, matter?.name ?? t.queue.matter),
    ...(others.length > 0 ? [row('others', t.brief.others, others.join('、'))] : []),
    row('feeling', t.brief.feeling, <Tag color={FEELING_COLOR[feeling]}>{t.brief.feelings[feeling]}</Tag>),
    ...(slots.length > 0
      ? [row('slots', t.brief.slots, slots.map(({ label, value }) => `${label}：${value}`).join('；'))]
      : []),
    ...(form === null
      ? []
      : [
          row(
            'form',
            t.brief.form,
            <>
              {form.title}
              {form.fields.map(({ name, label, value }) => (
                <span key={name} className="brief-field">
                  {label}：{value}
                </span>
              ))}
              {form.missing.length === 0 ? null : (
                <span className="brief-missing">
                  {t.brief.missing}：{form.missing.join('、')}
                </span>
              )}
            </>,
          ),
        ]),
    ...(needs.length > 0 ? [row('needs', t.brief.needs, needs.join('、'))] : []),
    ...(sources.length > 0 ? [row('sources', t.brief.sources, sources.join('；'))] : []),
  ];
  return (
    <div className="brief">
      <p className="brief-summary">{briefing.summary}</p>
      {risks.length === 0 ? null : (
        <Alert type="error" showIcon title={`${t.brief.risks}：${risks.join('；')}`} />
      )}
      {notes.length === 0 ? null : (
        <Alert type="info" showIcon title={`${t.brief.notes}：${notes.join('；')}`} />
      )}
      <Descriptions size="small" column={1} items={rows} />
      {transcript && briefing.transcript.length > 0 ? (
        <section aria-label={t.brief.transcript} className="brief-lines">
          <Lines entries={briefing.transcript} />
        </section>
      ) : null}
    </div>
  );
}

/** A conversation, line by line. */
export function Lines({ entries }: { entries: readonly TranscriptEntry[] }) {
  const t = useTexts();
  return (
    <ol className="lines">
      {entries.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are only added at the end
        <li key={`${entry.turn}.${index}`} data-role={entry.role}>
          <span className="lines-who">{entry.by ?? t.call[entry.role]}</span>
          <span className="lines-text">
            {entry.text}
            {entry.cut ? ' …' : ''}
          </span>
        </li>
      ))}
    </ol>
  );
}
