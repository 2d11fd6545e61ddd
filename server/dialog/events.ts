import type { Lang } from '../../protocol/index.ts';
import type { DialogEvent } from './types.ts';

/** A number is read digit by digit, and in groups of four that can be written down. */
export function readOut(number: string): string {
  return (number.match(/[A-Za-z]+|\d{1,4}/g) ?? [number]).join('，');
}

/** What the avatar says when something happened beside the talk; empty: nothing is to be said. */
export function eventText(event: DialogEvent, lang: Lang): string {
  const zh = lang === 'zh';
  switch (event.kind) {
    case 'submitted': {
      const due = event.due === undefined ? '' : zh ? `我们会在${event.due}答复。` : '';
      return zh
        ? `已经提交好了。编号是${readOut(event.number)}，${due}编号和查询码在屏幕上，请您记好。`
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
      if (event.ms >= 20_000)
        return zh ? '您还在吗？需要的话，可以说转人工。' : 'Are you still there? You can ask for a person.';
      if (event.ms >= 12_000) return zh ? '您也可以点屏幕上的选项。' : 'You can also tap one of the choices.';
      return zh ? '您请说。' : 'Please go on.';
    case 'form_opened':
    case 'field_changed':
      return '';
  }
}
