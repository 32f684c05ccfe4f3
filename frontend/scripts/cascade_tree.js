// The people of a cascade by place, in the order of time: whoever shared by a moment is a beginning of every column.
export class Tree {
  constructor(columns) {
    Object.assign(this, columns);
    this.people = columns.size;
    this.size = this.at.length;
    this.children = this.at.map(() => []);
    this.parent.forEach((parent, node) => parent >= 0 && this.children[parent].push(node));
    this.most = this.brought.reduce((most, value) => Math.max(most, value), 1);
  }

  /** How many people had shared by a moment. */
  by(moment) {
    let [low, high] = [0, this.size];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at[middle] <= moment) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** A person and everybody above, up to the first. */
  path(node) {
    const found = [];
    for (let at = node; at >= 0; at = this.parent[at]) found.push(at);
    return found;
  }

  /** The next person who has it from the same one, or the next first one. */
  beside(node, step, shown) {
    if (node < 0) return 0;
    const above = this.parent[node];
    const all = above >= 0 ? this.children[above] : this.parent.flatMap((up, at) => (up < 0 ? [at] : []));
    const known = all.filter((at) => at < shown);
    return known[(known.indexOf(node) + step + known.length) % known.length] ?? node;
  }

  /** Where everybody stands: branches grow along the longer side of the picture, rings from the middle. */
  places(form, width, height) {
    if (form === "rings") return this.at.map((_at, node) => [this.x[node], this.y[node]]);
    const wide = width >= height;
    const stretch = this.stretch(wide ? width / height : height / width);
    return this.at.map((_at, node) => (wide ? [this.depth[node] * stretch, this.slot[node]] : [this.slot[node], this.depth[node] * stretch]));
  }

  /** How much longer a step is than a slot, so that the branches fill the picture. */
  stretch(ratio) {
    const deep = Math.max(1, this.depth.reduce((most, value) => Math.max(most, value), 0));
    const broad = Math.max(1, this.slot.reduce((most, value) => Math.max(most, value), 0));
    return Math.min(6, Math.max(ratio > 1.3 ? 1.4 : 0.9, (broad / deep) * ratio));
  }

  /** A radius between 1 and 3 that grows with the area. */
  radius(node) {
    return 1 + 2 * Math.sqrt(this.brought[node] / this.most);
  }
}
