import { t } from '../base/l10n.ts';
import type { DeviceCodeCredentialOptions, TokenCredential } from './identityCredentials.ts';
import { SignInError } from './tokens.ts';

/** Sign-in methods that use @azure/identity. The names are values of the setting `auth.method`. */
export type IdentityMethod = 'azureCli' | 'azureDeveloperCli' | 'deviceCode' | 'browser';

export interface DeviceCode {
  readonly userCode: string;
  readonly verificationUri: string;
}

export interface IdentityOptions {
  readonly method: IdentityMethod;
  /** GUID of the user's app registration. Required for `deviceCode` and `browser`. */
  readonly clientId: string;
  /** GUID or domain. Empty for the account's home tenant. */
  readonly tenantId: string;
  /** Shows a device code to the user. */
  readonly showDeviceCode: (code: DeviceCode) => void;
  /**
   * Called with the error text when a request to the identity provider failed. The text comes from the provider or the
   * network.
   */
  readonly onError?: (said: string) => void;
  /** An identity provider for tests. It can't be set by a setting or the environment. */
  readonly authorityHost?: string;
}

/** Passed explicitly, since AZURE_AUTHORITY_HOST could otherwise send codes and refresh tokens to another host. */
const microsoft = 'https://login.microsoftonline.com';

/**
 * Loads @azure/identity and creates the credential of a method. Rejects with a `SignInError` if the settings are
 * incomplete or invalid.
 */
export async function createCredential(options: IdentityOptions): Promise<TokenCredential> {
  const { method, clientId, tenantId, showDeviceCode, onError = () => undefined, authorityHost = microsoft } = options;
  // The tenant id becomes part of a URL and of a command line.
  if (!/^[\w.-]*$/.test(tenantId)) {
    throw new SignInError(t('partnerReferrals.auth.tenantId must be a GUID or a domain.'));
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
      // Without an ID, the credential would use the Azure CLI's app, which the Partner API doesn't accept.
      if (clientId === '') {
        throw new SignInError(
          t('This sign-in method needs an app registration: set partnerReferrals.auth.clientId to its ID.'),
        );
      }
      const own = {
        ...tenant,
        clientId,
        authorityHost,
        // For a host that it doesn't know, discovery would send a request to Microsoft.
        disableInstanceDiscovery: authorityHost !== microsoft,
        disableAutomaticAuthentication: true,
        additionalPolicies: [{ policy: errorListener(onError), position: 'perCall' as const }],
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

/** Time limit of a command-line tool in ms. It may have to renew its token over a slow connection first. */
const toolTimeout = 20_000;

type Policy = NonNullable<DeviceCodeCredentialOptions['additionalPolicies']>[number]['policy'];

/** Records the descriptions of errors. They contain Entra's code, and MSAL omits them. */
function errorListener(onError: (said: string) => void): Policy {
  return {
    name: 'errorListener',
    async sendRequest(request, next) {
      try {
        const response = await next(request);
        const said = response.status >= 400 ? readRefusal(response.bodyAsText) : undefined;
        if (said !== undefined) onError(said);
        return response;
      } catch (error) {
        onError(error instanceof Error ? error.message : String(error));
        throw error;
      }
    },
  };
}

function readRefusal(body: string | null | undefined): string | undefined {
  try {
    const answer = JSON.parse(body ?? '') as { error?: unknown; error_description?: unknown } | null;
    // Not an error: the user hasn't entered the code yet.
    if (answer?.error === 'authorization_pending' || answer?.error === 'slow_down') return undefined;
    return typeof answer?.error_description === 'string' ? answer.error_description.slice(0, 1024) : undefined;
  } catch {
    return undefined;
  }
}
