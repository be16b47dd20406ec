/** The routes. Each view loads at its first use. */
import { lazy, Suspense, useEffect, useRef } from "react";
import { Link, Route, Switch, useLocation } from "wouter";
import { paths } from "../nav/paths";
import { texts } from "../texts";
import { Notice } from "../ui/Notice";
import { Wait } from "../ui/Wait";
import styles from "./App.module.css";
import { Boundary } from "./Boundary";
import { Header } from "./Header";

const OverviewPage = lazy(() => import("../overview/OverviewPage"));
const FlowsPage = lazy(() => import("../editor/list/FlowsPage"));
const FlowPage = lazy(() => import("../editor/FlowPage"));
const ComparePage = lazy(() => import("../editor/compare/ComparePage"));
const VersionsPage = lazy(() => import("../versions/VersionsPage"));
const ReplayPage = lazy(() => import("../versions/ReplayPage"));
const TestsPage = lazy(() => import("../flow-tests/TestsPage"));
const ReportPage = lazy(() => import("../versions/ReportPage"));
const CallPage = lazy(() => import("../call/CallPage"));
const AgentsPage = lazy(() => import("../agents/AgentsPage"));
const PhoneNumbersPage = lazy(() => import("../agents/PhoneNumbersPage"));
const SessionsPage = lazy(() => import("../sessions/SessionsPage"));
const LivePage = lazy(() => import("../live/LivePage"));
const SettingsPage = lazy(() => import("../organization/SettingsPage"));
const ApiKeysPage = lazy(() => import("../organization/ApiKeysPage"));
const AuditPage = lazy(() => import("../organization/AuditPage"));
const SessionPage = lazy(() => import("../sessions/SessionPage"));

export function App() {
  const [location] = useLocation();
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    // The braces drop scrollTo's result: Chromium returns a promise, and React takes a result for a cleanup function.
    main.current?.scrollTo(0, 0);
  }, [location]);
  return (
    <div className={styles.app}>
      <Header />
      <main ref={main} id="main" className={styles.main} tabIndex={-1}>
        <Boundary key={location}>
          <Suspense fallback={<Wait>{texts.app.opening}</Wait>}>
            <Switch>
              <Route path="/">
                <OverviewPage />
              </Route>
              <Route path="/flows">
                <FlowsPage />
              </Route>
              <Route path="/flows/:flowId">
                {({ flowId }) => <FlowPage key={flowId} flowId={decodeURIComponent(flowId)} />}
              </Route>
              <Route path="/flows/:flowId/compare">
                {({ flowId }) => <ComparePage flowId={decodeURIComponent(flowId)} />}
              </Route>
              <Route path="/flows/:flowId/versions">
                {({ flowId }) => <VersionsPage key={flowId} flowId={decodeURIComponent(flowId)} />}
              </Route>
              <Route path="/flows/:flowId/report">
                {({ flowId }) => <ReportPage key={flowId} flowId={decodeURIComponent(flowId)} />}
              </Route>
              <Route path="/flows/:flowId/replay">
                {({ flowId }) => <ReplayPage key={flowId} flowId={decodeURIComponent(flowId)} />}
              </Route>
              <Route path="/flows/:flowId/tests">
                {({ flowId }) => <TestsPage key={flowId} flowId={decodeURIComponent(flowId)} />}
              </Route>
              <Route path="/flows/:flowId/test">
                {({ flowId }) => <CallPage key={flowId} flowId={decodeURIComponent(flowId)} />}
              </Route>
              <Route path="/agents">
                <AgentsPage />
              </Route>
              <Route path="/phone-numbers">
                <PhoneNumbersPage />
              </Route>
              <Route path="/sessions">
                <SessionsPage />
              </Route>
              <Route path="/sessions/:sessionId">
                {({ sessionId }) => <SessionPage key={sessionId} sessionId={decodeURIComponent(sessionId)} />}
              </Route>
              <Route path="/live">
                <LivePage />
              </Route>
              <Route path="/settings">
                <SettingsPage />
              </Route>
              <Route path="/settings/keys">
                <ApiKeysPage />
              </Route>
              <Route path="/audit">
                <AuditPage />
              </Route>
              <Route>
                <div className={styles.page}>
                  <h1 className="unseen">{texts.app.notFound.heading}</h1>
                  <Notice kind="warning" title={texts.app.notFound.title}>
                    <Link href={paths.flows}>{texts.app.notFound.link}</Link>
                  </Notice>
                </div>
              </Route>
            </Switch>
          </Suspense>
        </Boundary>
      </main>
    </div>
  );
}
