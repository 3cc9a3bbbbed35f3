/** The size of an area of the window, kept by the browser profile. A profile that keeps nothing starts anew each time. */
import { useState } from "react";

function read(key: string, startPx: number): number {
  try {
    const value = Number(localStorage.getItem(key) ?? NaN);
    return Number.isFinite(value) ? value : startPx;
  } catch {
    return startPx; // storage is blocked: nothing to tell anyone
  }
}

export function useKeptSize(name: string, startPx: number): [number, (sizePx: number) => void] {
  const key = `twinbench.size.${name}`;
  const [sizePx, setSize] = useState(() => read(key, startPx));
  const keep = (next: number): void => {
    setSize(next);
    try {
      localStorage.setItem(key, String(next));
    } catch {
      // as above
    }
  };
  return [sizePx, keep];
}
