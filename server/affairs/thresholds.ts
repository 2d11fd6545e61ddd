/**
 * Every threshold of the decision, in one place, with its reason. `node test/eval/learn.ts` prints how those of the
 * learnt judgement were come by (cross-validated on the sayings); the others are calibrated on `test/eval/dev.jsonl`.
 */

/** How likeness and words decide (`decide.ts`). */
export interface Thresholds {
  /** A sure match with at least this score is answered. */
  answer: number;
  /** Below this nothing is asked back: the words mean nothing we know. */
  clarify: number;
  /** How far the next matter must stay behind. */
  margin: number;
  /** The same for a matter whose own thing (身份证, 公积金) was not named. */
  unanchored: number;
}

/**
 * The weakest right match scores 0.52 and the strongest wrong one that meets every group of words 0.45: `answer` lies
 * between. `clarify` and `unanchored` are the loosest values at which nothing out of scope is asked back; `margin` is
 * what keeps two matters named in one sentence (0.06 apart at most) from being taken for one.
 */
export const THRESHOLDS: Thresholds = { answer: 0.48, clarify: 0.3, margin: 0.08, unanchored: 0.5 };

/** Frequent questions and events of a life (`likeness.ts`). */
export const LIKENESS = {
  /** From here on it is that question: the nearest wrong one reaches 0.53, the farthest right one 0.56. */
  same: 0.55,
  /** So near that it is the question itself, whatever else was recognised in the words. */
  itself: 0.8,
  /** How much nearer than the nearest rival something has to be … */
  ahead: 0.02,
  /** … unless it is the very phrase. */
  phrase: 0.98,
};

/** Matters of a sentence (`dialog/matters.ts`, `dialog/policy/about.ts`). */
export const MATTERS = {
  /** One near service alone with a question of its own is the matter, though not all of its words were met. */
  near: 0.4,
  /** A part told as surely as this is a matter of its own, whatever else the sentence tells. */
  part: 0.6,
  /** Two clauses told as surely as this, and guessed alike, are two matters though nothing else joins them. */
  plain: 0.7,
  /** Nothing but the question is left of a sentence that names no service (要带什么材料). */
  bareResidue: 0.1,
  /** Shorter words (characters) only name a thing. */
  saysChars: 6,
};

/** Follow-ups of the service spoken of (`dialog/policy/context.ts`). */
export const FOLLOW_UP = {
  /** More of the sentence than this unexplained, and it is no follow-up … */
  residue: 0.25,
  /** … or this much, for short words that ask something (多久能拿到新证). */
  shortResidue: 0.7,
  shortChars: 16,
  /** Words as short as this stay with the service spoken of, unless they name another one's own thing. */
  bareChars: 4,
  /** A statement of the node is what was asked when it shares this many telling pairs of characters. */
  shared: 1,
};

/** Temperatures of the learnt probabilities: above 1 they are made less sure, below 1 surer. */
export const TEMPERATURE = { matter: 0.8, danger: 1.05 };

/**
 * The learnt judgement of a matter, a second opinion beside the rules (`dialog/opinion.ts`): how probable it has to be,
 * by what the rules say. The figures behind each value are how often, on sayings never seen, the rules and the guess
 * were right where they disagreed.
 */
export const LEARNT = {
  /** The rules know nothing: the guess is taken (rules 0, guess 154 of 224 right), and named. */
  alone: 0.5,
  /** The same, for work orders of any kind together. */
  anyOrder: 0.6,
  /** An order, where the words ask something and tell no trouble. */
  asksOnly: 0.95,
  /** … or a service is asked back, with a second one as probable as `asksBeside`. */
  asks: 0.28,
  asksBeside: 0.12,
  /** The rules heard the thing itself and nothing that is done with it (guess 37 of 46 right). */
  heardOnly: 0.6,
  /** The rules heard several services. */
  amongSeveral: 0.995,
  /** The rules send to another office (rules 1 to 5, guess 5 to 17 right). */
  notElsewhere: 0.8,
  /** The rules hear a trouble told, with no word of what is wished for (rules 2, guess 22 right). */
  otherThanTold: 0.4,
  /** The rules know a service, and not all of the sentence fits it (rules 1, guess 7 right). */
  otherThanWeak: 0.6,
  /** The same, and the guess is no matter of ours (rules 1, guess 7 right). */
  notOurs: 0.5,
  /** The rules hear a wish said in so many words (rules 0, guess 2 right). */
  otherThanSaid: 0.95,
  /** The rules are sure of a service (rules 11, guess 4 right): only asked back, never taken over. */
  againstSure: 0.95,
  /** … and words put two things beside each other, the other one being the runner-up: both are meant. */
  beside: 0.6,
  /** A story of this many characters, as surely an order as this: a control word in it steers nothing. */
  storyChars: 16,
  story: 0.9,
  /** What is wished of an order that exists (progress, changes), where no word of the rules says so. */
  existing: 0.5,
  /** A matter of its own in a part of a sentence. */
  part: 0.85,
  /** While an answer is waited for, another matter has to be plain. */
  waiting: 0.9,
  /** Shorter words (characters) are left to the rules. */
  leastChars: 4,
  /** A rule heard a danger, a service is asked for beyond doubt, and this little speaks for one: it is none (dangers 0, others 13). */
  mistaken: 0.02,
};

/**
 * The learnt judgement of danger (`dialog/danger/learnt.ts`). An alarm that nobody needed costs a moment, one that did
 * not come may cost a life; yet who asks how to insure a shop against fire is not to be sent to the fire brigade. The
 * values are chosen by cross-validation in which near copies stay together: rules and learning meet 85 % of the dangers
 * in words never seen, and take 5 % of the hardest decoys and 1.3 % of ordinary sayings for one.
 */
export const LEARNT_DANGER = {
  /** An emergency, though no rule saw one. */
  alarm: { fire: 0.6, medical: 0.6, police: 0.6, traffic: 0.6, self_harm: 0.6, child_abuse_or_minor: 0.6 },
  /** … of words as short as `shortChars` (Chinese characters): they say little of what happens. */
  short: { fire: 0.8, medical: 0.75, police: 0.8, traffic: 0.8, self_harm: 0.8, child_abuse_or_minor: 0.75 },
  shortChars: 8,
  /** … where the rules hear another time, another world or another matter (past, denied, told of, papers, idioms). */
  explained: 0.8,
  /** … of a child, where no word of harm is heard. */
  harmless: 0.75,
  /** … where nothing that harms is named: 我和我媳妇都交了 speaks of people only. */
  unnamed: 0.8,
  /** Below an alarm: the number is named in one sentence before the answer (dangers 9 in 10, others 1 in 20). */
  beside: 0.5,
  /** … of short words. */
  besideShort: 0.75,
  leastChars: 4,
  /** A rule heard a danger, a service is asked for beyond doubt, and this little speaks for one: it is none (dangers 0, others 13). */
  mistaken: 0.02,
  /** A rule heard a danger and this little speaks for one: its number is named, and the talk goes on (dangers 0, others 30). */
  doubted: 0.12,
};
