// The picture that lies under a draft, put where the editor leaves room for it; how strongly it shows is a slider.
const SVG = "http://www.w3.org/2000/svg";

/**
 * @typedef {object} Underlay
 * @property {string} href address of the picture
 * @property {number} width pixels
 * @property {number} height pixels
 * @property {string} transform from pixels to metres of the sheet, as SVG has it
 */

/** @param {HTMLElement} strip the line above the drawing that says what lies under it */
export function enhance(strip) {
  const image = picture(JSON.parse(strip.dataset.planUnderlay));
  const slider = strip.querySelector("input[type=range]");
  const show = () => image.setAttribute("opacity", String(Number(slider.value) / 100));
  slider.addEventListener("input", show);
  show();
  // The editor may stand already, or come when the draft has arrived.
  const lay = () => {
    const place = document.querySelector("[data-underlay]");
    if (!place) return;
    place.append(image);
    strip.querySelector("[data-underlay-slider]").hidden = false;
  };
  document.addEventListener("editor:ready", lay);
  lay();
}

/** @param {Underlay} underlay */
function picture({ href, width, height, transform }) {
  const image = document.createElementNS(SVG, "image");
  for (const [name, value] of Object.entries({ href, width, height, transform, preserveAspectRatio: "none" })) {
    image.setAttribute(name, value);
  }
  image.setAttribute("pointer-events", "none");
  return image;
}
