// The part of the sheet that is seen: pixels a metre and the point in the middle.
const LEAST = 4; // pixels a metre
const MOST = 900;
const NEAR = 70; // pixels a metre from which ten centimetres are told apart

export class View {
  /** @param {SVGSVGElement} drawing @param {() => void} onChange */
  constructor(drawing, onChange) {
    /** What is as large on the screen at every distance; the rest of the drawing is not touched by a zoom. */
    this.scaled = [];
    Object.assign(this, { drawing, onChange, pixels: 40, centre: [0, 0], width: 1, height: 1, fitted: null });
    new ResizeObserver(() => this.measure()).observe(drawing);
    this.measure();
  }

  measure() {
    const { width, height } = this.drawing.getBoundingClientRect();
    if (!width || !height) return;
    Object.assign(this, { width, height });
    if (this.fitted) this.fit(this.fitted);
    else this.show();
  }

  /** Metres a pixel. */
  get m() {
    return 1 / this.pixels;
  }

  /** The point of the sheet under a point of the window. @returns {[number, number]} */
  at(clientX, clientY) {
    const { left, top } = this.drawing.getBoundingClientRect();
    return [
      this.centre[0] + (clientX - left - this.width / 2) / this.pixels,
      this.centre[1] + (clientY - top - this.height / 2) / this.pixels,
    ];
  }

  zoom(factor, about = this.centre) {
    const pixels = Math.min(MOST, Math.max(LEAST, this.pixels * factor));
    const share = this.pixels / pixels;
    this.centre = [about[0] + (this.centre[0] - about[0]) * share, about[1] + (this.centre[1] - about[1]) * share];
    this.pixels = pixels;
    this.fitted = null;
    this.show();
  }

  move(dx, dy) {
    this.centre = [this.centre[0] + dx, this.centre[1] + dy];
    this.fitted = null;
    this.show();
  }

  /** All of a box, with some air around it, also after the window has changed. */
  fit(box) {
    const [width, height] = [Math.max(1, box[2] - box[0]), Math.max(1, box[3] - box[1])];
    const pixels = Math.min(this.width / width, this.height / height) * 0.92;
    this.pixels = Math.min(MOST, Math.max(LEAST, pixels));
    this.centre = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
    this.fitted = box;
    this.show();
  }

  /** Bring a box into view, moving no more than needed; enlarge nothing. */
  reveal(box) {
    const half = [this.width / 2 / this.pixels, this.height / 2 / this.pixels];
    const by = [0, 1].map((axis) => {
      const margin = 30 * this.m;
      const low = box[axis] - margin - (this.centre[axis] - half[axis]);
      const high = box[axis + 2] + margin - (this.centre[axis] + half[axis]);
      return low < 0 ? low : high > 0 ? Math.min(high, low) : 0;
    });
    if (by[0] || by[1]) this.move(...by);
  }

  show() {
    const [width, height] = [this.width / this.pixels, this.height / this.pixels];
    const corner = [this.centre[0] - width / 2, this.centre[1] - height / 2];
    this.drawing.setAttribute("viewBox", `${corner[0]} ${corner[1]} ${width} ${height}`);
    for (const node of this.scaled) node.style.setProperty("--m", this.m);
    this.drawing.classList.toggle("editor__drawing--near", this.pixels >= NEAR);
    this.onChange();
  }
}
