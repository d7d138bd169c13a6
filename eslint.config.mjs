import tseslint from "typescript-eslint";

// Biome formats and lints; ESLint adds only the rules that need types.
export default tseslint.config(
  { ignores: ["**/dist/**", "**/node_modules/**", "**/*.mjs", "**/*.js", "**/*.cjs", "**/*.config.ts"] },
  // Type tests are checked and never run.
  { ignores: ["**/*.test-d.ts"] },
  {
    files: [
      "packages/*/src/**/*.{ts,tsx}",
      "packages/*/tests/**/*.{ts,tsx}",
      "tests/**/*.ts",
      "bench/**/*.ts",
      "examples/**/*.{ts,tsx}",
    ],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: "./tsconfig.lint.json", tsconfigRootDir: import.meta.dirname },
    },
    plugins: { "@typescript-eslint": tseslint.plugin },
    linterOptions: { reportUnusedDisableDirectives: "off" },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
    },
  },
);
