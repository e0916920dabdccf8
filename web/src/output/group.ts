// Objects as the outline shows them: by part, then by wave, then by kind, in the order of the stream.
import type { Manifest } from "@teamwright/wasm";

/** Objects that have something in common. */
export interface Group<K, M> {
  readonly key: K;
  readonly members: readonly M[];
}

/** Objects of one kind, with their indexes in the stream. */
export type OfKind = Group<string, number>;
/** One wave. */
export type OfWave = Group<number, OfKind>;
/** One part. */
export type OfPart = Group<Manifest["part"], OfWave>;

/** Groups all objects. */
export function grouped(manifests: readonly Manifest[]): readonly OfPart[] {
  const indexes = manifests.map((_, index) => index);
  const at = (index: number): Manifest => {
    const manifest = manifests[index];
    if (!manifest) {
      throw new RangeError(`no object ${index}`);
    }
    return manifest;
  };
  return by(indexes, (index) => at(index).part).map(({ key, members }) => ({
    key,
    members: by(members, (index) => at(index).wave)
      .sort((one, other) => one.key - other.key)
      .map((wave) => ({ key: wave.key, members: by(wave.members, (index) => at(index).kind) })),
  }));
}

function by<K, M>(members: readonly M[], keyOf: (member: M) => K): Group<K, M>[] {
  const groups = new Map<K, M[]>();
  for (const member of members) {
    const key = keyOf(member);
    groups.set(key, [...(groups.get(key) ?? []), member]);
  }
  return [...groups].map(([key, members]) => ({ key, members }));
}
