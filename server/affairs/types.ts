import type { Lang, Source } from '../../protocol/index.ts';
import type { CityAmounts } from './calculators/index.ts';
import type { FaqNode, LifeEventNode } from './faq.ts';
import type { Taught } from './learn/lessons.ts';
import type { Ask, Authority, Basis, City, Service, Slot } from './schema.ts';

/** Materials of a service as they are shown: for whom (a situation's label, or null for everybody), and which. */
export interface MaterialGroup {
  label: string | null;
  rule: 'all' | 'any';
  names: string[];
}

/** A service with everything it refers to in place, and the city's layer laid over it. */
export interface ServiceNode extends Service {
  authorityNode: Authority;
  sources: Source[];
  materialGroups: MaterialGroup[];
  channelNames: string[];
  halls: City['halls'];
  /** True when this node, a source of it or the local layer used has been compared with its origin by nobody. */
  unverified: boolean;
  /** Every statement of this node, one per line: what a spoken answer may take its figures and laws from. */
  facts: string[];
  /** Amounts of the city that its calculator uses, by name. */
  amounts: CityAmounts;
}

/** One matter that the words may mean. */
export interface Candidate {
  /** Id of a service or of a matter without one. */
  id: string;
  kind: 'service' | 'outside';
  name: string;
  /** 0 to 1. */
  score: number;
  /** Every group of words that tells this matter from its neighbours was met. */
  sure: boolean;
  /** Its first group of words, the thing itself (身份证, 公积金), was met. */
  anchored: boolean;
}

/** What to do with the words; thresholds in `thresholds.ts`. */
export type Verdict =
  | { kind: 'answer'; service: string; score: number }
  | { kind: 'clarify'; services: string[]; score: number }
  | { kind: 'unknown'; outside: OutsideMatter | null; score: number };

export interface OutsideMatter {
  id: string;
  name: string;
  authority: Authority;
}

/** The content, read, checked and searchable. Synchronous; nothing here touches the disk after loading. */
export interface Affairs {
  readonly city: City;
  /** Services valid today, in the order of their ids. */
  services(): readonly ServiceNode[];
  /** A service that is valid today; null when unknown, expired or not yet in force. */
  service(id: string): ServiceNode | null;
  authority(id: string): Authority | null;
  basis(id: string): Basis | null;
  /** What can be known of a citizen's situation, by name. */
  slots(): Readonly<Record<string, Slot>>;
  /** Frequent questions valid today. */
  faqs(): readonly FaqNode[];
  /**
   * The frequent question that the text is most like, with the likeness (0 to 1); null when a typical phrase of a
   * service or of an event of a life is as near. From about `LIKENESS.same` on it is that question.
   */
  faq(text: string): { node: FaqNode; score: number } | null;
  /** Events of a life valid today: one event, many services in their order. */
  lifeEvents(): readonly LifeEventNode[];
  /** The event that the text is most like; null when a service's own phrase is as near. */
  lifeEvent(text: string): { node: LifeEventNode; score: number } | null;
  /** Matters that the text may mean, best first. `text` must be normalised (simplified Chinese, half width). */
  search(text: string): Candidate[];
  /** Judges the candidates: answer, ask back, or say honestly that it is not known. */
  decide(text: string): Verdict;
  /** What is learnt from: sayings and phrases with what they mean. The same object until the content is read again. */
  lessons(): Taught;
  /** Share (0 to 1) of the text's own matter that `service`'s words, question words and fillers leave unexplained. */
  residue(text: string, service: string | null): number;
  /** Up to `count` typical questions, one service after another. */
  topics(count: number, lang: Lang): string[];
}

export type { Ask };
