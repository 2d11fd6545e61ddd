import { parseSync } from 'vite';

/** One mention of another module. `type` vanishes before the code runs; `url` is `new URL(path, import.meta.url)`. */
export interface Mention {
  specifier: string;
  kind: 'value' | 'type' | 'url';
}

interface Node {
  type: string;
  [key: string]: unknown;
}

/**
 * Every module that a TypeScript source mentions: import, export from, dynamic import, type import, require and
 * resolve calls, worker and file addresses. Throws when the source does not parse, or when it imports something whose
 * name only shows at run time, which no check can see.
 */
export function mentionsOf(path: string, source: string): Mention[] {
  const { program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new SyntaxError(`${path} does not parse: ${errors[0]?.message}`);
  const mentions: Mention[] = [];
  visit(program, (node) => {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'ExportNamedDeclaration':
        if (node.source) {
          mentions.push({
            specifier: wordOf(path, node.source),
            kind: isTypeOnly(node) ? 'type' : 'value',
          });
        }
        break;
      case 'TSImportType':
        mentions.push({ specifier: wordOf(path, node.source), kind: 'type' });
        break;
      case 'ImportExpression':
        mentions.push({ specifier: wordOf(path, node.source), kind: 'value' });
        break;
      case 'CallExpression':
        if (/^(require|require\.resolve|import\.meta\.resolve)$/.test(nameOf(node.callee))) {
          mentions.push({ specifier: wordOf(path, firstOf(node.arguments)), kind: 'value' });
        }
        break;
      case 'NewExpression': {
        const [first, base] = Array.isArray(node.arguments) ? node.arguments : [];
        if (nameOf(node.callee) === 'URL' && nameOf(base) === 'import.meta.url') {
          const word = literalOf(first);
          if (word !== null) mentions.push({ specifier: word, kind: 'url' });
        }
        break;
      }
    }
  });
  return mentions;
}

/** `import type`, `export type`, and an import whose every name is a type. */
function isTypeOnly(node: Node): boolean {
  if (node.importKind === 'type' || node.exportKind === 'type') return true;
  const names = node.specifiers;
  if (!Array.isArray(names) || names.length === 0) return false;
  return names.every((name: Node) => name.importKind === 'type' || name.exportKind === 'type');
}

function wordOf(path: string, value: unknown): string {
  const word = literalOf(value);
  if (word === null) throw new SyntaxError(`${path} imports a module whose name is made at run time`);
  return word;
}

function literalOf(value: unknown): string | null {
  if (!isNode(value)) return null;
  if (value.type === 'Literal' && typeof value.value === 'string') return value.value;
  if (value.type !== 'TemplateLiteral' || !Array.isArray(value.quasis) || value.quasis.length !== 1)
    return null;
  const text: unknown = value.quasis[0]?.value?.cooked;
  return typeof text === 'string' ? text : null;
}

/** The dotted name of an expression, such as `import.meta.url`; empty when it is none. */
function nameOf(value: unknown): string {
  if (!isNode(value)) return '';
  if (value.type === 'Identifier') return String(value.name);
  if (value.type === 'MetaProperty') return `${nameOf(value.meta)}.${nameOf(value.property)}`;
  if (value.type === 'MemberExpression') return `${nameOf(value.object)}.${nameOf(value.property)}`;
  return '';
}

const firstOf = (value: unknown): unknown => (Array.isArray(value) ? value[0] : undefined);

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const one of value) visit(one, see);
    return;
  }
  if (!isNode(value)) return;
  see(value);
  for (const child of Object.values(value))
    if (typeof child === 'object' && child !== null) visit(child, see);
}
