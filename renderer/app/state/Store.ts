/**
 * The one kind of observable state in the window: a value that is replaced, never mutated, and listeners that are told.
 * React reads it through `useStore`; plots and the viewport subscribe directly and stay out of React's way.
 */
import { useSyncExternalStore } from "react";

export interface Readable<T> {
  readonly value: T;
  /** Tells of every replacement until the returned function is called. Does not call at once. */
  readonly subscribe: (listener: () => void) => () => void;
}

export class Store<T> implements Readable<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(initial: T) {
    this.#value = initial;
  }

  get value(): T {
    return this.#value;
  }

  set(next: T): void {
    if (Object.is(next, this.#value)) return;
    this.#value = next;
    for (const listener of [...this.#listeners]) listener();
  }

  update(change: (current: T) => T): void {
    this.set(change(this.#value));
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** The store's value in a component. */
export function useStore<T>(store: Readable<T>): T {
  return useSyncExternalStore(store.subscribe, () => store.value);
}
