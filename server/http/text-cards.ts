import type { Card, CardChoice, Source } from '../../protocol/index.ts';
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
  const { words } = context;
  switch (card.kind) {
    case 'answer':
      return framed(card, context, words.answer, [
        html`<p>${card.summary}</p>`,
        ...sectionsView(card.sections),
        phoneView(card.phone, words),
      ]);
    case 'steps':
      return framed(card, context, words.steps, [
        paragraph(card.summary),
        html`<ol>${card.steps.map(
          (step) =>
            html`<li><strong>${step.title}</strong> ${step.text ?? ''} ${(step.facts ?? []).join(' · ')}</li>`,
        )}</ol>`,
        phoneView(card.phone, words),
        sayButtons(card.next, context),
      ]);
    case 'checklist':
      return framed(card, context, words.checklist, [
        paragraph(card.text),
        html`<ul>${card.items.map(
          (item) =>
            html`<li>${item.group === undefined ? '' : `${item.group}${words.colon}`}${item.name} ${item.note ?? ''}</li>`,
        )}</ul>`,
        ...sectionsView(card.sections ?? []),
        sayButtons(card.next, context),
      ]);
    case 'place':
      return framed(card, context, words.place, [
        paragraph(card.text),
        ...card.places.map(
          (place) => html`<h4>${place.name}</h4>
<p>${place.address}</p>
<ul>${[
            ...(place.hours ?? []),
            ...(place.directions ?? []),
            ...(place.note === undefined ? [] : [place.note]),
          ].map((line) => html`<li>${line}</li>`)}</ul>
${phoneView(place.phone, words)}`,
        ),
        sayButtons(card.next, context),
      ]);
    case 'video':
      return framed(card, context, words.film, [
        paragraph(card.text),
        html`<ol>${card.chapters.map((chapter) => html`<li>${chapter.title}</li>`)}</ol>`,
      ]);
    case 'status':
      return framed(card, context, words.status, [
        html`<p><strong>${card.state}</strong></p>`,
        paragraph(card.text),
        html`<ul class="facts">${[
          ...(card.number === undefined ? [] : [{ label: words.number, value: card.number }]),
          ...(card.queryCode === undefined ? [] : [{ label: words.queryCode, value: card.queryCode }]),
          ...card.facts,
        ].map(({ label, value }) => html`<li>${label}${words.colon}${value}</li>`)}</ul>`,
        html`<ol>${card.stages.map(
          ({ label, state, note }) => html`<li>${label} (${words[state]}) ${note ?? ''}</li>`,
        )}</ol>`,
        sayButtons(card.next, context),
      ]);
    case 'form':
      return framed(card, context, words.form, [html`<p>${words.formHelp}</p>`]);
    case 'handoff':
      return framed(card, context, words.handoff, [
        html`<p>${card.text}</p>`,
        phoneView(card.phone, words),
        sayButtons(card.choices, context),
      ]);
    case 'choices':
      return framed(card, context, null, [
        paragraph(card.text),
        paragraph(card.why),
        sayButtons(card.choices, context),
      ]);
    case 'emergency':
      return html`<div class="card card-emergency">
<p class="kind">${words.emergency}</p>
<h3>${card.title}</h3>
<p>${card.text}</p>
<ul class="numbers">${card.numbers.map((entry) => html`<li>${telephone(entry, words)}</li>`)}</ul>
${(card.advice ?? []).map((line) => html`<p>${line}</p>`)}
</div>`;
  }
}

/** What all cards have: what kind it is, its title, its body, and what it rests on. */
function framed(
  card: Card,
  { words }: CardContext,
  kind: string | null,
  body: readonly (Html | readonly Html[] | null)[],
): Html {
  const sources = card.sources ?? [];
  return html`<div class="card">
${kind === null ? null : html`<p class="kind">${kind}</p>`}
${card.unverified ? mark(words) : null}
<h3>${card.title}</h3>
${body.map((part) => html`${part}`)}
${
  sources.length === 0
    ? null
    : html`<h4>${words.sources}</h4>
<ul>${sources.map((source) => sourceView(source, words))}</ul>`
}
</div>`;
}

const paragraph = (text: string | undefined): Html | null =>
  text === undefined ? null : html`<p>${text}</p>`;

const phoneView = (phone: { number: string; name: string } | undefined, words: TextWords): Html | null =>
  phone === undefined ? null : html`<p>${telephone(phone, words)}</p>`;

const sayButtons = (choices: readonly CardChoice[] | undefined, context: CardContext): Html[] =>
  (choices ?? []).map(({ label, say }) => context.sayButton(label, say));

const sectionsView = (sections: readonly { label: string; items: readonly string[] }[]): Html[] =>
  sections.map(
    ({ label, items }) => html`<h4>${label}</h4>
<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`,
  );

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
