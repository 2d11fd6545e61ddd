import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormDefinition } from '../../../protocol/index.ts';
import { CardFrame, type CardOf } from './frame.tsx';
import { type CardTools, useCardTools } from './tools.ts';

/** Forms and what draws them come only when one is shown. */
const FormView = lazy(() => import('../forms/form-view.tsx'));

/** A form beside the avatar: open, sent, or given up. */
export function FormCard({ card }: { card: CardOf<'form'> }) {
  const { t } = useTranslation();
  const tools = useCardTools();
  const state = tools?.state.forms.find(({ form }) => form === card.form);
  const status = state?.status ?? 'submitted';
  return (
    <CardFrame card={card} icon="form" label={t('cards.form')}>
      {status === 'submitted' ? (
        <p className="form-over">{state === undefined ? '' : `${t('forms.sent')}。${t('forms.sentLead')}`}</p>
      ) : null}
      {status === 'cancelled' ? <p className="form-over">{t('forms.cancelled')}</p> : null}
      {status === 'open' && tools ? <OpenForm key={card.form} form={card.form} tools={tools} /> : null}
    </CardFrame>
  );
}

function OpenForm({ form, tools }: { form: string; tools: CardTools }) {
  const { t, i18n } = useTranslation();
  const [definition, setDefinition] = useState<FormDefinition | 'waiting' | 'failed'>('waiting');
  const [tries, setTries] = useState(0);
  const { forms } = tools;
  const { phase } = tools.state;
  const photos = useMemo(() => forms.photos(form), [forms, form]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: tried again by hand, and when the line is back
  useEffect(() => {
    if (typeof definition === 'object') return;
    let gone = false;
    setDefinition('waiting');
    forms.definition(form).then(
      (value) => gone || setDefinition(value),
      () => gone || setDefinition('failed'),
    );
    return () => {
      gone = true;
    };
  }, [forms, form, tries, phase]);

  const state = tools.state.forms.find((one) => one.form === form);
  if (definition === 'failed' || state === undefined) {
    return (
      <div className="form-over" role="status">
        <p>{t('forms.failed')}</p>
        <button type="button" className="button button-primary" onClick={() => setTries(tries + 1)}>
          {t('forms.again')}
        </button>
      </div>
    );
  }
  const loading = (
    <p className="form-over" role="status">
      {t('forms.loading')}
    </p>
  );
  if (definition === 'waiting') return loading;
  return (
    <Suspense fallback={loading}>
      <FormView
        definition={definition}
        state={state}
        unsaved={tools.state.unsaved[form]?.values ?? NOTHING}
        connected={phase === 'live'}
        forms={forms}
        photos={photos}
        lang={i18n.language === 'en' ? 'en' : 'zh'}
      />
    </Suspense>
  );
}

const NOTHING = {};
