// All that the package says of some teams, as text: the same in a page, in a worker and in Node.

/** What `compiler` says of each `{ text, path, platform }`. */
export function everything(compiler, teams) {
  return teams.map(({ text, path, platform: yaml }) => {
    const platform = yaml === null ? compiler.Platform.builtIn() : compiler.Platform.parse(yaml);
    const compilation = compiler.compile(text, platform, { path });
    const middle = text.length >> 1;
    const assisted = [compiler.complete(text, middle, platform, { path }), compiler.hover(text, middle, platform, { path })];
    return JSON.stringify([platform.diagnostics, compilation, compilation.objects, compilation.origins(), assisted]);
  });
}

/** What a worker says of each, and of all. */
export async function everythingFromWorker({ CompilerWorker }, teams) {
  const worker = new CompilerWorker();
  const answers = [];
  for (const { text, path, platform: yaml } of teams) {
    answers.push(JSON.stringify(await worker.compile(text, yaml === null ? null : { text: yaml }, { path })));
  }
  answers.push(JSON.stringify(await worker.review(teams, null)));
  worker.close();
  return answers;
}
