// What a CompilerWorker promises, played through. The same in a page and in Node: each scene gives plain data, which the
// tests of both compare with `EXPECTED`.

/**
 * Reviewing many of these ends in a trap: each finding keeps its file, and an instance has 256 MiB. It is the path that is
 * long, so that little is parsed, and a message holds one object once.
 */
const heavy = { path: `é${"x".repeat(4 << 20)}`, text: "\u0001" };
const exhausting = () => Array(80).fill(heavy);

const team = (name) => `team: ${name}\n`;
const outcome = (promise) => promise.then(
  (value) => ({ value: value.yaml?.match(/name: (team-\w+)/)?.[1] ?? value.summary?.teams ?? null }),
  (error) => ({ error: `${error.name}: ${error.message}` }),
);

/**
 * @param client the module `@teamwright/wasm/worker`
 * @param hanging makes a worker that never answers
 * @param broken makes a worker that ends with an error when it is loaded
 * @param nowhere an address where there is no module
 */
export async function play({ CompilerWorker }, { hanging, broken, nowhere }) {
  const played = {};

  const told = [];
  const worker = new CompilerWorker({ onReplaced: ({ name, message }) => told.push(`${name}: ${message}`) });
  played.newestWins = await Promise.all([
    outcome(worker.compile(team("first"), null)),
    outcome(worker.review([{ path: "teams/a/team.yaml", text: team("a") }], null)),
    outcome(worker.compile(team("second"), null)),
    outcome(worker.compile(team("third"), null)),
  ]);
  played.mistake = [await outcome(worker.compile(team("a"), null, { cluster: "mars" })), [...told]];
  played.trap = [await outcome(worker.review(exhausting(), null)), [...told]];
  played.afterTrap = await outcome(worker.compile(team("again"), null));
  const [pending, late] = [outcome(worker.compile(team("a"), null)), () => outcome(worker.compile(team("b"), null))];
  worker.close();
  played.closed = [await pending, await late()];

  const makes = [hanging];
  told.length = 0;
  const impatient = new CompilerWorker({ patience: 2_500, make: () => makes.shift()?.(), onReplaced: ({ message }) => told.push(message) });
  played.outOfPatience = [await outcome(impatient.compile(team("slow"), null)), await outcome(impatient.compile(team("next"), null)), told];
  impatient.close();

  makes.push(broken);
  const unlucky = new CompilerWorker({ make: () => makes.shift()?.() });
  const failed = await outcome(unlucky.compile(team("a"), null));
  played.broken = [failed.error.replace(/failed: .*/, "failed"), await outcome(unlucky.compile(team("next"), null))];
  unlucky.close();

  const without = new CompilerWorker({ module: nowhere });
  played.noModule = Object.keys(await outcome(without.compile(team("a"), null)));
  without.close();
  return played;
}

const superseded = { error: "Superseded: a newer question was asked" };
const exhausted = "CompilerCrash: the compiler stopped: out of memory";
const closed = { error: "Error: the worker is closed" };

/** What `play` gives. */
export const EXPECTED = {
  newestWins: [superseded, { value: 1 }, superseded, { value: "team-third" }],
  mistake: [{ error: "Error: no cluster `mars`: the clusters are in-cluster" }, []],
  trap: [{ error: exhausted }, [exhausted]],
  afterTrap: { value: "team-again" },
  closed: [closed, closed],
  outOfPatience: [{ error: "CompilerCrash: no answer within 2500 ms" }, { value: "team-next" }, ["no answer within 2500 ms"]],
  broken: ["Error: the worker failed", { value: "team-next" }],
  noModule: ["error"],
};
