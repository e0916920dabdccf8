// The views of what people would rather look at than read.
import type { TeamFile } from "@teamwright/wasm";
import type { View } from "../views.js";
import { drawnAccess } from "./access.js";
import { drawnNetwork } from "./network.js";
import { drawnOrder } from "./order.js";
import { drawnQuota } from "./quota.js";

/** What a picture needs of the page. */
export interface Surroundings {
  /** The teams beside which the team lives. */
  readonly neighbours: () => readonly TeamFile[];
  /** Goes to a line of the manifests. */
  readonly go: (line: number) => void;
  /** Opens a manifest. */
  readonly open: (manifest: number) => void;
}

/** Each picture as a tab; empty where the team has nothing to draw. */
export function pictures({ neighbours, go, open }: Surroundings): readonly View[] {
  return [
    {
      name: "network",
      label: "Network",
      draw: ({ compilation }) => {
        const network = compilation.network(neighbours());
        return network ? drawnNetwork(network, go) : [];
      },
    },
    {
      name: "quota",
      label: "Quota",
      draw: ({ compilation }) => {
        const quota = compilation.quota();
        return quota ? drawnQuota(quota, go) : [];
      },
    },
    { name: "order", label: "Order", draw: ({ made }) => drawnOrder(made.manifests, open) },
    {
      name: "access",
      label: "Access",
      draw: ({ compilation }) => {
        const access = compilation.access();
        return access ? drawnAccess(access, go) : [];
      },
    },
  ];
}
