/** Shows the dashboard to a signed-in user, and to anybody else the state of the sign-in. */
import { lazy, Suspense, type ReactNode } from "react";
import { texts } from "../../texts";
import { Button } from "../../ui/Button";
import { Wait } from "../../ui/Wait";
import { authentication, useAuthState } from "../instance";
import { MessagePage } from "./MessagePage";
import { SignInExpired } from "./SignInExpired";

const { auth: labels } = texts;

export function SignedIn({ children }: { children: ReactNode }) {
  const state = useAuthState();
  switch (state.kind) {
    case "open":
      return children;
    case "starting":
      return <Wait>{labels.opening}</Wait>;
    case "away":
      return (
        <MessagePage title={labels.away.title}>
          <p>{labels.away.body}</p>
          <Wait>{labels.away.waiting}</Wait>
        </MessagePage>
      );
    case "notSetUp":
      return (
        <MessagePage title={labels.notSetUp.title}>
          <p>{state.reason}</p>
          <p>{labels.notSetUp.remedy}</p>
          <Button
            onClick={() => {
              window.location.reload();
            }}
          >
            {labels.notSetUp.retry}
          </Button>
        </MessagePage>
      );
    case "redirecting":
      return (
        <MessagePage title={labels.redirecting.title}>
          <Wait>{labels.redirecting.waiting}</Wait>
          {/* For a user who comes back with the browser's Back button. */}
          <SignInButton kind="plain">{labels.redirecting.go}</SignInButton>
        </MessagePage>
      );
    case "refused":
      return (
        <MessagePage title={labels.refused.title}>
          <p>{labels.refused.reason(state.reason)}</p>
          <p>{labels.refused.remedy}</p>
          <SignInButton>{labels.signIn}</SignInButton>
        </MessagePage>
      );
    case "signedOut":
      return (
        <MessagePage title={labels.signedOut.title}>
          <p>{labels.signedOut.body}</p>
          <SignInButton>{labels.signInAgain}</SignInButton>
        </MessagePage>
      );
    case "popup":
      return (
        <MessagePage title={labels.popup.title}>
          <p>{labels.popup.body}</p>
        </MessagePage>
      );
    case "signedIn":
      return state.user.organization === null ? (
        <MessagePage title={labels.noOrganization.title}>
          <p>{labels.noOrganization.body(state.user.email)}</p>
          <Button kind="primary" onClick={() => void authentication.signOut()}>
            {labels.signOut}
          </Button>
        </MessagePage>
      ) : (
        <>
          {children}
          {state.expired ? <SignInExpired /> : null}
        </>
      );
  }
}

function SignInButton({ kind = "primary", children }: { kind?: "primary" | "plain"; children: string }) {
  return (
    <Button kind={kind} onClick={() => void authentication.redirect()}>
      {children}
    </Button>
  );
}

const Account = lazy(() => import("./Account"));

/** The account menu for the header. A site without sign-in has none and does not load it. */
export function AccountSlot() {
  const state = useAuthState();
  if (state.kind !== "signedIn") return null;
  return (
    <Suspense fallback={null}>
      <Account user={state.user} />
    </Suspense>
  );
}
