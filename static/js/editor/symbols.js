// Pure: each thing of the furniture library in hairlines and true to size, as labspace/spaces/symbols.py draws it.
import { even, placed } from "./geometry.js";
import { Pen } from "./strokes.js";

/** Width and depth in metres that an item has unless the plan says otherwise. */
export const ITEM_SIZES = {
  desk: [1.6, 0.8], chair: [0.48, 0.5], table: [1.6, 0.8], round_table: [0.8, 0.8], sofa: [2, 0.85],
  armchair: [0.85, 0.85], shelf: [1.2, 0.35], cupboard: [1.2, 0.45], plant: [0.6, 0.6], counter: [2.4, 0.7],
  kitchenette: [2.4, 0.6], coffee_machine: [0.7, 0.5], fridge: [0.6, 0.6], printer: [0.7, 0.6],
  screen: [1.4, 0.12], whiteboard: [1.8, 0.1], partition: [2, 0.06], stage: [4, 2], piano: [1.5, 1.5],
  clothes_rail: [1.4, 0.5], display: [1.2, 0.8], door_mat: [1.8, 1], column: [0.4, 0.4], stairs: [1.2, 3],
  lift: [1.6, 1.8], ramp: [1.2, 3], toilet: [0.4, 0.7], grab_rails: [0.8, 0.8], turning_circle: [1.5, 1.5],
  washbasin: [0.55, 0.42], skylight: [4, 4], tree: [2, 2], step_free_sign: [0.6, 0.6],
};

/** Draws in the coordinates of one thing: origin in its middle, back at the top. */
class Stencil {
  constructor(pen, at, rotation) {
    Object.assign(this, { pen, at, rotation });
  }

  set(...points) {
    return placed(points, this.at, this.rotation);
  }

  box(left, top, right, bottom) {
    this.pen.polygon(this.set([left, top], [right, top], [right, bottom], [left, bottom]));
  }

  line(...points) {
    this.pen.polyline(this.set(...points));
  }

  shape(...points) {
    this.pen.polygon(this.set(...points));
  }

  circle(x, y, radius) {
    this.pen.circle(this.set([x, y])[0], radius);
  }

  bow(from, to, radius) {
    const [a, b] = this.set(from, to);
    this.pen.move(a).arc(radius, b);
  }

  /** A box whose two front corners are round. */
  rounded(left, top, right, bottom, radius) {
    const [a, b, c, d, e, f] = this.set(
      [left, top], [right, top], [right, bottom - radius], [right - radius, bottom],
      [left + radius, bottom], [left, bottom - radius],
    );
    this.pen.move(a).line(b, c).arc(radius, d).line(e).arc(radius, f).close();
  }
}

/** Adds one thing to a path. @param {{item: string, at: number[], size?: number[], rotation?: number}} thing */
export function draw(thing, pen = new Pen()) {
  const [width, depth] = thing.size ?? ITEM_SIZES[thing.item] ?? [1, 1];
  (SYMBOLS[thing.item] ?? plain)(new Stencil(pen, thing.at, thing.rotation ?? 0), width / 2, depth / 2);
  return pen;
}

/** A chair whose person looks along `rotation`, 0 being up. */
export const chair = (pen, at, rotation) => seat(new Stencil(pen, at, rotation + 180), 0.22, 0.22);

const plain = (s, w, d) => s.box(-w, -d, w, d);

function seat(s, w, d) {
  s.rounded(-w, -d + 0.08, w, d, 0.12);
  s.line([-w + 0.03, -d], [w - 0.03, -d]);
}

const round = (s, w, d) => s.circle(0, 0, Math.min(w, d));

function sofa(s, w, d) {
  const arm = 0.16;
  s.rounded(-w, -d, w, d, 0.1);
  s.line([-w + arm, d], [-w + arm, -d + 0.22], [w - arm, -d + 0.22], [w - arm, d]);
  if (w > 0.6) s.line([0, -d + 0.22], [0, d]);
}

function crossed(s, w, d) {
  s.box(-w, -d, w, d);
  s.line([-w, -d], [w, d]);
  s.line([-w, d], [w, -d]);
}

/** Lines across a box: `count` fields of the same size along one direction. */
const joints = (count, from, size, line) => {
  for (let i = 1; i < count; i += 1) line(from + (size * i) / count);
};

const SYMBOLS = {
  chair: seat,
  round_table: round,
  turning_circle: round,
  sofa,
  armchair: sofa,
  shelf(s, w, d) {
    s.box(-w, -d, w, d);
    joints(Math.max(1, even((2 * w) / 0.6)), -w, 2 * w, (x) => s.line([x, -d], [x, d]));
  },
  cupboard(s, w, d) {
    s.box(-w, -d, w, d);
    s.line([-w, -d], [w, d]);
  },
  plant(s, w, d) {
    const radius = Math.min(w, d);
    s.circle(0, 0, radius * 0.4);
    for (let i = 0; i < 7; i += 1) {
      const [c, n] = [Math.cos((2 * Math.PI * i) / 7), Math.sin((2 * Math.PI * i) / 7)];
      const [near, far] = [[0.25 * radius * c, 0.25 * radius * n], [radius * c, radius * n]];
      s.bow(near, far, radius * 0.7);
      s.bow(far, near, radius * 0.7);
    }
  },
  counter(s, w, d) {
    s.box(-w, -d, w, d);
    s.line([-w, d - 0.18], [w, d - 0.18]);
  },
  kitchenette(s, w, d) {
    s.box(-w, -d, w, d);
    s.box(-w + 0.15, -d + 0.12, -w + 0.6, d - 0.1);
    s.circle(-w + 0.37, -d + 0.2, 0.03);
    if (w <= 0.8) return;
    for (const [x, y] of [[0.2, -0.12], [0.46, -0.12], [0.2, 0.14], [0.46, 0.14]]) s.circle(x, y, 0.09);
    s.line([w - 0.6, -d], [w - 0.6, d]);
  },
  coffee_machine(s, w, d) {
    s.box(-w, -d, w, d);
    s.circle(-w / 2, d / 3, 0.07);
    s.circle(w / 2, d / 3, 0.07);
  },
  fridge: crossed,
  skylight: crossed,
  printer(s, w, d) {
    s.box(-w, -d, w, d);
    s.box(-w + 0.12, -d + 0.1, w - 0.12, d - 0.18);
  },
  partition(s, w, d) {
    s.box(-w, -d, w, d);
    joints(Math.max(1, even((2 * w) / 1.2)), -w, 2 * w, (x) => s.line([x, -d - 0.05], [x, d + 0.05]));
  },
  stage(s, w, d) {
    s.box(-w, -d, w, d);
    s.line([-w, d - 0.15], [w, d - 0.15]);
  },
  piano(s, w, d) {
    s.shape([-w, d], [-w, -d * 0.4], [-w * 0.5, -d], [w * 0.1, -d * 0.6], [w, d * 0.2], [w, d]);
    s.line([-w, d * 0.7], [w, d * 0.7]);
  },
  clothes_rail(s, w, d) {
    s.line([-w, 0], [w, 0]);
    const count = Math.max(2, even((2 * w) / 0.14));
    for (let i = 0; i <= count; i += 1) {
      const x = -w + (2 * w * i) / count;
      s.line([x - 0.04, -d], [x + 0.04, d]);
    }
  },
  display(s, w, d) {
    s.box(-w, -d, w, d);
    s.box(-w + 0.1, -d + 0.1, w - 0.1, d - 0.1);
  },
  door_mat(s, w, d) {
    s.box(-w, -d, w, d);
    joints(Math.max(2, even((2 * d) / 0.12)), -d, 2 * d, (y) => s.line([-w, y], [w, y]));
  },
  stairs(s, w, d) {
    s.box(-w, -d, w, d);
    joints(Math.max(2, even((2 * d) / 0.28)), -d, 2 * d, (y) => s.line([-w, y], [w, y]));
    s.line([0, d - 0.1], [0, -d + 0.1]);
    s.line([-0.14, -d + 0.36], [0, -d + 0.1], [0.14, -d + 0.36]);
    s.circle(0, d - 0.1, 0.05);
  },
  lift(s, w, d) {
    crossed(s, w, d);
    s.line([-w * 0.6, d + 0.06], [w * 0.6, d + 0.06]);
  },
  ramp(s, w, d) {
    s.box(-w, -d, w, d);
    s.line([-w, d], [0, -d], [w, d]);
  },
  toilet(s, w, d) {
    s.box(-w, -d, w, -d + 0.18);
    s.rounded(-w * 0.85, -d + 0.2, w * 0.85, d, w * 0.8);
  },
  grab_rails(s, w, d) {
    s.line([-w, -d], [-w, d]);
    s.line([w, -d], [w, d]);
  },
  washbasin(s, w, d) {
    s.rounded(-w, -d, w, d, 0.12);
    s.rounded(-w + 0.08, -d + 0.12, w - 0.08, d - 0.06, 0.1);
    s.circle(0, -d + 0.06, 0.02);
  },
  tree(s, w, d) {
    s.circle(0, 0, Math.min(w, d));
    s.circle(0, 0, 0.08);
  },
  step_free_sign(s, w, d) {
    s.circle(-w * 0.15, -d * 0.85, w * 0.16);
    s.line([-w * 0.1, -d * 0.55], [-w * 0.1, d * 0.15], [w * 0.5, d * 0.15], [w * 0.75, d * 0.8]);
    s.line([-w * 0.1, -d * 0.2], [w * 0.4, -d * 0.2]);
    s.circle(-w * 0.15, d * 0.4, w * 0.55);
  },
};
