/**
 * The kiosk's service worker. It sees the kiosk's own page and nothing else, keeps two numbers and nothing of a citizen.
 * Where the server is not reached it answers with a page that says the number to call and comes back by itself; and it
 * loads a page anew that its watchdog found hanging. It imports nothing: it must start without the server.
 */
interface WindowClient {
  readonly url: string;
  navigate(url: string): Promise<unknown>;
}
interface Scope {
  skipWaiting(): Promise<void>;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly WindowClient[]>;
  };
  addEventListener(
    type: 'install' | 'activate',
    listener: (event: { waitUntil(work: Promise<unknown>): void }) => void,
  ): void;
  addEventListener(
    type: 'fetch',
    listener: (event: { readonly request: Request; respondWith(answer: Promise<Response>): void }) => void,
  ): void;
  addEventListener(
    type: 'message',
    listener: (event: { readonly data: unknown; waitUntil(work: Promise<unknown>): void }) => void,
  ): void;
}

const scope = self as unknown as Scope;
const PAGE = '/citizen/kiosk/';
const CACHE = 'kiosk-offline';
const NUMBERS = `${PAGE}numbers`;
/** A server that does not answer for so long is not reached, ms. */
const WITHIN_MS = 10_000;

scope.addEventListener('install', (event) => event.waitUntil(scope.skipWaiting()));
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()));
scope.addEventListener('message', (event) => event.waitUntil(keepNumbers(event.data)));
scope.addEventListener('fetch', (event) => {
  const { pathname } = new URL(event.request.url);
  if (pathname === `${PAGE}hung`) event.respondWith(loadAnew());
  else if (event.request.mode === 'navigate') event.respondWith(page(event.request));
});

const isNumber = (value: unknown): value is string =>
  typeof value === 'string' && /^[\d\-+ ]{1,30}$/.test(value);

async function keepNumbers(data: unknown): Promise<void> {
  const { hotline, staff } = (data ?? {}) as Record<string, unknown>;
  if (!isNumber(hotline)) return;
  const cache = await caches.open(CACHE);
  await cache.put(NUMBERS, Response.json({ hotline, staff: isNumber(staff) ? staff : null }));
}

async function page(request: Request): Promise<Response> {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(WITHIN_MS) });
    // A proxy that stands before a server that is gone.
    return answer.status >= 502 && answer.status <= 504 ? await offline() : answer;
  } catch {
    return offline();
  }
}

async function loadAnew(): Promise<Response> {
  for (const client of await scope.clients.matchAll({ type: 'window', includeUncontrolled: true })) {
    const url = new URL(client.url);
    if (!url.pathname.startsWith(PAGE)) continue;
    url.hash = '';
    url.searchParams.set('hung', '1');
    await client.navigate(url.href).catch(() => undefined);
  }
  return new Response(null, { status: 204 });
}

async function offline(): Promise<Response> {
  const kept = await (await caches.open(CACHE)).match(NUMBERS);
  const { hotline, staff } = kept
    ? ((await kept.json()) as { hotline: string; staff: string | null })
    : { hotline: '12345', staff: null };
  const beside = staff === null ? '或请到服务台找工作人员' : `或找工作人员：<b>${staff}</b>`;
  const html = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>12345</title><style>
html,body{height:100%;margin:0;background:#12305c;color:#fff;font-family:"Noto Sans CJK SC","Microsoft YaHei",sans-serif;
user-select:none;touch-action:none}
main{display:flex;flex-direction:column;justify-content:center;align-items:center;gap:4vmin;height:100%;padding:0 6vw;
box-sizing:border-box;text-align:center;font-size:5vmin;line-height:1.4}
h1{margin:0;font-size:8vmin}p{margin:0}.n{font-size:20vmin;font-weight:700;line-height:1.1;color:#ffd27a}
small{font-size:3.4vmin;color:#dfe7f3}</style>
<main><h1>线路暂时不通</h1><p>请拨打</p><p class="n">${hotline}</p><p>${beside}</p>
<small>机器正在自己恢复，好了就能用 · No connection. Please call ${hotline}.</small></main>
<script>
addEventListener('contextmenu',function(e){e.preventDefault()});
setInterval(function(){fetch('/healthz',{cache:'no-store'}).then(function(a){if(a.ok)location.reload()},function(){})},4000);
</script></html>`;
  return new Response(html, {
    status: 503,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'",
    },
  });
}
