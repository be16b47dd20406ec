/** Shows the dashboard to who is signed in; to everyone else, in words, where signing in stands. */
import type { ReactNode } from "react";
import { Button } from "../../ui/Button";
import { Wait } from "../../ui/Wait";
import { Door } from "./Door";
import { Ended } from "./Ended";
import { keeper, useStanding } from "../session";

export function SignedIn({ children }: { children: ReactNode }) {
  const standing = useStanding();
  switch (standing.kind) {
    case "open":
      return children;
    case "starting":
      return <Wait>Opening…</Wait>;
    case "away":
      return (
        <Door title="Callflow does not answer">
          <p>Are you connected? This page tries again by itself.</p>
          <Wait>Trying again…</Wait>
        </Door>
      );
    case "notSetUp":
      return (
        <Door title="This dashboard is not set up">
          <p>{standing.why}</p>
          <p>Tell whoever runs Callflow for you: publishing the dashboard again writes it.</p>
          <Button
            onClick={() => {
              window.location.reload();
            }}
          >
            Look again
          </Button>
        </Door>
      );
    case "going":
      return (
        <Door title="Sign in to Callflow">
          <Wait>Going to the sign-in page…</Wait>
          {/* For who comes back by the browser's button. */}
          <Go kind="plain">Go to the sign-in page</Go>
        </Door>
      );
    case "refused":
      return (
        <Door title="Signing in did not work">
          <p>What came back: {standing.why}</p>
          <p>Try again. If it comes back, tell whoever runs Callflow for you what stands here.</p>
          <Go>Sign in</Go>
        </Door>
      );
    case "signedOut":
      return (
        <Door title="You are signed out">
          <p>Flows and sessions are where you left them.</p>
          <Go>Sign in again</Go>
        </Door>
      );
    case "beside":
      return (
        <Door title="You are signed in">
          <p>This window closes by itself. Go on where you were.</p>
        </Door>
      );
    case "signedIn":
      return standing.who.organization === null ? (
        <Door title="Your account belongs to no organization">
          <p>
            You are signed in as {standing.who.email}. An administrator gives your account its organization; sign in
            again then.
          </p>
          <Button kind="primary" onClick={() => void keeper.leave()}>
            Sign out
          </Button>
        </Door>
      ) : (
        <>
          {children}
          {standing.ended ? <Ended /> : null}
        </>
      );
  }
}

function Go({ kind = "primary", children }: { kind?: "primary" | "plain"; children: string }) {
  return (
    <Button kind={kind} onClick={() => void keeper.go()}>
      {children}
    </Button>
  );
}
