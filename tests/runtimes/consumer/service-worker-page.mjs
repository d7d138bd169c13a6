globalThis.runInPage = async (options) => {
  await navigator.serviceWorker.register("./worker.mjs", { type: "module" });
  const { active } = await navigator.serviceWorker.ready;
  const result = new Promise((resolve) => {
    navigator.serviceWorker.addEventListener("message", ({ data }) => resolve(data));
  });
  active.postMessage(options);
  return result;
};
