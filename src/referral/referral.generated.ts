// Generated from referral.schema.json by `npm run generate`. Change the schema, not this file.

/**
 * One referral of the Microsoft Partner Center Referrals API (v1.0). Value lists are open: the service may send values and properties that are not named here. $select may leave out any property.
 */
export interface Referral {
  /**
   * Metadata URL of the answer. Data only: it is misspelt or http:// in official samples, never request it.
   */
  '@odata.context'?: string;
  /**
   * The referral's id, a GUID. Set by the server.
   */
  id?: string;
  /**
   * Groups all referrals of one engagement: yours, Microsoft's, another partner's. Set by the server; send it on the second POST of a shared deal to tie that to the first.
   */
  engagementId?: string;
  /**
   * The deal's name.
   */
  name?: string | null;
  /**
   * Owner of this record, a GUID; `msft` for Microsoft's side. Set by the server.
   */
  organizationId?: string | null;
  /**
   * Name of the owner. Set by the server.
   */
  organizationName?: string | null;
  /**
   * Your CRM's id for this deal, free text. May be an empty string.
   */
  externalReferenceId?: string | null;
  /**
   * When the referral was created, UTC. Set by the server.
   */
  createdDateTime?: string | null;
  /**
   * When the referral was changed last, UTC. Set by the server. Compare it as text: fractions have 0, 6 or 7 digits.
   */
  updatedDateTime?: string | null;
  /**
   * When an unanswered referral expires, 14 days after creation, UTC. null once it is accepted. Set by the server.
   */
  expirationDateTime?: string | null;
  /**
   * When the referral was accepted, UTC; for outgoing deals the time of creation. Set by the server.
   */
  acceptedDateTime?: string | null;
  /**
   * When the referral was closed, UTC. Set by the server.
   */
  closedDateTime?: string | null;
  /**
   * Where the deal stands. `New`: waits for an answer. `Active`: accepted, being worked on. `Closed`: won, lost, declined, expired or an error; no more edits. `None`: not set. Change it together with substatus.
   */
  status?: 'None' | 'New' | 'Active' | 'Closed' | (string & {}) | null;
  /**
   * Detail of the status. With New: `Pending` (unanswered) or `Received` (acknowledged). With Active: `Accepted`. With Closed: `Won`, `Lost`, `Declined`, `Expired` (nobody answered for 14 days) or `Error` (closed as a mistake). `None`: not set.
   */
  substatus?:
    | 'None'
    | 'Pending'
    | 'Received'
    | 'Accepted'
    | 'Won'
    | 'Lost'
    | 'Declined'
    | 'Expired'
    | 'Error'
    | (string & {})
    | null;
  /**
   * Why the deal was lost, declined or closed as an error; free text.
   */
  statusReason?: string | null;
  /**
   * `Independent`: one owner. `Shared`: two referrals linked by engagementId, e.g. a co-sell deal with Microsoft. Required on create.
   */
  type?: 'Independent' | 'Shared' | (string & {});
  /**
   * Where the lead's quality comes from. `Direct`: the customer itself. `MarketingQualified`: Microsoft marketing. `SalesQualified`: a Microsoft seller, also what partners use on their own deals. `None`: not set.
   */
  qualification?: 'None' | 'Direct' | 'MarketingQualified' | 'SalesQualified' | (string & {}) | null;
  /**
   * Seen from your organization: `Incoming` was sent to you, `Outgoing` you sent. Set by the server.
   */
  direction?: 'Incoming' | 'Outgoing' | (string & {});
  /**
   * Marketplace lead source. Do not tell marketplace leads by this alone.
   */
  referralSource?: string | null;
  /**
   * What the customer pressed in the marketplace. Do not tell marketplace leads by this alone.
   */
  callToAction?: string | null;
  /**
   * Program name.
   */
  referralProgram?: string | null;
  /**
   * Marketing campaign id. May be an empty string.
   */
  campaignId?: string | null;
  /**
   * Sales stage: `Qualify` (20 %), `Develop` (40 %), `Propose` (60 %), `Close` (80 %); percentages as text such as "100" occur too.
   */
  salesStage?: 'Qualify' | 'Develop' | 'Propose' | 'Close' | (string & {}) | null;
  /**
   * Lead quality. `Unknown` is common; the portal speaks of High and Low. Set by the server.
   */
  quality?: 'Unknown' | 'High' | 'Low' | (string & {});
  /**
   * Marked as spam. Set by the server.
   */
  isSpam?: boolean;
  /**
   * Starred in the portal.
   */
  favorite?: boolean;
  /**
   * Tags; mostly strings. Set by the server.
   */
  tags?: unknown[] | null;
  /**
   * Partner location id (PartnerID, formerly MPN id), digits. Fixed after creation.
   */
  mpnId?: string | null;
  /**
   * Deal registration state. `None`: not registered. `ReviewPending`: being reviewed. `ActionRequired`: Microsoft waits for you. `Approved`, `Passed`, `Failed`: outcome. `Closed`: done. Set by the server.
   */
  registrationStatus?:
    'None' | 'ReviewPending' | 'ActionRequired' | 'Approved' | 'Passed' | 'Failed' | 'Closed' | (string & {});
  /**
   * Deal registrations (Azure IP co-sell). Add one with PATCH `/registrations/-` once the deal is won.
   */
  registrations?: Registration[] | null;
  /**
   * Sensitivity of the deal; `None` is common.
   */
  dealSensitivity?: 'None' | (string & {});
  /**
   * Channel that created the referral. Set by the server.
   */
  createdVia?: string | null;
  /**
   * Channel of the last change. Set by the server.
   */
  lastModifiedVia?: string | null;
  /**
   * Marker of a connector's last run. Shape not documented.
   */
  lastRunId?: unknown;
  /**
   * Concurrency tag; the quotes inside are part of it. Send it unchanged as If-Match. Set by the server on every write.
   */
  eTag?: string;
  /**
   * Who or what is addressed.
   */
  target?: Target[] | null;
  /**
   * The customer. Required on create.
   */
  customerProfile?: CustomerProfile;
  /**
   * What the customer and you agreed to. Required on create.
   */
  consent?: Consent;
  /**
   * The deal itself. Required on create.
   */
  details?: Details;
  /**
   * Your people on the deal; a Referrals user sees only deals that have their e-mail here. In partner-to-partner deals people of several organizations.
   */
  team?: Member[] | null;
  /**
   * The invitation or request for help.
   */
  inviteContext?: InviteContext | null;
  /**
   * Hypermedia. Display data only: never request these addresses; remove `links` from a PUT body.
   */
  links?: Links;
  /**
   * Ids in Microsoft's CRM. Set by the server.
   */
  trackingInfo?: TrackingInfo | null;
  /**
   * Listed as a property of the referral; samples carry it in details.requirements.additionalRequirements.attributes instead.
   */
  customerMarketplaceIntent?: unknown;
  /**
   * Partner role, for services co-sell only.
   */
  partnerRole?: unknown;
  /**
   * Solution area, for services co-sell only.
   */
  solutionArea?: unknown;
  /**
   * Solution play, for services co-sell only.
   */
  solutionPlay?: unknown;
  [k: string]: unknown;
}
/**
 * A deal registration.
 */
export interface Registration {
  /**
   * Its id. Set by the server.
   */
  id?: string | null;
  /**
   * Kind of registration; only `AzureIPCoSell` is known.
   */
  type?: 'AzureIPCoSell' | (string & {}) | null;
  /**
   * When it was registered, UTC. Set by the server.
   */
  registrationDateTime?: string | null;
  /**
   * `ReviewPending`: being reviewed. `ActionRequired`: Microsoft waits for you. `Approved`, `Passed`, `Failed`: outcome. `Closed`: done. Set by the server.
   */
  status?: 'ReviewPending' | 'ActionRequired' | 'Approved' | 'Passed' | 'Failed' | 'Closed' | (string & {}) | null;
  /**
   * Why it has this status.
   */
  statusReason?: string | null;
  /**
   * The contract with the customer.
   */
  contract?: Contract | null;
  /**
   * The sold solutions.
   */
  solutionDetails?: SolutionDetail[] | null;
  /**
   * When each status was reached. Set by the server.
   */
  statusHistory?: StatusHistory | null;
  [k: string]: unknown;
}
/**
 * The contract of a registered deal.
 */
export interface Contract {
  /**
   * Contract value in `currency`; at least the solutions' value.
   */
  value?: number | null;
  /**
   * ISO 4217 code of value.
   */
  currency?: string | null;
  /**
   * Start, UTC; at most 90 days ago at registration.
   */
  startDateTime?: string | null;
  /**
   * End, UTC, not before the start; not needed when perpetual.
   */
  endDateTime?: string | null;
  /**
   * Signature, UTC; at most 60 days ago at registration, not in the future.
   */
  signDateTime?: string | null;
  /**
   * `Perpetual`: no end. `Finite`: with an end date.
   */
  term?: 'Perpetual' | 'Finite' | (string & {}) | null;
  [k: string]: unknown;
}
/**
 * A sold solution of a registered deal.
 */
export interface SolutionDetail {
  /**
   * Solution id, SOL-….
   */
  id?: string | null;
  /**
   * Display name; only when reading.
   */
  name?: string | null;
  /**
   * Value in `currency`.
   */
  value?: number | null;
  /**
   * ISO 4217 code of value; only when writing.
   */
  currency?: string | null;
  /**
   * Deployed on Azure.
   */
  isDeployedOnAzure?: boolean | null;
  /**
   * Whose subscription it mainly runs in: `Customer` or `Partner`.
   */
  primaryDeploymentOn?: 'Customer' | 'Partner' | (string & {}) | null;
  /**
   * `PayAsYouGo` or `Other`.
   */
  pricingModel?: 'PayAsYouGo' | 'Other' | (string & {}) | null;
  /**
   * Was it sold through the marketplace?
   */
  marketplaceTransactionDetails?: MarketplaceTransactionDetails | null;
  [k: string]: unknown;
}
/**
 * A marketplace transaction.
 */
export interface MarketplaceTransactionDetails {
  /**
   * Sold through the marketplace.
   */
  isMarketplaceTransacted?: boolean | null;
  /**
   * When, UTC; needed when sold through the marketplace.
   */
  marketplaceTransactionDateTime?: string | null;
  [k: string]: unknown;
}
/**
 * When each registration status was reached.
 */
export interface StatusHistory {
  /**
   * Review began, UTC.
   */
  reviewPendingDateTime?: string | null;
  /**
   * Microsoft asked for something, UTC.
   */
  actionRequiredDateTime?: string | null;
  /**
   * Review passed, UTC.
   */
  passedDateTime?: string | null;
  /**
   * Review failed, UTC.
   */
  failedDateTime?: string | null;
  /**
   * Approved, UTC.
   */
  approvedDateTime?: string | null;
  [k: string]: unknown;
}
/**
 * Who or what a referral addresses.
 */
export interface Target {
  /**
   * `BusinessProfileLocation`: a location; with id `msft` Microsoft. `SolutionProfile`: a solution. `None`: not set.
   */
  type?: 'None' | 'BusinessProfileLocation' | 'SolutionProfile' | (string & {});
  /**
   * Its id; `msft` is Microsoft.
   */
  id?: string | null;
  [k: string]: unknown;
}
/**
 * The customer of a deal.
 */
export interface CustomerProfile {
  /**
   * Customer company. May arrive with HTML entities such as &amp; in it; show it as received.
   */
  name?: string | null;
  /**
   * Where the customer is.
   */
  address?: Address;
  /**
   * Number of employees as a band. May be an empty string.
   */
  size?:
    | '1to9employees'
    | '10to50employees'
    | '51to250employees'
    | '251to1000employees'
    | '1001to5000employees'
    | '5001to10000employees'
    | '10001to20000employees'
    | 'Morethan20000employees'
    | '1to50employees'
    | '51to500employees'
    | 'Morethan500employees'
    | (string & {})
    | null;
  /**
   * Contacts at the customer. One with name, phone and e-mail is needed once help from Microsoft is asked for.
   */
  team?: Member[] | null;
  /**
   * External ids of the customer. An empty object occurs instead of an empty array.
   */
  ids?:
    | CustomerId[]
    | {
        [k: string]: unknown;
      }
    | null;
  /**
   * Microsoft has matched the customer to an account. Set by the server.
   */
  isMatchingComplete?: boolean;
  [k: string]: unknown;
}
/**
 * A postal address.
 */
export interface Address {
  /**
   * Street and number.
   */
  addressLine1?: string | null;
  /**
   * Optional second line; may be an empty string.
   */
  addressLine2?: string | null;
  /**
   * City.
   */
  city?: string | null;
  /**
   * State or province; may be an empty string.
   */
  state?: string | null;
  /**
   * Postal code.
   */
  postalCode?: string | null;
  /**
   * Country, ISO 3166-1 alpha-2, such as US or DE.
   */
  country?: string | null;
  /**
   * Region; the state's code sometimes lands here.
   */
  region?: string | null;
  [k: string]: unknown;
}
/**
 * A person on a team.
 */
export interface Member {
  /**
   * First name.
   */
  firstName?: string | null;
  /**
   * Last name.
   */
  lastName?: string | null;
  /**
   * Phone number, free format.
   */
  phoneNumber?: string | null;
  /**
   * E-mail; the key used in filters: team/any(t:t/email eq '…').
   */
  email?: string | null;
  /**
   * Job title.
   */
  title?: string | null;
  /**
   * How notifications reach this person.
   */
  contactPreference?: ContactPreference | null;
  /**
   * Contact check on marketplace leads: Valid, Invalid, Unknown or Spam.
   */
  emailValidationStatus?: string | null;
  /**
   * Contact check on marketplace leads: Valid, Invalid or Unknown.
   */
  phoneValidationStatus?: string | null;
  [k: string]: unknown;
}
/**
 * Notification preferences of a person.
 */
export interface ContactPreference {
  /**
   * Language of notification mails, a .NET culture name such as en-US; case differs.
   */
  locale?: string | null;
  /**
   * true: no notification mails.
   */
  disableNotifications?: boolean | null;
  [k: string]: unknown;
}
/**
 * An external id of the customer.
 */
export interface CustomerId {
  /**
   * `Duns`: D-U-N-S number. `External`: another system's id, seen with Microsoft's own account id.
   */
  profileType?: 'Duns' | 'External' | (string & {}) | null;
  /**
   * The id; may be an empty string.
   */
  id?: string | null;
  [k: string]: unknown;
}
/**
 * Consent flags of a deal.
 */
export interface Consent {
  /**
   * Personal data may be shared with others. The doubled "To" is the real name.
   */
  consentToToShareInfoWithOthers?: boolean | null;
  /**
   * The customer may be contacted.
   */
  consentToContact?: boolean | null;
  /**
   * Microsoft may contact specific partners.
   */
  consentToMicrosoftToContactSpecificPartners?: boolean | null;
  /**
   * Visible to Microsoft sellers. false: a private deal. One-way: once true it cannot go back.
   */
  consentToShareReferralWithMicrosoftSellers?: boolean;
  [k: string]: unknown;
}
/**
 * The deal itself.
 */
export interface Details {
  /**
   * Notes, free text.
   */
  notes?: string | null;
  /**
   * Estimated value in `currency`. A number; PATCH samples send it as a numeric string.
   */
  dealValue?: number | null;
  /**
   * ISO 4217 code of dealValue, such as EUR.
   */
  currency?: string | null;
  /**
   * Expected closing date, UTC.
   */
  closingDateTime?: string | null;
  /**
   * What the customer did. Meaning not documented.
   */
  customerAction?: string | null;
  /**
   * The customer asked to be contacted.
   */
  customerRequestedContact?: boolean | null;
  /**
   * Incentive level of the deal.
   */
  incentiveLevel?: string | null;
  /**
   * What the customer needs.
   */
  requirements?: Requirements | null;
  [k: string]: unknown;
}
/**
 * What the customer needs.
 */
export interface Requirements {
  /**
   * Industries of the customer.
   */
  industries?: Industry[] | null;
  /**
   * Microsoft products of the deal.
   */
  products?: Product[] | null;
  /**
   * Services of the deal.
   */
  services?: Service[] | null;
  /**
   * Solutions of the deal, 1 to 50.
   */
  solutions?: Solution[] | null;
  /**
   * Offers; shape not documented.
   */
  offers?: unknown[] | null;
  /**
   * Sales plays; shape not documented.
   */
  salesPlays?: unknown[] | null;
  /**
   * IoT details and a bag of attributes.
   */
  additionalRequirements?: AdditionalRequirements | null;
  [k: string]: unknown;
}
/**
 * An industry. The ids contain blanks, commas and &.
 */
export interface Industry {
  /**
   * An industry. The ids contain blanks, commas and &.
   */
  id:
    | 'Agriculture, Forestry, & Fishing'
    | 'Communications & Media'
    | 'Education'
    | 'Financial Services'
    | 'Government'
    | 'Healthcare'
    | 'Hospitality'
    | 'Manufacturing'
    | 'Power & Utilities'
    | 'Public Safety and National Security'
    | 'Retail & Consumer Goods'
    | 'Services'
    | 'Travel & Transportation'
    | 'Wholesale & Distribution'
    | (string & {});
  [k: string]: unknown;
}
/**
 * A Microsoft product.
 */
export interface Product {
  /**
   * A Microsoft product.
   */
  id:
    | 'Azure'
    | 'EnterpriseMobilityAndSecurity'
    | 'Exchange'
    | 'DeveloperTools'
    | 'Dynamics365Business'
    | 'Dynamics365Enterprise'
    | 'DynamicsAX,GP,NAV,SL'
    | 'Microsoft365'
    | 'Office'
    | 'PowerBI'
    | 'Project'
    | 'SharePoint'
    | 'SkypeForBusiness'
    | 'Surface'
    | 'SurfaceHub'
    | 'SQL'
    | 'Teams'
    | 'Visio'
    | 'Windows'
    | 'Yammer'
    | (string & {});
  [k: string]: unknown;
}
/**
 * A service.
 */
export interface Service {
  /**
   * A service.
   */
  id:
    | 'ConsultingAndProfessional'
    | 'CustomSolution(ISV)'
    | 'DeploymentOrMigration'
    | 'Hardware'
    | 'Integration'
    | 'IPServices(ISV)'
    | 'LearningAndCertification'
    | 'Licensing'
    | 'ManagedServices'
    | 'ProjectServices'
    | (string & {});
  [k: string]: unknown;
}
/**
 * A solution of the deal.
 */
export interface Solution {
  /**
   * Catalog id such as SOL-70431-QZT, a GUID for older solutions, or one of the category ids.
   */
  id:
    | 'AdvancedAnalytics'
    | 'ApplicationIntegration'
    | 'ArtificialIntelligence'
    | 'AzureSecurityOperationManagement'
    | 'AzureStack'
    | 'BackupDisasterRecovery'
    | 'BigData'
    | 'Blockchain'
    | 'Chatbot'
    | 'CloudDatabaseMigration'
    | 'CloudMigration'
    | 'CloudVoice'
    | 'CognitiveServices'
    | 'CompetitiveDatabaseMigration'
    | 'Containers'
    | 'DataWarehouse'
    | 'DatabaseonLinux'
    | 'DevelopmentandTest'
    | 'DevOps'
    | 'DigitalMedia'
    | 'Dynamics365forCustomerService'
    | 'Dynamics365forFieldService'
    | 'Dynamics365forFinanceOperations'
    | 'Dynamics365forRetail'
    | 'Dynamics365forSales'
    | 'Dynamics365forTalent'
    | 'DynamicsonAzure'
    | 'EnterpriseBusinessIntelligence'
    | 'Gaming'
    | 'HighPerformanceComputing'
    | 'HybridStorage'
    | 'IdentityandAccessManagement'
    | 'InformationManagement'
    | 'InternetofThings'
    | 'MachineLearning'
    | 'Microserviceapplications'
    | 'MobileApplications'
    | 'MySQLPostgresMigrationtoAzure'
    | 'Networking'
    | 'NoSQLMigration'
    | 'RedhatonAzure'
    | 'RegulatoryComplianceGDPR'
    | 'SAPonAzure'
    | 'ServerlessComputing'
    | 'SharepointonAzure'
    | 'SQLServerUpgrade'
    | 'ThreatProtection'
    | 'WebDevelopment'
    | (string & {});
  /**
   * Display name.
   */
  name?: string | null;
  /**
   * `Category`: from the predefined list. `Name`: a catalog solution. `None`: not set.
   */
  type?: 'None' | 'Category' | 'Name' | (string & {});
  /**
   * A different thing than type, e.g. 3P for a third party's solution.
   */
  solutionType?: string | null;
  /**
   * Publisher of the solution.
   */
  publisherName?: string | null;
  /**
   * Price of one, in `currency`.
   */
  price?: number | null;
  /**
   * How many.
   */
  quantity?: number | null;
  /**
   * ISO 4217 code of price.
   */
  currency?: string | null;
  /**
   * Expected closing date of this solution, UTC.
   */
  closingDateTime?: string | null;
  [k: string]: unknown;
}
/**
 * IoT details and a bag of attributes.
 */
export interface AdditionalRequirements {
  /**
   * IoT details; an empty object is accepted on create.
   */
  iot?: Iot | null;
  /**
   * Key and value pairs, e.g. the customer's marketplace intent.
   */
  attributes?: Attribute[] | null;
  [k: string]: unknown;
}
/**
 * IoT details of a deal.
 */
export interface Iot {
  /**
   * Licence agreement number of the customer.
   */
  customerLicenseAgreementNumber?: string | null;
  /**
   * Kind of device.
   */
  deviceCategory?: string | null;
  /**
   * Kind of silicon.
   */
  siliconType?: string | null;
  /**
   * The device is Azure certified.
   */
  azureCertifiedDevice?: boolean;
  /**
   * Services are attached.
   */
  attachServices?: boolean;
  [k: string]: unknown;
}
/**
 * A key and value pair.
 */
export interface Attribute {
  /**
   * The key. `CustomerMarketplaceIntent`: will the customer buy in the marketplace (HaveNotDecided, Yes, No). `PartnerRole`, `SolutionArea`, `SolutionPlay`: services co-sell only.
   */
  type?: 'CustomerMarketplaceIntent' | 'PartnerRole' | 'SolutionArea' | 'SolutionPlay' | (string & {});
  /**
   * The value.
   */
  id?: string | null;
  [k: string]: unknown;
}
/**
 * The invitation or request for help.
 */
export interface InviteContext {
  /**
   * Note to the receiving organization.
   */
  notes?: string | null;
  /**
   * Who invites.
   */
  invitedBy?: InvitedBy | null;
  /**
   * Help wanted from Microsoft. `Unknown`: none asked. `GeneralOrOther`, `CustomerTechnicalArchitecture`, `ProofOfConceptOrDemo`, `QuotesOrLicensing`, `PostSalesCustomerSuccess`, `WorkloadSpecificValueProposition`: the kind of help.
   */
  assistanceRequestCode?:
    | 'Unknown'
    | 'GeneralOrOther'
    | 'CustomerTechnicalArchitecture'
    | 'ProofOfConceptOrDemo'
    | 'QuotesOrLicensing'
    | 'PostSalesCustomerSuccess'
    | 'WorkloadSpecificValueProposition'
    | (string & {})
    | null;
  /**
   * Invited partner location.
   */
  invitedMpnId?: string | null;
  [k: string]: unknown;
}
/**
 * The inviting organization.
 */
export interface InvitedBy {
  /**
   * Its id; `msft` is Microsoft.
   */
  organizationId?: string | null;
  /**
   * Its name.
   */
  organizationName?: string | null;
  [k: string]: unknown;
}
/**
 * Hypermedia of a referral. Display data only.
 */
export interface Links {
  /**
   * The referrals of the same engagement.
   */
  relatedReferrals?: Link | null;
  /**
   * This referral.
   */
  self?: Link | null;
  [k: string]: unknown;
}
/**
 * A link. The address is often wrong; never request it.
 */
export interface Link {
  /**
   * The address, as data.
   */
  uri?: string | null;
  /**
   * HTTP method, GET.
   */
  method?: string | null;
  [k: string]: unknown;
}
/**
 * Ids in Microsoft's CRM.
 */
export interface TrackingInfo {
  /**
   * Id in Microsoft Sales Experience.
   */
  microsoftMsxId?: string | null;
  /**
   * Opportunity id in the US Federal CRM.
   */
  microsoftUSFedOpportunityId?: string | null;
  /**
   * Lead id in the US Federal CRM.
   */
  microsoftUSFedLeadId?: string | null;
  /**
   * Deal id before migration from Partner Sales Connect.
   */
  migratedPSCDealId?: string | null;
  /**
   * Partner's deal id before migration from Partner Sales Connect.
   */
  migratedPSCPartnerDealId?: string | null;
  [k: string]: unknown;
}
