// Fields of the panel: label above, unit behind; a value counts when one leaves the field or presses Enter.
import { html } from "./svg.js";

const named = (name) => `editor-${name}`;

function labelled(name, label, control, unit) {
  return html("div", { class: "editor-field" },
    html("label", { class: "editor-field__label", for: named(name) }, label),
    html("div", { class: "editor-field__control" }, control, unit ? html("span", { class: "editor-field__unit", "aria-hidden": "true" }, unit) : null));
}

/** A number that people type with comma or point. @param {{min?: number, max?: number, unit?: string, whole?: boolean, empty?: boolean}} limits */
export function numberField(words, name, label, value, onchange, { min = -500, max = 500, unit = "m", whole = false, empty = false } = {}) {
  const spoken = unit ? `${label} (${unit})` : label;
  const input = html("input", {
    class: "editor-field__input editor-field__input--number", id: named(name), name: named(name), type: "text", inputmode: "decimal",
    autocomplete: "off", "aria-label": spoken === label ? null : spoken, value: value === null || value === undefined ? "" : words.number(value),
    onchange: () => {
      const given = input.value.trim() === "" && empty ? null : words.read(input.value);
      const wrong = given === null ? !(empty && input.value.trim() === "") : given < min || given > max || (whole && !Number.isInteger(given));
      problem.textContent = wrong ? words.say(whole ? "wrong_whole" : "wrong_number", { min: words.number(min), max: words.number(max) }) : "";
      if (wrong) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
      if (wrong) return;
      input.defaultValue = input.value;
      onchange(given);
    },
  });
  const problem = html("p", { class: "editor-field__error", role: "alert" });
  const field = labelled(name, label, input, unit);
  field.append(problem);
  return field;
}

export const textField = (name, label, value, onchange, { most = 120 } = {}) => {
  const input = html("input", {
    class: "editor-field__input", id: named(name), name: named(name), type: "text", autocomplete: "off", maxlength: most, value: value ?? "",
    onchange: () => {
      input.defaultValue = input.value;
      onchange(input.value.trim());
    },
  });
  return labelled(name, label, input);
};

/** @param {Record<string, string>} choices value → words */
export const choiceField = (name, label, value, choices, onchange) => {
  const select = html("select", { class: "editor-field__input", id: named(name), name: named(name), onchange: () => onchange(select.value) },
    ...Object.entries(choices).map(([key, text]) => html("option", { value: key, selected: key === String(value) }, text)));
  return labelled(name, label, select);
};

export const tickField = (name, label, value, onchange) => {
  const box = html("input", { class: "tick__box", id: named(name), name: named(name), type: "checkbox", checked: Boolean(value), onchange: () => onchange(box.checked) });
  return html("div", { class: "tick editor-tick" }, box, html("label", { class: "tick__label", for: named(name) }, label));
};

/** Fields side by side. */
export const pair = (...fields) => html("div", { class: "editor-pair" }, ...fields);

export const action = (name, label, onclick, { quiet = false } = {}) =>
  html("button", { class: `editor-action${quiet ? " editor-action--quiet" : ""}`, type: "button", id: named(name), name: named(name), onclick }, label);

export const actions = (...buttons) => html("div", { class: "editor-actions" }, ...buttons);

/** A part of the panel that opens on demand and is made only then; it stays open while the panel is drawn anew. */
export function folded(opened, name, label, makeInside) {
  const summary = html("summary", { class: "editor-fold__summary" }, label);
  const details = html("details", { class: "editor-fold", open: opened.has(name), ontoggle: () => {
    if (details.open) opened.add(name);
    else opened.delete(name);
    if (details.open && details.lastChild === summary) details.append(...makeInside());
  } }, summary);
  if (details.open) details.append(...makeInside());
  return details;
}
