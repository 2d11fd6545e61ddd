import type { Lang } from '../../protocol/index.ts';
import type { Kit } from './outcome.ts';
import { confirmChange } from './policy/changes.ts';
import { nextField } from './policy/fields.ts';
import { readyForm } from './policy/formready.ts';
import { plan } from './speak.ts';
import type { DialogEvent, DialogState, FormAction, Pending, Reply } from './types.ts';

/** A number is read digit by digit, and in groups of four that can be written down. */
export function readOut(number: string): string {
  return (number.match(/[A-Za-z]+|\d{1,4}/g) ?? [number]).join('，');
}

/** More choices than this are read, not heard. */
const MOST_SAID = 3;
const SHORT_CHARS = 8;

/** To somebody who has not answered for a moment: the question again, as short as it can be; then where to tap. */
function prompted({ ms, choices = [] }: Extract<DialogEvent, { kind: 'silence' }>, zh: boolean): string {
  if (ms >= 12_000) {
    if (choices.length > 0) return zh ? '您也可以点屏幕上的选项。' : 'You can also tap one of the choices.';
    return zh ? '不着急，您想好了再说，也可以打字。' : 'Take your time. You can also type.';
  }
  const said = choices.slice(0, MOST_SAID);
  if (!zh || said.length < 2 || said.some((choice) => choice.length > SHORT_CHARS))
    return zh ? '您请说。' : 'Please go on.';
  return `${said.slice(0, -1).join('，')}，还是${said.at(-1)}？`;
}

/** What the avatar says when something happened beside the talk; empty: nothing is to be said. */
export function eventText(event: DialogEvent, lang: Lang): string {
  const zh = lang === 'zh';
  switch (event.kind) {
    case 'submitted': {
      if (event.booked !== undefined)
        return zh
          ? `约好了，${event.booked}。预约号和查询码在屏幕上，请您记好。`
          : `Your appointment is made: ${event.booked}. Number and query code are on the screen.`;
      if (event.missing !== undefined) {
        const missing = event.missing.slice(0, 3).join('、');
        const more = event.missing.length > 3 ? `等${event.missing.length}样` : '';
        if (!zh)
          return event.missing.length === 0
            ? 'You have everything you need.'
            : `Still missing: ${event.missing.slice(0, 3).join(', ')}. The list is on the screen.`;
        return event.missing.length === 0
          ? '材料都齐了，可以去办了。清单在屏幕上，可以发到手机。'
          : `还缺${missing}${more}。清单在屏幕上，可以发到手机。`;
      }
      const due = event.due === undefined ? '' : zh ? `我们会在${event.due}答复。` : '';
      return zh
        ? `已经提交好了。编号是${readOut(event.number)}。${due}编号和查询码在屏幕上，请您记好。`
        : `It has been sent. The number is ${event.number}. Number and query code are on the screen; please keep them.`;
    }
    case 'submit_failed':
      return zh
        ? '很抱歉，刚才没有提交成功，您填的内容都还在。请稍后再说一次提交，或者拨打12345。'
        : 'I am sorry, it could not be sent. What you filled in is kept. Please try again, or call 12345.';
    case 'form_invalid':
      return zh ? `这一项需要改一下：${event.text}` : `Please correct this one: ${event.text}`;
    case 'form_cancelled':
      return zh ? '好的，这张表先不填了。还有别的事吗？' : 'All right, the form is put aside. Anything else?';
    case 'status_found':
      return zh ? `查到了。${event.text}` : `Found. ${event.text}`;
    case 'status_missing':
      return zh
        ? '没有查到，请您核对一下编号和查询码。'
        : 'Nothing was found. Please check the number and the query code.';
    case 'video_ended':
      return zh
        ? '视频放完了。还要再看一遍，或者问别的吗？'
        : 'The video has ended. See it again, or ask something else?';
    case 'silence':
      if (event.ms >= 40_000)
        return zh
          ? '我先不说话了。您有事随时说，或者点屏幕。'
          : 'I will be quiet now. Speak or tap the screen whenever you like.';
      if (event.ms >= 20_000)
        return zh ? '您还在吗？需要的话，可以说转人工。' : 'Are you still there? You can ask for a person.';
      return prompted(event, zh);
    case 'status_limited': {
      const minutes = Math.max(1, Math.ceil(event.retryAfterMs / 60_000));
      return zh
        ? `编号或者查询码输错的次数多了，请过${minutes}分钟再试，不着急。也可以拨打12345查询。`
        : `There were too many wrong tries. Please try again in ${minutes} minutes, or call 12345.`;
    }
    case 'case_changed': {
      const { act } = event.change;
      if (act === 'supplement')
        return zh ? '已经给您加上了，办理单位会看到。还有别的事吗？' : 'It has been added.';
      if (act === 'rebook') return zh ? '原来的预约取消了。' : 'The old appointment is cancelled. ';
      return event.case.booked === null
        ? zh
          ? '已经撤回了。以后要反映，随时再来。'
          : 'It has been withdrawn.'
        : zh
          ? '预约已经取消了，位置留给别人。还有别的事吗？'
          : 'Your appointment is cancelled.';
    }
    case 'case_refused':
      return zh
        ? '这件事已经往下办了，现在改不了。您可以拨打12345，由人工帮您看。'
        : 'This can no longer be changed. Please call 12345.';
    case 'form_opened':
    case 'form_ready':
    case 'field_changed':
      return '';
  }
}

/** Said when a form was opened by a tap. */
const OPENED = { zh: '好的，我们来填。', en: 'All right, let us fill it in. ' } as const;

/** What follows from an event: what is said, what the talk remembers of it, what is asked next. */
export function afterEvent(
  kit: Kit,
  event: DialogEvent,
  lang: Lang,
  state: DialogState,
  onIgnoredMarkup?: (count: number) => void,
): Omit<Reply, 'masked' | 'understood'> {
  let text = eventText(event, lang);
  const forms: FormAction[] = [];
  let suggestions: string[] = [];
  let awaitsForm = false;
  const next: DialogState = { ...state };
  const asked = (form: string, field: string): Pending => ({ kind: 'field', form, field, tries: 0 });
  switch (event.kind) {
    case 'form_opened':
    case 'field_changed': {
      const { id, values } = event.form;
      const before = state.form?.id === id ? state.form : { id, values: {}, skipped: [], readBack: false };
      next.form = { ...before, values: { ...before.values, ...values }, readBack: false };
      const form = kit.forms.form(id);
      const field = form ? nextField(form, next.form.values, next.form.skipped) : null;
      // What is tapped moves the talk on with it; nothing is said over the finger.
      if (form && field !== null) next.pending = asked(id, field);
      else if (form && state.pending?.kind === 'field') next.pending = { kind: 'confirm_form', form: id };
      break;
    }
    case 'form_ready': {
      const { id, values } = event.form;
      const form = kit.forms.form(id);
      if (form === null) break;
      const before = state.form?.id === id ? state.form : { id, values: {}, skipped: [], readBack: false };
      const ready = readyForm(
        form,
        event.form,
        { ...before, values: { ...before.values, ...values } },
        kit.today(),
        lang,
      );
      text = `${event.tapped ? OPENED[lang] : ''}${ready.text}`;
      forms.push(...ready.forms);
      suggestions = ready.suggestions;
      next.form = ready.state;
      next.pending = ready.pending;
      break;
    }
    case 'form_invalid': {
      const ask = kit.forms.form(event.form.id)?.hints[event.field]?.ask[lang] ?? '';
      text = `${text.replace(/[。.]?$/u, lang === 'zh' ? '。' : '. ')}${ask}`;
      next.pending = asked(event.form.id, event.field);
      forms.push({ kind: 'ask', form: event.form.id, field: event.field });
      break;
    }
    case 'form_cancelled':
      next.laidAside = state.form ?? null;
      next.form = null;
      next.pending = null;
      break;
    case 'submitted': {
      next.form = null;
      next.pending = null;
      const waiting = state.queue?.[0];
      if (waiting !== undefined && lang === 'zh') {
        text = `${text}您刚才还说到${kit.nameOf(waiting.service, lang)}，现在说吗？`;
        next.pending = { kind: 'offer', of: 'service', id: waiting.service };
      } else if (state.laidAside && state.laidAside.id !== event.form && lang === 'zh') {
        const title = kit.forms.form(state.laidAside.id)?.title.zh ?? '表';
        text = `${text}刚才的${title}还没填完，接着填吗？`;
        next.pending = { kind: 'offer', of: 'resume', id: state.laidAside.id };
      }
      break;
    }
    case 'submit_failed':
      next.pending = { kind: 'confirm_form', form: event.form };
      break;
    case 'status_missing':
      next.pending = { kind: 'lookup', number: null, queryCode: null };
      break;
    case 'status_found': {
      const wish = state.wish ?? null;
      next.pending = null;
      next.wish = null;
      if (wish !== null && event.case !== undefined) {
        const asked = confirmChange(event.case, wish, lang);
        text = asked.text;
        suggestions = asked.suggestions;
        next.pending = asked.pending;
      }
      break;
    }
    case 'case_changed':
      next.pending = null;
      if (event.change.act === 'rebook') {
        const form = kit.forms.list().find(({ purpose }) => purpose === 'appointment');
        const { service, hall } = event.case;
        const values = { ...(service === null ? {} : { service }), ...(hall === null ? {} : { hall }) };
        if (form === undefined) break;
        forms.push({ kind: 'open', form: form.id, values });
        const said = event.change.text ?? '';
        next.form = { id: form.id, values, skipped: [], readBack: false, said };
        awaitsForm = true;
      }
      break;
    case 'status_limited':
    case 'case_refused':
      next.pending = null;
      next.wish = null;
      break;
    case 'video_ended':
    case 'silence':
      break;
  }
  const sentences = text === '' ? [] : plan(text, lang, { face: 'relaxed' }, onIgnoredMarkup);
  if (sentences.length > 0 && event.kind !== 'silence') next.lastReply = sentences;
  return {
    sentences,
    cards: [],
    suggestions,
    forms,
    videos: [],
    preferences: [],
    handoff: event.kind === 'silence' && event.ms >= 20_000 && event.ms < 40_000 ? 'offer' : 'none',
    lookup: null,
    ...(awaitsForm ? { awaitsForm } : {}),
    state: next,
  };
}
