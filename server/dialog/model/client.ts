import { z } from 'zod';

/** An OpenAI-compatible endpoint. `url` ends before `/chat/completions`. */
export interface ModelOptions {
  url: string;
  model: string;
  key?: string | undefined;
  /** After this long the plain path goes on, ms. */
  timeoutMs?: number;
  fetch?: typeof fetch;
  now?: () => number;
}

/** Asks the model for JSON of one shape; null when it is late, broken, open-circuited, or answers anything else. */
export interface ModelClient {
  ask<T>(schema: z.ZodType<T>, system: string, user: string): Promise<T | null>;
}

/** A turn never waits longer for the model (domain: 2.5 s, then the plain path). */
const TIMEOUT_MS = 2_500;
/** So many failures one after another, and the model is left alone for a while. */
const FAILURES = 3;
const REST_MS = 60_000;
/** Longer answers are no answers. */
const MOST_CHARS = 4_000;

const Completion = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().max(MOST_CHARS) }) })).min(1),
});

/** A client with a time limit and a circuit breaker; it never throws. */
export function createModelClient(options: ModelOptions): ModelClient {
  const { url, model, key, timeoutMs = TIMEOUT_MS, fetch: send = fetch, now = Date.now } = options;
  let failures = 0;
  let restsUntil = 0;
  return {
    async ask(schema, system, user) {
      if (now() < restsUntil) return null;
      try {
        const response = await send(`${url.replace(/\/$/u, '')}/chat/completions`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
          body: JSON.stringify({
            model,
            temperature: 0,
            max_tokens: 300,
            response_format: { type: 'json_object' },
            messages: [
              { role: 'system', content: system },
              { role: 'user', content: user },
            ],
          }),
          signal: AbortSignal.timeout(timeoutMs),
        });
        if (!response.ok) throw new Error(`status ${response.status}`);
        const { choices } = Completion.parse(await response.json());
        const content = choices[0]?.message.content ?? '';
        failures = 0;
        const parsed = schema.safeParse(JSON.parse(content.replace(/^```(?:json)?|```$/gu, '').trim()));
        return parsed.success ? parsed.data : null;
      } catch (error) {
        // An answer that is no JSON is the model's fault, not the line's: it does not open the circuit.
        if (!(error instanceof SyntaxError)) failures += 1;
        if (failures >= FAILURES) {
          failures = 0;
          restsUntil = now() + REST_MS;
        }
        return null;
      }
    },
  };
}
