// Pure: path data from points in metres, to the centimetre; what labspace/spaces/strokes.py writes, with absolute points.

const cm = (value) => String(Math.round(value * 100) / 100 + 0);
const pair = ([x, y]) => `${cm(x)} ${cm(y)}`;

/** Writes path data; `d` is what was written so far. */
export class Pen {
  d = "";

  move(to) {
    this.d += `M${pair(to)}`;
    return this;
  }

  line(...points) {
    for (const point of points) this.d += `L${pair(point)}`;
    return this;
  }

  /** The short way round a circle of `radius` to a point. */
  arc(radius, to, clockwise = true) {
    this.d += `A${cm(radius)} ${cm(radius)} 0 0 ${clockwise ? 1 : 0} ${pair(to)}`;
    return this;
  }

  close() {
    this.d += "z";
    return this;
  }

  polygon(points) {
    return this.move(points[0]).line(...points.slice(1)).close();
  }

  polyline(points) {
    return this.move(points[0]).line(...points.slice(1));
  }

  circle([x, y], radius) {
    return this.move([x - radius, y]).arc(radius, [x + radius, y]).arc(radius, [x - radius, y]).close();
  }
}

export const polygonPath = (points) => (points.length ? new Pen().polygon(points).d : "");
export const polylinePath = (points) => (points.length ? new Pen().polyline(points).d : "");
