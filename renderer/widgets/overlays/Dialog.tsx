/** The frame of every dialog: title, body, buttons. Escape and the cross close it; focus goes in and comes back. */
import { X } from "lucide-react";
import type { CSSProperties, FormEvent, ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { IconButton } from "../controls/Button.tsx";
import "./overlays.css";

export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** The bottom row, the main action last. */
  readonly buttons: ReactNode;
  readonly widthPx?: number;
  /** Enter in a field submits. */
  readonly onSubmit?: () => void;
}

export function Dialog({ title, onClose, children, buttons, widthPx = 480, onSubmit }: DialogProps): ReactNode {
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit?.();
  };
  return (
    <ModalOverlay className="tb-overlay" isOpen onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Modal className="tb-modal" style={{ "--dialog-width": `${widthPx}px` } as CSSProperties /* a custom property is no known style name */}>
        <AriaDialog className="tb-dialog">
          <header>
            <Heading slot="title">{title}</Heading>
            <IconButton icon={X} label="Close" onPress={onClose} />
          </header>
          <form onSubmit={submit} noValidate>
            <div className="body">{children}</div>
            <div className="buttons">{buttons}</div>
          </form>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
