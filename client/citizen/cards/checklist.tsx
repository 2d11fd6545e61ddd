import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChecklistItem } from '../../../protocol/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { CardFrame, type CardOf, NextButtons, Sections } from './frame.tsx';
import { useCardTools } from './tools.ts';

interface Group {
  label: string | null;
  anyOf: boolean;
  items: ChecklistItem[];
}

/** Items side by side that belong to the same group. */
function groupsOf(items: readonly ChecklistItem[]): Group[] {
  const groups: Group[] = [];
  for (const item of items) {
    const label = item.group ?? null;
    const anyOf = item.anyOf === true;
    const last = groups.at(-1);
    if (last && last.label === label && last.anyOf === anyOf) last.items.push(item);
    else groups.push({ label, anyOf, items: [item] });
  }
  return groups;
}

/** What to bring: ticks of what is there, and in words what is missing. The ticks are kept with the consultation. */
export function ChecklistCard({ card }: { card: CardOf<'checklist'> }) {
  const { t } = useTranslation();
  const tools = useCardTools();
  const groups = groupsOf(card.items);
  // Where one of a group is enough, the group is one thing to have.
  const needs = groups.flatMap((group) =>
    group.anyOf
      ? [
          {
            name: group.items.map(({ name }) => name).join(' / '),
            have: group.items.some(({ have }) => have),
          },
        ]
      : group.items.map(({ name, have }) => ({ name, have: have === true })),
  );
  const missing = needs.filter(({ have }) => !have).map(({ name }) => name);
  const have = needs.length - missing.length;
  return (
    <CardFrame card={card} icon="checklist" label={t('cards.checklist')} keep>
      {card.text === undefined ? null : <p className="card-text">{card.text}</p>}
      <div className="checklist-progress">
        <progress max={needs.length} value={have} aria-hidden="true" />
        <p>{t('cards.haveCount', { have, all: needs.length })}</p>
      </div>
      {groups.map((group) => (
        <fieldset key={group.items[0]?.id} className="checklist-group">
          {group.label === null && !group.anyOf ? (
            <legend className="visually-hidden">{t('cards.checklist')}</legend>
          ) : (
            <legend>
              {group.label}
              {group.anyOf ? <small>{t('cards.anyOf')}</small> : null}
            </legend>
          )}
          {group.items.map((item) => (
            <Item
              key={item.id}
              item={item}
              onTick={tools && ((value) => tools.act(card.id, { kind: 'tick', item: item.id, have: value }))}
            />
          ))}
        </fieldset>
      ))}
      <p className="checklist-missing" role="status" data-done={missing.length === 0 || undefined}>
        {missing.length === 0 ? (
          <>
            <Icon name="check" />
            {t('cards.nothingMissing')}
          </>
        ) : have > 0 ? (
          t('cards.missing', { list: missing.join('、') })
        ) : (
          ''
        )}
      </p>
      <Sections sections={card.sections ?? []} />
      <NextButtons next={card.next} />
    </CardFrame>
  );
}

function Item({ item, onTick }: { item: ChecklistItem; onTick: ((have: boolean) => void) | null }) {
  const id = useId();
  const kept = item.have === true;
  // A tick shows at once; from when it was kept, or changed by talk, what is kept counts.
  const [tick, setTick] = useState<{ have: boolean; before: boolean } | null>(null);
  const newer = tick !== null && tick.before !== kept;
  if (newer) setTick(null);
  const have = tick === null || newer ? kept : tick.have;
  return (
    <div className="check-row">
      <input
        type="checkbox"
        id={id}
        checked={have}
        disabled={onTick === null}
        aria-describedby={item.note === undefined ? undefined : `${id}n`}
        onChange={(event) => {
          const { checked } = event.currentTarget;
          setTick({ have: checked, before: kept });
          onTick?.(checked);
        }}
      />
      <label htmlFor={id}>
        <span className="check-box" aria-hidden="true">
          <Icon name="check" />
        </span>
        <span className="check-words">{item.name}</span>
      </label>
      {item.note === undefined ? null : (
        <p className="check-note" id={`${id}n`}>
          {item.note}
        </p>
      )}
    </div>
  );
}
