import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  build: { target: "es2022", manifest: true, sourcemap: false },
  // `npm run dev` beside `make run`: this page, that API.
  server: { host: "127.0.0.1", proxy: { "/api": "http://127.0.0.1:8000", "/config.json": "http://127.0.0.1:8000" } },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/setup.ts"],
    // A test with many key presses takes longer than the default of 5 s on a busy machine.
    testTimeout: 30_000,
  },
});
