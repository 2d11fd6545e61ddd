import type { Card, Source } from '../../protocol/index.ts';
import { type Html, html } from './html.ts';
import type { TextWords } from './text-words.ts';

/** What a card needs of the page around it. */
export interface CardContext {
  words: TextWords;
  /** A button by which the citizen says something. */
  sayButton: (label: string, say: string) => Html;
}

/** One card of any kind. */
export function cardView(card: Card, context: CardContext): Html {
  switch (card.kind) {
    case 'answer':
      return answerView(card, context.words);
    case 'choices':
      return html`<div class="card">
<h3>${card.title}</h3>
${card.text === undefined ? null : html`<p>${card.text}</p>`}
${card.choices.map(({ label, say }) => context.sayButton(label, say))}
</div>`;
    case 'emergency':
      return html`<div class="card card-emergency">
<p class="kind">${context.words.emergency}</p>
<h3>${card.title}</h3>
<p>${card.text}</p>
<ul class="numbers">${card.numbers.map((entry) => html`<li>${telephone(entry, context.words)}</li>`)}</ul>
</div>`;
  }
}

function answerView(card: Extract<Card, { kind: 'answer' }>, words: TextWords): Html {
  return html`<div class="card">
<p class="kind">${words.answer}</p>
${card.unverified ? mark(words) : null}
<h3>${card.title}</h3>
<p>${card.summary}</p>
${card.sections.map(
  ({ label, items }) => html`<h4>${label}</h4>
<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>
`,
)}
${card.phone === undefined ? null : html`<p>${telephone(card.phone, words)}</p>`}
<h4>${words.sources}</h4>
<ul>${card.sources.map((source) => sourceView(source, words))}</ul>
</div>`;
}

function sourceView(source: Source, words: TextWords): Html {
  const facts: readonly (readonly [string, string | undefined])[] = [
    [words.article, source.article],
    [words.issuer, source.issuer],
    [words.region, source.region],
    [words.validFrom, source.validFrom],
    [source.verified ? words.reviewedAt : words.collectedAt, source.reviewedAt],
  ];
  const known = facts.filter(([, value]) => value !== undefined && value !== '');
  return html`<li><cite>${source.title}</cite>
${source.verified ? null : mark(words)}
<ul class="facts">${known.map(([label, value]) => html`<li>${label}${words.colon}${value ?? ''}</li>`)}</ul></li>`;
}

const mark = (words: TextWords): Html => html`<p class="mark"><strong>${words.unverified}</strong></p>`;

/** A number to be dialled by a tap: `tel:` takes digits, with a leading plus where there is one. */
export function telephone({ number, name }: { number: string; name: string }, words: TextWords): Html {
  const digits = number.replace(/(?!^\+)[^\d]/g, '');
  return html`<a class="tel" href="tel:${digits}">${words.dial} ${number} ${name}</a>`;
}
