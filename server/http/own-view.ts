import type { ErrorCode, Lang } from '../../protocol/index.ts';
import { Card } from '../../protocol/index.ts';
import type { CaseView, OpenedLink } from '../orders/types.ts';
import { type Html, html } from './html.ts';
import { OWN_WORDS, type OwnWords, ownProblem } from './own-words.ts';
import { cardView } from './text-cards.ts';
import { WORDS } from './text-words.ts';

/** Date and time of Beijing, the same in both languages. */
const momentText = (at: number): string =>
  new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

/** Groups of four digits are easier to read out. */
const grouped = (number: string): string => number.replace(/(\d)(\d{6})(\d{3})(\d{4})/, '$1 $2 $3 $4');

interface Shell {
  lang: Lang;
  /** Where the same page is in the other language; null where that would lose what is shown. */
  other: string | null;
  body: readonly (Html | null)[];
}

/** A page without script: large type, one column, every control with its label. */
function shell({ lang, other, body }: Shell): string {
  const words = OWN_WORDS[lang];
  const otherLang: Lang = lang === 'zh' ? 'en' : 'zh';
  return html`<!DOCTYPE html>
<html lang="${words.htmlLang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="format-detection" content="telephone=no">
<meta name="robots" content="noindex">
<title>${words.title}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/text.css">
</head>
<body>
<div class="head" role="banner">
<h1>${words.heading}</h1>
<p>${words.ai}</p>
<p><a class="tel" href="tel:12345">12345</a></p>
${other === null ? null : html`<p><a href="${other}" lang="${OWN_WORDS[otherLang].htmlLang}" hreflang="${OWN_WORDS[otherLang].htmlLang}">${words.language}</a></p>`}
</div>
<div class="main" role="main">
${body.map((part) => html`${part}`)}
</div>
</body>
</html>
`.markup;
}

const problemView = (problem: ErrorCode | null, lang: Lang): Html | null =>
  problem === null
    ? null
    : html`<div class="problem" role="alert">
<h2>${OWN_WORDS[lang].problem}</h2>
<p id="problem">${ownProblem(problem, lang)}</p>
</div>`;

/** The page that asks for number and code. */
export function renderAsk(
  lang: Lang,
  problem: ErrorCode | null,
  number: string,
  notice: 'erased' | null,
): string {
  const words = OWN_WORDS[lang];
  const described = problem === null ? null : html` aria-describedby="problem"`;
  return shell({
    lang,
    other: `/my?lang=${lang === 'zh' ? 'en' : 'zh'}`,
    body: [
      problemView(problem, lang),
      notice === null ? null : html`<p role="status"><strong>${words.erased}</strong></p>`,
      html`<form method="post" action="/my?lang=${lang}" accept-charset="utf-8">
<p>${words.intro}</p>
<p><label for="number">${words.number}</label><br>
<input type="text" class="text" id="number" name="number" maxlength="40" inputmode="numeric" autocomplete="off" required value="${number}"${described}></p>
<p><label for="code">${words.queryCode}</label><br>
<input type="text" class="text" id="code" name="queryCode" maxlength="30" autocomplete="off" autocapitalize="characters" spellcheck="false" required></p>
<p><input type="submit" class="send" value="${words.look}"></p>
</form>`,
    ],
  });
}

/** A case with what its citizen may do. `clientId`: the id of the next addition. */
export function renderOwn(
  view: CaseView,
  proof: { number: string; queryCode: string },
  lang: Lang,
  clientId: string,
  problem: ErrorCode | null,
): string {
  const words = OWN_WORDS[lang];
  const form = (
    act: string,
    fields: Html,
  ): Html => html`<form method="post" action="/my?lang=${lang}" accept-charset="utf-8">
<input type="hidden" name="number" value="${proof.number}">
<input type="hidden" name="queryCode" value="${proof.queryCode}">
<input type="hidden" name="act" value="${act}">
${fields}
</form>`;
  const sure = (act: string): Html =>
    html`<p><input type="checkbox" id="sure-${act}" name="sure" value="yes" required> <label for="sure-${act}">${words.sure}</label></p>`;
  return shell({
    lang,
    other: null,
    body: [
      problemView(problem, lang),
      caseView(view, lang),
      view.can.supplement
        ? html`<h2><label for="text">${words.supplement}</label></h2>
${form(
  'supplement',
  html`<input type="hidden" name="clientId" value="${clientId}">
<p><textarea class="text" id="text" name="text" rows="4" maxlength="2000" required></textarea></p>
<p><input type="submit" class="send" value="${words.supplementSend}"></p>`,
)}`
        : null,
      html`<h2>${words.export}</h2>
${form('export', html`<p><input type="submit" class="choice" value="${words.export}"></p>`)}`,
      view.can.withdraw
        ? html`<h2>${words.withdraw}</h2>
<p>${words.withdrawHelp}</p>
${form('withdraw', html`${sure('withdraw')}<p><input type="submit" class="choice" value="${words.withdraw}"></p>`)}`
        : null,
      view.can.erase
        ? html`<h2>${words.erase}</h2>
<p>${words.eraseHelp}</p>
${form('erase', html`${sure('erase')}<p><input type="submit" class="choice" value="${words.erase}"></p>`)}`
        : null,
      html`<p><a href="/my?lang=${lang}">${words.back}</a></p>`,
    ],
  });
}

/** What a link opens; null: it is over. */
export function renderLink(opened: OpenedLink | null, lang: Lang, path: string): string {
  const words = OWN_WORDS[lang];
  const back = html`<p><a href="/my?lang=${lang}">${words.back}</a></p>`;
  const other = `${path}?lang=${lang === 'zh' ? 'en' : 'zh'}`;
  if (opened === null) return shell({ lang, other, body: [html`<p role="alert">${words.gone}</p>`, back] });
  const until = html`<p>${words.expires}${words.colon}${momentText(opened.expiresAt)}</p>`;
  if (opened.kind === 'card') {
    const card = Card.safeParse(opened.card);
    const shown = card.success
      ? // There is no talk behind this page: what a button would say is shown as it is.
        cardView(card.data, { words: WORDS[lang], sayButton: (label) => html`<p>${label}</p>` })
      : html`<p role="alert">${words.gone}</p>`;
    return shell({ lang, other, body: [shown, until, back] });
  }
  const code =
    opened.kind === 'receipt'
      ? html`<p>${words.queryCode}${words.colon}<strong class="label">${opened.queryCode.slice(0, 5)} ${opened.queryCode.slice(5)}</strong></p>
<p>${words.receipt}</p>`
      : null;
  return shell({ lang, other, body: [code, caseView(opened.view, lang), until, back] });
}

function caseView(view: CaseView, lang: Lang): Html {
  const words = OWN_WORDS[lang];
  const facts: (readonly [string, string])[] = [
    [words.number, grouped(view.number)],
    [words.state, view.stateLabel[lang]],
    [words.submitted, momentText(view.submittedAt)],
  ];
  if (view.dueAt !== null) facts.push([words.due, dueText(view, view.dueAt, words)]);
  if (view.booking !== null) {
    const { date, from, to, hallName, address, cancelUntil } = view.booking;
    facts.push([words.booking, `${date} ${from}–${to}，${hallName[lang]}，${address[lang]}`]);
    facts.push([words.cancelUntil, momentText(cancelUntil)]);
  }
  if (view.photos.length > 0) facts.push([words.photos, String(view.photos.length)]);
  return html`<div class="card">
<h2>${view.title[lang]}</h2>
<ul class="facts">${facts.map(
    ([label, value]) => html`<li>${label}${words.colon}<strong>${value}</strong></li>
`,
  )}</ul>
${
  view.stages.length === 0
    ? null
    : html`<h3>${words.stages}</h3>
<ol>${view.stages.map(
        ({ label, state }) => html`<li>${label[lang]} (${words[state]})</li>
`,
      )}</ol>`
}
${
  view.fields.length === 0
    ? null
    : html`<h3>${words.filled}</h3>
<ul class="facts">${view.fields.map(
        ({ label, value }) => html`<li>${label[lang]}${words.colon}${value[lang]}</li>
`,
      )}</ul>`
}
${
  view.supplements.length === 0
    ? null
    : html`<h3>${words.supplements}</h3>
<ul>${view.supplements.map(
        ({ at, text }) => html`<li>${momentText(at)} ${text}</li>
`,
      )}</ul>`
}
</div>`;
}

function dueText(view: CaseView, dueAt: number, words: OwnWords): string {
  const days = view.dueDays === null ? '' : ` (${view.dueDays}${words.working})`;
  return `${momentText(dueAt)}${days}`;
}
