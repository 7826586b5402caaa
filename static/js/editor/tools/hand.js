// Moves the view: with one pointer, or with the arrow keys.
const STEP = 0.1; // of what is seen
const LONG_STEP = 0.5;

const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

export class Hand {
  constructor(view) {
    this.view = view;
  }

  /** Nothing is held, so the pointer moves the view. */
  press() {
    return false;
  }

  key(event) {
    const way = ARROWS[event.key];
    if (!way) return false;
    const { view } = this;
    const share = event.shiftKey ? LONG_STEP : STEP;
    view.move(way[0] * share * view.width * view.m, way[1] * share * view.height * view.m);
    return true;
  }

  move() {}

  release() {}

  cancel() {}
}
