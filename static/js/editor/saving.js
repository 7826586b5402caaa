// Saves by itself what was drawn, keeps a copy in this browser until the server has it, and overwrites nobody.
// Knows neither the page nor the network: `send`, `store` and `wait` are given to it.

export const QUIET_MS = 900; // so long nothing is drawn before it is saved
const RETRIES_MS = [2000, 4000, 8000, 15000, 30000];

/**
 * @typedef {{kind: "saved", version: number, findings: object[]} | {kind: "changed", version: number, document: object, who: string}
 *   | {kind: "refused", sentence: string} | {kind: "closed", sentence: string} | {kind: "signed_out"} | {kind: "lost"}} Answer
 */

export class Saving extends EventTarget {
  /**
   * @param {object} given
   * @param {(document: object, version: number) => Promise<Answer>} given.send
   * @param {{put: (copy: object) => void, drop: () => void}} given.store
   * @param {(action: () => void, ms: number) => () => void} given.wait runs an action later; gives what stops it
   */
  constructor({ send, store, wait, version, document }) {
    super();
    Object.assign(this, { send, store, wait, version, saved: document, wanted: document, state: "saved", tries: 0, stop: () => {} });
  }

  get isSaved() {
    return this.saved === this.wanted;
  }

  become(state, detail = {}) {
    this.state = state;
    this.dispatchEvent(new CustomEvent("state", { detail: { state, ...detail } }));
  }

  /** This is the document now; it is kept here at once and sent when nothing more is drawn for a while. */
  want(document) {
    this.wanted = document;
    if (this.state === "conflict" || this.state === "closed") return this.keep();
    if (this.isSaved && this.state !== "saving") {
      this.store.drop();
      this.stop();
      return this.become("saved");
    }
    this.keep();
    if (this.state === "saving") return undefined;
    if (this.state !== "lost" && this.state !== "signed_out") this.become("waiting");
    this.later(QUIET_MS);
    return undefined;
  }

  keep() {
    this.store.put({ version: this.version, document: this.wanted });
  }

  later(ms) {
    this.stop();
    this.stop = this.wait(() => this.flush(), ms);
  }

  /** Send now what is not saved yet. */
  async flush() {
    this.stop();
    if (this.isSaved || ["saving", "conflict", "closed"].includes(this.state)) return;
    const document = this.wanted;
    const before = this.state;
    this.become("saving");
    const answer = await this.send(document, this.version);
    this.hear(answer, document, before);
  }

  hear(answer, document, before) {
    switch (answer.kind) {
      case "saved":
        Object.assign(this, { version: answer.version, saved: document, tries: 0 });
        if (this.isSaved) {
          this.store.drop();
          this.become("saved", answer);
        } else {
          this.keep();
          this.become("waiting", answer);
          this.later(QUIET_MS);
        }
        break;
      case "changed":
        this.keep();
        this.become("conflict", answer);
        break;
      case "closed":
      case "refused":
        this.become(answer.kind, answer);
        break;
      default:
        this.become(answer.kind, { before });
        this.later(RETRIES_MS[Math.min(this.tries, RETRIES_MS.length - 1)]);
        this.tries += 1;
    }
  }

  /** After somebody else saved: go on from their version, with this document as the next one. */
  settle({ version, document, saved }) {
    Object.assign(this, { version, saved, wanted: document, tries: 0 });
    this.become(this.isSaved ? "saved" : "waiting");
    if (this.isSaved) this.store.drop();
    else {
      this.keep();
      this.later(0);
    }
  }
}
