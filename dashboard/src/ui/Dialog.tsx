/** A modal dialog. */
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
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
  return (
    <Radix.Root open={open} onOpenChange={(now) => (now ? undefined : onClose())}>
      <Radix.Portal>
        <Radix.Overlay className={styles.overlay} />
        <Radix.Content className={styles.dialog} {...(description ? {} : { "aria-describedby": undefined })}>
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
