import type { ErrorCode, Lang } from '../../protocol/index.ts';
import { html } from './html.ts';

const WORDS = {
  zh: {
    htmlLang: 'zh-CN',
    title: '12345 政务服务视频咨询',
    missing: '没有找到这个页面',
    missingHelp: '网址可能打错了，或者页面已经搬走。',
    trouble: '页面暂时打不开',
    troubleHelp: '不是您的操作有误，请过一会儿再试。',
    home: '回到视频咨询',
    text: '用文字咨询',
    call: '也可以拨打',
  },
  en: {
    htmlLang: 'en',
    title: '12345 government service by video',
    missing: 'This page was not found',
    missingHelp: 'The address may be wrong, or the page has moved.',
    trouble: 'The page cannot be opened just now',
    troubleHelp: 'It was nothing you did. Please try again in a while.',
    home: 'Back to the video service',
    text: 'Ask by text',
    call: 'Or call',
  },
} as const;

/** What a person sees whose address leads nowhere, or whose page fails: what is wrong, and three ways on. No script. */
export function renderTrouble(code: ErrorCode, lang: Lang): string {
  const words = WORDS[lang];
  const [heading, help] =
    code === 'not_found' ? [words.missing, words.missingHelp] : [words.trouble, words.troubleHelp];
  return html`<!DOCTYPE html>
<html lang="${words.htmlLang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${heading} - ${words.title}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/text.css">
</head>
<body>
<div class="main" role="main">
<h1>${heading}</h1>
<p>${help}</p>
<p><a href="/citizen/?lang=${lang}">${words.home}</a></p>
<p><a href="/text?lang=${lang}">${words.text}</a></p>
<p>${words.call} <a class="tel" href="tel:12345">12345</a></p>
</div>
</body>
</html>
`.markup;
}
