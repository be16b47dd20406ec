/** The header of every view: navigation, theme and account. */
import { Link, useRoute } from "wouter";
import { AccountSlot } from "../auth/view/SignedIn";
import { paths } from "../nav/paths";
import { texts } from "../texts";
import { IconButton } from "../ui/Button";
import styles from "./Header.module.css";
import { setTheme, useTheme, type Theme } from "./theme";

const NEXT: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const ICON: Record<Theme, string> = { system: "◐", light: "☀", dark: "☾" };

export function Header() {
  const theme = useTheme();
  const { header: labels, themes } = texts.app;
  return (
    <header className={styles.header}>
      <a href="#main" className={styles.skip}>
        {labels.skip}
      </a>
      <Link href={paths.flows} className={styles.brand}>
        <img src="/icon.svg" alt="" width="26" height="26" />
        <span className={styles.name}>{texts.app.product}</span>
      </Link>
      <nav aria-label={labels.navigation} className={styles.nav}>
        <NavLink href={paths.flows} pattern="/flows/*?">
          {labels.flows}
        </NavLink>
        <NavLink href={paths.sessions} pattern="/sessions/*?">
          {labels.sessions}
        </NavLink>
      </nav>
      <div className={styles.end}>
        <IconButton
          label={labels.theme(themes[theme], themes[NEXT[theme]])}
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
