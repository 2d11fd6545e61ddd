/** A state on the way through the sentences: the words that may follow, and whether one may end here. */
interface Node {
  next: Map<string, Node>;
  ends: boolean;
}

/**
 * A grammar of whole sentences as a finite automaton without needless states: common beginnings and common endings are
 * one (built as a tree, then merged from the leaves, which is the minimal automaton of a finite language). In the text
 * format of CMU Sphinx (fsg_model). All ways on are equally likely: how often a phrase is asked tells nothing of what is
 * being said now.
 *
 * @param name of the grammar; @param sentences as words
 * @throws when there is no sentence
 */
export function grammarOf(name: string, sentences: Iterable<readonly string[]>): string {
  const root: Node = { next: new Map(), ends: false };
  for (const words of sentences) {
    let node = root;
    for (const word of words) {
      const known = node.next.get(word);
      if (known) {
        node = known;
        continue;
      }
      const made: Node = { next: new Map(), ends: false };
      node.next.set(word, made);
      node = made;
    }
    node.ends = node !== root;
  }
  if (root.next.size === 0) throw new Error('a grammar needs sentences');
  const states = new Map<string, number>();
  const lines: string[] = [];
  const endings: number[] = [];
  const merge = (node: Node): number => {
    const ways = [...node.next].map(([word, to]) => `${merge(to)} 1.0 ${word}`).sort();
    const shape = `${node.ends}|${ways.join('|')}`;
    const known = states.get(shape);
    if (known !== undefined) return known;
    const state = states.size;
    states.set(shape, state);
    for (const way of ways) lines.push(`TRANSITION ${state} ${way}`);
    if (node.ends) endings.push(state);
    return state;
  };
  const start = merge(root);
  const end = states.size;
  return [
    `FSG_BEGIN ${name}`,
    `NUM_STATES ${end + 1}`,
    `START_STATE ${start}`,
    `FINAL_STATE ${end}`,
    ...lines,
    ...endings.map((state) => `TRANSITION ${state} ${end} 1.0`),
    'FSG_END',
    '',
  ].join('\n');
}
