import { hear, pairs } from '../../affairs/match.ts';
import { FOLLOW_UP } from '../../affairs/thresholds.ts';
import type { ServiceNode } from '../../affairs/types.ts';
import { PLAIN_WORDS } from '../../affairs/words.ts';
import { answerCard } from '../answer.ts';
import { intentOf, type Kit, type Outcome, slotsOf, type Turn } from '../outcome.ts';
import { quantitiesIn } from '../reading/numbers.ts';
import { isNoIdea } from '../reading/polarity.ts';
import { readSlot, slotsIn, touches } from '../reading/slots.ts';
import type { Slots, SlotValue } from '../types.ts';
import { answerIn } from './pending.ts';
import { faceOf, grounded, serve } from './serve.ts';

const STILL_ASKS =
  /(?:那)?(?:就是|是不是|算|还)?(?:不|还)?(?:能|可以|行|用|要|算)(?:不能)?(?:领|办|提|取|用|换|报|补|落|过|贷)?(?:了)?(?:吗|么|吧|不|[？?]|$)/u;

/** A question or a wish: it may be about something else. */
const ASKS =
  /[吗呢么？?]|怎么|咋|如何|什么|啥|哪|多少|几|谁|办|领|补|换|提|取|查|报|申请|想|要|能|可以|帮|请问/u;

/** The statement of the node that speaks of what these words name (临时, 带押); null when none does. */
function statementOf(node: ServiceNode, text: string): string | null {
  const plain = new Set(PLAIN_WORDS);
  const telling = pairs(hear(text)).filter((pair) => !plain.has(pair.replace(' ', '')));
  const own = new Set(pairs(hear([node.short, ...node.aliases].join('，'))));
  const wanted = new Set(telling.filter((pair) => !own.has(pair)));
  if (wanted.size === 0) return null;
  const statements = [
    ...node.notes,
    ...Object.values(node.say).flatMap((said) => said.match(/[^。！？]+[。！？]?/gu) ?? []),
    ...node.conditions.map(({ text: condition }) => condition),
  ];
  let best: { text: string; shared: number } | null = null;
  for (const statement of statements) {
    const shared = pairs(hear(statement)).filter((pair) => wanted.has(pair)).length;
    if (shared >= FOLLOW_UP.shared && shared > (best?.shared ?? 0)) best = { text: statement, shared };
  }
  return best?.text ?? null;
}

/** A statement of the node, said as it stands there. */
function stated(kit: Kit, turn: Turn, node: ServiceNode, text: string): Outcome {
  const slots = turn.state.slots ?? {};
  void kit;
  return {
    understood: {
      kind: 'service',
      service: node.id,
      confidence: 0.7,
      action: 'answer',
      intents: [intentOf(node.id, turn.asked, slotsOf(node, slots))],
    },
    say: text.endsWith('。') ? text : `${text}。`,
    manner: { face: faceOf(turn), gesture: 'nod', card: 0 },
    cards: [answerCard(node, turn.asked, turn.lang)],
    state: { service: node.id },
    pending: turn.state.pending?.kind === 'slot' ? turn.state.pending : null,
  };
}

/** 一百五, after the tax of a home was told: a number alone belongs to the one number of the matter that is not known yet. */
function bareNumber(kit: Kit, turn: Turn, node: ServiceNode): Slots {
  const said = turn.text.replace(/[\s，,。！!？?呢吧啊的]+/gu, '');
  const [quantity, ...more] = quantitiesIn(said);
  if (quantity === undefined || more.length > 0 || quantity.from > 0 || quantity.to < said.length) return {};
  const open = node.slots.flatMap((slot): [string, SlotValue][] => {
    const def = kit.book[slot];
    if (def?.type !== 'int' || turn.state.slots?.[slot] !== undefined) return [];
    const value = readSlot(slot, def, said, true, kit.today());
    return value === undefined ? [] : [[slot, value]];
  });
  return open.length === 1 ? Object.fromEntries(open) : {};
}

const RELATIVE =
  '(?:(?:我|俺|咱)(?:家|们)?(?:的)?)?(?:老?妈妈?|老?爸爸?|老娘|老爹|母亲|父亲|爹|娘|老公|老婆|丈夫|妻子|爱人|对象|媳妇|老伴儿?|儿子|女儿|闺女|姑娘|孩子|娃娃?|哥哥?|弟弟?|姐姐?|妹妹?|爷爷|奶奶|外公|外婆|公公|婆婆|岳父|岳母|同事|朋友|邻居|亲戚|孙子|孙女)';
/** 那我妈呢: the same matter, of somebody else. */
const OF_ANOTHER = new RegExp(
  `^(?:那么?|哦|嗯|好的?)*[，,]?(?:要是|如果|换成|换|给|帮)?(${RELATIVE})(?:自己|本人)?(?:的话)?(?:呢|咋(?:办|弄)|怎么(?:办|算|弄)|(?:也)?(?:能|可以|行|得)?(?:办|领|提|取|退)?(?:吗|不|么))[？?]?$`,
  'u',
);

/** The matter spoken of, for somebody else: nothing of the first person holds for them, and it is asked anew. */
function forAnother(kit: Kit, turn: Turn, node: ServiceNode): Outcome | null {
  const who = turn.text.match(OF_ANOTHER)?.[1];
  if (who === undefined || turn.lang !== 'zh') return null;
  const told = slotsIn(turn.text, node.slots, kit.book, kit.today());
  const outcome = serve(kit, turn, {
    node,
    asked: turn.state.ask ?? null,
    confidence: 0.8,
    slots: told,
    following: true,
    opening: `换成${who.replace(/^(?:我|俺|咱)?(?:家|们)?(?:的)?/u, '您').replace(/^您([妈爸])$/u, '您$1$1')}，重新看一遍。`,
  });
  return { ...outcome, state: { ...outcome.state, lastSet: Object.keys(told) } };
}

const SUPPOSED =
  /^(?:那么?)?(?:要是|如果|假如|假设|万一|若是|要)(?!紧|命|多|什么|怎么|不要)(.{2,16}?)(?:的话)?(?:呢|咋(?:办|弄)|怎么(?:办|算|弄)|会(?:怎样|怎么样)|(?:还)?(?:能|可以|行)(?:办|领|提|取)?(?:吗|不|么))[？?]?$/u;

/** 要是没交满呢: the answer that was given last, supposed otherwise; null when nothing is supposed. */
function supposed(kit: Kit, turn: Turn, node: ServiceNode): Outcome | null {
  const said = turn.text.match(SUPPOSED)?.[1];
  if (said === undefined || turn.lang !== 'zh') return null;
  const { pending, lastSet = [], slots = {} } = turn.state;
  const slot = pending?.kind === 'slot' ? pending.slot : lastSet.find((name) => name in slots);
  const told = slotsIn(said, node.slots, kit.book, kit.today());
  const value =
    slot === undefined || slot in told ? undefined : answerIn(kit, { ...turn, text: said }, node, slot);
  const changed = value == null || slot === undefined ? told : { ...told, [slot]: value };
  if (Object.keys(changed).length === 0) return null;
  const outcome = serve(kit, turn, {
    node,
    asked: turn.state.ask ?? null,
    confidence: 0.8,
    slots: { ...slots, ...changed },
    following: true,
    opening: '要是这样的话，',
  });
  return { ...outcome, state: { ...outcome.state, lastSet: Object.keys(changed) } };
}

/**
 * Words that only make sense for the service spoken of: a question about it, a piece of the situation, a doubt; null
 * when they mean something else. `unsure`: no other service was recognised for sure.
 */
export function followUp(kit: Kit, turn: Turn, clarifies: boolean): Outcome | null {
  const { state } = turn;
  const node = state.service === null ? null : kit.affairs.service(state.service);
  if (!node) return null;
  const other = forAnother(kit, turn, node) ?? supposed(kit, turn, node);
  if (other) return other;
  const slots = { ...slotsIn(turn.text, node.slots, kit.book, kit.today()), ...bareNumber(kit, turn, node) };
  const told = Object.keys(slots).length > 0;
  const residue = kit.affairs.residue(turn.text, node.id);
  const short = turn.text.length <= FOLLOW_UP.shortChars;
  const going = (asked: Turn['asked'], following: boolean): Outcome => {
    const serving = { node, asked, confidence: 0.8, slots: { ...state.slots, ...slots }, following };
    const outcome = serve(kit, turn, serving);
    return told ? { ...outcome, state: { ...outcome.state, lastSet: Object.keys(slots) } } : outcome;
  };
  // 商铺的呢: the same question for another case.
  const same = state.ask !== undefined && /呢[？?]?$/u.test(turn.text);
  if (told && turn.asked === null && (short || !clarifies)) return going(state.ask ?? null, !same);
  if (
    turn.asked !== null &&
    (residue <= FOLLOW_UP.residue || (short && residue <= FOLLOW_UP.shortResidue && !clarifies))
  ) {
    return going(turn.asked, false);
  }
  if (told && !clarifies) return going(turn.asked, turn.asked === null);
  const statement = turn.text.length <= 24 ? statementOf(node, turn.text) : null;
  if (statement !== null && grounded(statement, node)) return stated(kit, turn, node, statement);
  // 在外地，老家是河南的: how things stand, told without a question, belongs to what is spoken of.
  if (clarifies && short && turn.asked === null && !ASKS.test(turn.text) && state.pending?.kind !== 'choice')
    return going(state.ask ?? null, true);
  // 我和我媳妇都交了: how it stands with what the service counts, though no number was told.
  if (short && turn.asked === null && !ASKS.test(turn.text) && touches(turn.text, node.slots))
    return going(null, true);
  if (isNoIdea(turn.text) && short) return going(state.ask ?? null, true);
  if (short && STILL_ASKS.test(turn.text) && turn.text.length <= 10) return going('eligibility', true);
  return null;
}
