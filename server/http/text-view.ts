import {
  type ErrorCode,
  type Lang,
  MAX_SAY_CHARS,
  type Snapshot,
  type TranscriptEntry,
} from '../../protocol/index.ts';
import { type Html, html } from './html.ts';
import { type CardContext, cardView } from './text-cards.ts';
import { problemText, type TextWords, WORDS } from './text-words.ts';

/** Everything the page without script shows. */
export interface TextView {
  lang: Lang;
  hotline: string;
  greeting: { text: string; suggestions: readonly string[] };
  /** What opens the consultation; null before the first question. */
  proof: { consultation: string; secret: string } | null;
  /** The consultation so far; null before the first question, or when it cannot be shown now. */
  snapshot: Snapshot | null;
  /** The id of the next message. */
  message: string;
  /** What stays in the field: the words that could not be sent. */
  typed: string;
  problem: ErrorCode | null;
}

const HTML_LANG: Readonly<Record<Lang, string>> = { zh: WORDS.zh.htmlLang, en: WORDS.en.htmlLang };

/**
 * The whole page: HTML that a browser of 2009 shows, without script. Every button is a form of its own with a plain
 * submit field, because early browsers send the label of a `<button>`, or all of them. The newest stands at the end,
 * at `#latest`, and the field to write in behind it.
 */
export function renderText(view: TextView): string {
  const words = WORDS[view.lang];
  return html`<!DOCTYPE html>
<html lang="${words.htmlLang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="format-detection" content="telephone=no">
<title>${words.title}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/text.css">
</head>
<body>
<p class="skip"><a href="#text">${words.skip}</a></p>
<div class="head" role="banner">
<h1>${words.heading}</h1>
<p><strong class="label">${words.label}</strong> ${words.notice}</p>
<p><a class="tel" href="tel:${view.hotline}">${words.dial} ${view.hotline}${words.person}</a></p>
${languageView(view)}
</div>
<div class="main" role="main">
${conversationView(view, words)}
${problemView(view, words)}
${askView(view, words)}
</div>
<div class="foot" role="contentinfo">
${view.proof === null ? null : html`<p><a href="${pathOf(view.lang)}">${words.restart}</a></p>`}
<p><a href="/my?lang=${view.lang}">${words.own}</a></p>
<p><a href="/citizen/?lang=${view.lang}">${words.video}</a></p>
</div>
</body>
</html>
`.markup;
}

const pathOf = (lang: Lang): string => `/text?lang=${lang}`;

function formOf(view: TextView, fields: Html, lang: Lang = view.lang): Html {
  const { proof } = view;
  return html`<form method="post" action="${pathOf(lang)}#latest" accept-charset="utf-8">
${
  proof === null
    ? null
    : html`<input type="hidden" name="consultation" value="${proof.consultation}">
<input type="hidden" name="secret" value="${proof.secret}">
`
}<input type="hidden" name="message" value="${view.message}">
${fields}
</form>
`;
}

/** Before the first question a link; then a form, so that the conversation comes along. */
function languageView(view: TextView): Html {
  const other: Lang = view.lang === 'zh' ? 'en' : 'zh';
  const name = WORDS[view.lang].language;
  if (view.proof === null) {
    return html`<p><a href="${pathOf(other)}" lang="${HTML_LANG[other]}" hreflang="${HTML_LANG[other]}">${name}</a></p>`;
  }
  return formOf(view, html`<input type="submit" lang="${HTML_LANG[other]}" value="${name}">`, other);
}

function sayButton(view: TextView, label: string, say: string): Html {
  return formOf(
    view,
    html`<input type="hidden" name="text" value="${say}"><input type="submit" class="choice" value="${label}">`,
  );
}

function conversationView(view: TextView, words: TextWords): Html {
  const context: CardContext = { words, sayButton: (label, say) => sayButton(view, label, say) };
  const entries = view.snapshot?.transcript ?? [];
  if (view.snapshot === null) {
    return html`<h2>${words.conversation}</h2>
${view.proof === null ? html`<p class="said avatar"><strong>${words.avatar}${words.colon}</strong>${view.greeting.text}</p>` : html`<p>${words.hidden}</p>`}
`;
  }
  const { cards } = view.snapshot;
  const latest = entries.findLast(({ role }) => role === 'citizen') ?? entries[0];
  return html`<h2>${words.conversation}</h2>
<ol class="log">
${entries.map((entry) => {
  const own = cards.filter(({ turn }) => turn === entry.turn).map((card) => cardView(card, context));
  const anchor = entry === latest && view.problem === null ? html` id="latest" tabindex="-1"` : null;
  return html`<li${anchor} class="said ${entry.role}">${lineView(entry, words)}
${own}</li>
`;
})}</ol>
`;
}

function lineView(entry: TranscriptEntry, words: TextWords): Html {
  const name = entry.role === 'citizen' ? words.you : (entry.by ?? words.avatar);
  return html`<p><strong>${name}${words.colon}</strong><span lang="${HTML_LANG[entry.lang]}">${entry.text}</span>${entry.cut ? words.cut : null}</p>`;
}

function problemView(view: TextView, words: TextWords): Html | null {
  if (view.problem === null) return null;
  return html`<div class="problem" id="latest" tabindex="-1" role="alert">
<h2>${words.problem}</h2>
<p id="problem">${problemText(view.problem, view.lang)}</p>
</div>`;
}

function askView(view: TextView, words: TextWords): Html {
  const suggestions = view.snapshot?.suggestions ?? view.greeting.suggestions;
  const described = view.problem === null ? null : html` aria-describedby="problem"`;
  return html`${formOf(
    view,
    html`<h2><label for="text">${words.ask}</label></h2>
<p><input type="text" class="text" id="text" name="text" maxlength="${MAX_SAY_CHARS}" autocomplete="off" value="${view.typed}"${described}></p>
<p><input type="submit" class="send" value="${words.send}"></p>`,
  )}
${
  suggestions.length === 0
    ? null
    : html`<h2>${words.suggestions}</h2>
${suggestions.map((suggestion) => sayButton(view, suggestion, suggestion))}`
}`;
}
