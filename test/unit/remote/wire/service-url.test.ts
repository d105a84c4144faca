import { expect, test } from "vitest";
import { serviceUrlDiagnostic } from "../../../../src/remote/wire/service-url.ts";

test.each([
  "https://api.na.myreports.cloud",
  "https://proxy.example:8443/dimensions",
  "http://127.0.0.1:4010",
  "http://localhost",
  "http://[::1]:80",
])("%s may be sent a token", (url) => {
  expect(serviceUrlDiagnostic(url, "api")).toBeUndefined();
});

test.each([
  ["http://api.na.myreports.cloud", "DIMENSIONS_API_URL does not use https"],
  ["http://127.0.0.1.evil.example", "DIMENSIONS_API_URL does not use https"],
  ["ftp://api.example", "DIMENSIONS_API_URL does not use https"],
  ["api.example", "DIMENSIONS_API_URL is not a valid URL"],
  ["https://user:secret@api.example", "DIMENSIONS_API_URL must contain only scheme, host and path"],
  ["https://api.example/?key=1", "DIMENSIONS_API_URL must contain only scheme, host and path"],
])("%s is refused", (url, summary) => {
  expect(serviceUrlDiagnostic(url, "DIMENSIONS_API_URL")).toMatchObject({ code: "service-url", summary });
});
