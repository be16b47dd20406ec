/** Texts of the page's frame: header, theme, addresses. */
export const app = {
  product: "Callflow",
  opening: "Loading…",
  reload: "Reload this view",
  notFound: {
    heading: "Not found",
    title: "There is no page at this address.",
    link: "Go to the flows",
  },
  header: {
    skip: "Skip to content",
    navigation: "Main",
    /** The menu of the links, at an address that none of them leads to. */
    menu: "Pages",
    overview: "Overview",
    flows: "Flows",
    live: "Live",
    sessions: "Sessions",
    agents: "Agents",
    phoneNumbers: "Phone numbers",
    settings: "Settings",
    audit: "Audit",
    theme: (now: string, next: string) => `Theme: ${now}. Switch to ${next}`,
  },
  flowNav: {
    label: "Pages of this flow",
    pages: {
      flow: "Flow",
      tests: "Tests",
      versions: "Versions",
      replay: "Replay",
      report: "Report",
      sessions: "Sessions",
    },
  },
  themes: { system: "system", light: "light", dark: "dark" },
};
