import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadForms } from '../affairs/forms.ts';
import { loadAffairs } from '../affairs/load.ts';
import { createDialog } from './dialog.ts';
import type { Understood } from './types.ts';

const Homophone = z.object({ say: z.string(), service: z.string() });
const dev = z
  .object({
    answer: z.looseObject({ homophones: z.array(Homophone) }),
    clarify: z.array(z.string()),
    unknown: z.array(z.coerce.string()),
    not_answered: z.array(z.string()),
  })
  .parse(parse(readFileSync(new URL('./fixtures/dev.yaml', import.meta.url), 'utf8')));
const { homophones, ...plain } = dev.answer;
const said = Object.entries(z.record(z.string(), z.array(z.string())).parse(plain)).flatMap(
  ([service, lines]) =>
    lines.map((line) => {
      const [say = '', ask = null] = line.split(' | ');
      return { say, ask, service };
    }),
);

const folder = fileURLToPath(new URL('../../affairs', import.meta.url));
const dialog = createDialog({ affairs: loadAffairs(folder), forms: loadForms(folder) });
const understood = (text: string): Understood =>
  dialog.turn({ text, lang: 'zh', via: 'voice' }, dialog.begin()).understood;

describe('what citizens say', () => {
  it.each(said)('$say: is answered as $service', ({ say, ask, service }) => {
    const result = understood(say);
    expect(result).toMatchObject({ kind: 'service', service });
    if (ask) expect(result.ask ?? 'how').toBe(ask);
  });

  it.each(homophones)('$say: is understood by its sound', ({ say, service }) => {
    expect(understood(say)).toMatchObject({ kind: 'service', service });
  });

  it.each(dev.clarify)('%s: is asked back', (say) => {
    expect(understood(say).kind).toBe('clarify');
  });

  it.each(dev.not_answered)('%s: is refused or asked back, but not answered', (say) => {
    expect(understood(say).service).toBeNull();
  });

  it.each(dev.unknown)('%s: is not answered as a service', (say) => {
    expect(understood(say).service).toBeNull();
  });
});
