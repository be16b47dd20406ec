/** The setup of every test file. */
import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// The first form loads the schema. On a busy machine that takes longer than the default of one second.
configure({ asyncUtilTimeout: 5_000 });

afterEach(cleanup);
