/** What the Connection Doctor found out at one step. */
export interface Finding {
  readonly step: string;
  /** `skip`: an earlier step failed, so this one would tell nothing. */
  readonly outcome: 'pass' | 'warn' | 'fail' | 'skip';
  /** What was found, in a sentence; may hold words from outside. */
  readonly found: string;
  /** What helps; undefined when nothing has to be done. */
  readonly fix?: string | undefined;
}

/** The settings that a connection depends on, as they are in force. */
export interface ConnectionSettings {
  readonly connection: 'sandbox' | 'partner-center';
  readonly method: string;
  readonly clientId: string;
  readonly tenantId: string;
  /** Where the proxy comes from and what it is; undefined without one. */
  readonly proxy: { readonly from: string; readonly address: string } | undefined;
  /** VS Code's `http.proxySupport` is off: then its proxy and certificates are not used. */
  readonly proxySupportOff: boolean;
  /** A national cloud is configured in VS Code. */
  readonly sovereignCloud: boolean;
}

/** The API's answer to a request without a token. */
export interface Greeting {
  readonly status: number;
  /** Of the `Date` header, ms since 1970. */
  readonly serverTime: number | undefined;
  readonly certificate: Certificate | undefined;
}

export interface Certificate {
  readonly subject: string;
  /** From the one who signed the host's certificate up to the root. */
  readonly issuers: readonly string[];
  /** ms since 1970. */
  readonly validTo: number | undefined;
}

/** The connection could not be made; `code` is node's. The certificate is told when it was seen. */
export class GreetingError extends Error {
  override readonly name = 'GreetingError';
  readonly code: string;
  readonly certificate: Certificate | undefined;

  constructor(code: string, certificate: Certificate | undefined) {
    super(code);
    this.code = code;
    this.certificate = certificate;
  }
}

/** The world as the doctor looks at it. None of these shows anything to anybody. */
export interface Probes {
  settings(): ConnectionSettings;
  /** Addresses of a host name. Rejects when it can't be resolved. */
  resolve(host: string): Promise<readonly string[]>;
  /** Asks an address without a token, through VS Code's proxy and certificates. Rejects with a `GreetingError`. */
  greet(url: string, signal: AbortSignal): Promise<Greeting>;
  /** The token that requests would be sent with; undefined when only a sign-in could yield one. */
  token(signal: AbortSignal): Promise<string | undefined>;
  /** How many referrals the first page of the list holds. Rejects with an `ApiError`. */
  countListed(signal: AbortSignal): Promise<number>;
  now(): number;
}
