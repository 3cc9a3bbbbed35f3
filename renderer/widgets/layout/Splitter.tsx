/** A bar between two areas that is dragged, or moved with the arrow keys, to size one of them. */
import { useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import "./splitter.css";

export interface SplitterProps {
  readonly label: string;
  /** The bar stands upright between left and right, or lies between above and below. */
  readonly orientation: "vertical" | "horizontal";
  readonly sizePx: number;
  readonly minPx: number;
  readonly maxPx: number;
  /** 1 where moving right or down enlarges the sized area, -1 where it shrinks it. */
  readonly direction: 1 | -1;
  readonly onSize: (sizePx: number) => void;
}

const KEY_STEP_PX = 16;

export function Splitter({ label, orientation, sizePx, minPx, maxPx, direction, onSize }: SplitterProps): ReactNode {
  const start = useRef<{ at: number; sizePx: number }>(undefined);
  const isUpright = orientation === "vertical";
  const clamp = (value: number): number => Math.round(Math.min(maxPx, Math.max(minPx, value)));
  const at = (event: PointerEvent): number => (isUpright ? event.clientX : event.clientY);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { [isUpright ? "ArrowLeft" : "ArrowUp"]: -1, [isUpright ? "ArrowRight" : "ArrowDown"]: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onSize(clamp(sizePx + step * direction * KEY_STEP_PX));
  };
  return (
    <div
      className={`tb-splitter ${orientation}`}
      role="separator"
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={sizePx}
      aria-valuemin={minPx}
      aria-valuemax={maxPx}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { at: at(event), sizePx };
      }}
      onPointerMove={(event) => start.current && onSize(clamp(start.current.sizePx + (at(event) - start.current.at) * direction))}
      onPointerUp={() => {
        start.current = undefined;
      }}
    />
  );
}
