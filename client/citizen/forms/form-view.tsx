import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { faultOf, faultsOf, requiredFields, shownFields } from '../../../protocol/form-check.ts';
import type { FieldValues, FormDefinition, FormState, Lang, LocalText } from '../../../protocol/index.ts';
import type { CallForms, PhotoDesk } from '../../call/types.ts';
import { Icon } from '../../ui/icon.tsx';
import { type Fill, FillContext, hintOf } from './fill.ts';
import { Review } from './review.tsx';
import { Fields } from './rjsf-form.tsx';

export interface FormViewProps {
  definition: FormDefinition;
  state: FormState;
  /** What is not confirmed yet. */
  unsaved: FieldValues;
  /** False while there is no line. */
  connected: boolean;
  forms: CallForms;
  photos: PhotoDesk;
  lang: Lang;
}

type Sending = 'idle' | 'sending' | 'failed' | 'no_line' | 'changed';

/**
 * An open form, one step at a time: what is said and what is tapped meet here. The field that is spoken of comes into
 * view and lights up; nothing is sent before the last button of the review is pressed, or a clear yes is said.
 */
export default function FormView(props: FormViewProps) {
  const { definition, state, unsaved, connected, forms, photos, lang } = props;
  const { t } = useTranslation();
  const form = state.form;
  const values = useMemo(() => ({ ...state.values, ...unsaved }), [state.values, unsaved]);
  const [at, setAt] = useState(() => firstStep(definition, state));
  const [review, setReview] = useState(state.review);
  /** Fields that were left, or that are in the way of going on: only these are found fault with. */
  const [judged, setJudged] = useState<ReadonlySet<string>>(new Set());
  /** What the server found wrong, until the field is changed. */
  const [refused, setRefused] = useState<Readonly<Record<string, LocalText>>>({});
  const [sending, setSending] = useState<Sending>('idle');
  const root = useRef<HTMLDivElement>(null);
  const cancelDialog = useRef<HTMLDialogElement>(null);

  const required = useMemo(() => requiredFields(definition, values), [definition, values]);
  const shown = useMemo(() => {
    const all = new Set(shownFields(definition, values));
    return (definition.steps[at]?.fields ?? []).filter((field) => all.has(field));
  }, [definition, values, at]);
  const faults = useMemo(() => {
    const whole = new Map(faultsOf(definition, values).map((fault) => [fault.field, fault.text[lang]]));
    const said = [...judged].flatMap((field): [string, string][] => {
      const text = whole.get(field) ?? faultOf(definition, field, values[field])?.[lang];
      return text === undefined ? [] : [[field, text]];
    });
    const told = Object.entries(refused).map(([field, text]): [string, string] => [field, text[lang]]);
    return Object.fromEntries([...told, ...said]);
  }, [definition, values, judged, refused, lang]);

  const stepOf = (field: string): number => definition.steps.findIndex((step) => step.fields.includes(field));
  const show = (field: string, focus: boolean): void => {
    const step = stepOf(field);
    if (step >= 0) setAt(step);
    setReview(false);
    // After the step is drawn.
    requestAnimationFrame(() => {
      const element = root.current?.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"]`);
      const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
      // A field taller than the view begins at its top: its name is what has to be read first.
      const view = element?.closest('.flow')?.clientHeight ?? window.innerHeight;
      const block =
        element !== undefined && element !== null && element.offsetHeight > view ? 'start' : 'center';
      element?.scrollIntoView({ block, behavior: calm ? 'auto' : 'smooth' });
      if (focus) element?.querySelector<HTMLElement>('input, textarea, select, button')?.focus();
    });
  };

  // What is spoken of comes into view; the cursor stays where the citizen has put it.
  const follow = useEffectEvent((field: string) => {
    const inside = root.current?.querySelector(`[data-field="${CSS.escape(field)}"]`);
    if (inside?.contains(document.activeElement)) return;
    show(field, false);
  });
  useEffect(() => {
    if (state.asking !== null) follow(state.asking);
  }, [state.asking]);
  useEffect(() => {
    if (state.review) setReview(true);
  }, [state.review]);

  const top = (): void => {
    requestAnimationFrame(() => {
      root.current?.scrollIntoView({ block: 'start' });
      root.current?.querySelector<HTMLElement>('.form-heading')?.focus({ preventScroll: true });
    });
  };
  const next = (): void => {
    const standing = faultsOf(definition, values).filter(({ field }) => shown.includes(field));
    setJudged(new Set([...judged, ...shown]));
    const [first] = standing;
    if (first) {
      show(first.field, true);
      return;
    }
    if (at < definition.steps.length - 1) setAt(at + 1);
    else setReview(true);
    top();
  };
  const back = (): void => {
    if (review) setReview(false);
    else setAt(Math.max(0, at - 1));
    top();
  };
  const confirm = async (): Promise<void> => {
    const standing = faultsOf(definition, values);
    const [first] = standing;
    if (first) {
      setJudged(new Set([...judged, ...standing.map(({ field }) => field)]));
      show(first.field, true);
      return;
    }
    setSending('sending');
    try {
      const answer = await forms.confirm(form);
      setSending('idle');
      setRefused(Object.fromEntries(answer.faults.map(({ field, text }) => [field, text])));
      const [fault] = answer.faults;
      if (fault) show(fault.field, true);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      setSending(code === 'timeout' ? 'no_line' : code === 'state_refused' ? 'changed' : 'failed');
    }
  };

  const fill: Fill = {
    lang,
    definition,
    state,
    values,
    required,
    shown,
    faults,
    unsaved: new Set(Object.keys(unsaved)),
    set: (field, value, typing = false) => {
      setSending('idle');
      if (field in refused) setRefused(({ [field]: _changed, ...others }) => others);
      forms.set(form, field, value, typing);
    },
    enter: (field) => {
      if (state.asking !== field) forms.focus(form, field);
    },
    leave: (field) => {
      forms.settle(form);
      if (faultOf(definition, field, values[field]) !== null) setJudged(new Set([...judged, field]));
    },
    photos,
  };
  const last = at === definition.steps.length - 1;
  const asked = state.asking === null ? null : hintOf(definition, state.asking).label[lang];
  return (
    <FillContext value={fill}>
      <div className="form" ref={root}>
        <p className="visually-hidden" role="status">
          {asked === null ? '' : t('forms.asking', { label: asked })}
        </p>
        {definition.intro && at === 0 && !review ? (
          <p className="form-intro">{definition.intro[lang]}</p>
        ) : null}
        <div className="form-head">
          <h4 className="form-heading" tabIndex={-1}>
            {review ? t('forms.review') : definition.steps[at]?.title[lang]}
          </h4>
          {definition.steps.length > 1 && !review ? (
            <p className="form-step">{t('forms.step', { n: at + 1, all: definition.steps.length })}</p>
          ) : null}
          <Saved unsaved={Object.keys(unsaved).length > 0} connected={connected} />
        </div>
        <ol className="form-progress" aria-hidden="true">
          {definition.steps.map((step, index) => (
            <li
              key={step.title.zh}
              data-done={review || index < at || undefined}
              data-now={(!review && index === at) || undefined}
            />
          ))}
        </ol>
        {review ? (
          <>
            <p className="form-lead">{t('forms.reviewLead')}</p>
            <Review onEdit={(field) => show(field, true)} />
            <p className="form-after">{definition.after[lang]}</p>
          </>
        ) : (
          <Fields />
        )}
        <p className="form-trouble" role="alert">
          {TROUBLE[sending] === undefined ? '' : t(TROUBLE[sending])}
        </p>
        <div className="form-buttons">
          {review ? (
            <button
              type="button"
              className="button button-primary button-big form-send"
              aria-disabled={sending === 'sending'}
              onClick={() => {
                if (sending !== 'sending') void confirm();
              }}
            >
              {sending === 'sending' ? t('forms.sending') : definition.submit[lang]}
            </button>
          ) : (
            <button type="button" className="button button-primary button-big form-send" onClick={next}>
              {t(last ? 'forms.check' : 'forms.next')}
            </button>
          )}
          {review || at > 0 ? (
            <button type="button" className="button button-outline" onClick={back}>
              {t(review ? 'forms.goBack' : 'forms.back')}
            </button>
          ) : null}
          <button
            type="button"
            className="button form-cancel"
            onClick={() => cancelDialog.current?.showModal()}
          >
            {t('forms.cancel')}
          </button>
        </div>
        <dialog ref={cancelDialog} className="dialog" aria-label={t('forms.cancelAsk')}>
          <h2>{t('forms.cancelAsk')}</h2>
          <div className="dialog-actions">
            <button
              type="button"
              className="button button-outline"
              onClick={() => cancelDialog.current?.close()}
            >
              {t('forms.cancelNo')}
            </button>
            <button
              type="button"
              className="button button-danger"
              onClick={() => {
                cancelDialog.current?.close();
                forms.cancel(form);
              }}
            >
              {t('forms.cancelYes')}
            </button>
          </div>
        </dialog>
      </div>
    </FillContext>
  );
}

const TROUBLE: Readonly<Partial<Record<Sending, 'forms.notSent' | 'forms.noLine' | 'forms.changed'>>> = {
  failed: 'forms.notSent',
  no_line: 'forms.noLine',
  changed: 'forms.changed',
};

/** Where the first open question stands; a form that comes back begins there. */
function firstStep(definition: FormDefinition, state: FormState): number {
  const field = state.asking ?? faultsOf(definition, state.values)[0]?.field;
  const step = definition.steps.findIndex((one) => field !== undefined && one.fields.includes(field));
  return step >= 0 ? step : definition.steps.length - 1;
}

function Saved({ unsaved, connected }: { unsaved: boolean; connected: boolean }) {
  const { t } = useTranslation();
  const state = unsaved ? (connected ? 'saving' : 'offline') : 'saved';
  return (
    <p className="form-saved" data-state={state}>
      <Icon name={state === 'saved' ? 'check' : 'cloud'} />
      {t(`forms.${state}`)}
    </p>
  );
}
