import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMOTIONS, GESTURES } from '../../../protocol/index.ts';
import { ungrounded } from '../../affairs/grounding.ts';
import { plan } from '../speak.ts';
import { emotionNamed, gestureNamed } from './names.ts';
import { readMarkup, shownText, statedBy } from './read.ts';
import { escapeText, KNOWN_TAGS } from './tokens.ts';

const said = (source: string): string => readMarkup(source).text;

describe('our own tags', () => {
  it('become marks at the place where they stand', () => {
    const { text, marks } = readMarkup('您好，<gesture name="nod"/>请<look at="card"/>看。');
    expect(text).toBe('您好，请看。');
    expect(marks).toEqual([
      { at: 3, kind: 'gesture', value: 'nod' },
      { at: 4, kind: 'gaze', value: 'card' },
    ]);
  });

  it('give an emotion for as long as its element lasts, and go back to the one around it', () => {
    const { text, marks } = readMarkup(
      '<emotion type="sorry">抱歉<emotion type="serious">请注意</emotion>，</emotion>好',
      'happy',
    );
    expect(text).toBe('抱歉请注意，好');
    expect(marks.map((mark) => [mark.at, 'value' in mark ? mark.value : null])).toEqual([
      [0, 'sorry'],
      [2, 'serious'],
      [5, 'sorry'],
      [6, 'happy'],
    ]);
  });

  it('ask for rests in ms, in seconds or by strength, never beyond five seconds', () => {
    const rests = (source: string) =>
      readMarkup(source).marks.map((mark) => (mark.kind === 'pause' ? mark.value : null));
    expect(
      rests(
        'a<break time="300ms"/>b<break time="1.5s"/>c<break strength="weak"/>d<break/>e<break time="99s"/>',
      ),
    ).toEqual([300, 1500, 200, 400, 5000]);
    expect(readMarkup('a<break time="soon"/>b')).toMatchObject({ text: 'ab', marks: [], ignored: 1 });
  });

  it('say how a character is read, and what is said in its place', () => {
    const { text, says } = readMarkup('<phoneme ph="liao3">了</phoneme>解<sub alias="人民政府">政府</sub>');
    expect(text).toBe('了解政府');
    expect(says).toEqual([
      { from: 0, to: 1, pinyin: 'liao3' },
      { from: 2, to: 4, alias: '人民政府' },
    ]);
  });
});

describe('the tags of other products', () => {
  it.each([
    ['<insert-action name="点头" tag="nod_01"/>好', 'nod'],
    ['<insert-action name="x" tag="鞠躬"/>好', 'bow'],
    ['<vh-action code="wave" interrupt="true"/>好', 'greet'],
    ["<bookmark mark='gesture.wave-left-1'/>好", 'greet'],
    ["<bookmark mark='gesture.numeric2-left-1'/>好", 'count_two'],
    ["<bookmark mark='gesture.shake-head-1'/>好", 'shake'],
    ["<bookmark mark='gesture.show-left-1'/>好", 'explain_left'],
  ])('%s means %s', (source, gesture) => {
    expect(readMarkup(source)).toMatchObject({
      text: '好',
      marks: [{ at: 0, kind: 'gesture', value: gesture }],
      ignored: 0,
    });
  });

  it('give feelings a counter may show: anger is serious', () => {
    expect(emotionNamed('HAPPY')).toBe('happy');
    expect(emotionNamed('ANGRY')).toBe('serious');
    expect(readMarkup('<mstts:express-as style="cheerful">好</mstts:express-as>').marks[0]).toMatchObject({
      value: 'happy',
    });
  });

  it('are counted and left out where they mean nothing', () => {
    expect(readMarkup('<vh-action code="9999"/>您<gesture name="dance"/>好<blink/>')).toEqual({
      text: '您好',
      marks: [],
      says: [],
      ignored: 3,
    });
  });

  it('know every name of the closed lists', () => {
    for (const name of GESTURES) expect(gestureNamed(name)).toBe(name);
    for (const name of EMOTIONS) expect(emotionNamed(name.toUpperCase())).toBe(name);
  });
});

describe('what is no tag', () => {
  it.each([
    '3<5',
    'a < b',
    'x<y，且y>z',
    '<',
    '<<',
    '收入<5000元、>100元',
    '<-',
    '《办法》',
    'a<b and c>d',
    'if x <b',
  ])('%s stays as it is', (text) => expect(said(text)).toBe(text));

  it('is neither spoken nor shown when it is a broken tag', () => {
    expect(said('好<gesture name="nod')).toBe('好');
    expect(said('好<gesture name="nod 您好')).toBe('好您好');
    expect(said('好<emotion type=>坏</emotion')).toBe('好坏');
    expect(said('</speak></emotion>好<!-- 不说 --><?xml version="1.0"?>')).toBe('好');
  });

  it('stays plain text whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const plain = text.replaceAll(/[<&]/g, '');
        expect(readMarkup(plain)).toEqual({ text: plain, marks: [], says: [], ignored: 0 });
      }),
    );
  });
});

describe('any reply at all', () => {
  const name = fc.constantFrom(...KNOWN_TAGS, 'foo', 'b', 'script', 'GESTURE');
  const piece = fc.oneof(
    fc.constantFrom(
      '<',
      '>',
      '/',
      '"',
      "'",
      '=',
      '</',
      '/>',
      '<!--',
      '-->',
      '<![CDATA[',
      '<?',
      '&lt;',
      '&',
      ' ',
      '您好',
      '。',
      '3<5',
    ),
    fc.string({ maxLength: 8 }),
    name,
    fc
      .tuple(name, fc.constantFrom('name', 'type', 'time', 'ph', 'at'), fc.string({ maxLength: 6 }))
      .map(([tag, key, value]) => `<${tag} ${key}="${value.replaceAll(/["<>]/g, '')}"/>`),
  );
  const reply = fc.array(piece, { maxLength: 24 }).map((parts) => parts.join(''));

  it('never throws, and keeps every mark inside its text', () => {
    fc.assert(
      fc.property(reply, (source) => {
        const { text, marks, says } = readMarkup(source);
        for (const mark of marks) expect(mark.at >= 0 && mark.at <= text.length).toBe(true);
        for (const say of says) expect(say.from < say.to && say.to <= text.length).toBe(true);
        for (const sentence of plan(source, 'zh', { face: 'relaxed', card: 0 })) {
          for (const mark of sentence.marks)
            expect(mark.at >= 0 && mark.at <= sentence.text.length).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('never speaks a tag', () => {
    const tagged = fc.array(
      fc.oneof(
        fc.constantFrom('您好', '，', '。', 'Hello ', '12345'),
        fc
          .tuple(
            name,
            fc.constantFrom('', '/'),
            fc.constantFrom('', ' name="nod"', " type='HAPPY'", ' code=7', ' time="1s"', ' x'),
          )
          .map(([tag, slash, attribute]) => `<${tag}${attribute}${slash}>`),
        name.map((tag) => `</${tag}>`),
      ),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(tagged, (parts) => {
        const words = parts.filter((part) => !part.startsWith('<') || / x\/?>$/.test(part));
        const text = said(parts.filter((part) => !/ x\/?>$/.test(part)).join(''));
        expect(text).toBe(words.filter((part) => !part.startsWith('<')).join(''));
      }),
    );
  });

  it('reads nothing in a text of others that was escaped', () => {
    fc.assert(
      fc.property(reply, (text) => {
        expect(readMarkup(`好${escapeText(text)}`)).toEqual({
          text: `好${text}`,
          marks: [],
          says: [],
          ignored: 0,
        });
      }),
    );
  });
});

describe('what the gates see', () => {
  it('is the words without tags, so that a tag hides no figure', () => {
    expect(ungrounded(statedBy('费用1<gesture name="nod"/>00元'), ['费用10元'])).toEqual(['100元']);
    expect(ungrounded(statedBy('费用<break/>10元'), ['费用10元'])).toEqual([]);
  });

  it('is also what a tag puts in the place of words', () => {
    expect(ungrounded(statedBy('费用<sub alias="200元">很少</sub>'), ['费用10元'])).toEqual(['200元']);
  });

  it('is what is shown, too', () => {
    expect(shownText('<speak>费用10元</speak>')).toBe('费用10元');
  });
});
