/** The header of every view: navigation, theme and account. */
import { Link } from "wouter";
import { AccountSlot } from "../auth/view/SignedIn";
import { paths } from "../nav/paths";
import { texts } from "../texts";
import { IconButton } from "../ui/Button";
import styles from "./Header.module.css";
import { HeaderNav } from "./HeaderNav";
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
      <Link href={paths.overview} className={styles.brand}>
        <img src="/icon.svg" alt="" width="26" height="26" />
        <span className={styles.name}>{texts.app.product}</span>
      </Link>
      <HeaderNav />
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
