import {
  AppError,
  type Assist,
  type Card,
  type Found,
  type Lang,
  type LocalText,
  MAX_SUGGESTIONS,
  newId,
  type Suggestion,
  type TranscriptEntry,
  type Warning,
} from '../../../protocol/index.ts';
import { mask } from '../../dialog/mask.ts';
import type { Dialog, DialogState } from '../../dialog/types.ts';
import { serviceCards } from '../takeover/service-cards.ts';
import { checkWords } from './check.ts';
import { closingOf, openingOf, type Planned, silenceOf, suggest } from './suggest.ts';

/** A citizen who waits so long for a word is told that somebody is at it, ms. */
export const SILENCE_MS = 8_000;

export interface AssistHost {
  dialog: Pick<Dialog, 'turn' | 'begin'>;
  /** What the avatar knows when the human comes. */
  state: () => DialogState;
  lang: () => Lang;
  cards: () => readonly Card[];
  transcript: () => readonly TranscriptEntry[];
  name: (service: string) => LocalText | null;
  /** What the graph has of a service, with its sources. */
  found: (service: string) => Found | null;
  /** The agent's public number; null while nobody is in charge. */
  number: () => string | null;
  /** Told to staff alone. */
  tell: (assist: Assist) => void;
  after: (ms: number, then: () => void) => () => void;
}

/** What an agent's words do for the way of a call. */
const STEPS: readonly { label: string; sign: RegExp }[] = [
  { label: '问好报号', sign: /您好|你好|hello/iu },
  { label: '核对诉求', sign: /您(?:是|的意思是)?(?:说|想|要).*(?:对吗|是吗|对吧|是不是)|跟您核对|确认一下/u },
  { label: '说明办法', sign: /材料|办理|可以|需要|流程|窗口|登记|转办|earliest/u },
  { label: '告知时限', sign: /\d+个?(?:工作日|天|日|小时)|[一二三五七十]+个?(?:工作日|天)|当场|即办/u },
  { label: '请求评价', sign: /评价|满意度/u },
];
const BYE = /再见|拜拜|没(?:有)?(?:别的|其他)(?:事|问题)?了?|没事了|就这些|挂了|bye/iu;

/** So many lines of the citizen are looked at for what they had come with. */
const LOOKS_BACK = 4;

/**
 * Helps one agent in one call: understands the citizen's lines with a dialog of its own that never speaks, and tells staff
 * what may help. Nothing of it reaches the citizen but by the agent's own request.
 */
export class Assistant {
  readonly #host: AssistHost;
  #quiet: DialogState | null = null;
  #told: Assist | null = null;
  #turn: string | null = null;
  readonly #done = new Set<number>();
  /** What was suggested in this call, by id: its rule. */
  readonly #rules = new Map<string, string>();
  #silence: (() => void) | null = null;
  #facts: { service: string; texts: string[] } | null = null;

  constructor(host: AssistHost) {
    this.#host = host;
  }

  /** What was told last; null while no human serves. */
  get told(): Assist | null {
    return this.#told;
  }

  /** A human serves from now on. */
  begin(): void {
    if (this.#quiet !== null) return;
    // A form or an alarm of the avatar's own talk must not swallow what is said to the human.
    this.#quiet = { ...this.#host.state(), pending: null, form: null, alarm: null, queue: [] };
    const lang = this.#host.lang();
    const last = this.#lastMatter();
    const { service } = this.#quiet;
    const opening = openingOf(
      this.#host.number() ?? '',
      service === null ? null : this.#host.name(service),
      lang,
    );
    // What was last said to the avatar still waits for an answer.
    const rest =
      last === undefined ? [] : this.#understood(last).filter(({ rule }) => rule !== 'not_in_graph');
    this.#tell([...rest.filter(({ kind }) => kind === 'danger'), opening, ...rest]);
  }

  /** No human serves any more. */
  rest(): void {
    this.#silence?.();
    this.#silence = null;
    this.#quiet = null;
    this.#told = null;
    this.#turn = null;
    this.#done.clear();
  }

  /** A line of the citizen; masked. */
  citizenSaid(entry: TranscriptEntry): void {
    if (this.#quiet === null) return;
    this.#turn = entry.turn;
    const found = this.#understood(entry);
    if (BYE.test(entry.text) && found[0]?.kind !== 'danger') {
      const missing = STEPS.flatMap(({ label }, at) => (this.#done.has(at) ? [] : [label]));
      found.unshift(closingOf(missing, entry.lang));
    }
    this.#tell(found);
    this.#silence?.();
    this.#silence = this.#host.after(SILENCE_MS, () => {
      this.#silence = null;
      const kept = this.#kept(({ rule }) => rule !== 'opening');
      const [danger, rest] = [
        kept.filter(({ kind }) => kind === 'danger'),
        kept.filter(({ kind }) => kind !== 'danger'),
      ];
      this.#tell([...danger, silenceOf(this.#host.lang()), ...rest]);
    });
  }

  /** A line of the agent's: what it has done is not suggested again. */
  agentSaid(entry: TranscriptEntry): void {
    if (this.#quiet === null) return;
    this.#silence?.();
    this.#silence = null;
    STEPS.forEach(({ sign }, at) => {
      if (sign.test(entry.text)) this.#done.add(at);
    });
    const said = new Set(['opening', 'silence']);
    this.#tell(this.#kept(({ rule, say }) => !said.has(rule) && say !== entry.text));
  }

  /** Something is shown to the citizen. */
  shown(): void {
    if (this.#quiet === null) return;
    const shown = this.#shown();
    this.#tell(this.#kept(({ show }) => show?.kind !== 'service' || !shown.has(show.service)));
  }

  /** The rule that a suggestion of this call came of. @throws AppError `not_found` */
  ruleOf(suggestion: string): string {
    const rule = this.#rules.get(suggestion);
    if (rule === undefined) throw new AppError('not_found', 'There was no such suggestion.');
    return rule;
  }

  /** @returns what to think over before these words are sent */
  check(text: string): Warning[] {
    return checkWords(text, this.#known());
  }

  /** The citizen's last line that was more than the wish for a human. */
  #lastMatter(): TranscriptEntry | undefined {
    const before = this.#quiet;
    if (before === null) return undefined;
    const { dialog, transcript } = this.#host;
    const said = transcript().filter(({ role }) => role === 'citizen');
    return said
      .slice(-LOOKS_BACK)
      .findLast(
        ({ text, lang }) => dialog.turn({ text, lang, via: 'text' }, before).understood.action !== 'handoff',
      );
  }

  #understood({ text, lang }: Pick<TranscriptEntry, 'text' | 'lang'>): Planned[] {
    const before = this.#quiet;
    if (before === null) return [];
    const reply = this.#host.dialog.turn({ text, lang, via: 'text' }, before);
    const { state, understood } = reply;
    // Forms and alarms lead the avatar's talk for several turns; here the human leads.
    const leads =
      understood.kind === 'order' || understood.kind === 'form' || understood.kind === 'emergency';
    this.#quiet = leads ? before : { ...state, form: null, alarm: null, queue: [] };
    const { name } = this.#host;
    // They ask for a human, who is here: what the avatar would say to that helps nobody.
    if (understood.action === 'handoff') return [];
    const found = understood.service === null ? null : this.#host.found(understood.service);
    return suggest({ text, lang, reply, name, found, shown: this.#shown() });
  }

  #shown(): Set<string> {
    return new Set(
      this.#host
        .cards()
        .flatMap((card) =>
          card.kind !== 'choices' && 'service' in card && card.service ? [card.service] : [],
        ),
    );
  }

  /** What stands in the graph of the matter, on the cards, and in the citizen's own words. */
  #known(): string[] {
    const { cards, transcript, dialog, name, lang } = this.#host;
    const said = transcript().flatMap(({ role, text }) => (role === 'agent' ? [] : [text]));
    const service = this.#quiet?.service ?? null;
    const matter = service === null ? null : name(service);
    if (service !== null && matter !== null && this.#facts?.service !== service)
      this.#facts = {
        service,
        texts: serviceCards(dialog, service, matter, lang()).map((card) => JSON.stringify(card)),
      };
    return [...said, ...cards().map((card) => JSON.stringify(card)), ...(this.#facts?.texts ?? [])];
  }

  #kept(fits: (one: Suggestion) => boolean): Planned[] {
    return (this.#told?.suggestions ?? []).filter(fits).map(({ id: _, ...rest }) => rest);
  }

  #tell(planned: readonly Planned[]): void {
    const before = this.#told?.suggestions ?? [];
    const suggestions = planned
      .filter((one, at) => planned.findIndex(({ rule }) => rule === one.rule) === at)
      .slice(0, MAX_SUGGESTIONS)
      .map((one) => {
        const masked = { ...one, text: mask(one.text), title: mask(one.title) };
        // The same suggestion keeps its id: what the agent is about to press must not change under the hand.
        const same = before.find(
          ({ rule, say, title }) => rule === one.rule && say === one.say && title === masked.title,
        );
        return { ...masked, id: same?.id ?? newId('sug') };
      });
    const service = this.#quiet?.service ?? null;
    const named = service === null ? null : this.#host.name(service);
    this.#told = {
      turn: this.#turn,
      matter: service === null || named === null ? null : { id: service, name: named.zh.slice(0, 80) },
      suggestions,
      proposals: [],
      steps: STEPS.map(({ label }, at) => ({ label, done: this.#done.has(at) })),
    };
    for (const { id, rule } of suggestions) this.#rules.set(id, rule);
    this.#host.tell(this.#told);
  }
}
