/** A modal dialog. It gives the focus back to the control that opened it. */
import { Dialog as Radix } from "radix-ui";
import { useRef, type ReactNode } from "react";
import { texts } from "../texts";
import { IconButton } from "./Button";
import styles from "./Dialog.module.css";

interface Props {
  open: boolean;
  onClose: () => void;
  title: string;
  /** One sentence under the title. */
  description?: ReactNode;
  children?: ReactNode;
  /** The buttons at the bottom; the primary one comes last. */
  actions?: ReactNode;
}

export function Dialog({ open, onClose, title, description, children, actions }: Props) {
  // Radix gives the focus back to its own trigger only. The pages open their dialogs by a state, without one.
  const opener = useRef<Element>(null);
  return (
    <Radix.Root open={open} onOpenChange={(now) => (now ? undefined : onClose())}>
      <Radix.Portal>
        <Radix.Overlay className={styles.overlay} />
        <Radix.Content
          className={styles.dialog}
          onOpenAutoFocus={() => {
            opener.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (opener.current instanceof HTMLElement) opener.current.focus();
          }}
          {...(description ? {} : { "aria-describedby": undefined })}
        >
          <div className={styles.head}>
            <Radix.Title className={styles.title}>{title}</Radix.Title>
            <IconButton label={texts.common.close} small onClick={onClose}>
              ✕
            </IconButton>
          </div>
          {description ? <Radix.Description className={styles.description}>{description}</Radix.Description> : null}
          <div className={styles.body}>{children}</div>
          {actions ? <div className={styles.actions}>{actions}</div> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
