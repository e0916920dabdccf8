// What leaves the page, because somebody asks for it: to the clipboard, or into a file.
import { byId, element } from "./elements.js";

/** Copies a text, and says so; or says that the browser does not allow it. */
export async function copied(text: string, said: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(said);
  } catch {
    say("The browser does not allow copying.");
  }
}

/** Saves a text as a file. */
export function downloaded(name: string, text: string): void {
  downloadedBytes(name, text, "application/yaml");
  say(`${name} is downloaded.`);
}

/** Saves anything as a file. */
export function downloadedBytes(name: string, content: BlobPart, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = element("a", { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
}

/** Says something in the footer. */
export function say(text: string): void {
  byId("said", HTMLElement).textContent = text;
}
