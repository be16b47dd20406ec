/** The colour theme: light, dark, or the system's. Stored in this browser. */
import { browserStorage } from "../state/storage";
import { Store, useStore } from "../state/store";

export type Theme = "system" | "light" | "dark";

const KEY = "callflow.theme";

const theme = new Store<Theme>(storedTheme());

/** Applies the stored theme to the document. */
export function applyTheme(): void {
  const now = theme.get();
  if (now === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = now;
}

export function setTheme(next: Theme): void {
  browserStorage.write(KEY, next);
  theme.set(next);
  applyTheme();
}

export function useTheme(): Theme {
  return useStore(theme);
}

function storedTheme(): Theme {
  const stored = browserStorage.read(KEY);
  return stored === "light" || stored === "dark" ? stored : "system";
}
