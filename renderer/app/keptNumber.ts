/** A number kept by the browser profile: the width of an area. A profile that keeps nothing starts anew each time. */

export interface KeptNumber {
  readonly read: () => number;
  readonly write: (value: number) => void;
}

export function keptNumber(key: string, fallback: number): KeptNumber {
  return {
    read() {
      try {
        const value = Number(localStorage.getItem(key) ?? NaN);
        return Number.isFinite(value) ? value : fallback;
      } catch {
        return fallback; // storage is blocked: nothing to tell anyone
      }
    },
    write(value) {
      try {
        localStorage.setItem(key, String(value));
      } catch {
        // as above
      }
    },
  };
}
