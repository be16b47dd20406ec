/** Who is signed in, and the way out: in the dashboard's head. */
import { DropdownMenu } from "radix-ui";
import type { Who } from "../provider";
import styles from "./Account.module.css";
import { keeper } from "../session";

export default function Account({ who }: { who: Who }) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className={styles.trigger} aria-label={`Account: ${who.email}, ${who.organization ?? ""}`}>
        <span className={styles.initial} aria-hidden="true">
          {Array.from(who.email)[0]?.toUpperCase()}
        </span>
        <span className={styles.who} aria-hidden="true">
          <span className={styles.line}>{who.email}</span>
          <span className={styles.organization}>{who.organization}</span>
        </span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={styles.menu} align="end" sideOffset={6}>
          <DropdownMenu.Label className={styles.label}>
            {who.email}
            <span className={styles.organization}>{who.organization}</span>
          </DropdownMenu.Label>
          <DropdownMenu.Item className={styles.item} onSelect={() => void keeper.leave()}>
            Sign out
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
