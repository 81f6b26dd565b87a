import type { DeviceCodeCredentialOptions, TokenCredential } from './identityCredentials.ts';
import { SignInError } from './tokens.ts';

/** Sign-in methods that go through @azure/identity; the names are those of the setting `auth.method`. */
export type IdentityMethod = 'azureCli' | 'azureDeveloperCli' | 'deviceCode' | 'browser';

export interface DeviceCode {
  readonly userCode: string;
  readonly verificationUri: string;
}

export interface IdentityOptions {
  readonly method: IdentityMethod;
  /** GUID of an app registration of the person's own; needed for `deviceCode` and `browser`. */
  readonly clientId: string;
  /** GUID or domain; empty: the account's home tenant. */
  readonly tenantId: string;
  /** Shows a device code to the person who asked to sign in. */
  readonly showDeviceCode: (code: DeviceCode) => void;
  /** Told why an exchange with the identity provider failed, in its own words or the network's. */
  readonly onTrouble?: (said: string) => void;
  /** An identity provider for tests. No setting reaches it, and neither does the environment. */
  readonly authorityHost?: string;
}

/** Named, since @azure/identity else takes what AZURE_AUTHORITY_HOST says: codes and refresh tokens go to Microsoft only. */
const microsoft = 'https://login.microsoftonline.com';

/** Loads @azure/identity and makes the credential of a method. Rejects with a `SignInError` when the settings don't do. */
export async function createCredential(options: IdentityOptions): Promise<TokenCredential> {
  const {
    method,
    clientId,
    tenantId,
    showDeviceCode,
    onTrouble = () => undefined,
    authorityHost = microsoft,
  } = options;
  // It becomes part of an address and of a command line.
  if (!/^[\w.-]*$/.test(tenantId)) {
    throw new SignInError('partnerReferrals.auth.tenantId must be a GUID or a domain.');
  }
  const tenant = tenantId === '' ? {} : { tenantId };
  const identity = await import('./identityCredentials.ts');
  switch (method) {
    case 'azureCli':
      return new identity.AzureCliCredential({ ...tenant, processTimeoutInMs: toolTimeout });
    case 'azureDeveloperCli':
      return new identity.AzureDeveloperCliCredential({ ...tenant, processTimeoutInMs: toolTimeout });
    case 'deviceCode':
    case 'browser': {
      // Without this they would sign in as the Azure CLI, which is not admitted to the Partner API.
      if (clientId === '') {
        throw new SignInError(
          'This sign-in method needs an app registration: set partnerReferrals.auth.clientId to its ID.',
        );
      }
      const own = {
        ...tenant,
        clientId,
        authorityHost,
        // Microsoft knows its own hosts; another one would be asked about there.
        disableInstanceDiscovery: authorityHost !== microsoft,
        disableAutomaticAuthentication: true,
        additionalPolicies: [{ policy: listening(onTrouble), position: 'perCall' as const }],
      };
      return method === 'browser'
        ? new identity.InteractiveBrowserCredential(own)
        : new identity.DeviceCodeCredential({
            ...own,
            userPromptCallback: ({ userCode, verificationUri }) => showDeviceCode({ userCode, verificationUri }),
          });
    }
  }
}

/** In ms; the tools may have to renew over a slow line first. */
const toolTimeout = 20_000;

type Policy = NonNullable<DeviceCodeCredentialOptions['additionalPolicies']>[number]['policy'];

/** MSAL keeps the name of an error at most; Entra's code, which tells the cause, stands in the description it drops. */
function listening(tell: (said: string) => void): Policy {
  return {
    name: 'listening',
    async sendRequest(request, next) {
      try {
        const response = await next(request);
        const said = response.status >= 400 ? readRefusal(response.bodyAsText) : undefined;
        if (said !== undefined) tell(said);
        return response;
      } catch (error) {
        tell(error instanceof Error ? error.message : String(error));
        throw error;
      }
    },
  };
}

function readRefusal(body: string | null | undefined): string | undefined {
  try {
    const answer = JSON.parse(body ?? '') as { error?: unknown; error_description?: unknown } | null;
    // Not refused, only not done yet: the person is still entering the code.
    if (answer?.error === 'authorization_pending' || answer?.error === 'slow_down') return undefined;
    return typeof answer?.error_description === 'string' ? answer.error_description.slice(0, 1024) : undefined;
  } catch {
    return undefined;
  }
}
