// Elements of the drawing.
const SVG = "http://www.w3.org/2000/svg";

/** An SVG element. @param {string} name @param {Record<string, unknown>} [attributes] @param {...(Node|string)} inside */
export function svg(name, attributes = {}, ...inside) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== "") node.setAttribute(key, value);
  }
  node.append(...inside);
  return node;
}

/** An HTML element; `on…` are listeners, true stands for an attribute without a value. */
export function html(name, attributes = {}, ...inside) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== undefined && value !== null && value !== false) node.setAttribute(key, value);
  }
  node.append(...inside.filter((one) => one !== null && one !== undefined && one !== ""));
  return node;
}
