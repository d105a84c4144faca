/** What to do about a connection that failed, by what is said of it; undefined when nothing is known that helps. */
export function networkHint(failure: string): string | undefined {
  if (/\(407\)/.test(failure)) {
    return "put user name and password into HTTPS_PROXY (`http://USER:PASSWORD@HOST:PORT`)";
  }
  if (/proxy/i.test(failure)) return "check HTTPS_PROXY; hosts that need no proxy belong in NO_PROXY";
  if (CERTIFICATE.test(failure)) {
    return "if your network inspects TLS, set NODE_EXTRA_CA_CERTS to the PEM file of its certificate authority";
  }
  return undefined;
}

/** Codes of a certificate that nobody known has signed: what a proxy that opens TLS looks like. */
const CERTIFICATE =
  /SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_UNTRUSTED|CERT_SIGNATURE_FAILURE/;

/**
 * Whether Node checks no certificates (NODE_TLS_REJECT_UNAUTHORIZED=0): a token must not travel then, because anybody on the way
 * could read it.
 */
export function isTlsUnverified(env: Readonly<Record<string, string | undefined>>): boolean {
  return env["NODE_TLS_REJECT_UNAUTHORIZED"] === "0";
}
