import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { AppError } from '../../protocol/index.ts';
import { DayTable } from './calendar.ts';

/**
 * The operator's table of days, such as `holidays: ['2027-02-08']` and `workdays: ['2027-02-14']`; an empty one when no
 * file is named.
 * @throws AppError `config_invalid` when it cannot be read or holds something else
 */
export function readDayTable(file: string | undefined): DayTable {
  if (file === undefined) return DayTable.parse({});
  try {
    return DayTable.parse(parse(readFileSync(file, 'utf8')) ?? {});
  } catch (cause) {
    throw new AppError(
      'config_invalid',
      `GOVATAR_HOLIDAYS: ${file} must be YAML with the lists "holidays" and "workdays" of quoted dates (YYYY-MM-DD).`,
      { cause },
    );
  }
}
