/** The head of every view: where one is, and where one can go. */
import { Link, useRoute } from "wouter";
import { AccountSlot } from "../auth/view/AccountSlot";
import { paths } from "../nav/paths";
import { IconButton } from "../ui/Button";
import styles from "./Header.module.css";
import { setTheme, useTheme, type Theme } from "./theme";

const NEXT: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const ICON: Record<Theme, string> = { system: "◐", light: "☀", dark: "☾" };

export function Header() {
  const theme = useTheme();
  return (
    <header className={styles.header}>
      <a href="#main" className={styles.skip}>
        Skip to the content
      </a>
      <Link href={paths.flows} className={styles.brand}>
        <img src="/icon.svg" alt="" width="26" height="26" />
        <span className={styles.name}>Callflow</span>
      </Link>
      <nav aria-label="Main" className={styles.nav}>
        <NavLink href={paths.flows} pattern="/flows/*?">
          Flows
        </NavLink>
        <NavLink href={paths.sessions} pattern="/sessions/*?">
          Sessions
        </NavLink>
      </nav>
      <div className={styles.end}>
        <IconButton
          label={`Colours: ${theme}. Change to ${NEXT[theme]}`}
          onClick={() => {
            setTheme(NEXT[theme]);
          }}
        >
          {ICON[theme]}
        </IconButton>
        <AccountSlot />
      </div>
    </header>
  );
}

function NavLink({ href, pattern, children }: { href: string; pattern: string; children: string }) {
  const [here] = useRoute(pattern);
  return (
    <Link href={href} className={styles.link} {...(here ? { "aria-current": "page" as const } : {})}>
      {children}
    </Link>
  );
}
