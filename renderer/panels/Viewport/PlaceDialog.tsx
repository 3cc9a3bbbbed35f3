/** Places something in the scene by numbers: the exact way, and the one without a pointer. */
import type { ReactNode } from "react";
import type { SettingField } from "../../../shared/contract/sources.ts";
import type { Placement } from "../../../shared/model/project.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { FieldDialog } from "../../widgets/overlays/FieldDialog.tsx";

const FIELDS: readonly SettingField[] = [
  { name: "x", label: "Right, m", kind: "number", required: true },
  { name: "y", label: "Up, m", kind: "number", required: true },
  { name: "z", label: "Away, m", kind: "number", required: true },
  { name: "turn", label: "Turned about the vertical, °", kind: "number", required: true },
  { name: "scale", label: "Scale", kind: "number", required: true, help: "1 is the size as made." },
];

export interface PlaceDialogProps {
  readonly name: string;
  readonly placement: Placement;
  readonly onPlace: (placement: Placement) => Promise<boolean>;
  readonly onClose: () => void;
}

export function PlaceDialog({ name, placement, onPlace, onClose }: PlaceDialogProps): ReactNode {
  const [x, y, z] = placement.position;
  return (
    <FieldDialog
      title={`Place ${name}`} fields={FIELDS} values={{ x, y, z, turn: placement.rotationDeg, scale: placement.scale }} action="Place" widthPx={340} onClose={onClose}
      onSubmit={(values) => {
        const number = (field: string): number => Number(values[field]);
        if (!(number("scale") > 0)) throw new TwinError("bad-input", "The scale has to be above zero.");
        return onPlace({ position: [number("x"), number("y"), number("z")], rotationDeg: number("turn"), scale: number("scale") });
      }}
    />
  );
}
