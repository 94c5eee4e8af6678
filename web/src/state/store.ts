// A small typed store: one immutable value, changed by patches, watched by selectors.
import { useEffect, useState } from 'preact/hooks';

export interface Store<T extends object> {
  get(): T;
  /** Merges the patch; watchers hear of it once, and only if something changed. */
  set(patch: Partial<T>): void;
  watch(listener: (now: T, before: T) => void): () => void;
}

export function createStore<T extends object>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<(now: T, before: T) => void>();
  const set = (patch: Partial<T>): void => {
    const keys = Object.keys(patch) as (keyof T)[];
    if (keys.every((key) => Object.is(value[key], patch[key]))) return;
    const before = value;
    value = { ...value, ...patch };
    for (const listener of [...listeners]) listener(value, before);
  };
  const watch = (listener: (now: T, before: T) => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return { get: () => value, set, watch };
}

/** The selected part of a store; the component renders again when that part changes. */
export function useStore<T extends object, S>(store: Store<T>, select: (value: T) => S): S {
  const [, refresh] = useState(0);
  const selected = select(store.get());
  useEffect(() => {
    let last = select(store.get());
    if (!Object.is(last, selected)) refresh((n) => n + 1);
    return store.watch((now) => {
      const next = select(now);
      if (Object.is(next, last)) return;
      last = next;
      refresh((n) => n + 1);
    });
    // Selectors are pure functions of the store; watching anew on each render would gain nothing.
  }, [store]);
  return selected;
}
