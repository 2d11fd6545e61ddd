import { LEARNT } from '../affairs/thresholds.ts';
import { asksOtherwise, takeCallback } from './callback.ts';
import { ANSWERS, type Control, controlIn } from './control.ts';
import { orderIn } from './orders/kinds.ts';
import type { Kit, Outcome, Turn } from './outcome.ts';
import { about } from './policy/about.ts';
import { afterAlarm, alarmOver, emergency, watched } from './policy/alarm.ts';
import { answerChange, bookingWish, changeBooking } from './policy/changes.ts';
import { optionsOf } from './policy/choices.ts';
import { type OpenTalk, openTalk } from './policy/formtalk.ts';
import { fill } from './policy/formwords.ts';
import { correctSlots } from './policy/pending.ts';
import { abused, nothingHeard } from './policy/refusals.ts';
import { cancelled, resumed, waitedFor } from './policy/waiting.ts';
import { wished } from './policy/wishes.ts';
import { isAbuse } from './scope.ts';
import { steered } from './steer.ts';

/** What one turn means and what is said to it. Order is the point: danger, steering, repair, then matters. */
export function understand(kit: Kit, turn: Turn): Outcome {
  const danger = emergency(kit, turn);
  if (danger) return danger;
  if (!/[\p{L}\p{N}]/u.test(turn.text)) return nothingHeard(turn);
  const control = controlIn(turn.text);
  const still = alarmOver(turn) ?? afterAlarm(kit, turn, control);
  if (still) return still;
  if (isAbuse(turn.text)) return abused(turn);
  if (control === 'handoff') return steered(kit, turn, control) ?? nothingHeard(turn);
  if (turn.input.callback && !asksOtherwise(kit, turn)) return takeCallback(turn, control);
  const talk = openTalk(kit, turn);
  const changed = answerChange(kit, turn, control);
  if (changed) return changed;
  const booking = talk?.form.purpose === 'appointment' ? null : bookingWish(turn.text);
  if (booking) return changeBooking(turn, booking);
  const cancels = control === 'cancel_flow' || turn.state.pending?.kind === 'confirm_cancel';
  return (
    (cancels ? cancelled(kit, turn, talk, control) : null) ??
    (control !== null && STEERS_FIRST.has(control) && !reports(kit, turn.text) && !isChoice(turn, talk)
      ? steered(kit, turn, control)
      : null) ??
    wished(kit, turn, talk) ??
    (talk === null ? null : fill(kit, turn, talk, control)) ??
    (control === 'correct_slot' ? correctSlots(kit, turn, control) : null) ??
    waitedFor(kit, turn, control) ??
    (control === 'resume' ? resumed(kit, turn) : null) ??
    correctSlots(kit, turn, control) ??
    (control === null || ANSWERS.has(control) || reports(kit, turn.text)
      ? null
      : steered(kit, turn, control)) ??
    watched(kit, turn, about(kit, turn, control, talk))
  );
}

/**
 * A report about letters or loudness somewhere else (叫号屏字太小，提个建议) steers nothing here, nor does a word of a
 * story (我上门说了，人家当没听见).
 */
const reports = (kit: Kit, text: string): boolean =>
  (text.length > 10 && orderIn(text)?.explicit === true) ||
  (text.length >= LEARNT.storyChars && kit.guess(text).orders >= LEARNT.story);

/** The words are a choice of the field that is asked (太慢, of a rating), whatever else they could mean. */
function isChoice(turn: Turn, talk: OpenTalk | null): boolean {
  const { pending } = turn.state;
  if (talk === null || pending?.kind !== 'field') return false;
  const hint = talk.form.hints[pending.field];
  const options = hint === undefined ? [] : optionsOf(hint, turn.input.form, pending.field);
  const said = turn.text.replace(/[\p{P}\s]+/gu, '');
  return options.some(({ label, words }) => label.zh === said || words?.includes(said) === true);
}

/** Words about the talk itself, whatever is being filled in or asked. */
const STEERS_FIRST: ReadonlySet<Control> = new Set<Control>([
  'repeat',
  'slower_speech',
  'normal_speech',
  'louder',
  'large_type',
  'normal_type',
  'captions_on',
  'captions_off',
  'text_mode',
  'video_mode',
  'audio_check',
  'print_card',
  'send_card',
  'play_guidance_video',
  'pause',
  'replay',
  'close_video',
  'back',
  'forward',
  'go_back',
  'stop',
  'wait',
  'who',
]);
