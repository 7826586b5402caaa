// How it stands with saving, in words; and what to do when somebody else has saved meanwhile.
import { html } from "./svg.js";

const SENTENCES = { saved: "state_saved", waiting: "state_waiting", saving: "state_saving", lost: "state_lost", signed_out: "state_signed_out" };

export class Status {
  constructor(frame, { board, saving }) {
    Object.assign(this, { board, saving });
    this.line = frame.querySelector("[data-status]");
    this.notice = frame.querySelector("[data-conflict]");
    saving.addEventListener("state", ({ detail }) => this.show(detail));
    this.show({ state: "saved" });
  }

  show({ state, sentence, ...answer }) {
    const { words } = this.board;
    this.line.dataset.state = state;
    this.line.textContent = SENTENCES[state] ? words.say(SENTENCES[state]) : (sentence ?? words.say("state_conflict"));
    if (state === "conflict") this.ask(answer);
  }

  /** Two documents and one draft: the other one becomes a step of the history, whatever is chosen. */
  ask({ who, version, document, findings }) {
    const { board, saving } = this;
    const { words } = board;
    const choose = (keep) => {
      this.notice.hidden = true;
      this.notice.replaceChildren();
      const latest = board.history.present;
      board.commit(document, {});
      if (keep) board.commit(latest, {});
      saving.settle({ version, saved: document, document: board.history.present });
      board.tell("conflict-settled", { findings: keep ? null : findings });
      board.say(keep ? "conflict_kept" : "conflict_taken");
    };
    this.notice.replaceChildren(
      html("p", {}, html("strong", {}, words.say("conflict_title", { who: who ?? words.say("somebody") })), ` ${words.say("conflict_text")}`),
      html("div", { class: "editor-actions" },
        html("button", { class: "button button--primary", type: "button", onclick: () => choose(true) }, html("span", {}, words.say("conflict_keep"))),
        html("button", { class: "button button--secondary", type: "button", onclick: () => choose(false) }, html("span", {}, words.say("conflict_take")))),
    );
    this.notice.hidden = false;
    this.notice.focus();
  }

  /** What an earlier visit could not save is shown again, as a step that can be undone. */
  bringBack(copy, draft) {
    if (!copy?.document || copy.document.format !== draft.document.format) return;
    const { board, saving } = this;
    if (JSON.stringify(copy.document) === JSON.stringify(draft.document)) {
      saving.store.drop();
      return;
    }
    if (copy.version === draft.version) {
      board.commit(copy.document, {});
      board.say("brought_back");
      return;
    }
    board.history.push(copy.document);
    saving.wanted = copy.document;
    saving.become("conflict", { version: draft.version, document: draft.document, who: draft.saved_by });
    board.tell("document");
  }
}
