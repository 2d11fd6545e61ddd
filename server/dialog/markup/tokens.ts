/** A tag, or the text between tags. Character references of the text are already read. */
export type Token =
  | { kind: 'text'; text: string }
  | {
      kind: 'tag';
      name: string;
      form: 'open' | 'close' | 'empty';
      attributes: Readonly<Record<string, string>>;
    };

/** Names that are tags even where the rest of them is broken; all in lower case. */
export const KNOWN_TAGS = [
  'gesture',
  'emotion',
  'break',
  'look',
  'insert-action',
  'phoneme',
  'vh-action',
  'bookmark',
  'mark',
  'speak',
  'sub',
  'p',
  's',
  'voice',
  'prosody',
  'emphasis',
  'say-as',
  'audio',
  'lang',
  'mstts:express-as',
] as const;
const KNOWN = new Set<string>(KNOWN_TAGS);

const NAME = /^<(\/?)([A-Za-z][A-Za-z0-9_.:-]*)/;
const ATTRIBUTE = /^\s+([A-Za-z_][\w.:-]*)(?:\s*=\s*(?:"([^"<]*)"|'([^'<]*)'|([^\s"'<>=`/]+)))?/;
const END = /^\s*(\/?)>/;
/** What is left of a known tag without its end: attributes whose quotes never close take one word with them. */
const DEBRIS = /^(?:\s+[A-Za-z_][\w.:-]*\s*=\s*["']?[\w.:+-]*["']?)*[\s"'=/]*>?/;
/** No tag is longer; a longer one is cut into prose. */
const LONGEST = 600;

const REFERENCES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Reads the five references of XML, and no others. */
export function unescapeText(text: string): string {
  return text.replace(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => REFERENCES[name] ?? '');
}

/** A text of others (a name, a title) as it stands inside a reply: nothing in it is read as a tag. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

interface Found {
  /** Null: something to drop that is no tag (a comment, an instruction). */
  tag: Extract<Token, { kind: 'tag' }> | null;
  length: number;
}

/** What begins with `<` at `at`; null when it is prose. */
function tagAt(source: string, at: number): Found | null {
  const rest = source.slice(at, at + LONGEST);
  if (rest.startsWith('<!--')) return { tag: null, length: lengthTo(rest, '-->') ?? 4 };
  if (rest.startsWith('<![CDATA[')) return { tag: null, length: 9 };
  if (/^<[?!][A-Za-z]/.test(rest)) {
    const length = lengthTo(rest, '>');
    return length === null ? null : { tag: null, length };
  }
  const opening = NAME.exec(rest);
  if (opening === null) return null;
  const name = (opening[2] ?? '').toLowerCase();
  const attributes: Record<string, string> = {};
  let length = opening[0].length;
  let bare = false;
  const named = length;
  for (;;) {
    const attribute = ATTRIBUTE.exec(rest.slice(length));
    if (attribute === null) break;
    const value = attribute[2] ?? attribute[3] ?? attribute[4];
    if (value === undefined) bare = true;
    attributes[(attribute[1] ?? '').toLowerCase()] = unescapeText(value ?? '').trim();
    length += attribute[0].length;
  }
  const end = END.exec(rest.slice(length));
  const known = KNOWN.has(name);
  if (end === null) {
    if (!known) return null;
    length = named + (DEBRIS.exec(rest.slice(named))?.[0].length ?? 0);
    return { tag: null, length };
  }
  // 若a<b且c>d: a comparison in prose, not a tag with words in it.
  if (bare && !known && /[A-Za-z0-9)\s]$/.test(source.slice(0, at))) return null;
  length += end[0].length;
  const form = opening[1] === '/' ? 'close' : end[1] === '/' ? 'empty' : 'open';
  return { tag: { kind: 'tag', name, form, attributes }, length };
}

function lengthTo(text: string, end: string): number | null {
  const at = text.indexOf(end);
  return at < 0 ? null : at + end.length;
}

/**
 * Cuts a reply into tags and text. No XML parser: a reply comes from people and machines that make mistakes, so whatever is
 * no tag stays text (3<5, <-, 《》) and whatever is one is taken out, balanced or not. Never throws.
 */
export function tokens(source: string): Token[] {
  const out: Token[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') out.push({ kind: 'text', text: unescapeText(text) });
    text = '';
  };
  for (let at = 0; at < source.length; ) {
    const next = source.indexOf('<', at);
    if (next < 0) {
      text += source.slice(at);
      break;
    }
    text += source.slice(at, next);
    const found = tagAt(source, next);
    if (found === null) {
      text += '<';
      at = next + 1;
      continue;
    }
    flush();
    if (found.tag !== null) out.push(found.tag);
    at = next + found.length;
  }
  flush();
  return out;
}
