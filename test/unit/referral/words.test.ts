import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { hasWords, statusWords, wordsFor } from '../../../src/referral/words.ts';

describe('words for the API’s values', () => {
  it('are readable', () => {
    deepStrictEqual(
      [
        wordsFor('qualification', 'SalesQualified'),
        wordsFor('size', '1001to5000employees'),
        wordsFor('size', 'Morethan20000employees'),
        wordsFor('product', 'EnterpriseMobilityAndSecurity'),
        wordsFor('product', 'DynamicsAX,GP,NAV,SL'),
        wordsFor('service', 'CustomSolution(ISV)'),
        wordsFor('industry', 'Agriculture, Forestry, & Fishing'),
        wordsFor('solution', 'MySQLPostgresMigrationtoAzure'),
        wordsFor('solution', 'Dynamics365forFinanceOperations'),
        wordsFor('salesStage', '100'),
      ],
      [
        'Sales',
        '1,001–5,000 employees',
        'More than 20,000 employees',
        'Enterprise Mobility + Security',
        'Dynamics AX, GP, NAV, SL',
        'Custom solution (ISV)',
        'Agriculture, forestry, & fishing',
        'MySQL, Postgres migration to Azure',
        'Dynamics 365 for Finance, Operations',
        'Won (100%)',
      ],
    );
  });

  it('know all documented values', () => {
    // Values as the API spells them (docs/api.md, Values).
    const lists = {
      size: '1to9employees 10to50employees 51to250employees 251to1000employees 1001to5000employees 5001to10000employees 10001to20000employees Morethan20000employees 1to50employees 51to500employees Morethan500employees',
      product:
        'Azure EnterpriseMobilityAndSecurity Exchange DeveloperTools Dynamics365Business Dynamics365Enterprise DynamicsAX,GP,NAV,SL Microsoft365 Office PowerBI Project SharePoint SkypeForBusiness Surface SurfaceHub SQL Teams Visio Windows Yammer',
      service:
        'ConsultingAndProfessional CustomSolution(ISV) DeploymentOrMigration Hardware Integration IPServices(ISV) LearningAndCertification Licensing ManagedServices ProjectServices',
      solution:
        'AdvancedAnalytics ApplicationIntegration ArtificialIntelligence AzureSecurityOperationManagement AzureStack BackupDisasterRecovery BigData Blockchain Chatbot CloudDatabaseMigration CloudMigration CloudVoice CognitiveServices CompetitiveDatabaseMigration Containers DataWarehouse DatabaseonLinux DevelopmentandTest DevOps DigitalMedia Dynamics365forCustomerService Dynamics365forFieldService Dynamics365forFinanceOperations Dynamics365forRetail Dynamics365forSales Dynamics365forTalent DynamicsonAzure EnterpriseBusinessIntelligence Gaming HighPerformanceComputing HybridStorage IdentityandAccessManagement InformationManagement InternetofThings MachineLearning Microserviceapplications MobileApplications MySQLPostgresMigrationtoAzure Networking NoSQLMigration RedhatonAzure RegulatoryComplianceGDPR SAPonAzure ServerlessComputing SharepointonAzure SQLServerUpgrade ThreatProtection WebDevelopment',
    } as const;
    for (const list of ['size', 'product', 'service', 'solution'] as const) {
      const unknown = lists[list].split(' ').filter((value) => !hasWords(list, value));
      deepStrictEqual(unknown, [], list);
    }
    const industries =
      'Agriculture, Forestry, & Fishing; Communications & Media; Education; Financial Services; Government; Healthcare; Hospitality; Manufacturing; Power & Utilities; Public Safety and National Security; Retail & Consumer Goods; Services; Travel & Transportation; Wholesale & Distribution';
    deepStrictEqual(
      industries.split('; ').filter((value) => !hasWords('industry', value)),
      [],
    );
  });

  it('hand back what nobody knows, and can tell', () => {
    for (const value of ['Frozen', 'constructor', '__proto__', '', 'active', ' New']) {
      strictEqual(wordsFor('status', value), value);
      strictEqual(hasWords('status', value), false);
    }
    strictEqual(hasWords('status', 'None'), true);
  });

  it('join status and substatus', () => {
    strictEqual(statusWords('New', 'Pending'), 'New, pending');
    strictEqual(statusWords('Closed', 'Error'), 'Closed as an error');
    strictEqual(statusWords('Active', undefined), 'Active');
    strictEqual(statusWords('Active', 'Frozen'), 'Active, Frozen');
    strictEqual(statusWords('None', 'None'), undefined);
    strictEqual(statusWords('Closed', 'None'), 'Closed');
    strictEqual(statusWords('None', 'Won'), 'Won');
    strictEqual(statusWords(undefined, 'Error'), 'Closed as an error');
    strictEqual(statusWords('Active', 'Error'), 'Active, closed as an error');
    strictEqual(statusWords('Closed', 'Lost'), 'Closed, lost');
    strictEqual(statusWords(undefined, undefined), undefined);
  });
});
