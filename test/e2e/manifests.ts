/** Manifests of four customers that between them need every write there is, and what their PBXs and Dimensions hold. */
export const MANIFESTS: Readonly<Record<string, string>> = {
  // Kazoo: everyone comes from the PBX; one imported person becomes the admin.
  "customers/acme.yaml": `apiVersion: dimctl/v1
kind: Customer
reference: ACME-0042
name: Acme Dental
description: Acme Dental Group, Phoenix
enabled: true
timezone: America/Phoenix
countryCode: US
features: { agent: 25, device: 2 }
trialDuration: 30
syncAcdAgentWithPbx: false
sendNewUserEmail: false
sendConnectWelcomeEmail: false
pbxs:
  - type: kazoo
    name: Acme Kazoo
    enabled: true
    hostRest: https://api.pbx.example:8443/v2
    hostWebsocket: wss://ws.pbx.example
    accountId: 9d3f0c1e5b7a4c2e8f6d1a0b3c4d5e6f
    apiKey: { secret: ACME_0042_KAZOO_KEY }
    monitorSubAccounts: false
admins:
  - email: ana.souza@acme.example
    displayName: Ana Souza
    imported: true
    roles: [customer.user.supervisorl1, customer.settings]
users:
  - email: bruno.lima@acme.example
    imported: true
    roles: [customer.user.acd, customer.user.pbx.realtime]
  - email: carla.dias@acme.example
    imported: true
    login: true
    roles: [customer.user.supervisorl3]
  - email: dora.reis@acme.example
    displayName: Dora Reis
    login: true
    roles: [customer.user.uc, customer.user.uc.remote]
`,
  // Two connections; an admin who is created; a person who is on the PBX although the file does not say so.
  "customers/north.yaml": `apiVersion: dimctl/v1
kind: Customer
reference: NORTH-0007
name: Northwind
description: null
enabled: true
timezone: America/Los_Angeles
countryCode: US
pbxs:
  - type: kazoo
    name: Depot
    hostRest: https://api.pbx.example/v2
    hostWebsocket: wss://ws.pbx.example
    accountId: 4b1d9e7c2a6f4d8e9c0b1a2f3e4d5c6b
    apiKey: { secret: NORTH_0007_KEY }
  - type: 3cx
    name: Yard
    licenseKey: 3CX-YARD-1
    username: dimensions
    settings: { password: { secret: NORTH_0007_YARD } }
admins:
  - email: Ines.Vogt@north.example
    displayName: Ines Vogt
    roles: [customer.user.supervisorl2]
  - email: mia.chen@north.example
    displayName: Mia Chen
    roles: []
users:
  - email: omar@north.example
    displayName: Omar Haddad
    roles: [customer.settings]
  - email: lea@north.example
    displayName: Lea Roth
    login: true
    roles: [customer.user.supervisorl1]
`,
  // No PBX.
  "customers/river.yaml": `apiVersion: dimctl/v1
kind: Customer
reference: RIVER-0019
name: Riverside Books
enabled: false
manage: { users: exact }
admins:
  - email: sam@river.example
    displayName: Sam Ortega
    roles: [customer.user.supervisorl2, customer.settings]
users:
  - email: kim@river.example
    displayName: Kim Novak
    roles: []
`,
  // In Dimensions already, without an admin, and not as the file wants it.
  "customers/lake.yaml": `apiVersion: dimctl/v1
kind: Customer
reference: LAKE-0001
name: Lake Hotel
description: By the lake
enabled: true
timezone: Europe/Zurich
countryCode: CH
features: { agent: 3 }
pbxs:
  - type: kazoo
    name: Lake Kazoo
    hostRest: https://api.pbx.example/v2
    hostWebsocket: wss://ws.pbx.example
    accountId: 1a1d9e7c2a6f4d8e9c0b1a2f3e4d5c6b
admins:
  - email: eva@lake.example
    roles: [customer.user.supervisorl1]
users:
  - email: tom@lake.example
    displayName: Tom Frey
    roles: [customer.user.supervisorl3, customer.user.acd]
  - email: new@lake.example
    displayName: New Person
    roles: [customer.settings]
  - email: left@lake.example
    roles: []
`,
};
