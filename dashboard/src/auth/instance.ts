/** The page's own sign-in. The local stack needs none: its API serves everyone as the organization `demo`. */
import { useStore } from "../state/store";
import { Authentication, type AuthState } from "./authentication";
import { connect } from "./cognito";
import { readConfig } from "./config";

export const authentication = new Authentication({
  readConfig: () => readConfig(),
  connect,
  location: window.location,
  replaceAddress: (address) => {
    window.history.replaceState(null, "", address);
  },
  now: () => Date.now() / 1000,
  wait: (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
});

export function useAuthState(): AuthState {
  return useStore(authentication);
}
