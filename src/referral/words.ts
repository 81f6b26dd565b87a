/**
 * Readable words for the values of the API's enumerations and lists (reference §3.10). The API's enums are open: a value
 * that isn't listed is handed back as it came, and `hasWords` tells that it was not.
 */

const words = {
  status: { None: 'No status', New: 'New', Active: 'Active', Closed: 'Closed' },
  substatus: {
    None: 'No substatus',
    Pending: 'Pending',
    Received: 'Received',
    Accepted: 'Accepted',
    Won: 'Won',
    Lost: 'Lost',
    Declined: 'Declined',
    Expired: 'Expired',
    Error: 'Closed as an error',
  },
  type: { Independent: 'Independent', Shared: 'Shared' },
  direction: { Incoming: 'Incoming', Outgoing: 'Outgoing' },
  qualification: { None: 'None', Direct: 'Direct', MarketingQualified: 'Marketing', SalesQualified: 'Sales' },
  category: {
    marketplaceLead: 'Marketplace lead',
    qualifiedLead: 'Qualified lead',
    coSell: 'Co-sell opportunity',
    other: 'Referral',
  },
  solutionKind: { None: 'None', Category: 'Category', Name: 'Catalogue' },
  target: { None: 'None', BusinessProfileLocation: 'Location', SolutionProfile: 'Solution' },
  profile: { Duns: 'DUNS', External: 'External' },
  assistance: {
    Unknown: 'No help asked',
    GeneralOrOther: 'General or other help',
    CustomerTechnicalArchitecture: 'Technical architecture for the customer',
    ProofOfConceptOrDemo: 'Proof of concept or demo',
    QuotesOrLicensing: 'Quotes or licensing',
    PostSalesCustomerSuccess: 'Customer success after the sale',
    WorkloadSpecificValueProposition: 'Value proposition for a workload',
  },
  salesStage: {
    Qualify: 'Qualify',
    Develop: 'Develop',
    Propose: 'Propose',
    Close: 'Close',
    '10': 'Created or accepted (10%)',
    '20': 'Qualified (20%)',
    '40': 'Developed (40%)',
    '60': 'Proposed (60%)',
    '80': 'Negotiated (80%)',
    '100': 'Won (100%)',
  },
  registration: {
    None: 'None',
    ReviewPending: 'Review pending',
    ActionRequired: 'Action required',
    Approved: 'Approved',
    Passed: 'Passed',
    Failed: 'Failed',
    Closed: 'Closed',
  },
  registrationType: { AzureIPCoSell: 'Azure IP co-sell' },
  term: { Perpetual: 'Perpetual', Finite: 'Finite' },
  deployment: { Customer: 'Customer’s subscription', Partner: 'Partner’s subscription' },
  pricing: { PayAsYouGo: 'Pay as you go', Other: 'Other' },
  attribute: {
    CustomerMarketplaceIntent: 'Marketplace purchase',
    PartnerRole: 'Partner role',
    SolutionArea: 'Solution area',
    SolutionPlay: 'Solution play',
  },
  marketplaceIntent: { Yes: 'Intended', No: 'Not intended', HaveNotDecided: 'Not decided yet' },
  size: {
    '1to9employees': '1–9 employees',
    '10to50employees': '10–50 employees',
    '51to250employees': '51–250 employees',
    '251to1000employees': '251–1,000 employees',
    '1001to5000employees': '1,001–5,000 employees',
    '5001to10000employees': '5,001–10,000 employees',
    '10001to20000employees': '10,001–20,000 employees',
    Morethan20000employees: 'more than 20,000 employees',
    '1to50employees': '1–50 employees',
    '51to500employees': '51–500 employees',
    Morethan500employees: 'more than 500 employees',
  },
  product: {
    Azure: 'Azure',
    EnterpriseMobilityAndSecurity: 'Enterprise Mobility + Security',
    Exchange: 'Exchange',
    DeveloperTools: 'Developer tools',
    Dynamics365Business: 'Dynamics 365 Business',
    Dynamics365Enterprise: 'Dynamics 365 Enterprise',
    'DynamicsAX,GP,NAV,SL': 'Dynamics AX, GP, NAV, SL',
    Microsoft365: 'Microsoft 365',
    Office: 'Office',
    PowerBI: 'Power BI',
    Project: 'Project',
    SharePoint: 'SharePoint',
    SkypeForBusiness: 'Skype for Business',
    Surface: 'Surface',
    SurfaceHub: 'Surface Hub',
    SQL: 'SQL',
    Teams: 'Teams',
    Visio: 'Visio',
    Windows: 'Windows',
    Yammer: 'Yammer',
  },
  service: {
    ConsultingAndProfessional: 'Consulting and professional services',
    'CustomSolution(ISV)': 'Custom solution (ISV)',
    DeploymentOrMigration: 'Deployment or migration',
    Hardware: 'Hardware',
    Integration: 'Integration',
    'IPServices(ISV)': 'IP services (ISV)',
    LearningAndCertification: 'Learning and certification',
    Licensing: 'Licensing',
    ManagedServices: 'Managed services',
    ProjectServices: 'Project services',
  },
  industry: {
    'Agriculture, Forestry, & Fishing': 'Agriculture, forestry and fishing',
    'Communications & Media': 'Communications and media',
    Education: 'Education',
    'Financial Services': 'Financial services',
    Government: 'Government',
    Healthcare: 'Healthcare',
    Hospitality: 'Hospitality',
    Manufacturing: 'Manufacturing',
    'Power & Utilities': 'Power and utilities',
    'Public Safety and National Security': 'Public safety and national security',
    'Retail & Consumer Goods': 'Retail and consumer goods',
    Services: 'Services',
    'Travel & Transportation': 'Travel and transportation',
    'Wholesale & Distribution': 'Wholesale and distribution',
  },
  solution: {
    AdvancedAnalytics: 'Advanced analytics',
    ApplicationIntegration: 'Application integration',
    ArtificialIntelligence: 'Artificial intelligence',
    AzureSecurityOperationManagement: 'Azure security and operations management',
    AzureStack: 'Azure Stack',
    BackupDisasterRecovery: 'Backup and disaster recovery',
    BigData: 'Big data',
    Blockchain: 'Blockchain',
    Chatbot: 'Chatbot',
    CloudDatabaseMigration: 'Cloud database migration',
    CloudMigration: 'Cloud migration',
    CloudVoice: 'Cloud voice',
    CognitiveServices: 'Cognitive services',
    CompetitiveDatabaseMigration: 'Competitive database migration',
    Containers: 'Containers',
    DataWarehouse: 'Data warehouse',
    DatabaseonLinux: 'Database on Linux',
    DevelopmentandTest: 'Development and test',
    DevOps: 'DevOps',
    DigitalMedia: 'Digital media',
    Dynamics365forCustomerService: 'Dynamics 365 for Customer Service',
    Dynamics365forFieldService: 'Dynamics 365 for Field Service',
    Dynamics365forFinanceOperations: 'Dynamics 365 for Finance and Operations',
    Dynamics365forRetail: 'Dynamics 365 for Retail',
    Dynamics365forSales: 'Dynamics 365 for Sales',
    Dynamics365forTalent: 'Dynamics 365 for Talent',
    DynamicsonAzure: 'Dynamics on Azure',
    EnterpriseBusinessIntelligence: 'Enterprise business intelligence',
    Gaming: 'Gaming',
    HighPerformanceComputing: 'High-performance computing',
    HybridStorage: 'Hybrid storage',
    IdentityandAccessManagement: 'Identity and access management',
    InformationManagement: 'Information management',
    InternetofThings: 'Internet of Things',
    MachineLearning: 'Machine learning',
    Microserviceapplications: 'Microservice applications',
    MobileApplications: 'Mobile applications',
    MySQLPostgresMigrationtoAzure: 'MySQL and Postgres migration to Azure',
    Networking: 'Networking',
    NoSQLMigration: 'NoSQL migration',
    RedhatonAzure: 'Red Hat on Azure',
    RegulatoryComplianceGDPR: 'Regulatory compliance, GDPR',
    SAPonAzure: 'SAP on Azure',
    ServerlessComputing: 'Serverless computing',
    SharepointonAzure: 'SharePoint on Azure',
    SQLServerUpgrade: 'SQL Server upgrade',
    ThreatProtection: 'Threat protection',
    WebDevelopment: 'Web development',
  },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

/** The lists that have words. */
export type WordList = keyof typeof words;

/** The words for a value, or the value itself when the list doesn't name it. */
export function wordsFor(list: WordList, value: string): string {
  const of: Readonly<Record<string, string>> = words[list];
  // Own properties only: a server may well send `constructor`.
  return Object.hasOwn(of, value) ? (of[value] ?? value) : value;
}

/** False for a value that `wordsFor` hands back as it is because nobody knows it. */
export function hasWords(list: WordList, value: string): boolean {
  return Object.hasOwn(words[list], value);
}

/** "New, pending", "Closed, won"; what is missing or `None` is left out, undefined when nothing remains. */
export function statusWords(status: string | undefined, substatus: string | undefined): string | undefined {
  const first = status === undefined || status === 'None' ? undefined : wordsFor('status', status);
  if (substatus === undefined || substatus === 'None') return first;
  const second = wordsFor('substatus', substatus);
  if (first === undefined) return second;
  if (status === 'Closed' && substatus === 'Error') return second;
  return `${first}, ${hasWords('substatus', substatus) ? second.toLowerCase() : second}`;
}
