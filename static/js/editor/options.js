// What the panel shows about the tool at hand.
import { choiceField, numberField, pair, textField, tickField } from "./fields.js";
import { nextNumber, withoutShape } from "./spaces.js";
import { svg, html } from "./svg.js";
import { ITEM_SIZES, draw } from "./symbols.js";

/** @param {import("./board.js").Board} board @returns {Node[]} */
export const optionsOf = (board) => OPTIONS[board.toolName]?.(board) ?? [];

const number = (board, name, label, option, limits) =>
  numberField(board.words, name, board.words.say(label), board.options[option], (value) => board.choose({ [option]: value }), limits);

const rotation = (board, label) => number(board, "rotation", label, "rotation", { min: -360, max: 360, unit: "°" });

const OPTIONS = {
  building: (board) => [tickField("outer-wall", board.words.say("with_outer_wall"), board.options.outerWall, (outerWall) => board.choose({ outerWall }))],
  wall: (board) => [
    choiceField("wall", board.words.say("wall_kind"), board.options.wall,
      { inner_walls: board.words.say("wall_inner"), outer_walls: board.words.say("wall_outer") }, (wall) => board.choose({ wall })),
  ],
  door: (board) => [
    pair(
      choiceField("style", board.words.say("door_style"), board.options.doorStyle, board.words.texts.styles, (doorStyle) => board.choose({ doorStyle })),
      choiceField("swing", board.words.say("door_swing"), board.options.doorSwing, board.words.texts.swings, (doorSwing) => board.choose({ doorSwing })),
    ),
    number(board, "width", "width", "doorWidth", { min: 0.1, max: 20 }),
  ],
  window: (board) => [
    number(board, "width", "width", "windowWidth", { min: 0.1, max: 50 }),
    tickField("shop-front", board.words.say("shop_front"), board.options.shopFront, (shopFront) => board.choose({ shopFront })),
  ],
  furniture: (board) => [library(board), rotation(board, "rotation")],
  entrance: (board) => [
    rotation(board, "rotation"),
    tickField("step-free", board.words.say("step_free"), board.options.stepFree, (stepFree) => board.choose({ stepFree })),
  ],
  area: (board) => [
    textField("area-name", board.words.say("name"), board.options.areaName, (areaName) => board.choose({ areaName }), { most: 60 }),
    choiceField("tint", board.words.say("tint"), board.options.tint, board.words.texts.tints, (tint) => board.choose({ tint })),
  ],
  space: spaceOptions,
};

function spaceOptions(board) {
  const { words, options, document, house } = board;
  const unplaced = withoutShape(document);
  const whole = { min: 1, max: 200, unit: "", whole: true };
  const waiting = unplaced.length
    ? [choiceField("unplaced", words.say("which_space"), options.unplaced,
        { "": words.say("new_space"), ...Object.fromEntries(unplaced.map((row) => [row.id, row.name[words.language] || row.name.de])) },
        (id) => board.choose({ unplaced: id }))]
    : [];
  if (options.unplaced) return [...waiting, rotation(board, "front")];
  const many = options.count > 1;
  return [
    ...waiting,
    choiceField("kind", words.say("kind"), options.kind, words.texts.kinds, (kind) => board.choose({ kind, first: null })),
    pair(number(board, "count", "count", "count", whole), number(board, "rows", "rows", "rows", { ...whole, max: 50 })),
    ...(many ? [pair(
      number(board, "gap-along", "gap_along", "gapAlong", { min: 0, max: 50 }),
      number(board, "gap-rows", "gap_rows", "gapRows", { min: 0, max: 50 }),
    )] : []),
    pair(
      numberField(words, "first", words.say("first_number"), options.first ?? nextNumber(document, house, options.kind),
        (first) => board.choose({ first }), { ...whole, max: 9999 }),
      rotation(board, "front"),
    ),
  ];
}

/** The library of things, each drawn as it is on the plan. */
function library(board) {
  const { words, options } = board;
  return html("fieldset", { class: "editor-library" },
    html("legend", { class: "editor-field__label" }, words.say("item")),
    html("div", { class: "editor-library__items" }, ...Object.entries(words.texts.items).map(([item, text]) => {
      const box = html("input", {
        class: "editor-library__pick", type: "radio", name: "editor-item", id: `editor-item-${item}`, value: item, checked: item === options.item,
        onchange: () => board.choose({ item }),
      });
      const [width, depth] = ITEM_SIZES[item];
      const side = Math.max(width, depth, 0.5) * 1.15;
      const picture = svg("svg", { class: "editor-library__picture", viewBox: `${-side / 2} ${-side / 2} ${side} ${side}`, "aria-hidden": "true" },
        svg("path", { d: draw({ item, at: [0, 0] }).d, "vector-effect": "non-scaling-stroke" }));
      return html("div", { class: "editor-library__item" }, box, html("label", { class: "editor-library__label", for: `editor-item-${item}` }, picture, html("span", {}, text)));
    })));
}
