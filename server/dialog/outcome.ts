import type { Lang } from '../../protocol/index.ts';
import type { Forms } from '../affairs/forms.ts';
import type { DangerGuess, Guess } from '../affairs/learn/learn.ts';
import type { Affairs, ServiceNode } from '../affairs/types.ts';
import type { Asked } from './asks.ts';
import type { Emotion } from './emotion.ts';
import type { Guided, GuideOptions } from './guide.ts';
import type { SlotBook } from './reading/slots.ts';
import type { Manner } from './speak.ts';
import type {
  CaseChange,
  DialogState,
  FormAction,
  Handoff,
  Intent,
  Pending,
  PlannedCard,
  PlannedSentence,
  Preference,
  Slots,
  StatusLookup,
  TurnInput,
  Understood,
  VideoAction,
} from './types.ts';

/** What one turn knows before it is answered. */
export interface Turn {
  /** Normalised, masked, without numbers of one's own. */
  text: string;
  masked: string;
  /** The words as they came, for the fields of a form alone. */
  raw: string;
  lang: Lang;
  input: TurnInput;
  state: DialogState;
  asked: Asked | null;
  emotion: Emotion;
}

/** What a turn says; `plan` and the state are made from it in one place. */
export interface Outcome {
  understood: Understood;
  say: string | readonly PlannedSentence[];
  manner: Manner;
  cards?: PlannedCard[];
  suggestions?: string[];
  forms?: FormAction[];
  videos?: VideoAction[];
  preferences?: Preference[];
  handoff?: Handoff;
  lookup?: StatusLookup;
  awaitsForm?: boolean;
  change?: CaseChange;
  /** Changes of the state; `misses` counts on when it is a miss. */
  state?: Partial<DialogState>;
  /** What is waited for next; left out: nothing is. */
  pending?: Pending | null;
  miss?: boolean;
  /** The reply speaks to the feeling already: no comfort before it. */
  comforted?: boolean;
}

/** What the policies share: the content, and what is read from it once. */
export interface Kit {
  affairs: Affairs;
  forms: Forms;
  book: SlotBook;
  city: string;
  /** `YYYY-MM-DD` of today. */
  today: () => string;
  guide: (node: ServiceNode, slots: Slots, options?: GuideOptions) => Guided;
  topics: (lang: Lang) => string[];
  topicsCard: (lang: Lang) => PlannedCard[];
  nameOf: (id: string, lang: Lang) => string;
  /** What was learnt from sayings says of the words: a second opinion beside the rules. */
  guess: (text: string) => Guess;
  guessDanger: (text: string) => DangerGuess;
}

/** A spoken answer is at most this long (characters): more is read on the card. */
const SPOKEN_CHARS = 80;
const SPOKEN_SENTENCES = 3;

/** True when a spoken text keeps to the limits of one turn: three sentences, eighty characters. */
export function fits(text: string): boolean {
  return text.length <= SPOKEN_CHARS && (text.match(/[。！？]/gu) ?? []).length <= SPOKEN_SENTENCES;
}

/** The slots of `all` that a service uses and that are known (null: the citizen does not know): what an intent tells of it. */
export function slotsOf(node: Pick<ServiceNode, 'slots'>, all: Slots): Slots {
  return Object.fromEntries(Object.entries(all).filter(([name]) => node.slots.includes(name)));
}

/** One intent as it is told to others. */
export function intentOf(service: string, asked: Asked | null, slots: Slots): Intent {
  return { service, ...(asked ? { ask: asked } : {}), slots };
}
