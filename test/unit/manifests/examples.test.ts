import { expect, test } from "vitest";
import { diskFiles } from "../../../src/manifests/yaml/files.ts";
import { loadManifests } from "../../../src/manifests/load.ts";
import { DEFAULT_DIALECT } from "../../../src/model/customer/admin-dialect.ts";
import { roleCatalogue } from "../../../src/model/customer/roles.ts";

test("the example manifests have no error and no warning", async () => {
  const loaded = await loadManifests({
    folder: "customers",
    files: diskFiles(process.cwd()),
    catalogue: roleCatalogue(),
    dialect: DEFAULT_DIALECT,
    sharedSecrets: [],
    today: "2026-11-22",
  });
  expect(loaded.diagnostics).toEqual([]);
  expect(loaded.customers.map(({ reference }) => reference)).toEqual([
    "ACME-0042",
    "ALPINE-0003",
    "HARBOR-0011",
    "NORTH-0007",
    "RIVER-0019",
  ]);
});
