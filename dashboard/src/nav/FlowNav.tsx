/** The links between the pages of one flow. */
import { Link } from "wouter";
import { texts } from "../texts";
import styles from "./FlowNav.module.css";
import { paths } from "./paths";

/** The pages, in the order of the links. */
const PAGES = {
  flow: (flowId: string) => paths.flow(flowId),
  tests: (flowId: string) => paths.tests(flowId),
  versions: paths.versions,
  replay: paths.replay,
  report: (flowId: string) => paths.report(flowId),
  sessions: paths.sessionsOf,
} satisfies Record<string, (flowId: string) => string>;

type FlowPageName = keyof typeof PAGES;

const NAMES = Object.keys(PAGES) as FlowPageName[];

/** `current`: the page that shows these links. */
export function FlowNav({ flowId, current }: { flowId: string; current: FlowPageName }) {
  const words = texts.app.flowNav;
  return (
    <nav aria-label={words.label} className={styles.nav}>
      {NAMES.map((name) => (
        <Link
          key={name}
          href={PAGES[name](flowId)}
          className={styles.link}
          {...(name === current ? { "aria-current": "page" as const } : {})}
        >
          {words.pages[name]}
        </Link>
      ))}
    </nav>
  );
}
