import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Security headers of every answer. The CSP is that of the design: nothing from another origin, no inline script, no
 * eval; WebAssembly may be compiled (vision and voice activity on the device).
 * `socketOrigins`: further ws/wss origins of this server, where the page's own is not enough (old Safari does not count
 * wss as 'self').
 */
export function securityHeaders(options: { tls: boolean; socketOrigins: readonly string[] }): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        styleSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'", 'blob:', ...options.socketOrigins],
        imgSrc: ["'self'", 'blob:', 'data:'],
        mediaSrc: ["'self'", 'blob:', 'data:'],
        fontSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
        // Only under TLS: without it this directive breaks every http address but localhost.
        ...(options.tls ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: options.tls ? { maxAge: 15_552_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
  });
}

/** Only this origin's own pages may use devices, and only these. */
export const permissionsPolicy: RequestHandler = (_request, response, next) => {
  response.setHeader(
    'Permissions-Policy',
    'camera=(self), microphone=(self), display-capture=(self), geolocation=()',
  );
  next();
};

/** Whether a page of `origin` may open a socket here: our own, by the Host header or configuration. */
export function originCheck(options: {
  publicUrl: string | undefined;
  origins: readonly string[];
  /** Set behind a proxy that rewrites Host: then only the configured origins count. */
  trustHost: boolean;
}): (origin: string | undefined, host: string | undefined) => boolean {
  const allowed = new Set(options.origins.map(originOf));
  if (options.publicUrl !== undefined) allowed.add(originOf(options.publicUrl));
  return (origin, host) => {
    if (origin === undefined) return false;
    const given = originOf(origin);
    if (given === null) return false;
    if (allowed.has(given)) return true;
    return options.trustHost && host !== undefined && new URL(given).host === host;
  };
}

function originOf(url: string): string | null {
  try {
    const { origin } = new URL(url);
    return origin === 'null' ? null : origin;
  } catch {
    return null;
  }
}
