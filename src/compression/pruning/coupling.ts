import type { Layer } from '../../models/network/layers.ts';

/** Units along one axis of a tensor: the unit that the value at each position belongs to. */
export interface Channels {
  /** The axis, counted with the batch. */
  readonly axis: number;
  /** Per position along the axis, the number of its unit. */
  readonly units: Int32Array;
}

/** Why units cannot be removed: the layer that needs all of them, or that they are the classes. */
export type Obstacle = Layer | 'classes';

/** The units along the axes of a weight. */
interface Binding {
  /** Per axis, the units of its entries; null if none of them can be removed. */
  readonly axes: Map<number, Int32Array | null>;
  /** The axis of the filters, if it is a kernel. */
  filters?: number;
}

/**
 * The units of a network, and which of them can only be removed together: a union-find over units, with the weights that go
 * with them.
 *
 * @see Fang, Ma, Song, Mi and Wang 2023, arXiv:2301.12900, section 3.2 (the dependency graph)
 */
export class Coupling {
  /** The units that each layer computes. */
  readonly computedBy = new Map<Layer, Int32Array>();
  readonly weights = new Map<string, Binding>();
  /** Per layer with a target shape, the axis that shrinks and its units. */
  readonly shapes = new Map<Layer, Channels>();
  readonly #parents: number[] = [];
  readonly #obstacles = new Map<number, Obstacle>();

  /** Returns the units that a layer computes, the same ones each time that it is applied. */
  unitsOf(layer: Layer, count: number): Int32Array {
    const units = this.computedBy.get(layer) ?? this.#create(count);
    this.computedBy.set(layer, units);
    return units;
  }

  /** Returns units that stay, for values that no layer with units computes. */
  fixed(count: number, because: Obstacle): Int32Array {
    const units = this.#create(count);
    this.pin(units, because);
    return units;
  }

  #create(count: number): Int32Array {
    const start = this.#parents.length;
    for (let i = 0; i < count; i++) this.#parents.push(start + i);
    return Int32Array.from({ length: count }, (_, i) => start + i);
  }

  /** Returns the unit that stands for all units that go together with this one. */
  find(unit: number): number {
    let root = unit;
    while (this.#parents[root] !== root) root = this.#parents[root] = this.#parents[this.#parents[root]];
    return root;
  }

  /** Lets units go together, position by position. */
  join(some: Int32Array, others: Int32Array): void {
    some.forEach((unit, i) => {
      const [kept, merged] = [this.find(unit), this.find(others[i])];
      this.#parents[merged] = kept;
    });
  }

  /** Keeps units, because a layer needs all of them. */
  pin(units: Int32Array, because: Obstacle): void {
    for (const unit of units)
      if (because === 'classes' || !this.#obstacles.has(unit)) this.#obstacles.set(unit, because);
  }

  /** Records the units along an axis of a weight. A layer that is applied twice lets the units of both inputs go together. */
  bind(layer: Layer, weight: string, axis: number, units: Int32Array | undefined, filters = false): void {
    const binding = this.weights.get(weight) ?? { axes: new Map<number, Int32Array | null>() };
    this.weights.set(weight, binding);
    if (filters) binding.filters = axis;
    const before = binding.axes.get(axis);
    if (before === undefined) binding.axes.set(axis, units ?? null);
    else if (before && units) this.join(before, units);
    else for (const free of [before, units]) if (free) this.pin(free, layer);
  }

  /** Records the axis of a layer's target shape that shrinks. */
  bindShape(layer: Layer, channels: Channels): void {
    const before = this.shapes.get(layer);
    if (before?.axis === channels.axis) this.join(before.units, channels.units);
    else if (before) for (const { units } of [before, channels]) this.pin(units, layer);
    else this.shapes.set(layer, channels);
  }

  /** Returns, per unit that stands for others, why it cannot be removed. */
  obstacles(): Map<number, Obstacle> {
    const roots = new Map<number, Obstacle>();
    for (const [unit, because] of this.#obstacles) {
      const root = this.find(unit);
      if (because === 'classes' || !roots.has(root)) roots.set(root, because);
    }
    return roots;
  }
}
