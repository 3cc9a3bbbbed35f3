/** Menus: from a button, or at a point for right-click and the menu key. Items are data; keys are shown, not bound, here. */
import { Check, type LucideIcon } from "lucide-react";
import { useRef, type ReactNode } from "react";
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover, Separator, Text } from "react-aria-components";
import "./overlays.css";

export type MenuEntry =
  | {
      readonly kind?: "item";
      readonly id: string;
      readonly label: string;
      readonly hint?: string;
      readonly keys?: string;
      readonly icon?: LucideIcon;
      readonly isChecked?: boolean;
      readonly isDisabled?: boolean;
      readonly run: () => void;
    }
  | { readonly kind: "separator"; readonly id: string };

/** The entries as menu items, for any menu. */
function MenuItems({ entries }: { readonly entries: readonly MenuEntry[] }): ReactNode {
  return entries.map((entry) => {
    if (entry.kind === "separator") return <Separator key={entry.id} className="tb-menu-separator" />;
    const Icon = entry.icon;
    return (
      <MenuItem key={entry.id} id={entry.id} className="tb-menu-item" textValue={entry.label} isDisabled={entry.isDisabled ?? false} onAction={entry.run}>
        <span className="label">
          <span className="mark" aria-hidden>{entry.isChecked === true ? <Check size={13} /> : Icon ? <Icon size={13} /> : undefined}</span>
          <Text slot="label">{entry.label}</Text>
        </span>
        {entry.keys !== undefined && <kbd>{entry.keys}</kbd>}
        {entry.hint !== undefined && <Text slot="description">{entry.hint}</Text>}
      </MenuItem>
    );
  });
}

export interface MenuButtonProps {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly children: ReactNode;
  readonly className?: string;
}

export function MenuButton({ label, entries, children, className = "tb-icon-button" }: MenuButtonProps): ReactNode {
  return (
    <MenuTrigger>
      <AriaButton className={className} aria-label={label}>{children}</AriaButton>
      <Popover className="tb-menu-popover" offset={2}>
        <Menu className="tb-menu" aria-label={label}>
          <MenuItems entries={entries} />
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

export interface MenuPoint {
  readonly x: number;
  readonly y: number;
}

export interface ContextMenuProps {
  readonly label: string;
  readonly at: MenuPoint;
  readonly entries: readonly MenuEntry[];
  readonly onClose: () => void;
}

/** A menu at a point of the window, open as long as it is rendered. */
export function ContextMenu({ label, at, entries, onClose }: ContextMenuProps): ReactNode {
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <>
      <span ref={anchor} style={{ position: "fixed", left: at.x, top: at.y, width: 1, height: 1 }} />
      <Popover className="tb-menu-popover" triggerRef={anchor} isOpen onOpenChange={(isOpen) => !isOpen && onClose()} placement="bottom start" offset={0}>
        <Menu className="tb-menu" aria-label={label} autoFocus="first" onClose={onClose}>
          <MenuItems entries={entries} />
        </Menu>
      </Popover>
    </>
  );
}
