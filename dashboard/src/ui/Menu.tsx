/** A button that opens a list of actions. */
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { buttonClass, type ButtonKind } from "./Button";
import styles from "./Menu.module.css";

interface MenuItem {
  label: string;
  /** A description below the label. */
  hint?: string;
  onSelect: () => void;
  danger?: boolean;
  disabled?: boolean;
  /** Why the user may not choose it. Shown in place of the hint. */
  refusal?: string | null;
}

interface Props {
  label: ReactNode;
  items: MenuItem[];
  kind?: ButtonKind;
  small?: boolean;
  align?: "start" | "end";
}

export function Menu({ label, items, kind = "plain", small = false, align = "end" }: Props) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={buttonClass(kind, small)}>
        {label}
        <span aria-hidden="true">▾</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={styles.menu} align={align} sideOffset={6} collisionPadding={8}>
          {items.map(({ label: name, hint, onSelect, danger = false, disabled = false, refusal = null }) => {
            const more = refusal ?? hint;
            return (
              <DropdownMenu.Item
                key={name}
                className={`${styles.item ?? ""} ${danger ? (styles.danger ?? "") : ""}`}
                disabled={disabled || refusal !== null}
                onSelect={onSelect}
              >
                {name}
                {more === undefined ? null : <span className={styles.hint}>{more}</span>}
              </DropdownMenu.Item>
            );
          })}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
