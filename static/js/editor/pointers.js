// Mouse, pen and fingers: one works with the tool, two move and enlarge the view, the middle button moves it too.
const SLOP = 4; // pixels a mouse may wander and still click
const SLOP_BY_FINGER = 9;

export class Pointers {
  constructor(drawing, board, view, exact) {
    Object.assign(this, { drawing, board, view, exact, down: new Map(), holds: false, pans: false });
    drawing.addEventListener("pointerdown", (event) => this.press(event));
    drawing.addEventListener("pointermove", (event) => this.move(event));
    drawing.addEventListener("pointerup", (event) => this.release(event));
    drawing.addEventListener("pointercancel", (event) => this.stop(event));
    drawing.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && !this.down.size && this.leave());
    // A finger that draws must leave no fling behind: a browser takes the next tap, wherever it is, for what ends one.
    drawing.addEventListener("touchstart", (event) => event.cancelable && event.preventDefault(), { passive: false });
    drawing.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    drawing.addEventListener("contextmenu", (event) => this.down.size && event.preventDefault());
  }

  press(event) {
    if (event.button > 1) return;
    this.drawing.focus({ preventScroll: true });
    this.drawing.setPointerCapture(event.pointerId);
    this.down.set(event.pointerId, [event.clientX, event.clientY]);
    const touch = event.pointerType === "touch";
    Object.assign(this.exact, { coarse: touch, fine: false });
    if (this.board.cursor) this.board.moveCursor(null);
    if (this.down.size > 1) {
      this.board.tool.cancel();
      Object.assign(this, { holds: false, pans: true, dragged: true });
      return;
    }
    Object.assign(this, { begun: [event.clientX, event.clientY], dragged: false, touch });
    this.pans = event.button === 1;
    if (this.pans) return event.preventDefault();
    const handle = event.target.closest?.("[data-handle]")?.dataset.handle;
    this.holds = this.board.tool.press(this.view.at(event.clientX, event.clientY), { handle, shift: event.shiftKey, touch, alt: event.altKey }) !== false;
    this.pans = !this.holds;
  }

  move(event) {
    const before = this.down.get(event.pointerId);
    const now = [event.clientX, event.clientY];
    if (!before) {
      if (event.pointerType === "mouse" && !this.down.size) this.hover(now);
      return;
    }
    const slop = this.touch ? SLOP_BY_FINGER : SLOP;
    if (Math.hypot(now[0] - this.begun[0], now[1] - this.begun[1]) > slop) this.dragged = true;
    if (this.down.size === 2) this.pinch(event.pointerId, before, now);
    else if (this.dragged && this.pans) this.view.move((before[0] - now[0]) * this.view.m, (before[1] - now[1]) * this.view.m);
    else if (this.dragged && this.holds) {
      this.board.tool.move(this.view.at(...now), { pressed: true, shift: event.shiftKey });
    }
    // What wanders less than the slop has not moved: the whole way counts once it does.
    if (this.dragged || this.down.size > 1) this.down.set(event.pointerId, now);
  }

  hover(now) {
    this.exact.fine = false;
    this.board.tool.move(this.view.at(...now), { pressed: false });
  }

  /** What lay between the fingers stays between them. */
  pinch(id, before, now) {
    const other = [...this.down].find(([key]) => key !== id)[1];
    const wide = (point) => Math.hypot(point[0] - other[0], point[1] - other[1]) || 1;
    this.view.move(((before[0] - now[0]) / 2) * this.view.m, ((before[1] - now[1]) / 2) * this.view.m);
    this.view.zoom(wide(now) / wide(before), this.view.at((now[0] + other[0]) / 2, (now[1] + other[1]) / 2));
  }

  release(event) {
    if (!this.down.delete(event.pointerId)) return;
    if (this.down.size) return;
    const point = this.view.at(event.clientX, event.clientY);
    const how = { dragged: this.dragged, shift: event.shiftKey, touch: this.touch };
    if (this.holds) this.board.tool.release(point, how);
    else if (!this.dragged && event.button !== 1) this.board.tool.tap?.(point, how);
    Object.assign(this, { holds: false, pans: false });
  }

  stop(event) {
    this.down.delete(event.pointerId);
    this.board.tool.cancel();
    Object.assign(this, { holds: false, pans: false });
  }

  leave() {
    if (!this.board.tool.points?.length) this.board.tool.cancel?.();
  }

  /** The wheel enlarges once the drawing is what one works on; else the page scrolls. */
  wheel(event) {
    if (!event.ctrlKey && !event.metaKey && document.activeElement !== this.drawing) return;
    event.preventDefault();
    this.view.zoom(Math.exp(-event.deltaY / (event.deltaMode ? 12 : 400)), this.view.at(event.clientX, event.clientY));
  }
}
