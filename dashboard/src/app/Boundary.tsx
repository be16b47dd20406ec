/** Shows the failure of a view. The rest of the page stays. */
import { Component, type ReactNode } from "react";
import { asFailure } from "../api/failure";
import { texts } from "../texts";
import { Button } from "../ui/Button";
import { Notice } from "../ui/Notice";
import styles from "./App.module.css";

interface State {
  thrown: unknown;
  failed: boolean;
}

export class Boundary extends Component<{ children: ReactNode }, State> {
  override state: State = { thrown: null, failed: false };

  static getDerivedStateFromError(thrown: unknown): State {
    return { thrown, failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    const failure = asFailure(this.state.thrown);
    return (
      <div className={styles.page}>
        <Notice
          kind="bad"
          title={failure.title}
          actions={
            <Button
              onClick={() => {
                window.location.reload();
              }}
            >
              {texts.app.reload}
            </Button>
          }
        >
          {failure.remedy}
        </Notice>
      </div>
    );
  }
}
