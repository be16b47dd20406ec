/** The links of the header: a row where there is room, else a menu. The style sheet shows one of the two. */
import { DropdownMenu } from "radix-ui";
import { Link, useLocation } from "wouter";
import { texts } from "../texts";
import { buttonClass } from "../ui/Button";
import styles from "./Header.module.css";
import { HEADER_LINKS } from "./header-links";

export function HeaderNav() {
  const [location] = useLocation();
  const labels = texts.app.header;
  const links = HEADER_LINKS.map((link) => ({
    ...link,
    current: location === link.href || location.startsWith(`${link.href}/`) ? ("page" as const) : undefined,
  }));
  return (
    <nav aria-label={labels.navigation} className={styles.nav}>
      <div className={styles.row}>
        {links.map(({ href, label, current }) => (
          <Link key={href} href={href} className={styles.link} aria-current={current}>
            {label}
          </Link>
        ))}
      </div>
      <div className={styles.menu}>
        <DropdownMenu.Root modal={false}>
          <DropdownMenu.Trigger className={buttonClass("quiet")}>
            {links.find(({ current }) => current !== undefined)?.label ?? labels.menu}
            <span aria-hidden="true">▾</span>
          </DropdownMenu.Trigger>
          <DropdownMenu.Portal>
            <DropdownMenu.Content className={styles.entries} align="start" sideOffset={6} collisionPadding={8}>
              {links.map(({ href, label, current }) => (
                <DropdownMenu.Item key={href} asChild>
                  <Link href={href} className={styles.entry} aria-current={current}>
                    {label}
                  </Link>
                </DropdownMenu.Item>
              ))}
            </DropdownMenu.Content>
          </DropdownMenu.Portal>
        </DropdownMenu.Root>
      </div>
    </nav>
  );
}
