// Pure: what stands on a space, as labspace/spaces/seating.py draws it: worked out in a frame whose front is at the
// top and whose origin is the middle of the space, then turned and set down.
import { boundingBox, edges, even, middleOf, moved, placed, rotated } from "./geometry.js";
import { Pen } from "./strokes.js";
import { chair, draw } from "./symbols.js";

const CHAIR_PITCH = 0.55;
const ROW_PITCH = 0.95;
const STAGE_M = 2;

/** The free rectangle of a space in its own frame. */
class Floor {
  constructor(shape, rotation) {
    const unturned = rotated(shape, -rotation);
    const box = boundingBox(unturned);
    const middle = middleOf(box);
    this.pen = new Pen();
    this.rotation = rotation;
    this.middle = rotated([middle], rotation)[0];
    this.outline = moved(unturned, [-middle[0], -middle[1]]);
    this.width = box[2] - box[0];
    this.depth = box[3] - box[1];
    this.top = -this.depth / 2;
    // A deep space keeps its back free for its name, as for a bar or a cloakroom.
    this.bottom = this.depth / 2 - (this.depth > 10 ? 1.7 : 0.3);
  }

  clearWidth(y) {
    const xs = edges(this.outline)
      .filter(([a, b]) => a[1] > y !== b[1] > y)
      .map(([a, b]) => a[0] + ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]));
    return xs.length ? Math.max(...xs) - Math.min(...xs) : 0;
  }

  spot(x, y) {
    return placed([[x, y]], this.middle, this.rotation)[0];
  }

  chair(x, y, looks = 0) {
    chair(this.pen, this.spot(x, y), looks + this.rotation);
  }

  put(item, x, y, size, turned = 0) {
    draw({ item, at: this.spot(x, y), size, rotation: turned + this.rotation }, this.pen);
  }
}

/** Path data of the furniture on a space. */
export function furnish({ kind, shape, rotation, seats, layout }) {
  const floor = new Floor(shape, rotation);
  if (kind === "event_area") (LAYOUTS[layout] ?? LAYOUTS.rows)(floor, seats);
  else KINDS[kind]?.(floor, seats);
  return floor.pen.d;
}

/** Path data of the shop window of a pop-up slot: a line along the side that looks to the street. */
export function shopFront(shape, rotation) {
  const [left, top, right] = boundingBox(rotated(shape, -rotation));
  return new Pen().polyline(rotated([[left + 0.3, top + 0.3], [right - 0.3, top + 0.3]], rotation)).d;
}

const KINDS = {
  desk(floor) {
    const [width, depth] = [Math.min(1.6, floor.width), Math.min(0.8, floor.depth * 0.55)];
    floor.put("table", 0, floor.top + depth / 2, [width - 0.04, depth - 0.04]);
    floor.put("table", 0, floor.top + 0.16, [0.56, 0.08]);
    floor.chair(0, floor.top + depth + 0.24);
  },
  meeting_room(floor, seats) {
    const along = floor.width >= floor.depth;
    const heads = seats >= 6 && seats % 2 === 0 ? 2 : seats % 2;
    const side = Math.floor((seats - heads + 1) / 2);
    const [length, depth] = [Math.max(1.4, side * 0.68 + 0.2), 1.1];
    const beside = (x, y, looks) => (along ? floor.chair(x, y, looks) : floor.chair(-y, x, looks + 90));
    floor.put("table", 0, 0, [length, depth], along ? 0 : 90);
    for (let i = 0; i < side; i += 1) {
      const x = -length / 2 + (length * (i + 0.5)) / side;
      for (const sign of [1, -1]) {
        if (sign === -1 && heads + side + i >= seats) continue;
        beside(x, sign * (depth / 2 + 0.2), sign === 1 ? 0 : 180);
      }
    }
    for (let i = 0; i < heads; i += 1) {
      const sign = i ? 1 : -1;
      beside(sign * (length / 2 + 0.22), 0, sign === 1 ? 270 : 90);
    }
  },
  cafe_table(floor, seats) {
    if (seats > 4) {
      const side = Math.ceil(seats / 2);
      const length = side * 0.66 + 0.1;
      floor.put("table", 0, 0, [length, 0.8]);
      for (let i = 0; i < seats; i += 1) {
        const x = -length / 2 + (length * (Math.floor(i / 2) + 0.5)) / side;
        floor.chair(x, i % 2 ? 0.62 : -0.62, i % 2 ? 0 : 180);
      }
      return;
    }
    const reach = seats <= 2 ? 0.58 : 0.62;
    if (seats <= 2) floor.put("round_table", 0, 0, [0.72, 0.72]);
    else floor.put("table", 0, 0, [0.8, 0.8]);
    const places = [[-reach, 0, 90], [reach, 0, 270], [0, reach, 0], [0, -reach, 180]];
    for (const place of places.slice(0, seats)) floor.chair(...place);
  },
  popup_slot(floor) {
    const half = floor.width / 2;
    floor.put("shelf", -half + 0.3, 0, [Math.min(3.2, floor.depth * 0.5), 0.4], 270);
    floor.put("clothes_rail", half - 0.45, 0.5, [Math.min(2.4, floor.depth * 0.4), 0.5], 90);
    floor.put("display", -half * 0.55, floor.top + 1.1, [1.3, 0.7]);
    floor.put("display", half * 0.55, floor.top + 1.2, [0.75, 0.75], 45);
    floor.put("counter", -half * 0.15, floor.depth / 2 - 1.35, [1.8, 0.6]);
  },
};

/** Draws what the room looks at; gives the y at which seats may begin. */
function stage(floor) {
  const clear = [0.4, 1.6].map((y) => floor.clearWidth(floor.top + y) - 0.4);
  floor.put("stage", 0, floor.top + 1, [Math.min(4, floor.width * 0.55, ...clear), 1.2]);
  return floor.top + STAGE_M + 0.3;
}

const LAYOUTS = {
  rows(floor, seats) {
    const first = stage(floor) + 0.4;
    const rows = Math.max(1, Math.trunc((floor.bottom - 0.3 - first) / ROW_PITCH) + 1);
    const aisle = 1.2;
    const most = Math.max(1, Math.trunc((floor.width - aisle - 0.8) / 2 / CHAIR_PITCH));
    const side = Math.min(most, Math.max(Math.ceil(seats / rows / 2), Math.ceil((seats / 2) ** 0.5)));
    for (let i = 0; i < seats; i += 1) {
      const [row, place] = [Math.floor(i / (2 * side)), i % (2 * side)];
      const y = first + row * ROW_PITCH;
      if (y > floor.bottom - 0.1) return;
      const x = aisle / 2 + CHAIR_PITCH * (Math.floor(place / 2) + 0.5);
      floor.chair(place % 2 ? x : -x, y);
    }
  },
  parliament(floor, seats) {
    const [first, pitch, table, aisle] = [stage(floor) + 0.3, 1.4, 1.2, 1];
    const rows = Math.max(1, Math.trunc((floor.bottom - 0.7 - first) / pitch) + 1);
    const most = Math.max(1, Math.trunc((floor.width - 0.7 - aisle) / table));
    const tables = Math.min(most, Math.max(Math.ceil(seats / 2 / rows), 2 * even((seats / 12) ** 0.5)));
    const left = -(tables * table + aisle) / 2;
    for (let i = 0; i < Math.ceil(seats / 2); i += 1) {
      const [row, place] = [Math.floor(i / tables), i % tables];
      const y = first + row * pitch;
      if (y > floor.bottom - 0.5) return;
      const x = left + table * (place + 0.5) + (place >= Math.floor((tables + 1) / 2) ? aisle : 0);
      floor.put("table", x, y, [table - 0.04, 0.5]);
      for (let n = 0; n < Math.min(2, seats - 2 * i); n += 1) floor.chair(x - 0.35 + 0.7 * n, y + 0.5);
    }
  },
  u_shape(floor, seats) {
    const first = stage(floor) + 0.3;
    const base = Math.min(floor.width - 2.6, Math.max(2.8, seats * 0.22));
    const foot = Math.max(2, even(base / 0.7));
    const side = Math.max(1, Math.ceil((seats - foot) / 2));
    const pitch = Math.min(0.72, (floor.bottom - 1.3 - first) / side);
    const length = side * pitch;
    for (const sign of [-1, 1]) {
      const x = (sign * base) / 2;
      floor.put("table", x, first + length / 2, [0.7, length]);
      const count = Math.min(side, Math.floor((seats - foot + (sign === -1 ? 1 : 0)) / 2));
      for (let i = 0; i < count; i += 1) floor.chair(x + sign * 0.6, first + pitch * (i + 0.5), -90 * sign);
    }
    floor.put("table", 0, first + length + 0.35, [base + 0.7, 0.7]);
    for (let i = 0; i < Math.min(foot, seats); i += 1) {
      floor.chair(-base / 2 + (base * (i + 0.5)) / foot, first + length + 0.95);
    }
  },
  banquet(floor, seats) {
    const tables = Math.ceil(seats / 8);
    const top = stage(floor);
    const depth = floor.bottom - top;
    const columns = Math.min(tables, Math.max(1, even(((tables * floor.width) / Math.max(depth, 0.1)) ** 0.5)));
    const rows = Math.ceil(tables / columns);
    let left = seats;
    for (let i = 0; i < tables; i += 1) {
      const [row, place] = [Math.floor(i / columns), i % columns];
      const inRow = Math.min(columns, tables - row * columns);
      const x = ((place + 0.5 - inRow / 2) * floor.width) / columns;
      const y = top + (depth * (row + 0.5)) / rows;
      const people = Math.ceil(left / (tables - i));
      left -= people;
      floor.put("round_table", x, y, [1.5, 1.5]);
      for (let n = 0; n < people; n += 1) {
        const angle = (2 * Math.PI * n) / people;
        floor.chair(x + Math.sin(angle), y - Math.cos(angle), (angle * 180) / Math.PI + 180);
      }
    }
  },
  standing(floor) {
    stage(floor);
    const top = floor.top + STAGE_M + 0.4;
    const depth = floor.bottom - top;
    const columns = Math.max(1, even((floor.width - 1) / 2.1));
    const rows = Math.max(1, even(depth / 2.1));
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        const x = ((column + 0.5 - columns / 2) * (floor.width - 1)) / columns;
        floor.put("round_table", x, top + (depth * (row + 0.5)) / rows, [0.7, 0.7]);
      }
    }
  },
};
