import type { Sign } from './signs.ts';

/** Money, papers and times gone by: what is asked about an event is not the event. */
const BUT =
  /insurance|claim|permit|licen[cs]e|how much|\bfees?\b|certificate|reimburse|compensation|ticket|last (?:year|month|week|night)|yesterday|years? ago|movie|film|drill|training|what if|in case/u;

const CHILD = '(?:boy|girl|son|daughter|child|kid|baby|toddler)';

/**
 * The dangers as they are told in English. The learnt judgement knows sayings in Chinese alone, so these rules stand by
 * themselves.
 */
export const ENGLISH: readonly Sign[] = [
  {
    danger: 'self_harm',
    sign: /(?:don'?t|do not) want to (?:live|be here|wake up|exist)|kill(?:ing)? myself|end (?:it all|my life)|suicid|(?:better off|happier) without me|(?:won'?t|don'?t think i'?ll|not going to) be here tomorrow|cut(?:ting)? myself|i(?:'m| am) (?:standing |sitting )?on (?:the|a) (?:roof|bridge|ledge|edge)|i (?:just )?(?:took|swallowed|have taken|'?ve taken) (?:all )?(?:of )?(?:my|the|these) pills/u,
    but: /insurance|policy|movie|film|study/u,
  },
  {
    danger: 'fire',
    sign: /smoke (?:is )?(?:coming|pouring|everywhere|filling)|(?:smell|smells) (?:of |like )?(?:smoke|burning)|flames|burning down|(?:house|flat|apartment|kitchen|car|building|room)(?:'s| is) (?:on fire|burning)|exploded/u,
    but: BUT,
  },
  {
    danger: 'trapped',
    sign: /stuck in (?:the|a|an) (?:lift|elevator)|(?:ceiling|roof|wall|building|tunnel) (?:has |just )?(?:collapsed|fell|fallen|came down)|(?:trapped|buried) (?:under|in|inside)|can'?t get out of the (?:car|house|room|building)/u,
    but: BUT,
  },
  {
    danger: 'water',
    sign: /(?:fell|fallen|jumped|slipped) (?:in|into) the (?:river|lake|sea|pool|water|canal|pond)|drown|under ?water and|swept away|not coming (?:back )?up/u,
    but: BUT,
  },
  {
    danger: 'crash',
    sign: /(?:had|just had|in|been in|saw|there'?s|there is|was) (?:a |an )?(?:bad |car |traffic |road )*(?:accident|crash)(?! (?:report|cover))|crashed (?:on|into|the)|hit (?:a|an|by a|someone|somebody) ?(?:cyclist|pedestrian|person|child|kid|car|truck|bus|man|woman|old (?:man|lady)|with my car)|(?:bus|car|truck|van|lorry) (?:has |just )?(?:rolled|flipped|overturned|turned over)|hit me and (?:drove|ran)|(?:broke|broken) down (?:in|on) the (?:fast|middle|left) lane/u,
    but: BUT,
  },
  {
    danger: 'missing',
    sign: new RegExp(
      `can'?t find my (?:little )?${CHILD}|my (?:little )?${CHILD} (?:is|has|'s) (?:missing|gone|disappeared|been taken)|(?:took|taken|grabbed) my ${CHILD}`,
      'u',
    ),
    but: /certificate|passport|photo|toy|bag/u,
  },
  {
    danger: 'minor',
    sign: /my (?:step)?(?:dad|father|mom|mum|mother|uncle|parents|teacher|coach)\b.{0,12}(?:hits?|beats?|hurts?|hitting|beating|touch(?:es|ed)|comes into my room|locked me|don'?t give me|left (?:me|us|two|three|days))|(?:mommy|mummy|daddy).{0,10}(?:locked|left|hits?|hurt)|i(?:'m| am) (?:a kid|only \w+|nine|ten|eleven|twelve|thirteen|fourteen|[5-9]|1[0-7])\b.{0,40}(?:scared|alone|ran away|hits?|hungry|sleep|home)|i ran away|alone with my (?:little )?(?:sister|brother)|touched me/u,
    but: BUT,
  },
  {
    danger: 'violence',
    sign: /(?:man|guy|somebody|someone|they|he)(?:'s| is| are|'re)? (?:been )?following me|(?:breaking|broke|broken|trying to (?:get|break)) in(?:to)?(?! the market)|(?:has|have|with|got) a (?:knife|gun)|(?:took|taken|has) my passport and|won'?t let (?:me|us) (?:leave|go|out)|can'?t (?:talk|speak).{0,14}(?:he|they|she)(?:'s| is|'re| are)|going to (?:kill|hurt) (?:me|us|her|him)|attack(?:ed|ing) (?:me|us|her|him)|kidnap|\brap(?:e|ed|ing)\b|being (?:followed|robbed|attacked|held)|robbed me|gunshots?|shooting/u,
    but: BUT,
  },
  {
    danger: 'injury',
    sign: /chok(?:ing|ed)|seizure|(?:won'?t|can'?t|doesn'?t|not) (?:wake|waking|respond|breathe|breathing)|can'?t wake|chest (?:really )?(?:hurts|pain)|so much blood|won'?t stop bleeding|bleeding (?:a lot|out)|giving birth|water (?:just )?broke|overdos|passed out|fainted|turning blue|poisoned|swallowed (?:a|some|the) (?:battery|pills|bleach|coin)|electrocut|broken? (?:his|her|my) (?:leg|arm|neck|back)/u,
    but: BUT,
  },
];
