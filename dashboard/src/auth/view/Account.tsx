/** The signed-in user and the menu to sign out, in the header. */
import { DropdownMenu } from "radix-ui";
import { texts } from "../../texts";
import { authentication } from "../instance";
import type { User } from "../provider";
import styles from "./Account.module.css";

export default function Account({ user }: { user: User }) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger
        className={styles.trigger}
        aria-label={texts.auth.account(user.email, user.organization ?? "")}
      >
        <span className={styles.initial} aria-hidden="true">
          {Array.from(user.email)[0]?.toUpperCase()}
        </span>
        <span className={styles.who} aria-hidden="true">
          <span className={styles.line}>{user.email}</span>
          <span className={styles.organization}>{user.organization}</span>
        </span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={styles.menu} align="end" sideOffset={6}>
          <DropdownMenu.Label className={styles.label}>
            {user.email}
            <span className={styles.organization}>{user.organization}</span>
          </DropdownMenu.Label>
          <DropdownMenu.Item className={styles.item} onSelect={() => void authentication.signOut()}>
            {texts.auth.signOut}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
