import { expect, test } from "vitest";
import { data } from "../fakes.ts";
import { desired, live, observed, pbx, type Replies } from "./stage.ts";

test("asks for everybody's roles where no admin is known and no read says whether a PBX is on", async () => {
  const asked = async (fields: object, roles?: string[]): Promise<readonly string[]> => {
    const ben = { id: "ben", email: "ben@x.example", ...(roles && { roles }) };
    const replies: Replies = {
      list: data([live("t1", "A")]),
      "customers/t1/users": data([ben]),
      "customers/t1/users/ben": data({ ...ben, roles: ["customer.user"] }),
      "customers/t1/pbxs": data([{ id: "p1", name: "P", _type: "KazooPbxConnectionProfile", ...fields }]),
    };
    return (await observed([desired("A", { pbxs: [pbx("P", "acc-1")] })], replies)).asked;
  };
  expect(await asked({})).toContain("customers/t1/users/ben");
  expect(await asked({}, ["admin.user"])).not.toContain("customers/t1/users/ben");
  expect(await asked({ enabled: true })).not.toContain("customers/t1/users/ben");
});
