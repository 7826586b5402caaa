// Pure: a heap, of which the greatest is taken first.

/** @template T */
export class Heap {
  /** @param {(one: T) => number} rank */
  constructor(rank) {
    Object.assign(this, { rank, rows: [] });
  }

  get size() {
    return this.rows.length;
  }

  /** @param {T} one */
  push(one) {
    const { rows, rank } = this;
    let at = rows.push(one) - 1;
    for (let above = (at - 1) >> 1; at && rank(rows[above]) < rank(one); above = (at - 1) >> 1) {
      rows[at] = rows[above];
      at = above;
    }
    rows[at] = one;
  }

  /** Takes the greatest out. @returns {T} */
  pop() {
    const { rows, rank } = this;
    const [first, last] = [rows[0], rows.pop()];
    if (!rows.length) return first;
    let at = 0;
    for (let below = 1; below < rows.length; below = 2 * at + 1) {
      if (below + 1 < rows.length && rank(rows[below + 1]) > rank(rows[below])) below += 1;
      if (rank(rows[below]) <= rank(last)) break;
      rows[at] = rows[below];
      at = below;
    }
    rows[at] = last;
    return first;
  }
}
