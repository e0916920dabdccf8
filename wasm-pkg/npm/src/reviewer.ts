// A repository that is reviewed again and again: only teams that have changed are looked at anew.
import type { TeamFile } from "./index.js";
import { generation, guarded } from "./instance.js";
import { within } from "./limit.js";
import { handleOf, type Platform } from "./platform.js";
import * as border from "./teamwright.js";
import type { Report } from "./types.js";
import type { TeamChanges } from "./worker-protocol.js";

/** The teams of one repository. */
export class Reviewer {
  #teams: TeamFile[] = [];
  /** Indexes of teams that were not looked at yet. */
  #stale = new Set<number>();
  #handle: border.Review | undefined;
  #generation = -1;
  #platform: Platform | undefined;

  /** Takes what has changed. */
  change({ changed, length }: TeamChanges): void {
    for (const [index, team] of changed) {
      this.#teams[index] = team;
      this.#stale.add(index);
    }
    this.#teams.length = length;
  }

  /** Everything wrong with it. */
  report(platform: Platform): Report {
    const handle = handleOf(platform);
    const review = this.#renewed(platform);
    return JSON.parse(
      guarded(() => {
        review.truncate(this.#teams.length);
        for (const index of [...this.#stale].sort((one, other) => one - other)) {
          const team = this.#teams[index];
          if (team) {
            review.set(index, handle, team.path, within(team.text));
          }
        }
        this.#stale.clear();
        return review.report(handle);
      }),
    ) as Report;
  }

  /** Another platform judges each team anew, and after a trap nothing is left. */
  #renewed(platform: Platform): border.Review {
    if (!this.#handle || this.#generation !== generation || this.#platform !== platform) {
      if (this.#generation === generation) {
        this.#handle?.free();
      }
      this.#handle = guarded(() => new border.Review());
      this.#generation = generation;
      this.#platform = platform;
      this.#stale = new Set(this.#teams.keys());
    }
    return this.#handle;
  }
}
