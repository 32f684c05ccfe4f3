// What a canvas of ours shows of a plane: fitting, zooming and moving it by wheel, mouse and fingers.
const LEAST = 0.2;

export class View {
  constructor(places) {
    const [xs, ys] = [0, 1].map((axis) => places.reduce(([low, high], at) => [Math.min(low, at[axis]), Math.max(high, at[axis])], [Infinity, -Infinity]));
    this.box = { left: xs[0], top: ys[0], width: Math.max(1, xs[1] - xs[0]), height: Math.max(1, ys[1] - ys[0]) };
  }

  fit(width, height, edge = 32) {
    const { left, top, width: wide, height: tall } = this.box;
    this.scale = Math.max(0.01, Math.min((width - 2 * edge) / wide, (height - 2 * edge) / tall));
    this.least = this.scale * LEAST;
    this.x = width / 2 - (left + wide / 2) * this.scale;
    this.y = height / 2 - (top + tall / 2) * this.scale;
  }

  zoom(factor, x, y) {
    const scale = Math.max(this.least, Math.min(this.scale * factor, 400));
    this.x = x - ((x - this.x) * scale) / this.scale;
    this.y = y - ((y - this.y) * scale) / this.scale;
    this.scale = scale;
  }

  at([x, y]) {
    return [x * this.scale + this.x, y * this.scale + this.y];
  }

  from(x, y) {
    return [(x - this.x) / this.scale, (y - this.y) / this.scale];
  }
}
