import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  esbuild: { jsx: "automatic" },
  resolve: {
    dedupe: ["react", "react-dom"],
    conditions: ["@ftrack-kit/source", "browser", "module", "import", "default"],
  },
  build: {
    target: "es2022",
    sourcemap: true,
    // The many small parts that lazy ones share would each be a request.
    rollupOptions: { output: { experimentalMinChunkSize: 20_000 } },
  },
});
