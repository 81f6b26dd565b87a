/** The four credentials in use, and the only file that knows @azure/identity: a bundle of its own, loaded on first need. */
export {
  AzureCliCredential,
  AzureDeveloperCliCredential,
  DeviceCodeCredential,
  InteractiveBrowserCredential,
} from '@azure/identity';
export type { DeviceCodeCredentialOptions, TokenCredential } from '@azure/identity';
