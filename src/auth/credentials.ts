import { t } from '../base/l10n.ts';
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
  /** Called with the reason when an exchange with the identity provider failed, as it or the network reported it. */
  readonly onError?: (said: string) => void;
  /** An identity provider for tests. No setting reaches it, and neither does the environment. */
  readonly authorityHost?: string;
}

/** Set explicitly, so that AZURE_AUTHORITY_HOST can't send codes and refresh tokens to another host. */
const microsoft = 'https://login.microsoftonline.com';

/** Loads @azure/identity and makes the credential of a method. Rejects with a `SignInError` when the settings are incomplete or invalid. */
export async function createCredential(options: IdentityOptions): Promise<TokenCredential> {
  const { method, clientId, tenantId, showDeviceCode, onError = () => undefined, authorityHost = microsoft } = options;
  // It becomes part of a URL and of a command line.
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
      // Without an ID, the credential would use the Azure CLI's, which the Partner API doesn't admit.
      if (clientId === '') {
        throw new SignInError(
          t('This sign-in method needs an app registration: set partnerReferrals.auth.clientId to its ID.'),
        );
      }
      const own = {
        ...tenant,
        clientId,
        authorityHost,
        // Discovery asks Microsoft about a host that it doesn't know itself.
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

/** In ms; a tool may have to renew its token over a slow connection first. */
const toolTimeout = 20_000;

type Policy = NonNullable<DeviceCodeCredentialOptions['additionalPolicies']>[number]['policy'];

/** MSAL drops the description of an error, which contains Entra's code. */
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
    // Not an error: the person has not entered the code yet.
    if (answer?.error === 'authorization_pending' || answer?.error === 'slow_down') return undefined;
    return typeof answer?.error_description === 'string' ? answer.error_description.slice(0, 1024) : undefined;
  } catch {
    return undefined;
  }
}
