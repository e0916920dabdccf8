// A consumer whose own modules are CommonJS.
import { compile, Platform } from "@teamwright/wasm";
import teamwright = require("@teamwright/wasm");
import worker = require("@teamwright/wasm/worker");

export const same: typeof compile = teamwright.compile;
export const made = (text: string): string | null => same(text, Platform.builtIn()).yaml;
export const asked = (text: string): Promise<{ readonly yaml: string | null }> => new worker.CompilerWorker().compile(text, null);
