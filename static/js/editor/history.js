// Pure: every state there was, without limit. States share what did not change, so a thousand steps cost little.

/** @template T */
export class History {
  /** @param {T} present */
  constructor(present) {
    this.past = [];
    this.present = present;
    this.future = [];
  }

  get canUndo() {
    return this.past.length > 0;
  }

  get canRedo() {
    return this.future.length > 0;
  }

  /** Take a step; what was undone before is forgotten. @param {T} next @returns {boolean} whether it is one */
  push(next) {
    if (next === this.present) return false;
    this.past.push(this.present);
    this.present = next;
    this.future = [];
    return true;
  }

  undo() {
    if (!this.canUndo) return false;
    this.future.push(this.present);
    this.present = this.past.pop();
    return true;
  }

  redo() {
    if (!this.canRedo) return false;
    this.past.push(this.present);
    this.present = this.future.pop();
    return true;
  }
}
