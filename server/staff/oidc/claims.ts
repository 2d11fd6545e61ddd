import { StaffName, type StaffRole } from '../../../protocol/index.ts';
import type { Claims } from './provider.ts';

/** Which claims tell what: a path with dots reaches into objects (`realm_access.roles`). */
export interface ClaimNames {
  /** Groups or roles there. */
  roles: string;
  /** The staff number (工号). */
  number: string;
}

/** The value at a path, or at a claim whose whole name has dots in it (`https://example.cn/roles`). */
function at(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  let value: unknown = claims;
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

/** The roles here of somebody with these claims: those that the table gives, each once, in the table's order. */
export function rolesOf(
  claims: Claims,
  path: string,
  table: Readonly<Record<string, readonly StaffRole[]>>,
): StaffRole[] {
  const value = at(claims, path);
  const theirs = new Set(
    Array.isArray(value) ? value : typeof value === 'string' ? value.split(/[\s,]+/) : [],
  );
  const given = Object.entries(table).filter(([name]) => theirs.has(name));
  return [...new Set(given.flatMap(([, roles]) => roles))];
}

const COMPOUND =
  /^(欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|夏侯|长孙|宇文|令狐|轩辕|端木|百里|南宫|独孤)/;

/** How citizens shall know them: the surname and 老师 is how people of a hotline are called; their full name is theirs. */
export function publicNameOf(claims: Claims): string | null {
  const nickname = textAt(claims, 'nickname', 40);
  if (nickname !== null) return nickname;
  const name = textAt(claims, 'name', 60);
  if (name !== null && /^\p{Script=Han}{2,6}$/u.test(name)) {
    const surname = COMPOUND.exec(name)?.[0] ?? [...name][0] ?? '';
    return `${surname}老师`;
  }
  return textAt(claims, 'given_name', 40);
}

export const numberOf = (claims: Claims, path: string): string | null => {
  const value = at(claims, path);
  return typeof value === 'number' ? String(value) : textAt(claims, path, 20);
};

/** The name by which the account is listed. */
export function nameOf(claims: Claims): string | null {
  for (const claim of ['preferred_username', 'email']) {
    const name = StaffName.safeParse(textAt(claims, claim, 60) ?? '');
    if (name.success) return name.data;
  }
  return null;
}

function textAt(claims: Claims, path: string, max: number): string | null {
  const value = at(claims, path);
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' || text.length > max ? null : text;
}
