// What is still to be done, beside the drawing: each finding leads to its element.
import { keyOfPath, boxOf } from "./elements.js";
import { html } from "./svg.js";

export class Findings {
  /** @param {HTMLElement} root the section of the page, filled by the server at first */
  constructor(root, board, view) {
    Object.assign(this, { root, board, view });
  }

  /** @param {{severity: string, path: string, place: string, sentence: string}[]} findings */
  show(findings) {
    const { words } = this.board;
    const errors = findings.filter(({ severity }) => severity === "error");
    const hints = findings.filter(({ severity }) => severity !== "error");
    const heading = this.root.querySelector("h2");
    this.root.replaceChildren(
      ...(heading ? [heading] : []),
      ...(findings.length ? [] : [html("p", { class: "editor-panel__note" }, words.say("no_findings"))]),
      ...this.part("errors", errors),
      ...this.part("hints_found", hints),
    );
  }

  part(name, findings) {
    if (!findings.length) return [];
    const { words } = this.board;
    return [
      html("h3", { class: "editor-panel__subtitle" }, words.say(findings.length === 1 ? `${name}_one` : name, { count: findings.length })),
      html("ul", { class: "editor-findings" }, ...findings.map((finding) => html("li", {}, this.entry(finding, name === "errors" ? "error" : "hint")))),
    ];
  }

  entry({ path, place, sentence }, kind) {
    const inside = [html("strong", {}, place), ` ${sentence}`];
    const key = keyOfPath(this.board.document, path);
    if (!key) return html("p", { class: `editor-finding editor-finding--${kind}` }, ...inside);
    return html("button", { class: `editor-finding editor-finding--${kind}`, type: "button", onclick: () => this.find(path) }, ...inside);
  }

  find(path) {
    const { board, view } = this;
    const key = keyOfPath(board.document, path);
    if (!key) return;
    board.take("select");
    board.select([key]);
    const box = boxOf(board.document, key);
    if (box) view.reveal(box);
  }
}
