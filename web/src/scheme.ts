// Light, dark, or as the system has it.
import { byId } from "./elements.js";
import { savedScheme, saveScheme, type Scheme } from "./state/saved.js";

const NEXT: Readonly<Record<Scheme, Scheme>> = { system: "light", light: "dark", dark: "system" };

/** Shows what was chosen, and lets choose. */
export function schemes(): void {
  const choice = byId("scheme", HTMLButtonElement);
  let scheme = savedScheme();
  const show = (): void => {
    document.documentElement.dataset["scheme"] = scheme;
    choice.textContent = `Theme: ${scheme}`;
  };
  choice.addEventListener("click", () => {
    scheme = NEXT[scheme];
    saveScheme(scheme);
    show();
  });
  show();
}
