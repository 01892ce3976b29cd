// Runs in the head, before the page is painted: the theme chosen earlier, and a sign that scripts run.
(() => {
  const root = document.documentElement;
  root.classList.remove("no-js");
  let chosen = null;
  try {
    chosen = localStorage.getItem("sitra-theme");
  } catch {
    // Storage may be forbidden; the system decides then.
  }
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const wear = (theme) => {
    root.dataset.bsTheme = theme || (dark.matches ? "dark" : "light");
  };
  root.dataset.themeChoice = chosen || "";
  wear(chosen);
  dark.addEventListener("change", () => {
    if (!root.dataset.themeChoice) {
      wear("");
      document.dispatchEvent(new CustomEvent("sitra:theme"));
    }
  });
})();
