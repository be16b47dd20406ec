/** Starts the page: the theme, the sign-in, and the app. */
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Access } from "./access/Access";
import { App } from "./app/App";
import { queryClient } from "./app/queries";
import { applyTheme } from "./app/theme";
import { authentication } from "./auth/instance";
import { SignedIn } from "./auth/view/SignedIn";
import "./ui/tokens.css";
import "./ui/base.css";

applyTheme();
void authentication.start();
const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient()}>
      <SignedIn>
        <Access>
          <App />
        </Access>
      </SignedIn>
    </QueryClientProvider>
  </StrictMode>,
);
