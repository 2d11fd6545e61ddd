import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { Lang } from '../../protocol/index.ts';
import { alarmIn } from './emergency.ts';
import { normalise } from './normalise.ts';
import { adviceFor } from './safety.ts';

const { emergencies, decoys } = z
  .object({ emergencies: z.record(z.string(), z.array(z.string())), decoys: z.array(z.string()) })
  .parse(parse(readFileSync(new URL('./fixtures/safety.yaml', import.meta.url), 'utf8')));

describe('the safety gate', () => {
  for (const [key, sentences] of Object.entries(emergencies)) {
    const number = key.split(' ')[0] ?? key;
    it.each(sentences)(`names ${number} when told: %s`, (sentence) => {
      const alarm = alarmIn(normalise(sentence));
      expect(alarm && adviceFor(alarm, 'zh').card.numbers.map((entry) => entry.number)).toContain(number);
    });
  }

  it.each(decoys)('stays calm at: %s', (sentence) => {
    expect(alarmIn(normalise(sentence))).toBeNull();
  });

  it('adds the ambulance when somebody is hurt as well', () => {
    const alarm = alarmIn(normalise('有人拿刀砍人，有人受伤流血了'));
    expect(alarm && adviceFor(alarm, 'zh').card.numbers.map((entry) => entry.number)).toEqual(['110', '120']);
  });

  it('asks nothing, and says every number it shows or shows every number it says', () => {
    for (const lang of Lang.options) {
      for (const sentences of Object.values(emergencies)) {
        const alarm = alarmIn(normalise(sentences[0] ?? ''));
        if (!alarm) throw new Error('the first sentence of each kind raises the alarm');
        const { say, card } = adviceFor(alarm, lang);
        expect(say).not.toMatch(/[?？吗]/u);
        const shown = card.numbers.map((entry) => entry.number);
        for (const number of say.match(/\d+/g) ?? []) expect(shown).toContain(number);
      }
    }
  });
});
