/** Masks for what is shown: the holder recognises it, nobody else reads it. */

/** 13912345678 → 139****5678; a landline keeps its last two digits. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  if (digits.length >= 11) return `${digits.slice(0, 3)}****${digits.slice(-4)}`;
  return digits.length > 2 ? `${'*'.repeat(digits.length - 2)}${digits.slice(-2)}` : '**';
}

/** 张建国 → 张**; as many stars for every name, so that its length is not told. */
export function maskName(name: string): string {
  const [first] = [...name.trim()];
  return first === undefined ? '' : `${first}**`;
}

/** Numbers of people inside a text: identity cards 6+8+4, mobile phones 3+4+4, long numbers their last four. */
export function maskText(text: string): string {
  return text
    .replace(/[０-９Ｘｘ]/g, (sign) => sign.normalize('NFKC'))
    .replace(/(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?![\dXx])/g, '$1********$2')
    .replace(/(?<!\d)(1[3-9]\d)[\s-]?\d{4}[\s-]?(\d{4})(?!\d)/g, '$1****$2')
    .replace(/(?<!\d)\d{9,}(\d{4})(?!\d)/g, '****$1');
}

/** An address down to the community: house, building, floor and room numbers go. */
export function maskAddress(address: string): string {
  return (
    maskText(address)
      .replace(/\d+(?=\s*(号楼|栋|幢|座|单元|层|楼|室|户|号))/g, '*')
      // 3单元502: a room without its word is a room, too.
      .replace(/(?<=(?:号楼|栋|幢|座|单元|层|楼|号)\s*)\d+(?:-\d+)*/g, '*')
  );
}
