/** Who is signed in on this page. Locally nobody needs to be: the API takes everyone for the organization `demo`. */
import { useSyncExternalStore } from "react";
import { connect } from "./cognito";
import { readConfig } from "./config";
import { Keeper, type Standing } from "./keeper";

export const keeper = new Keeper({
  readConfig: () => readConfig(),
  connect,
  location: window.location,
  replace: (place) => {
    window.history.replaceState(null, "", place);
  },
  now: () => Date.now() / 1000,
  wait: (seconds) => new Promise((go) => setTimeout(go, seconds * 1000)),
});

export function useStanding(): Standing {
  return useSyncExternalStore(keeper.subscribe, keeper.now);
}
