// Where tests/peers/install has put the packages of the adapters beside this file.
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const peers = path.resolve(process.env.PHARMAKON_PEERS || path.join(repository, ".peers"));

/** Returns the `require` of one of the installed folders. */
export const installed = (folder) => createRequire(path.join(peers, folder, "adapter.js"));
