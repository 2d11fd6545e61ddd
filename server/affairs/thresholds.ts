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
  /** A statement of the node is what was asked when it shares this many telling pairs of characters. */
  shared: 1,
};

/** Temperatures of the learnt probabilities: above 1 they are made less sure, below 1 surer. */
export const TEMPERATURE = { matter: 1, danger: 1 };

/** The learnt judgement of a matter, a second opinion beside the rules (`dialog/opinion.ts`). */
export const LEARNT = {
  /** Takes the matter where the rules know none. */
  alone: 0.6,
  /** … where they heard the thing itself and nothing that is done with it. */
  heardOnly: 0.999,
  /** … where they heard several services. */
  amongSeveral: 0.985,
  /** Asks back where the rules know none. */
  asks: 0.35,
  /** A matter of its own in a part of a sentence. */
  part: 0.85,
  /** Refuses what the rules take for a matter only weakly. */
  refuses: 0.95,
  /** Speaks against a rule that is sure. */
  against: 0.995,
  /** Shorter words (characters) are left to the rules. */
  leastChars: 4,
};

/** The learnt judgement of danger (`dialog/emergency.ts`). */
export const LEARNT_DANGER = {
  /** An emergency, though no rule saw one. */
  alarm: 0.75,
  /** … of words as short as `shortChars`: they say little of what happens. */
  short: 0.9,
  shortChars: 8,
  /** … where the rules hear another time, another world or another matter (past, denied, told of, papers, idioms). */
  explained: 0.97,
  /** The number is named beside the answer. */
  beside: 0.5,
  leastChars: 4,
};
