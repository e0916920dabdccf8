// Answers questions, one a line, through the npm package whose folder is the argument.
import process from "node:process";
import { pathToFileURL } from "node:url";

const { Platform, compile, complete, explain, hover, init, objectFiles, review, schema } = await import(
  pathToFileURL(`${process.argv[2]}/node.js`).href
);
await init();

let held = Platform.builtIn();

/** One platform for as many questions as ask under it, as a page does. */
function platformOf(text = null) {
  if (held.text !== text) {
    held.free();
    held = text === null ? Platform.builtIn() : Platform.parse(text);
  }
  return held;
}

function compiled({ text = "", platform, path, part, cluster }) {
  return compile(text, platformOf(platform), { path, part, cluster });
}

const answers = {
  platform: ({ platform }) => platformOf(platform).diagnostics,
  compile: (request) => compiled(request),
  objects(request, expected) {
    const objects = compiled(request).objects;
    const text = JSON.stringify(objects);
    // JavaScript has one kind of number, and an order of its own for keys that are numbers.
    return text === JSON.stringify(JSON.parse(expected)) ? expected : text;
  },
  origins(request) {
    const compilation = compiled(request);
    if (request.line !== undefined) {
      return [compilation.originOfLine(request.line)].filter((leaf) => leaf !== null);
    }
    return request.utf16 === undefined ? compilation.origins() : compilation.linesFrom(request.file, request.utf16);
  },
  objectFiles: ({ text = "", platform, path }) => objectFiles(text, platformOf(platform), { path }),
  picture: ({ subject, teams, ...request }) => compiled(request)[subject](teams),
  compare({ before, ...request }) {
    // Under a platform of its own: the one that is held serves what follows.
    const earlier = before.platform === undefined ? Platform.builtIn() : Platform.parse(before.platform);
    const changes = compiled(request).changesSince(compile(before.text, earlier, { path: request.path }));
    earlier.free();
    return changes;
  },
  review: ({ teams, platform }) => review(teams, platformOf(platform)),
  complete: ({ text = "", utf16, platform, file, path, teamNames: teams }) =>
    complete(text, utf16, platformOf(platform), { file, path, teams }),
  hover: ({ text = "", utf16, platform, file, path }) => hover(text, utf16, platformOf(platform), { file, path }),
  explain: ({ subject }) => explain(subject),
  schema: ({ file }) => schema(file),
};

function answer(line) {
  const [question, request, expected] = line.split("\t");
  try {
    const found = answers[question](JSON.parse(request), expected);
    return question === "objects" ? found : JSON.stringify(found);
  } catch (error) {
    return JSON.stringify({ refused: String(error) });
  }
}

let rest = "";
process.stdin.setEncoding("utf8");
for await (const chunk of process.stdin) {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop();
  process.stdout.write(lines.map((line) => `${answer(line)}\n`).join(""));
}
