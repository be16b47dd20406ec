/** The pages that the header links to, in their order. */
import { paths } from "../nav/paths";
import { texts } from "../texts";

interface HeaderLink {
  /** The link is the current one here and at every address below. */
  href: string;
  label: string;
}

export const HEADER_LINKS: readonly HeaderLink[] = [
  { href: paths.overview, label: texts.app.header.overview },
  { href: paths.flows, label: texts.app.header.flows },
  { href: paths.live, label: texts.app.header.live },
  { href: paths.sessions, label: texts.app.header.sessions },
  { href: paths.agents, label: texts.app.header.agents },
  { href: paths.phoneNumbers, label: texts.app.header.phoneNumbers },
  { href: paths.settings, label: texts.app.header.settings },
  { href: paths.audit, label: texts.app.header.audit },
];
