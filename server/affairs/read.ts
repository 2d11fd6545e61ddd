import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { AppError } from '../../protocol/errors.ts';

/** A way into a YAML value: keys and indexes. */
export type Path = readonly (string | number)[];

/** A file of content that was read and found well formed, with the lines of its parts for later complaints. */
export interface ContentFile<T> {
  file: string;
  value: T;
  /** An error that names the file, the line of `path` (or of its nearest parent) and what to do. */
  fault(path: Path, what: string, remedy: string): AppError;
}

function fault(file: string, line: number, what: string, remedy: string, cause?: unknown): AppError {
  return new AppError(
    'content_invalid',
    `${file}:${line}: ${what}. ${remedy}`,
    cause === undefined ? {} : { cause },
  );
}

/**
 * Reads one YAML file and checks its shape.
 * @param file absolute path; @param shown the path as it is named in errors.
 * @throws AppError `content_invalid` with `file:line: what. remedy`.
 */
export function readContent<S extends z.ZodType>(
  file: string,
  shown: string,
  schema: S,
): ContentFile<z.output<S>> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw fault(
      shown,
      1,
      'the file cannot be read',
      'Restore it, or point the server at a complete content folder.',
      cause,
    );
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, schema: 'core', uniqueKeys: true });
  const broken = document.errors[0];
  if (broken) {
    const what = broken.message.split('\n')[0]?.replace(/ at line \d+.*$/, '') ?? 'not YAML';
    throw fault(shown, lines.linePos(broken.pos[0]).line, what, 'Mend the YAML at this line.', broken);
  }
  const lineOf = (path: Path): number => {
    for (let depth = path.length; depth >= 0; depth -= 1) {
      const node: unknown = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
      if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
        const start: unknown = node.range[0];
        if (typeof start === 'number') return lines.linePos(start).line;
      }
    }
    return 1;
  };
  const parsed = schema.safeParse(document.toJS());
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const path = (issue?.path ?? []).map((key) => (typeof key === 'symbol' ? String(key) : key));
    const where = path.length === 0 ? 'the file' : `"${path.join('.')}"`;
    throw fault(
      shown,
      lineOf(path),
      `${where}: ${issue?.message ?? 'wrong shape'}`,
      'Write it in the shape of server/affairs/schema.ts.',
      parsed.error,
    );
  }
  return {
    file: shown,
    value: parsed.data,
    fault: (path, what, remedy) => fault(shown, lineOf(path), what, remedy),
  };
}
