/** The only file that imports @azure/identity: a separate bundle, loaded on first use. */
export {
  AzureCliCredential,
  AzureDeveloperCliCredential,
  DeviceCodeCredential,
  InteractiveBrowserCredential,
} from '@azure/identity';
export type { DeviceCodeCredentialOptions, TokenCredential } from '@azure/identity';
