// The floor plan, made easier: zoom and pan with text kept at reading size, arrow keys from space to space.
// Without this file every space is still a link in reading order.
const LARGEST = 12; // how many times the plan may be enlarged
const NEAR = 22; // from so many pixels a metre on, names of areas and second lines have room
const DENSITY = 40; // pixels a metre at which hatches are as in the template; they grow and shrink half as fast
const SLOP = 6; // pixels a finger may wander and still tap

const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

const views = new WeakMap();

// `before`, by its id, is the plan that one replaces: what was seen of it stays in view.
export function enhanceAll(plans, before = new Map()) {
  const fresh = plans.filter((plan) => !views.has(plan));
  const drawings = fresh.map((plan) => plan.querySelector("[data-plan-drawing]"));
  // The size of text follows from that of the drawing. A drawing laid out to learn its own would be laid out twice:
  // on a phone, with hundreds of spaces, the longest of all that is to be done.
  for (const drawing of drawings) drawing.style.display = "none";
  const widths = drawings.map((drawing) => drawing.parentElement.getBoundingClientRect().width);
  const most = document.documentElement.clientHeight;
  for (const drawing of drawings) drawing.style.display = "";
  fresh.forEach((plan, i) => ease(plan, drawings[i], [widths[i], most], before.get(plan.id)));
}

function ease(plan, drawing, [width, most], before) {
  const view = new View(plan, drawing, views.get(before));
  views.set(plan, view);
  view.show(view.fitted(width, Math.min(most, (width * view.all.height) / view.all.width)));
  new Pointers(plan, drawing, view);
  roam(drawing, view);

  const tools = plan.querySelector(".plan__tools");
  tools.hidden = false;
  tools.addEventListener("click", (event) => {
    const wish = event.target.closest("[data-plan-zoom]")?.dataset.planZoom;
    if (wish === "all") view.reset();
    else if (wish) view.zoom(wish === "in" ? 1.6 : 1 / 1.6);
  });
}

// The part of the drawing that is seen, in metres.
class View {
  constructor(plan, drawing, before) {
    this.plan = plan;
    this.drawing = drawing;
    this.seen = drawing.getAttribute("viewBox");
    const [x, y, width, height] = this.seen.split(" ").map(Number);
    this.all = { x, y, width, height };
    this.now = { ...(before ?? this).all, ...before?.now };
    this.patterns = drawing.querySelectorAll("pattern");
    this.buttons = Object.fromEntries(
      [...plan.querySelectorAll("[data-plan-zoom]")].map((button) => [button.dataset.planZoom, button]),
    );
    new ResizeObserver(() => this.show()).observe(drawing);
  }

  get scale() {
    return this.all.width / this.now.width;
  }

  // Pixels a metre; the drawing keeps its proportions inside its box.
  get pixels() {
    const { width, height } = this.drawing.getBoundingClientRect();
    return this.fitted(width, height);
  }

  fitted(width, height) {
    return Math.min(width / this.now.width, height / this.now.height) || 1;
  }

  // The point of the drawing, in metres, under a point of the window.
  at(clientX, clientY) {
    const point = new DOMPoint(clientX, clientY).matrixTransform(this.drawing.getScreenCTM().inverse());
    return [point.x, point.y];
  }

  zoom(factor, [x, y] = [this.now.x + this.now.width / 2, this.now.y + this.now.height / 2]) {
    const scale = Math.min(LARGEST, Math.max(1, this.scale * factor));
    const [width, height] = [this.all.width / scale, this.all.height / scale];
    const share = [(x - this.now.x) / this.now.width, (y - this.now.y) / this.now.height];
    this.now = { x: x - share[0] * width, y: y - share[1] * height, width, height };
    this.show();
  }

  move(dx, dy) {
    this.now.x += dx;
    this.now.y += dy;
    this.show();
  }

  reset() {
    this.now = { ...this.all };
    this.show();
  }

  // Brings a shape into view, moving no more than needed.
  reveal(shape) {
    const box = shape.getBBox();
    for (const [start, size] of [["x", "width"], ["y", "height"]]) {
      const low = box[start] - 0.3;
      const high = box[start] + box[size] + 0.3;
      if (low < this.now[start]) this.now[start] = low;
      else if (high > this.now[start] + this.now[size]) this.now[start] = high - this.now[size];
    }
    this.show();
  }

  // Sets what has changed only: each change of these makes the browser lay out every word of the drawing.
  show(pixels = this.pixels) {
    for (const [start, size] of [["x", "width"], ["y", "height"]]) {
      const last = this.all[start] + this.all[size] - this.now[size];
      this.now[start] = Math.min(last, Math.max(this.all[start], this.now[start]));
    }
    const { x, y, width, height } = this.now;
    const seen = `${x} ${y} ${width} ${height}`;
    if (seen !== this.seen) this.drawing.setAttribute("viewBox", (this.seen = seen));
    const size = `${pixels.toPrecision(4)} ${this.scale.toPrecision(4)}`;
    if (size === this.size) return;
    this.size = size;
    this.drawing.style.setProperty("--m", this.scale ** 0.1 / pixels);
    for (const pattern of this.patterns) {
      pattern.setAttribute("patternTransform", `rotate(45) scale(${Math.sqrt(DENSITY / pixels)})`);
    }
    this.plan.classList.toggle("plan--near", pixels >= NEAR);
    this.plan.classList.toggle("plan--movable", this.scale > 1);
    this.buttons.in.disabled = this.scale >= LARGEST;
    this.buttons.out.disabled = this.buttons.all.disabled = this.scale <= 1;
  }
}

// One finger or the mouse moves, two fingers pinch, Ctrl and the wheel zoom; a tap stays a tap on a link.
class Pointers {
  constructor(plan, drawing, view) {
    Object.assign(this, { plan, drawing, view, down: new Map(), moved: 0 });
    drawing.addEventListener("pointerdown", (event) => this.press(event));
    drawing.addEventListener("pointermove", (event) => this.drag(event));
    for (const end of ["pointerup", "pointercancel", "pointerleave"]) {
      drawing.addEventListener(end, (event) => this.release(event));
    }
    drawing.addEventListener("click", (event) => this.click(event), true);
    drawing.addEventListener("dragstart", (event) => event.preventDefault());
    drawing.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    // A pinch on the whole plan would zoom the page; one finger must still scroll it. One that moves the enlarged plan
    // must leave no fling behind: a browser takes the next tap, wherever it is, for what ends one.
    drawing.addEventListener(
      "touchmove",
      (event) => (event.touches.length > 1 || view.scale > 1) && event.cancelable && event.preventDefault(),
      { passive: false },
    );
  }

  press(event) {
    if (event.button > 0) return;
    if (!this.down.size) this.moved = 0;
    this.down.set(event.pointerId, [event.clientX, event.clientY]);
  }

  drag(event) {
    const before = this.down.get(event.pointerId);
    if (!before) return;
    const now = [event.clientX, event.clientY];
    this.moved += Math.hypot(now[0] - before[0], now[1] - before[1]);
    if (this.down.size === 2) this.pinch(event.pointerId, before, now);
    else if (this.view.scale > 1 && this.moved > SLOP) {
      this.drawing.setPointerCapture(event.pointerId);
      this.plan.classList.add("plan--moving");
      const pixels = this.view.pixels;
      this.view.move((before[0] - now[0]) / pixels, (before[1] - now[1]) / pixels);
    }
    this.down.set(event.pointerId, now);
  }

  pinch(id, before, now) {
    const other = [...this.down].find(([key]) => key !== id)[1];
    const wide = (point) => Math.hypot(point[0] - other[0], point[1] - other[1]) || 1;
    const middle = this.view.at((now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
    this.view.zoom(wide(now) / wide(before), middle);
    const pixels = this.view.pixels;
    this.view.move((before[0] - now[0]) / 2 / pixels, (before[1] - now[1]) / 2 / pixels);
  }

  release(event) {
    this.down.delete(event.pointerId);
    if (!this.down.size) this.plan.classList.remove("plan--moving");
  }

  click(event) {
    if (this.moved <= SLOP) return;
    event.preventDefault();
    event.stopPropagation();
    this.moved = 0;
  }

  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.view.zoom(Math.exp(-event.deltaY / 300), this.view.at(event.clientX, event.clientY));
  }
}

// One stop for the Tab key; arrows go to the nearest space in their direction.
function roam(drawing, view) {
  const spaces = [...drawing.querySelectorAll("a.space")];
  let current = spaces.find((space) => space.hasAttribute("aria-current")) ?? spaces[0];
  for (const space of spaces) space.setAttribute("tabindex", space === current ? "0" : "-1");

  drawing.addEventListener("focusin", (event) => {
    const space = event.target.closest("a.space");
    if (!space) return;
    if (space !== current) {
      current.setAttribute("tabindex", "-1");
      space.setAttribute("tabindex", "0");
      current = space;
    }
    if (space.matches(":focus-visible")) view.reveal(space);
  });

  drawing.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const space = event.target.closest("a.space");
    const next = space && ARROWS[event.key] && nearest(space, spaces, ARROWS[event.key]);
    if (next) next.focus();
    else if (event.key === "Home") spaces[0]?.focus();
    else if (event.key === "End") spaces.at(-1)?.focus();
    else if (event.key === "+") view.zoom(1.6, space && middle(space));
    else if (event.key === "-") view.zoom(1 / 1.6, space && middle(space));
    else if (event.key === "0") view.reset();
    else if (!(event.key in ARROWS)) return;
    event.preventDefault();
  });
}

const middles = new WeakMap();

function middle(space) {
  if (!middles.has(space)) middles.set(space, middleOf(space));
  return middles.get(space);
}

// A whole made of parts is where its plate is.
function middleOf(space) {
  const label = space.querySelector(".space__label");
  if (space.classList.contains("space--whole") && label) return [label.x.baseVal[0].value, label.y.baseVal[0].value];
  const box = space.querySelector(".space__shape").getBBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

// What lies straight ahead beats what is near but aside.
function nearest(from, spaces, [dx, dy]) {
  const [x, y] = middle(from);
  let best = null;
  let least = Infinity;
  for (const space of spaces) {
    if (space === from) continue;
    const [toX, toY] = middle(space);
    const ahead = (toX - x) * dx + (toY - y) * dy;
    const aside = Math.abs((toX - x) * dy) + Math.abs((toY - y) * dx);
    if (ahead > 0.05 && aside <= ahead * 2.5 && ahead + 2 * aside < least) {
      least = ahead + 2 * aside;
      best = space;
    }
  }
  return best;
}
