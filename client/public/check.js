// biome-ignore-all lint/complexity: this file is ES5 on purpose, without arrows and optional chains
/*
 * Runs before the page itself, in any browser since about 2009 (ES5 only): where the page cannot run, it says so in plain
 * words, leads to the page without script (/text) and names the hotline. The page sets data-started on <html> once it
 * stands; until then, a script that does not load or parse counts as "cannot run".
 */
(function () {
  var root = document.documentElement;
  var shown = false;

  function missing() {
    if (!('noModule' in document.createElement('script'))) return true;
    if (typeof Promise === 'undefined' || !Promise.allSettled) return true;
    if (typeof fetch === 'undefined' || typeof WebSocket === 'undefined') return true;
    if (typeof structuredClone === 'undefined' || !Array.prototype.toSorted) return true;
    return !(window.CSS && CSS.supports && CSS.supports('inset', '0'));
  }

  function line(tag, text, parent) {
    var element = document.createElement(tag);
    element.appendChild(document.createTextNode(text));
    parent.appendChild(element);
    return element;
  }

  function way(text, address, parent) {
    var link = line('a', text, line('p', '', parent));
    link.className = 'button button-primary';
    link.href = address;
    return link;
  }

  function help() {
    var app = document.getElementById('app');
    if (shown || !app) return;
    shown = true;
    while (app.firstChild) app.removeChild(app.firstChild);
    var page = document.createElement('main');
    page.className = 'help-page';
    line('h1', '这个浏览器打不开视频咨询', page);
    line('p', '您可以马上用文字咨询，这个浏览器就能用。', page);
    // The main way on: the same consultation in plain HTML, which needs no script.
    way('用文字办理', '/text?lang=zh', page);
    var call = line('p', '也可以直接拨打 ', page);
    var link = line('a', '12345', call);
    link.href = 'tel:12345';
    call.appendChild(document.createTextNode('，由人工为您服务。'));
    line(
      'p',
      '想看视频，请换用新版的 Chrome、Edge、Safari 或 360 浏览器（极速模式），也可以用手机打开本页。',
      page,
    );
    var english = line(
      'p',
      'This browser is too old for the video service. Please use a recent browser, ask by text, or call 12345.',
      page,
    );
    english.setAttribute('lang', 'en');
    way('Ask by text', '/text?lang=en', page).setAttribute('lang', 'en');
    app.appendChild(page);
  }

  function whenReady(run) {
    if (document.readyState !== 'loading') run();
    else if (document.addEventListener) document.addEventListener('DOMContentLoaded', run);
    else window.onload = run;
  }

  if (missing()) {
    whenReady(help);
    return;
  }
  window.addEventListener(
    'error',
    function (event) {
      var target = event.target;
      var ours = target === window ? true : target && target.tagName === 'SCRIPT';
      if (ours && !root.getAttribute('data-started')) whenReady(help);
    },
    true,
  );
})();
