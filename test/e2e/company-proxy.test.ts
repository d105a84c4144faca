import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createEmulator } from "../../src/emulator/emulator.ts";
import { serveEmulator } from "../../src/emulator/server.ts";
import { makePlace, type Place } from "./program.ts";

/** The company: a proxy that is the only way out, and a service outside whose certificate the company's authority has signed. */
interface Company {
  readonly place: Place;
  readonly proxy: string;
  /** Every CONNECT, with the credentials that came along. */
  readonly connects: string[];
  readonly env: Readonly<Record<string, string>>;
  status: number;
}

const ACME = `apiVersion: dimctl/v1
kind: Customer
reference: ACME-0042
name: Acme
enabled: false
admins: [{ email: ana@acme.example, displayName: Ana, roles: [customer.user.supervisorl1] }]
`;

const ends: (() => void)[] = [];
let company: Company;
beforeEach(async () => {
  company = await openCompany();
});
afterEach(async () => {
  for (const end of ends.splice(0)) end();
  await company.place.remove();
});

test("API and login go through the proxy, with its credentials", async () => {
  const { place, env, connects, proxy } = company;
  const HTTPS_PROXY = proxy.replace("http://", "http://ops:hunter22@");
  const ran = await place.run(["plan"], { env: { ...env, HTTPS_PROXY } });
  expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining("2 to create") });
  const credentials = Buffer.from("ops:hunter22").toString("base64");
  expect(new Set(connects)).toEqual(new Set([`api.corp.example:443 Basic ${credentials}`]));
  connects.length = 0;
  const { DIMENSIONS_ACCESS_TOKEN: _, ...unsigned } = env;
  const client = {
    DIMENSIONS_REFRESH_TOKEN: "r",
    DIMENSIONS_CLIENT_ID: "i",
    DIMENSIONS_CLIENT_SECRET: "hunter33",
  };
  const renewed = await place.run(["plan"], { env: { ...unsigned, ...client, HTTPS_PROXY } });
  expect(renewed.code).toBe(4);
  expect(connects[0]).toBe(`login.corp.example:443 Basic ${credentials}`);
  expect(ran.stderr + renewed.stderr).not.toMatch(/hunter/);
});

test("a host that NO_PROXY names is reached without the proxy", async () => {
  const { place, env, connects, proxy } = company;
  const ran = await place.run(["doctor"], {
    env: { ...env, HTTPS_PROXY: proxy, no_proxy: "api.corp.example" },
  });
  expect(ran.stdout).toMatch(/API host +https:\/\/api\.corp\.example did not reply: E/);
  expect(new Set(connects)).toEqual(new Set(["login.corp.example:443 undefined"]));
});

test("a proxy that wants other credentials is said to, with what to do", async () => {
  company.status = 407;
  const { place, env, proxy } = company;
  const ran = await place.run(["plan"], { env: { ...env, HTTPS_PROXY: proxy } });
  expect(ran.code).toBe(4);
  expect(ran.stderr.replaceAll(/\s+/g, " ")).toContain("the proxy requires other credentials (407)");
  expect(ran.stderr).toContain("hint: put user name and password into HTTPS_PROXY");
});

test("a certificate that nobody known has signed: the hint names NODE_EXTRA_CA_CERTS", async () => {
  const { place, env, proxy } = company;
  const ran = await place.run(["plan"], { env: { ...env, HTTPS_PROXY: proxy, NODE_EXTRA_CA_CERTS: "" } });
  expect(ran.code).toBe(4);
  expect(ran.stderr.replaceAll(/\s+/g, " ")).toContain("set NODE_EXTRA_CA_CERTS to the PEM file");
});

test("with NODE_TLS_REJECT_UNAUTHORIZED=0 no token is sent, and the doctor fails", async () => {
  const { place, env, proxy } = company;
  const open = { ...env, HTTPS_PROXY: proxy, NODE_TLS_REJECT_UNAUTHORIZED: "0" };
  const ran = await place.run(["plan"], { env: open });
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain("NODE_TLS_REJECT_UNAUTHORIZED=0 turns off the check of certificates");
  expect(company.connects).toEqual([]);
  const doctor = await place.run(["doctor", "--format", "json"], { env: open });
  expect(doctor.code).not.toBe(0);
  expect(JSON.parse(doctor.stdout).checks).toContainEqual(
    expect.objectContaining({ name: "configuration", ok: "fail" }),
  );
});

test("a proxy variable that is no proxy is an error", async () => {
  const { place, env } = company;
  const ran = await place.run(["plan"], {
    env: { ...env, HTTPS_PROXY: "socks5://u:hunter22@proxy.example" },
  });
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain("HTTPS_PROXY is not the URL of an http or https proxy");
  expect(ran.stderr).not.toContain("hunter22");
});

async function openCompany(): Promise<Company> {
  const place = await makePlace({ "customers/acme.yaml": ACME }, {});
  const { key, cert } = makeCertificate(place.home);
  const emulator = createEmulator({
    seed: {},
    switches: {},
    clock: { now: () => Date.now(), sleep: async () => undefined },
    random: Math.random,
  });
  const served = await serveEmulator(emulator, { port: 0 });
  const plain = Number(new URL(served.url).port);
  const outside = createTlsServer({ key, cert }, (socket) =>
    joinSockets(socket, connect(plain, "127.0.0.1")),
  );
  await new Promise<void>((resolve) => outside.listen(0, "127.0.0.1", resolve));
  const met = { connects: [] as string[], status: 200 };
  const proxy = createServer();
  proxy.on("connect", (request, socket: Socket) => {
    met.connects.push(`${request.url} ${request.headers["proxy-authorization"]}`);
    socket.write(`HTTP/1.1 ${met.status} Whatever\r\n\r\n`);
    if (met.status === 200) joinSockets(socket, connect(portOf(outside), "127.0.0.1"));
    else socket.end();
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  ends.push(
    () => void served.close(),
    () => outside.close(),
    () => proxy.close(),
  );
  const env = {
    DIMENSIONS_API_URL: "https://api.corp.example",
    DIMENSIONS_LOGIN_URL: "https://login.corp.example",
    DIMENSIONS_ACCESS_TOKEN: "any-token-will-do",
    NODE_EXTRA_CA_CERTS: join(place.home, "cert.pem"),
  };
  return Object.assign(met, { place, proxy: `http://127.0.0.1:${portOf(proxy)}`, env });
}

function portOf(server: Pick<Server, "address">): number {
  return (server.address() as AddressInfo).port;
}

function joinSockets(one: Socket, other: Socket): void {
  one.on("error", () => other.destroy()).on("close", () => other.destroy());
  other.on("error", () => one.destroy()).on("close", () => one.destroy());
  one.pipe(other).pipe(one);
}

function makeCertificate(folder: string): { key: string; cert: string } {
  const paths = { key: join(folder, "key.pem"), cert: join(folder, "cert.pem") };
  const names = "subjectAltName=DNS:api.corp.example,DNS:login.corp.example";
  const made = ["-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-days", "2"];
  const subject = ["-subj", "/CN=corp.example", "-addext", names];
  const files = ["-keyout", paths.key, "-out", paths.cert];
  execFileSync("openssl", ["req", "-x509", ...made, ...subject, ...files], { stdio: "ignore" });
  return { key: readFileSync(paths.key, "utf8"), cert: readFileSync(paths.cert, "utf8") };
}
