// The other teams of a repository, read once for each platform that somebody asks about.
import { generation, guarded } from "./instance.js";
import { within } from "./limit.js";
import { handleOf, type Platform } from "./platform.js";
import * as border from "./teamwright.js";

/** A team's file in its repository. */
export interface TeamFile {
  /** Path in the repository, such as `teams/backend/team.yaml`. */
  readonly path: string;
  /** Its text. */
  readonly text: string;
}

interface Read {
  readonly handle: border.Review;
  readonly platform: Platform;
  readonly generation: number;
}

/** What was read goes with the list: a list that has changed is another one. */
const known = new WeakMap<readonly TeamFile[], Read>();

/**
 * Every one of these teams inside the instance that is running now.
 * @internal
 */
export function neighboursOf(teams: readonly TeamFile[], platform: Platform): border.Review {
  const earlier = known.get(teams);
  if (earlier?.platform === platform && earlier.generation === generation) {
    return earlier.handle;
  }
  if (earlier?.generation === generation) {
    earlier.handle.free();
  }
  const ofPlatform = handleOf(platform);
  const handle = guarded(() => {
    const all = new border.Review();
    for (const [index, { path, text }] of teams.entries()) {
      all.set(index, ofPlatform, path, within(text));
    }
    return all;
  });
  known.set(teams, { handle, platform, generation });
  return handle;
}
