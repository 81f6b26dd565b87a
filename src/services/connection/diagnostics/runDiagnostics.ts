/** The result of one step of "Diagnose Connection". */
export interface Finding {
  readonly step: string;
  /** `skip`: not checked, because an earlier step failed. */
  readonly outcome: 'pass' | 'warn' | 'fail' | 'skip';
  /** The result as a sentence. May contain text of other sources. */
  readonly found: string;
  /** How to fix the problem. Undefined if there is none. */
  readonly fix?: string | undefined;
}

/** The effective settings that a connection depends on. */
export interface ConnectionSettings {
  readonly connection: 'sandbox' | 'partner-center';
  readonly method: string;
  readonly clientId: string;
  readonly tenantId: string;
  /** The proxy and the setting or variable that it comes from. Undefined if there is no proxy. */
  readonly proxy: { readonly from: string; readonly address: string } | undefined;
  /** VS Code's `http.proxySupport` is off, so its proxy and certificates are not used. */
  readonly proxySupportOff: boolean;
  /** A national cloud is configured in VS Code. */
  readonly sovereignCloud: boolean;
}

/** The API's response to a request without a token. */
export interface ProbeResponse {
  readonly status: number;
  /** From the `Date` header, in ms since 1970. */
  readonly serverTime: number | undefined;
  readonly certificate: Certificate | undefined;
}

export interface Certificate {
  readonly subject: string;
  /** From the issuer of the host's certificate up to the root. */
  readonly issuers: readonly string[];
  /** ms since 1970. */
  readonly validTo: number | undefined;
}

/** The connection failed. `code` is that of Node.js. Has the certificate if it was received. */
export class ProbeError extends Error {
  override readonly name = 'ProbeError';
  readonly code: string;
  readonly certificate: Certificate | undefined;

  constructor(code: string, certificate: Certificate | undefined) {
    super(code);
    this.code = code;
    this.certificate = certificate;
  }
}

/** What the diagnostics check. None of the methods shows anything to the user. */
export interface Probes {
  settings(): ConnectionSettings;
  /** Returns the addresses of a host name. Rejects if it can't be resolved. */
  resolve(host: string): Promise<readonly string[]>;
  /** Sends a request without a token through VS Code's proxy and certificates. Rejects with a `ProbeError`. */
  sendProbe(url: string, signal: AbortSignal): Promise<ProbeResponse>;
  /** Returns the token that requests use. Undefined if the user must sign in first. */
  token(signal: AbortSignal): Promise<string | undefined>;
  /** Returns the number of referrals on the first page of the list. Rejects with an `ApiError`. */
  countListed(signal: AbortSignal): Promise<number>;
  now(): number;
}
