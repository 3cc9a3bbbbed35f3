/** The timeline's buttons: play and its speed, alarm by alarm, live. */
import { Pause, Play, Radio, SkipBack, SkipForward } from "lucide-react";
import type { ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components";
import { useStore } from "../app/state/Store.ts";
import { PLAY_SPEEDS } from "../app/state/TimeCursor.ts";
import { useWorkbench } from "../app/state/Workbench.ts";
import { IconButton } from "../widgets/controls/Button.tsx";
import { MenuButton } from "../widgets/overlays/Menu.tsx";

export interface TransportProps {
  readonly onStep: (direction: 1 | -1) => void;
  readonly canStep: (direction: 1 | -1) => boolean;
}

export function Transport({ onStep, canStep }: TransportProps): ReactNode {
  const { cursor } = useWorkbench();
  const { mode, speed } = useStore(cursor);
  const playing = mode === "playing";
  const paused = mode === "paused";
  return (
    <div className="transport" role="group" aria-label="Playback">
      <IconButton placement="top" icon={SkipBack} label="To the alarm before" isDisabled={!canStep(-1)} onPress={() => onStep(-1)} />
      <IconButton placement="top" icon={paused ? Play : Pause} label={paused ? `Play at ${speed}×` : "Pause at this instant"} onPress={() => (paused ? cursor.play(speed) : cursor.pause())} />
      <IconButton placement="top" icon={SkipForward} label="To the next alarm" isDisabled={!canStep(1)} onPress={() => onStep(1)} />
      <MenuButton
        className="tb-button speed" label={`Speed ${speed}×`}
        entries={PLAY_SPEEDS.map((one) => ({ id: String(one), label: `${one}×`, isChecked: one === speed, run: () => (playing ? cursor.play(one) : cursor.setSpeed(one)) }))}
      >
        {speed}×
      </MenuButton>
      <AriaButton className={`tb-button live${mode === "live" ? " on" : ""}`} aria-pressed={mode === "live"} onPress={() => cursor.goLive()}>
        <Radio size={13} aria-hidden /> LIVE
      </AriaButton>
    </div>
  );
}
