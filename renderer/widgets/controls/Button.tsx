/** Push buttons: with words, or an icon alone with its name as a tooltip. Targets are at least 24 px. */
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Button as AriaButton, Tooltip, TooltipTrigger } from "react-aria-components";
import "./controls.css";

export interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress?: () => void;
  readonly look?: "plain" | "primary" | "quiet" | "danger";
  readonly icon?: LucideIcon;
  readonly isDisabled?: boolean;
  readonly type?: "button" | "submit";
  readonly autoFocus?: boolean;
}

export function Button({ children, onPress, look = "plain", icon: Icon, isDisabled = false, type = "button", autoFocus = false }: ButtonProps): ReactNode {
  return (
    <AriaButton className={`tb-button ${look}`} type={type} isDisabled={isDisabled} autoFocus={autoFocus} {...(onPress && { onPress })}>
      {Icon && <Icon size={14} aria-hidden />}
      {children}
    </AriaButton>
  );
}

export interface IconButtonProps {
  readonly icon: LucideIcon;
  /** What it does; read out, and shown on hover and focus. */
  readonly label: string;
  readonly onPress?: () => void;
  readonly keys?: string;
  readonly isPressed?: boolean;
  readonly isDisabled?: boolean;
  readonly placement?: "top" | "bottom" | "left" | "right";
}

const TOOLTIP_DELAY_MS = 500;

export function IconButton({ icon: Icon, label, onPress, keys, isPressed, isDisabled = false, placement = "bottom" }: IconButtonProps): ReactNode {
  return (
    <TooltipTrigger delay={TOOLTIP_DELAY_MS}>
      <AriaButton className="tb-icon-button" aria-label={label} isDisabled={isDisabled} {...(isPressed !== undefined && { "aria-pressed": isPressed })} {...(onPress && { onPress })}>
        <Icon size={16} aria-hidden />
      </AriaButton>
      <Tooltip className="tb-tooltip" placement={placement} offset={4}>
        {label}
        {keys !== undefined && <kbd>{keys}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  );
}
