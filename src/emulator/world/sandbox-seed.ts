import type { EmulatorSeed } from "./seed.ts";
import type { Switches } from "../switches/switches.ts";

/** The sandbox imports fast enough for a demo and slowly enough for the wait to be seen. */
export const SANDBOX_SWITCHES: Partial<Switches> = { importDelayMs: 300 };

/** The reseller account of the sandbox: what DIMENSIONS_ACCOUNT_ID may be set to. */
const SANDBOX_ACCOUNT = "0a7c5c56-32b5-4a53-9a9a-3c0d8e1f2b40";

/** No customer yet; the PBXs of the example manifests and the people on them. */
export const SANDBOX_SEED: EmulatorSeed = {
  accounts: [SANDBOX_ACCOUNT],
  clients: [{ id: "dimctl-sandbox", secret: "sandbox-secret" }],
  directories: [
    // Acme Dental: an e-mail in another case than its manifest has, and a telephone without a person.
    {
      instanceId: "9d3f0c1e5b7a4c2e8f6d1a0b3c4d5e6f",
      users: [
        { name: "Ana Souza", email: "Ana.Souza@Acme.example" },
        { name: "Bruno Lima", email: "bruno.lima@acme.example", acd: true },
        { name: "Carla Dias", email: "carla.dias@acme.example" },
        { name: "Front Desk" },
      ],
    },
    // Northwind Logistics: two telephones in the yard share an e-mail.
    {
      instanceId: "4b1d9e7c2a6f4d8e9c0b1a2f3e4d5c6b",
      users: [
        { name: "Mia Chen", email: "mia.chen@northwind.example" },
        { name: "Omar Haddad", email: "omar.haddad@northwind.example", acd: true },
        { name: "Lea Roth", email: "lea.roth@northwind.example", acd: true },
        { name: "Yard North", email: "yard@northwind.example" },
        { name: "Yard South", email: "yard@northwind.example" },
      ],
    },
    // Alpine Clinic, on a 3CX.
    {
      instanceId: "3CX-ALPINE-0001",
      users: [
        { name: "Nora Frei", email: "nora.frei@alpine.example" },
        { name: "Jonas Weber", email: "jonas.weber@alpine.example" },
      ],
    },
  ],
};
