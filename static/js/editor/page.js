// The editor on its page: puts the parts together. Without this file the picture and the numeric form are there.
import { Board } from "./board.js";
import { Drawing, extent } from "./drawing.js";
import { isEmpty } from "./edits.js";
import { Findings } from "./findings.js";
import { Keys } from "./keys.js";
import { Overlay } from "./overlay.js";
import { Panel } from "./panel.js";
import { Pointers } from "./pointers.js";
import { Saving } from "./saving.js";
import { load, localCopy, sender } from "./server.js";
import { Status } from "./status.js";
import { svg } from "./svg.js";
import { Toolbar } from "./toolbar.js";
import { Exact } from "./tools/exact.js";
import { FIRST_OPTIONS, makeTools } from "./tools/all.js";
import { troubled } from "./trouble.js";
import { View } from "./view.js";
import { Words } from "./words.js";

/** @param {HTMLElement} root the section with the drawing of the draft, and in it the hidden frame of the editor */
export async function enhance(root) {
  const frame = root.querySelector("[data-editor]");
  if (!frame) return;
  const words = new Words(JSON.parse(frame.dataset.words), document.documentElement.lang || "de");
  const draft = await load(root.dataset.url).catch(() => null);
  if (!draft?.is_open) return;
  const house = { slug: frame.dataset.house, taken: JSON.parse(frame.dataset.taken) };
  root.querySelector("[data-plan]")?.remove();
  // Steps back and forth are the editor's own now.
  for (const other of document.querySelectorAll("[data-without-editor]")) other.hidden = true;
  frame.hidden = false;
  root.dispatchEvent(new CustomEvent("editor:ready", { bubbles: true, detail: mount(frame, { draft, house, words, url: root.dataset.url }) }));
}

/** Make the frame an editor of the draft. @returns {{board: Board, view: View, saving: Saving}} */
export function mount(frame, { draft, house, words, url }) {
  const canvas = frame.querySelector("[data-drawing]");
  const board = new Board(draft.document, { house, words });
  const ground = svg("g", { "aria-hidden": "true" });
  const over = svg("g", { "aria-hidden": "true", class: "editor__overlay" });
  canvas.append(ground, over);
  const painter = new Painter(board);
  const view = new View(canvas, () => painter.ask("overlay"));
  const exact = new Exact(board, view);
  board.tools = makeTools(board, exact);
  board.options = { ...FIRST_OPTIONS };
  board.take("select");
  const parts = {
    drawing: new Drawing(ground, words.language),
    overlay: new Overlay(over, board, view),
    panel: new Panel(frame.querySelector("[data-panel]"), board, view),
    toolbar: new Toolbar(frame.querySelector("[data-toolbar]"), board, view),
  };
  view.scaled.push(over, ...parts.drawing.scaled);
  painter.begin(parts);
  new Pointers(canvas, board, view, exact);
  new Keys(canvas, board, view, exact, frame.querySelector("[data-keys]"));
  speak(frame, board);
  const saving = saves(frame, { board, view, draft, url });
  const whole = () => view.fit(isEmpty(board.document) ? [0, 0, board.document.width_m, board.document.height_m] : extent(board.document));
  board.addEventListener("fit", whole);
  whole();
  return { board, view, saving };
}

/** Paints once a frame what has changed. */
class Painter {
  constructor(board) {
    this.board = board;
    this.wanted = new Set();
    const on = (name, ...wishes) => board.addEventListener(name, () => this.ask(...wishes));
    on("document", "drawing", "overlay", "panel", "toolbar");
    on("selection", "overlay", "panel");
    on("tool", "overlay", "panel", "toolbar");
    on("ghost", "overlay");
    on("points", "toolbar");
    on("cursor", "overlay");
  }

  begin(parts) {
    this.parts = parts;
    this.wanted.clear();
    this.ask("drawing", "overlay", "panel", "toolbar");
  }

  ask(...wishes) {
    if (!this.wanted.size && this.parts) requestAnimationFrame(() => this.paint());
    for (const wish of wishes) this.wanted.add(wish);
  }

  paint() {
    const wanted = this.wanted;
    this.wanted = new Set();
    const { board, parts } = this;
    const busy = Boolean(board.draft);
    if (wanted.has("drawing")) parts.drawing.show(board.document);
    if (wanted.has("overlay")) parts.overlay.show({ busy, trouble: troubled(board.document, board.selected) });
    // The numbers follow when the pointer is let go: a drag stays smooth.
    if (wanted.has("panel") && !busy) parts.panel.show();
    if (wanted.has("toolbar")) parts.toolbar.show();
  }
}

/** Saves by itself, says how it stands, and brings back what an earlier visit could not save. */
function saves(frame, { board, view, draft, url }) {
  const store = localCopy(`draft ${url}`);
  const token = { now: draft.token };
  const wait = (act, ms) => {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  };
  const saving = new Saving({ send: sender(url, token), store, wait, version: draft.version, document: draft.document });
  const findings = document.querySelector("[data-plan-findings]");
  const shown = findings && new Findings(findings, board, view);
  if (findings) frame.querySelector("[data-panel]").append(findings);
  shown?.show(draft.findings);
  const status = new Status(frame, { board, saving });
  saving.addEventListener("state", ({ detail }) => detail.findings && detail.state !== "conflict" && shown?.show(detail.findings));
  board.addEventListener("conflict-settled", ({ detail }) => detail.findings && shown?.show(detail.findings));
  board.addEventListener("edit", () => saving.want(board.history.present));
  addEventListener("online", () => saving.flush());
  addEventListener("pagehide", () => saving.flush());
  addEventListener("beforeunload", (event) => {
    if (!saving.isSaved && !store.get()) event.preventDefault();
  });
  status.bringBack(store.get(), draft);
  return saving;
}

/** What is said goes to those who do not see the drawing; what was refused is also to be read, until something is done. */
function speak(frame, board) {
  const voice = frame.querySelector("[data-voice]");
  const refusal = frame.querySelector("[data-refusal]");
  const show = (text) => {
    refusal.textContent = text;
    refusal.hidden = !text;
  };
  board.addEventListener("say", ({ detail }) => {
    voice.textContent = detail;
    show("");
  });
  board.addEventListener("refused", ({ detail }) => show(detail));
  board.addEventListener("tool", () => show(""));
}
