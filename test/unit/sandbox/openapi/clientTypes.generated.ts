// Generated from the sandbox's OpenAPI description by `npm run generate`.
export interface paths {
    "/v1.0/engagements/referrals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the referrals that the caller may see. */
        get: operations["listReferrals"];
        put?: never;
        /** Creates a referral. */
        post: operations["createReferral"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1.0/engagements/referrals/{id}": {
        parameters: {
            query?: {
                /** @description Names of properties of the top level, with commas between. */
                $select?: string;
            };
            header?: {
                /** @description A new GUID for each call; comes back. */
                "client-request-id"?: string;
            };
            path: {
                /** @description The id of a referral, in any case. */
                id: string;
            };
            cookie?: never;
        };
        /** Reads a referral. */
        get: operations["getReferral"];
        /**
         * Replaces a referral, except for what the server sets.
         * @deprecated
         */
        put: operations["replaceReferral"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes a referral by a JSON Patch, whose media type is application/json. */
        patch: operations["patchReferral"];
        trace?: never;
    };
    "/v1.0/referrals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads a page by the path of nextLink. */
        get: operations["readNextPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_sandbox/health": {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells that the sandbox runs. */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_sandbox/openapi.json": {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description. */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_sandbox/reset": {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restores the state of the start, or takes another seed. Ends waiting calls. */
        post: operations["reset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_sandbox/referrals": {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A referral arrives as from Microsoft. Members that are sent win. */
        post: operations["addArrival"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_sandbox/faults": {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the armed faults. */
        get: operations["listFaults"];
        put?: never;
        /** Lets something happen to the next calls that match. */
        post: operations["addFault"];
        /** Removes all faults. */
        delete: operations["removeFaults"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_sandbox/clock": {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells the time of the sandbox. */
        get: operations["getClock"];
        put?: never;
        /** Lets time pass: unanswered referrals expire, Microsoft answers. */
        post: operations["advanceClock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_sandbox/calls": {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the calls to the API, oldest first. */
        get: operations["listCalls"];
        put?: never;
        post?: never;
        /** Clears the list of calls. */
        delete: operations["clearCalls"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_sandbox/changes": {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists who changed what when, oldest first, and when the clock was advanced. */
        get: operations["listChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_sandbox/findings": {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the mistakes of clients and of receivers of webhooks. */
        get: operations["listFindings"];
        put?: never;
        post?: never;
        /** Clears the findings and forgets the calls before. */
        delete: operations["clearFindings"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_sandbox/webhooks": {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the registered webhooks. */
        get: operations["listWebhooks"];
        put?: never;
        /** Registers an address that is told of changes by POST, with the body and the signature of Partner Center. */
        post: operations["addWebhook"];
        /** Removes all webhooks. Events that wait are given up. */
        delete: operations["removeWebhooks"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_sandbox/webhooks/deliveries": {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the attempts to deliver an event that have ended, oldest first. */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_sandbox/webhooks/send": {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends an event about a referral that has not changed. */
        post: operations["sendEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_sandbox/webhooks/certificate": {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The certificate whose key signs the events, as PEM. */
        get: operations["getCertificate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_sandbox/spaces": {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the names of the spaces. */
        get: operations["listSpaces"];
        put?: never;
        post?: never;
        /** Removes all spaces except the default one. */
        delete: operations["removeSpaces"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Referral
         * @description One referral of the Microsoft Partner Center Referrals API (v1.0). Value lists are open: the service may send values and properties that are not named here. $select may leave out any property.
         */
        referral: {
            /** @description Metadata URL of the answer. Data only: it is misspelt or http:// in official samples, never request it. */
            readonly "@odata.context"?: string;
            /** @description The referral's id, a GUID. Set by the server. */
            readonly id?: string;
            /** @description Groups all referrals of one engagement: yours, Microsoft's, another partner's. Set by the server; send it on the second POST of a shared deal to tie that to the first. */
            readonly engagementId?: string;
            /** @description The deal's name. */
            name?: string | null;
            /** @description Owner of this record, a GUID; `msft` for Microsoft's side. Set by the server. */
            readonly organizationId?: string | null;
            /** @description Name of the owner. Set by the server. */
            readonly organizationName?: string | null;
            /** @description Your CRM's id for this deal, free text. May be an empty string. */
            externalReferenceId?: string | null;
            /**
             * Format: date-time
             * @description When the referral was created, UTC. Set by the server.
             */
            readonly createdDateTime?: string | null;
            /**
             * Format: date-time
             * @description When the referral was changed last, UTC. Set by the server. Compare it as text: fractions have 0, 6 or 7 digits.
             */
            readonly updatedDateTime?: string | null;
            /**
             * Format: date-time
             * @description When an unanswered referral expires, 14 days after creation, UTC. null once it is accepted. Set by the server.
             */
            readonly expirationDateTime?: string | null;
            /**
             * Format: date-time
             * @description When the referral was accepted, UTC; for outgoing deals the time of creation. Set by the server.
             */
            readonly acceptedDateTime?: string | null;
            /**
             * Format: date-time
             * @description When the referral was closed, UTC. Set by the server.
             */
            readonly closedDateTime?: string | null;
            /** @description Where the deal stands. `New`: waits for an answer. `Active`: accepted, being worked on. `Closed`: won, lost, declined, expired or an error; no more edits. `None`: not set. Change it together with substatus. */
            status?: ("None" | "New" | "Active" | "Closed") | (string | null);
            /** @description Detail of the status. With New: `Pending` (unanswered) or `Received` (acknowledged). With Active: `Accepted`. With Closed: `Won`, `Lost`, `Declined`, `Expired` (nobody answered for 14 days) or `Error` (closed as a mistake). `None`: not set. */
            substatus?: ("None" | "Pending" | "Received" | "Accepted" | "Won" | "Lost" | "Declined" | "Expired" | "Error") | (string | null);
            /** @description Why the deal was lost, declined or closed as an error; free text. */
            statusReason?: string | null;
            /** @description `Independent`: one owner. `Shared`: two referrals linked by engagementId, e.g. a co-sell deal with Microsoft. Required on create. */
            type?: ("Independent" | "Shared") | string;
            /** @description Where the lead's quality comes from. `Direct`: the customer itself. `MarketingQualified`: Microsoft marketing. `SalesQualified`: a Microsoft seller, also what partners use on their own deals. `None`: not set. */
            qualification?: ("None" | "Direct" | "MarketingQualified" | "SalesQualified") | (string | null);
            /** @description Seen from your organization: `Incoming` was sent to you, `Outgoing` you sent. Set by the server. */
            readonly direction?: ("Incoming" | "Outgoing") | string;
            /** @description Marketplace lead source. Do not tell marketplace leads by this alone. */
            referralSource?: string | null;
            /** @description What the customer pressed in the marketplace. Do not tell marketplace leads by this alone. */
            callToAction?: string | null;
            /** @description Program name. */
            referralProgram?: string | null;
            /** @description Marketing campaign id. May be an empty string. */
            campaignId?: string | null;
            /** @description Sales stage: `Qualify` (20 %), `Develop` (40 %), `Propose` (60 %), `Close` (80 %); percentages as text such as "100" occur too. */
            salesStage?: ("Qualify" | "Develop" | "Propose" | "Close") | (string | null);
            /** @description Lead quality. `Unknown` is common; the portal speaks of High and Low. Set by the server. */
            readonly quality?: ("Unknown" | "High" | "Low") | string;
            /** @description Marked as spam. Set by the server. */
            readonly isSpam?: boolean;
            /** @description Starred in the portal. */
            favorite?: boolean;
            /** @description Tags; mostly strings. Set by the server. */
            readonly tags?: unknown[] | null;
            /** @description Partner location id (PartnerID, formerly MPN id), digits. Fixed after creation. */
            mpnId?: string | null;
            /** @description Deal registration state. `None`: not registered. `ReviewPending`: being reviewed. `ActionRequired`: Microsoft waits for you. `Approved`, `Passed`, `Failed`: outcome. `Closed`: done. Set by the server. */
            readonly registrationStatus?: ("None" | "ReviewPending" | "ActionRequired" | "Approved" | "Passed" | "Failed" | "Closed") | string;
            /** @description Deal registrations (Azure IP co-sell). Add one with PATCH `/registrations/-` once the deal is won. */
            registrations?: components["schemas"]["registration"][] | null;
            /** @description Sensitivity of the deal; `None` is common. */
            readonly dealSensitivity?: "None" | string;
            /** @description Channel that created the referral. Set by the server. */
            readonly createdVia?: string | null;
            /** @description Channel of the last change. Set by the server. */
            readonly lastModifiedVia?: string | null;
            /** @description Marker of a connector's last run. Shape not documented. */
            readonly lastRunId?: unknown;
            /** @description Concurrency tag; the quotes inside are part of it. Send it unchanged as If-Match. Set by the server on every write. */
            readonly eTag?: string;
            /** @description Who or what is addressed. */
            target?: components["schemas"]["target"][] | null;
            /** @description The customer. Required on create. */
            customerProfile?: components["schemas"]["customerProfile"];
            /** @description What the customer and you agreed to. Required on create. */
            consent?: components["schemas"]["consent"];
            /** @description The deal itself. Required on create. */
            details?: components["schemas"]["details"];
            /** @description Your people on the deal; a Referrals user sees only deals that have their e-mail here. In partner-to-partner deals people of several organizations. */
            team?: components["schemas"]["member"][] | null;
            /** @description The invitation or request for help. */
            inviteContext?: components["schemas"]["inviteContext"] | null;
            /** @description Hypermedia. Display data only: never request these addresses; remove `links` from a PUT body. */
            readonly links?: components["schemas"]["links"];
            /** @description Ids in Microsoft's CRM. Set by the server. */
            readonly trackingInfo?: components["schemas"]["trackingInfo"] | null;
            /** @description Listed as a property of the referral; samples carry it in details.requirements.additionalRequirements.attributes instead. */
            customerMarketplaceIntent?: unknown;
            /** @description Partner role, for services co-sell only. */
            partnerRole?: unknown;
            /** @description Solution area, for services co-sell only. */
            solutionArea?: unknown;
            /** @description Solution play, for services co-sell only. */
            solutionPlay?: unknown;
        } & {
            [key: string]: unknown;
        };
        /** @description The customer of a deal. */
        customerProfile: {
            /** @description Customer company. May arrive with HTML entities such as &amp; in it; show it as received. */
            name?: string | null;
            /** @description Where the customer is. */
            address?: components["schemas"]["address"];
            /** @description Number of employees as a band. May be an empty string. */
            size?: ("1to9employees" | "10to50employees" | "51to250employees" | "251to1000employees" | "1001to5000employees" | "5001to10000employees" | "10001to20000employees" | "Morethan20000employees" | "1to50employees" | "51to500employees" | "Morethan500employees") | (string | null);
            /** @description Contacts at the customer. One with name, phone and e-mail is needed once help from Microsoft is asked for. */
            team?: components["schemas"]["member"][] | null;
            /** @description External ids of the customer. An empty object occurs instead of an empty array. */
            ids?: components["schemas"]["customerId"][] | Record<string, never> | null;
            /** @description Microsoft has matched the customer to an account. Set by the server. */
            readonly isMatchingComplete?: boolean;
        } & {
            [key: string]: unknown;
        };
        /** @description An external id of the customer. */
        customerId: {
            /** @description `Duns`: D-U-N-S number. `External`: another system's id, seen with Microsoft's own account id. */
            profileType?: ("Duns" | "External") | (string | null);
            /** @description The id; may be an empty string. */
            id?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** @description A postal address. */
        address: {
            /** @description Street and number. */
            addressLine1?: string | null;
            /** @description Optional second line; may be an empty string. */
            addressLine2?: string | null;
            /** @description City. */
            city?: string | null;
            /** @description State or province; may be an empty string. */
            state?: string | null;
            /** @description Postal code. */
            postalCode?: string | null;
            /** @description Country, ISO 3166-1 alpha-2, such as US or DE. */
            country?: string | null;
            /** @description Region; the state's code sometimes lands here. */
            region?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** @description A person on a team. */
        member: {
            /** @description First name. */
            firstName?: string | null;
            /** @description Last name. */
            lastName?: string | null;
            /** @description Phone number, free format. */
            phoneNumber?: string | null;
            /** @description E-mail; the key used in filters: team/any(t:t/email eq '…'). */
            email?: string | null;
            /** @description Job title. */
            title?: string | null;
            /** @description How notifications reach this person. */
            contactPreference?: components["schemas"]["contactPreference"] | null;
            /** @description Contact check on marketplace leads: Valid, Invalid, Unknown or Spam. */
            emailValidationStatus?: string | null;
            /** @description Contact check on marketplace leads: Valid, Invalid or Unknown. */
            phoneValidationStatus?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** @description Notification preferences of a person. */
        contactPreference: {
            /** @description Language of notification mails, a .NET culture name such as en-US; case differs. */
            locale?: string | null;
            /** @description true: no notification mails. */
            disableNotifications?: boolean | null;
        } & {
            [key: string]: unknown;
        };
        /** @description Consent flags of a deal. */
        consent: {
            /** @description Personal data may be shared with others. The doubled "To" is the real name. */
            consentToToShareInfoWithOthers?: boolean | null;
            /** @description The customer may be contacted. */
            consentToContact?: boolean | null;
            /** @description Microsoft may contact specific partners. */
            consentToMicrosoftToContactSpecificPartners?: boolean | null;
            /** @description Visible to Microsoft sellers. false: a private deal. One-way: once true it cannot go back. */
            consentToShareReferralWithMicrosoftSellers?: boolean;
        } & {
            [key: string]: unknown;
        };
        /** @description The deal itself. */
        details: {
            /** @description Notes, free text. */
            notes?: string | null;
            /** @description Estimated value in `currency`. A number; PATCH samples send it as a numeric string. */
            dealValue?: number | null;
            /** @description ISO 4217 code of dealValue, such as EUR. */
            currency?: string | null;
            /**
             * Format: date-time
             * @description Expected closing date, UTC.
             */
            closingDateTime?: string | null;
            /** @description What the customer did. Meaning not documented. */
            customerAction?: string | null;
            /** @description The customer asked to be contacted. */
            customerRequestedContact?: boolean | null;
            /** @description Incentive level of the deal. */
            incentiveLevel?: string | null;
            /** @description What the customer needs. */
            requirements?: components["schemas"]["requirements"] | null;
        } & {
            [key: string]: unknown;
        };
        /** @description What the customer needs. */
        requirements: {
            /** @description Industries of the customer. */
            industries?: components["schemas"]["industry"][] | null;
            /** @description Microsoft products of the deal. */
            products?: components["schemas"]["product"][] | null;
            /** @description Services of the deal. */
            services?: components["schemas"]["service"][] | null;
            /** @description Solutions of the deal, 1 to 50. */
            solutions?: components["schemas"]["solution"][] | null;
            /** @description Offers; shape not documented. */
            offers?: unknown[] | null;
            /** @description Sales plays; shape not documented. */
            salesPlays?: unknown[] | null;
            /** @description IoT details and a bag of attributes. */
            additionalRequirements?: components["schemas"]["additionalRequirements"] | null;
        } & {
            [key: string]: unknown;
        };
        /** @description An industry. The ids contain blanks, commas and &. */
        industry: {
            /** @description An industry. The ids contain blanks, commas and &. */
            id: ("Agriculture, Forestry, & Fishing" | "Communications & Media" | "Education" | "Financial Services" | "Government" | "Healthcare" | "Hospitality" | "Manufacturing" | "Power & Utilities" | "Public Safety and National Security" | "Retail & Consumer Goods" | "Services" | "Travel & Transportation" | "Wholesale & Distribution") | string;
        } & {
            [key: string]: unknown;
        };
        /** @description A Microsoft product. */
        product: {
            /** @description A Microsoft product. */
            id: ("Azure" | "EnterpriseMobilityAndSecurity" | "Exchange" | "DeveloperTools" | "Dynamics365Business" | "Dynamics365Enterprise" | "DynamicsAX,GP,NAV,SL" | "Microsoft365" | "Office" | "PowerBI" | "Project" | "SharePoint" | "SkypeForBusiness" | "Surface" | "SurfaceHub" | "SQL" | "Teams" | "Visio" | "Windows" | "Yammer") | string;
        } & {
            [key: string]: unknown;
        };
        /** @description A service. */
        service: {
            /** @description A service. */
            id: ("ConsultingAndProfessional" | "CustomSolution(ISV)" | "DeploymentOrMigration" | "Hardware" | "Integration" | "IPServices(ISV)" | "LearningAndCertification" | "Licensing" | "ManagedServices" | "ProjectServices") | string;
        } & {
            [key: string]: unknown;
        };
        /** @description A solution of the deal. */
        solution: {
            /** @description Catalog id such as SOL-70431-QZT, a GUID for older solutions, or one of the category ids. */
            id: ("AdvancedAnalytics" | "ApplicationIntegration" | "ArtificialIntelligence" | "AzureSecurityOperationManagement" | "AzureStack" | "BackupDisasterRecovery" | "BigData" | "Blockchain" | "Chatbot" | "CloudDatabaseMigration" | "CloudMigration" | "CloudVoice" | "CognitiveServices" | "CompetitiveDatabaseMigration" | "Containers" | "DataWarehouse" | "DatabaseonLinux" | "DevelopmentandTest" | "DevOps" | "DigitalMedia" | "Dynamics365forCustomerService" | "Dynamics365forFieldService" | "Dynamics365forFinanceOperations" | "Dynamics365forRetail" | "Dynamics365forSales" | "Dynamics365forTalent" | "DynamicsonAzure" | "EnterpriseBusinessIntelligence" | "Gaming" | "HighPerformanceComputing" | "HybridStorage" | "IdentityandAccessManagement" | "InformationManagement" | "InternetofThings" | "MachineLearning" | "Microserviceapplications" | "MobileApplications" | "MySQLPostgresMigrationtoAzure" | "Networking" | "NoSQLMigration" | "RedhatonAzure" | "RegulatoryComplianceGDPR" | "SAPonAzure" | "ServerlessComputing" | "SharepointonAzure" | "SQLServerUpgrade" | "ThreatProtection" | "WebDevelopment") | string;
            /** @description Display name. */
            name?: string | null;
            /** @description `Category`: from the predefined list. `Name`: a catalog solution. `None`: not set. */
            type?: ("None" | "Category" | "Name") | string;
            /** @description A different thing than type, e.g. 3P for a third party's solution. */
            solutionType?: string | null;
            /** @description Publisher of the solution. */
            publisherName?: string | null;
            /** @description Price of one, in `currency`. */
            price?: number | null;
            /** @description How many. */
            quantity?: number | null;
            /** @description ISO 4217 code of price. */
            currency?: string | null;
            /**
             * Format: date-time
             * @description Expected closing date of this solution, UTC.
             */
            closingDateTime?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** @description IoT details and a bag of attributes. */
        additionalRequirements: {
            /** @description IoT details; an empty object is accepted on create. */
            iot?: components["schemas"]["iot"] | null;
            /** @description Key and value pairs, e.g. the customer's marketplace intent. */
            attributes?: components["schemas"]["attribute"][] | null;
        } & {
            [key: string]: unknown;
        };
        /** @description IoT details of a deal. */
        iot: {
            /** @description Licence agreement number of the customer. */
            customerLicenseAgreementNumber?: string | null;
            /** @description Kind of device. */
            deviceCategory?: string | null;
            /** @description Kind of silicon. */
            siliconType?: string | null;
            /** @description The device is Azure certified. */
            azureCertifiedDevice?: boolean;
            /** @description Services are attached. */
            attachServices?: boolean;
        } & {
            [key: string]: unknown;
        };
        /** @description A key and value pair. */
        attribute: {
            /** @description The key. `CustomerMarketplaceIntent`: will the customer buy in the marketplace (HaveNotDecided, Yes, No). `PartnerRole`, `SolutionArea`, `SolutionPlay`: services co-sell only. */
            type?: ("CustomerMarketplaceIntent" | "PartnerRole" | "SolutionArea" | "SolutionPlay") | string;
            /** @description The value. */
            id?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** @description The invitation or request for help. */
        inviteContext: {
            /** @description Note to the receiving organization. */
            notes?: string | null;
            /** @description Who invites. */
            invitedBy?: components["schemas"]["invitedBy"] | null;
            /** @description Help wanted from Microsoft. `Unknown`: none asked. `GeneralOrOther`, `CustomerTechnicalArchitecture`, `ProofOfConceptOrDemo`, `QuotesOrLicensing`, `PostSalesCustomerSuccess`, `WorkloadSpecificValueProposition`: the kind of help. */
            assistanceRequestCode?: ("Unknown" | "GeneralOrOther" | "CustomerTechnicalArchitecture" | "ProofOfConceptOrDemo" | "QuotesOrLicensing" | "PostSalesCustomerSuccess" | "WorkloadSpecificValueProposition") | (string | null);
            /** @description Invited partner location. */
            invitedMpnId?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** @description The inviting organization. */
        invitedBy: {
            /** @description Its id; `msft` is Microsoft. */
            organizationId?: string | null;
            /** @description Its name. */
            organizationName?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** @description Who or what a referral addresses. */
        target: {
            /** @description `BusinessProfileLocation`: a location; with id `msft` Microsoft. `SolutionProfile`: a solution. `None`: not set. */
            type?: ("None" | "BusinessProfileLocation" | "SolutionProfile") | string;
            /** @description Its id; `msft` is Microsoft. */
            id?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** @description Hypermedia of a referral. Display data only. */
        links: {
            /** @description The referrals of the same engagement. */
            relatedReferrals?: components["schemas"]["link"] | null;
            /** @description This referral. */
            self?: components["schemas"]["link"] | null;
        } & {
            [key: string]: unknown;
        };
        /** @description A link. The address is often wrong; never request it. */
        link: {
            /** @description The address, as data. */
            uri?: string | null;
            /** @description HTTP method, GET. */
            method?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** @description Ids in Microsoft's CRM. */
        trackingInfo: {
            /** @description Id in Microsoft Sales Experience. */
            microsoftMsxId?: string | null;
            /** @description Opportunity id in the US Federal CRM. */
            microsoftUSFedOpportunityId?: string | null;
            /** @description Lead id in the US Federal CRM. */
            microsoftUSFedLeadId?: string | null;
            /** @description Deal id before migration from Partner Sales Connect. */
            migratedPSCDealId?: string | null;
            /** @description Partner's deal id before migration from Partner Sales Connect. */
            migratedPSCPartnerDealId?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** @description A deal registration. */
        registration: {
            /** @description Its id. Set by the server. */
            readonly id?: string | null;
            /** @description Kind of registration; only `AzureIPCoSell` is known. */
            type?: "AzureIPCoSell" | (string | null);
            /**
             * Format: date-time
             * @description When it was registered, UTC. Set by the server.
             */
            readonly registrationDateTime?: string | null;
            /** @description `ReviewPending`: being reviewed. `ActionRequired`: Microsoft waits for you. `Approved`, `Passed`, `Failed`: outcome. `Closed`: done. Set by the server. */
            readonly status?: ("ReviewPending" | "ActionRequired" | "Approved" | "Passed" | "Failed" | "Closed") | (string | null);
            /** @description Why it has this status. */
            readonly statusReason?: string | null;
            /** @description The contract with the customer. */
            contract?: components["schemas"]["contract"] | null;
            /** @description The sold solutions. */
            solutionDetails?: components["schemas"]["solutionDetail"][] | null;
            /** @description When each status was reached. Set by the server. */
            readonly statusHistory?: components["schemas"]["statusHistory"] | null;
        } & {
            [key: string]: unknown;
        };
        /** @description The contract of a registered deal. */
        contract: {
            /** @description Contract value in `currency`; at least the solutions' value. */
            value?: number | null;
            /** @description ISO 4217 code of value. */
            currency?: string | null;
            /**
             * Format: date-time
             * @description Start, UTC; at most 90 days ago at registration.
             */
            startDateTime?: string | null;
            /**
             * Format: date-time
             * @description End, UTC, not before the start; not needed when perpetual.
             */
            endDateTime?: string | null;
            /**
             * Format: date-time
             * @description Signature, UTC; at most 60 days ago at registration, not in the future.
             */
            signDateTime?: string | null;
            /** @description `Perpetual`: no end. `Finite`: with an end date. */
            term?: ("Perpetual" | "Finite") | (string | null);
        } & {
            [key: string]: unknown;
        };
        /** @description A sold solution of a registered deal. */
        solutionDetail: {
            /** @description Solution id, SOL-…. */
            id?: string | null;
            /** @description Display name; only when reading. */
            name?: string | null;
            /** @description Value in `currency`. */
            value?: number | null;
            /** @description ISO 4217 code of value; only when writing. */
            currency?: string | null;
            /** @description Deployed on Azure. */
            isDeployedOnAzure?: boolean | null;
            /** @description Whose subscription it mainly runs in: `Customer` or `Partner`. */
            primaryDeploymentOn?: ("Customer" | "Partner") | (string | null);
            /** @description `PayAsYouGo` or `Other`. */
            pricingModel?: ("PayAsYouGo" | "Other") | (string | null);
            /** @description Was it sold through the marketplace? */
            marketplaceTransactionDetails?: components["schemas"]["marketplaceTransactionDetails"] | null;
        } & {
            [key: string]: unknown;
        };
        /** @description A marketplace transaction. */
        marketplaceTransactionDetails: {
            /** @description Sold through the marketplace. */
            isMarketplaceTransacted?: boolean | null;
            /**
             * Format: date-time
             * @description When, UTC; needed when sold through the marketplace.
             */
            marketplaceTransactionDateTime?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** @description When each registration status was reached. */
        statusHistory: {
            /**
             * Format: date-time
             * @description Review began, UTC.
             */
            reviewPendingDateTime?: string | null;
            /**
             * Format: date-time
             * @description Microsoft asked for something, UTC.
             */
            actionRequiredDateTime?: string | null;
            /**
             * Format: date-time
             * @description Review passed, UTC.
             */
            passedDateTime?: string | null;
            /**
             * Format: date-time
             * @description Review failed, UTC.
             */
            failedDateTime?: string | null;
            /**
             * Format: date-time
             * @description Approved, UTC.
             */
            approvedDateTime?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** @description A page of a list. */
        referralPage: {
            "@odata.context": string;
            /** @description Length of this page, or of all pages with $count=true or --no-quirks. */
            "@odata.count": number;
            value: components["schemas"]["referral"][];
            /** @description Missing on the last page. Send its $skiptoken back exactly as it is here. */
            "@odata.nextLink"?: string;
        };
        /** @description An operation of a JSON Patch. All operations of a body are applied, or none. */
        patchOperation: {
            /** @enum {unknown} */
            op: "add" | "replace";
            /** @description A JSON pointer, e.g. /details/dealValue. */
            path: string;
            value: unknown;
        };
        refusal: {
            error: {
                code: string;
                message: string;
                /** @description What is wrong: a JSON pointer, a query option, a header. */
                target?: string;
                innerError?: components["schemas"]["innerError"];
            };
        };
        /** @description The form of the gateway. */
        throttling: {
            /** @constant */
            statusCode: 429;
            message: string;
        };
        /** @description The innermost code is the id of the sandbox's rule. */
        innerError: {
            code: string;
            message: string;
            innerError?: components["schemas"]["innerError"];
        };
        tokenRefusal: components["schemas"]["refusal"] | {
            /** @constant */
            code: 900421;
            description: string;
            data: string[];
            source: string;
        };
        fault: {
            /**
             * @example GET
             * @example POST
             * @example PATCH
             * @example PUT
             * @example DELETE
             * @example HEAD
             * @example OPTIONS
             */
            method?: string;
            /** @description Any part of the path. * stands for any characters, $ at the end for the end. The query counts where there is a ?, or a $ at the beginning. */
            path?: string;
            /** @description As in the list of calls: admin, user <e-mail>, app, no-mfa, no-role, anonymous, unknown token. */
            caller?: string;
            clientRequestId?: string;
            /**
             * @description 0: all calls.
             * @default 1
             */
            times: number;
            status?: number;
            retryAfter?: number | string;
            headers?: {
                [key: string]: string | number;
            };
            body?: unknown;
            delayMs?: number;
            /** @description The call is carried out, then the fault happens to its response. */
            applyFirst?: boolean;
            /** @description The connection is closed without a response. */
            disconnect?: boolean;
            /** @description The connection is closed after this many bytes of the body. */
            cutAfter?: number;
            /** @description The JSON lacks a comma. */
            malformed?: boolean;
        };
        armedFault: {
            /**
             * @example GET
             * @example POST
             * @example PATCH
             * @example PUT
             * @example DELETE
             * @example HEAD
             * @example OPTIONS
             */
            method?: string;
            /** @description Any part of the path. * stands for any characters, $ at the end for the end. The query counts where there is a ?, or a $ at the beginning. */
            path?: string;
            /** @description As in the list of calls: admin, user <e-mail>, app, no-mfa, no-role, anonymous, unknown token. */
            caller?: string;
            clientRequestId?: string;
            /**
             * @description 0: all calls.
             * @default 1
             */
            times: number;
            status?: number;
            retryAfter?: number | string;
            headers?: {
                [key: string]: string | number;
            };
            body?: unknown;
            delayMs?: number;
            /** @description The call is carried out, then the fault happens to its response. */
            applyFirst?: boolean;
            /** @description The connection is closed without a response. */
            disconnect?: boolean;
            /** @description The connection is closed after this many bytes of the body. */
            cutAfter?: number;
            /** @description The JSON lacks a comma. */
            malformed?: boolean;
        } & {
            /** @description Calls it will still meet; null for all. */
            left: number | null;
        };
        call: {
            method: string;
            /** @description With the query, as received. */
            path: string;
            /** @description null while the call runs and if the connection was closed. */
            status: number | null;
            /** @description Milliseconds. */
            duration: number | null;
            /** Format: date-time */
            time: string;
            clientRequestId: string | null;
            requestId: string;
            "client-request-id"?: string | null;
            "request-id"?: string;
            who: string;
            caller: string;
            /** @description The header User-Agent. */
            userAgent: string | null;
            /** @constant */
            aborted?: true;
            requestHeaders?: {
                [key: string]: string;
            };
            requestBody?: string | null;
            responseHeaders?: {
                [key: string]: string;
            };
            responseBody?: string | null;
        };
        change: {
            /**
             * Format: date-time
             * @description When it was written, by the sandbox’s clock.
             */
            time: string;
            referral: string;
            engagement: string | null;
            /**
             * @description A call, a referral that arrives, the clock, or Microsoft as the sandbox plays it.
             * @enum {unknown}
             */
            by: "client" | "arrival" | "clock" | "microsoft";
            /** @description The request-id of the call that wrote it. */
            requestId?: string;
            caller?: string;
            /** @description null for a referral that was created. */
            before: {
                status: string | null;
                substatus: string | null;
            } | null;
            after: {
                status: string | null;
                substatus: string | null;
            };
            /** @description JSON pointers of values that differ, at most 50. */
            paths: string[];
        };
        advance: {
            /**
             * Format: date-time
             * @description What the clock showed then.
             */
            time: string;
            /**
             * Format: date-time
             * @description What it had shown before.
             */
            from: string;
        };
        finding: {
            rule: string;
            /** @enum {unknown} */
            severity: "error" | "warning" | "info";
            message: string;
            /** @enum {unknown} */
            evidence: "documented" | "observed" | "advice";
            caller: string;
            count: number;
            /** @description The request-ids of the latest calls. */
            calls: string[];
        };
        webhook: {
            /**
             * Format: uri
             * @description http or https, on this machine unless the sandbox runs with --host.
             */
            url: string;
            /** @description All if absent. */
            events?: ("referral-created" | "referral-updated" | "related-referral-created" | "related-referral-updated")[];
            behaviour?: {
                /**
                 * @description Each event is delivered twice.
                 * @default false
                 */
                duplicate: boolean;
                /**
                 * @description In another order than that of the writes.
                 * @default false
                 */
                shuffle: boolean;
                /**
                 * @description With a signature of other bytes.
                 * @default false
                 */
                badSignature: boolean;
                /**
                 * @description Milliseconds between the write and the first attempt.
                 * @default 0
                 */
                delayMs: number;
            };
        };
        registeredWebhook: {
            id: string;
            /**
             * Format: uri
             * @description http or https, on this machine unless the sandbox runs with --host.
             */
            url: string;
            /** @description All if absent. */
            events: ("referral-created" | "referral-updated" | "related-referral-created" | "related-referral-updated")[];
            behaviour: {
                /**
                 * @description Each event is delivered twice.
                 * @default false
                 */
                duplicate: boolean;
                /**
                 * @description In another order than that of the writes.
                 * @default false
                 */
                shuffle: boolean;
                /**
                 * @description With a signature of other bytes.
                 * @default false
                 */
                badSignature: boolean;
                /**
                 * @description Milliseconds between the write and the first attempt.
                 * @default 0
                 */
                delayMs: number;
            };
            /** @description Events that are neither delivered nor given up. */
            waiting: number;
            /** @description Events that were not taken, since too many waited. */
            dropped: number;
        };
        webhookEvent: {
            /** @enum {unknown} */
            event?: "referral-created" | "referral-updated" | "related-referral-created" | "related-referral-updated";
            /** @description Id of the referral. */
            referral: string;
        };
        delivery: {
            /**
             * Format: date-time
             * @description When the attempt began, by the sandbox's clock.
             */
            time: string;
            /** @description The event's, the same for each attempt. */
            id: string;
            /** @enum {unknown} */
            event: "referral-created" | "referral-updated" | "related-referral-created" | "related-referral-updated";
            /** @description Id of the referral. */
            referral: string;
            url: string;
            attempt: number;
            /** @description null: no answer. */
            status: number | null;
            durationMs: number;
            /** @description The first 2,000 characters of the answer's body; without an answer the reason. */
            response: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listReferrals: {
        parameters: {
            query?: {
                /** @description E.g. status eq 'New' and team/any(t:t/email eq 'mia@contoso.example'). */
                $filter?: string;
                /** @description createdDateTime or updatedDateTime, with asc or desc. */
                $orderby?: string;
                /** @description Names of properties of the top level, with commas between. */
                $select?: string;
                /** @description At most so many referrals in all. */
                $top?: number;
                /** @description Leaves out the first ones. */
                $skip?: number;
                /** @description Counts the referrals of all pages. */
                $count?: boolean;
                /** @description From nextLink, exactly as it is there. */
                $skiptoken?: string;
            };
            header?: {
                /** @description A new GUID for each call; comes back. */
                "client-request-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["referralPage"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `user-token`: The token belongs to a user; an app-only token is refused.
             *     - `known-query-option`: Options that begin with $ are those of the documents, each once; what is about one referral, a write too, takes $select only, a list also $filter, $orderby, $top, $skip, $count, $expand and $skiptoken.
             *     - `dollar-option`: The names of the options of OData begin with $; filter is not taken for $filter, nor ignored.
             *     - `whole-number-option`: $top and $skip are whole numbers from 0, $count is true or false.
             *     - `filter-grammar`: $filter consists of comparisons of a property with a value, and, or, not (…) and any, without functions, with at most 50 levels.
             *     - `filter-name`: $filter uses names of the referral as they are spelled in responses, with / between them.
             *     - `filter-type`: $filter compares a property with a value of its type or null, and asks about lists with any.
             *     - `filter-date`: A date in $filter is one that exists, such as 2026-10-30 or 2026-10-30T00:00:00Z, bare or quoted.
             *     - `orderby-name`: $orderby takes createdDateTime and updatedDateTime, each with asc or desc.
             *     - `select-name`: $select takes names of properties of the top level as they are spelled in responses.
             *     - `skip-token`: $skiptoken is sent back by the same caller exactly as nextLink has it, while its pages are kept.
             *     - `documented-query` (with --strict): A query uses only what is shown in the documents: eq and and in $filter, no $skip, $count or $expand.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `valid-token`: A request carries a valid bearer token.
             *     - `multi-factor-token`: The user of the token signed in with multi-factor authentication.
             */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["tokenRefusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `caller-role`: The user of the token has a role for referrals.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `json-accepted`: Accept allows application/json.
             */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /** @description There were too many calls. Only a fault answers so. */
            429: {
                headers: {
                    /** @description Seconds, or a date. May be missing. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["throttling"];
                };
            };
            /** @description Any other response comes from a fault. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    createReferral: {
        parameters: {
            query?: {
                /** @description Names of properties of the top level, with commas between. */
                $select?: string;
            };
            header?: {
                /** @description A new GUID for each call; comes back. */
                "client-request-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["referral"];
            };
        };
        responses: {
            /** @description The new referral. */
            200: {
                headers: {
                    /** @description The eTag of the referral, with its quotation marks. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["referral"];
                };
            };
            /** @description The new referral, with --post-status 201. */
            201: {
                headers: {
                    /** @description The eTag of the referral, with its quotation marks. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["referral"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `user-token`: The token belongs to a user; an app-only token is refused.
             *     - `json-body`: A body is JSON in UTF-8 with numbers that can be kept exactly.
             *     - `known-query-option`: Options that begin with $ are those of the documents, each once; what is about one referral, a write too, takes $select only, a list also $filter, $orderby, $top, $skip, $count, $expand and $skiptoken.
             *     - `dollar-option`: The names of the options of OData begin with $; filter is not taken for $filter, nor ignored.
             *     - `select-name`: $select takes names of properties of the top level as they are spelled in responses.
             *     - `unknown-property`: A body has only properties of a referral, in any case.
             *     - `value-type`: A value has the type of its property; a number may come as text.
             *     - `closed-list`: A property with a closed list of values takes one of them on write.
             *     - `possible-date`: A date and time is one that exists, such as 2026-10-30T00:00:00Z.
             *     - `required-member`: What the documents mark as required is present: type, customerProfile, consent and details of a new deal, ids of solutions.
             *     - `referral-object`: The body of POST and PUT is one referral, a JSON object.
             *     - `known-engagement`: An engagementId that is sent is one of an engagement that the caller may see.
             *     - `portal-required` (with --strict): Deal name, customer name, first address line, city, country, value, currency and close date are given.
             *     - `portal-country` (with --strict): The country is a two-letter code of ISO 3166-1.
             *     - `portal-list-length` (with --strict): A deal has 1 to 50 solutions and 1 to 50 people on the team.
             *     - `portal-team-member` (with --strict): A person on the team has a name, a phone number and an e-mail.
             *     - `portal-contact` (with --strict): A customer contact with name, phone and e-mail is given when help from Microsoft is requested.
             *     - `portal-consent` (with --strict): Consent to share contacts is given.
             *     - `portal-intent` (with --strict): The customer's marketplace intent is given as the attribute CustomerMarketplaceIntent.
             *     - `portal-fixed` (with --strict): The customer's name, address and ids, consent to share contacts, and the location stay as they were created.
             *     - `portal-72-hours` (with --strict): A deal that can be registered is won 72 hours after its creation at the earliest.
             *     - `portal-expired` (with --strict): Only the service sets the substatus Expired.
             *     - `portal-registration-dates` (with --strict): A contract was signed in the last 60 days, not before the deal was created, and started at most 90 days ago.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `valid-token`: A request carries a valid bearer token.
             *     - `multi-factor-token`: The user of the token signed in with multi-factor authentication.
             */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["tokenRefusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `caller-role`: The user of the token has a role for referrals.
             *     - `own-referral` (with --strict): Microsoft's record of a shared deal can not be changed by a partner.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `json-accepted`: Accept allows application/json.
             */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `body-size`: A body has at most 4 MB.
             */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `json-media-type`: A body is sent with Content-Type: application/json, a JSON Patch too, and without Content-Encoding.
             */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /** @description There were too many calls. Only a fault answers so. */
            429: {
                headers: {
                    /** @description Seconds, or a date. May be missing. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["throttling"];
                };
            };
            /** @description Any other response comes from a fault. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getReferral: {
        parameters: {
            query?: {
                /** @description Names of properties of the top level, with commas between. */
                $select?: string;
            };
            header?: {
                /** @description A new GUID for each call; comes back. */
                "client-request-id"?: string;
            };
            path: {
                /** @description The id of a referral, in any case. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The referral. */
            200: {
                headers: {
                    /** @description The eTag of the referral, with its quotation marks. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["referral"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `user-token`: The token belongs to a user; an app-only token is refused.
             *     - `known-query-option`: Options that begin with $ are those of the documents, each once; what is about one referral, a write too, takes $select only, a list also $filter, $orderby, $top, $skip, $count, $expand and $skiptoken.
             *     - `dollar-option`: The names of the options of OData begin with $; filter is not taken for $filter, nor ignored.
             *     - `select-name`: $select takes names of properties of the top level as they are spelled in responses.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `valid-token`: A request carries a valid bearer token.
             *     - `multi-factor-token`: The user of the token signed in with multi-factor authentication.
             */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["tokenRefusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `caller-role`: The user of the token has a role for referrals.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `known-referral`: The id must be one of a referral that the caller may see.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `json-accepted`: Accept allows application/json.
             */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /** @description There were too many calls. Only a fault answers so. */
            429: {
                headers: {
                    /** @description Seconds, or a date. May be missing. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["throttling"];
                };
            };
            /** @description Any other response comes from a fault. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    replaceReferral: {
        parameters: {
            query?: {
                /** @description Names of properties of the top level, with commas between. */
                $select?: string;
            };
            header: {
                /** @description A new GUID for each call; comes back. */
                "client-request-id"?: string;
                /** @description The eTag that the change is based on, or *. */
                "If-Match": string;
            };
            path: {
                /** @description The id of a referral, in any case. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["referral"];
            };
        };
        responses: {
            /** @description The changed referral. */
            200: {
                headers: {
                    /** @description The eTag of the referral, with its quotation marks. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["referral"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `user-token`: The token belongs to a user; an app-only token is refused.
             *     - `json-body`: A body is JSON in UTF-8 with numbers that can be kept exactly.
             *     - `put-needs-etag`: PUT requires If-Match.
             *     - `known-query-option`: Options that begin with $ are those of the documents, each once; what is about one referral, a write too, takes $select only, a list also $filter, $orderby, $top, $skip, $count, $expand and $skiptoken.
             *     - `dollar-option`: The names of the options of OData begin with $; filter is not taken for $filter, nor ignored.
             *     - `select-name`: $select takes names of properties of the top level as they are spelled in responses.
             *     - `unknown-property`: A body has only properties of a referral, in any case.
             *     - `value-type`: A value has the type of its property; a number may come as text.
             *     - `closed-list`: A property with a closed list of values takes one of them on write.
             *     - `possible-date`: A date and time is one that exists, such as 2026-10-30T00:00:00Z.
             *     - `required-member`: What the documents mark as required is present: type, customerProfile, consent and details of a new deal, ids of solutions.
             *     - `referral-object`: The body of POST and PUT is one referral, a JSON object.
             *     - `server-set`: Properties set by the server, and mpnId, which is fixed at creation, can not be changed.
             *     - `put-without-links`: links is not in the body of a PUT.
             *     - `same-id`: An id in the body of a PUT is the one of the path.
             *     - `status-move`: A referral goes from New to Active or Closed, and from Active to Closed.
             *     - `status-pair`: Status and substatus belong together.
             *     - `closed-deal`: A closed referral can not be changed, except for the registration of a won one.
             *     - `consent-stays`: Consent to share with Microsoft sellers can not be taken back.
             *     - `registration-deal`: Only a won deal that is shared with Microsoft sellers can be registered.
             *     - `registration-open`: A registration can be edited while it is under review or action is required.
             *     - `registration-content`: A registration has the type AzureIPCoSell, a contract with consistent dates, and solutions worth no more than it.
             *     - `portal-required` (with --strict): Deal name, customer name, first address line, city, country, value, currency and close date are given.
             *     - `portal-country` (with --strict): The country is a two-letter code of ISO 3166-1.
             *     - `portal-list-length` (with --strict): A deal has 1 to 50 solutions and 1 to 50 people on the team.
             *     - `portal-team-member` (with --strict): A person on the team has a name, a phone number and an e-mail.
             *     - `portal-contact` (with --strict): A customer contact with name, phone and e-mail is given when help from Microsoft is requested.
             *     - `portal-consent` (with --strict): Consent to share contacts is given.
             *     - `portal-intent` (with --strict): The customer's marketplace intent is given as the attribute CustomerMarketplaceIntent.
             *     - `portal-fixed` (with --strict): The customer's name, address and ids, consent to share contacts, and the location stay as they were created.
             *     - `portal-72-hours` (with --strict): A deal that can be registered is won 72 hours after its creation at the earliest.
             *     - `portal-expired` (with --strict): Only the service sets the substatus Expired.
             *     - `portal-registration-dates` (with --strict): A contract was signed in the last 60 days, not before the deal was created, and started at most 90 days ago.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `valid-token`: A request carries a valid bearer token.
             *     - `multi-factor-token`: The user of the token signed in with multi-factor authentication.
             */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["tokenRefusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `caller-role`: The user of the token has a role for referrals.
             *     - `own-referral` (with --strict): Microsoft's record of a shared deal can not be changed by a partner.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `known-referral`: The id must be one of a referral that the caller may see.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `json-accepted`: Accept allows application/json.
             */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `latest-etag`: If-Match has the eTag of the stored referral, alone or in a list, or is *.
             */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `body-size`: A body has at most 4 MB.
             */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `json-media-type`: A body is sent with Content-Type: application/json, a JSON Patch too, and without Content-Encoding.
             */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /** @description There were too many calls. Only a fault answers so. */
            429: {
                headers: {
                    /** @description Seconds, or a date. May be missing. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["throttling"];
                };
            };
            /** @description Any other response comes from a fault. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    patchReferral: {
        parameters: {
            query?: {
                /** @description Names of properties of the top level, with commas between. */
                $select?: string;
            };
            header?: {
                /** @description A new GUID for each call; comes back. */
                "client-request-id"?: string;
                /** @description The eTag that the change is based on, or *. */
                "If-Match"?: string;
                /** @description return=representation: answer with the referral. */
                Prefer?: "return=representation" | "return=minimal";
            };
            path: {
                /** @description The id of a referral, in any case. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["patchOperation"][];
            };
        };
        responses: {
            /** @description The changed referral. */
            200: {
                headers: {
                    /** @description The eTag of the referral, with its quotation marks. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["referral"];
                };
            };
            /** @description It was changed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description A rule is broken:
             *
             *     - `user-token`: The token belongs to a user; an app-only token is refused.
             *     - `json-body`: A body is JSON in UTF-8 with numbers that can be kept exactly.
             *     - `known-query-option`: Options that begin with $ are those of the documents, each once; what is about one referral, a write too, takes $select only, a list also $filter, $orderby, $top, $skip, $count, $expand and $skiptoken.
             *     - `dollar-option`: The names of the options of OData begin with $; filter is not taken for $filter, nor ignored.
             *     - `select-name`: $select takes names of properties of the top level as they are spelled in responses.
             *     - `unknown-property`: A body has only properties of a referral, in any case.
             *     - `value-type`: A value has the type of its property; a number may come as text.
             *     - `closed-list`: A property with a closed list of values takes one of them on write.
             *     - `possible-date`: A date and time is one that exists, such as 2026-10-30T00:00:00Z.
             *     - `required-member`: What the documents mark as required is present: type, customerProfile, consent and details of a new deal, ids of solutions.
             *     - `patch-array`: The body of PATCH is a JSON Patch, an array of operations.
             *     - `patch-operation`: An operation has op, path and value, and op is add or replace.
             *     - `patch-path`: A path is a JSON pointer to a property of a referral, and to an element only if the array has it.
             *     - `server-set`: Properties set by the server, and mpnId, which is fixed at creation, can not be changed.
             *     - `status-move`: A referral goes from New to Active or Closed, and from Active to Closed.
             *     - `status-pair`: Status and substatus belong together.
             *     - `closed-deal`: A closed referral can not be changed, except for the registration of a won one.
             *     - `consent-stays`: Consent to share with Microsoft sellers can not be taken back.
             *     - `registration-path`: Registrations change only by adding one at /registrations/- and by editing its contract and solutions.
             *     - `registration-deal`: Only a won deal that is shared with Microsoft sellers can be registered.
             *     - `registration-open`: A registration can be edited while it is under review or action is required.
             *     - `registration-content`: A registration has the type AzureIPCoSell, a contract with consistent dates, and solutions worth no more than it.
             *     - `portal-required` (with --strict): Deal name, customer name, first address line, city, country, value, currency and close date are given.
             *     - `portal-country` (with --strict): The country is a two-letter code of ISO 3166-1.
             *     - `portal-list-length` (with --strict): A deal has 1 to 50 solutions and 1 to 50 people on the team.
             *     - `portal-team-member` (with --strict): A person on the team has a name, a phone number and an e-mail.
             *     - `portal-contact` (with --strict): A customer contact with name, phone and e-mail is given when help from Microsoft is requested.
             *     - `portal-consent` (with --strict): Consent to share contacts is given.
             *     - `portal-intent` (with --strict): The customer's marketplace intent is given as the attribute CustomerMarketplaceIntent.
             *     - `portal-fixed` (with --strict): The customer's name, address and ids, consent to share contacts, and the location stay as they were created.
             *     - `portal-72-hours` (with --strict): A deal that can be registered is won 72 hours after its creation at the earliest.
             *     - `portal-expired` (with --strict): Only the service sets the substatus Expired.
             *     - `portal-registration-dates` (with --strict): A contract was signed in the last 60 days, not before the deal was created, and started at most 90 days ago.
             *     - `connector-path` (with --strict): PATCH changes only the documented paths.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `valid-token`: A request carries a valid bearer token.
             *     - `multi-factor-token`: The user of the token signed in with multi-factor authentication.
             */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["tokenRefusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `caller-role`: The user of the token has a role for referrals.
             *     - `own-referral` (with --strict): Microsoft's record of a shared deal can not be changed by a partner.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `known-referral`: The id must be one of a referral that the caller may see.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `json-accepted`: Accept allows application/json.
             */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `latest-etag`: If-Match has the eTag of the stored referral, alone or in a list, or is *.
             */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `body-size`: A body has at most 4 MB.
             */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `json-media-type`: A body is sent with Content-Type: application/json, a JSON Patch too, and without Content-Encoding.
             */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /** @description There were too many calls. Only a fault answers so. */
            429: {
                headers: {
                    /** @description Seconds, or a date. May be missing. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["throttling"];
                };
            };
            /** @description Any other response comes from a fault. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readNextPage: {
        parameters: {
            query: {
                /** @description From nextLink, exactly as it is there. */
                $skiptoken: string;
            };
            header?: {
                /** @description A new GUID for each call; comes back. */
                "client-request-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["referralPage"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `user-token`: The token belongs to a user; an app-only token is refused.
             *     - `known-query-option`: Options that begin with $ are those of the documents, each once; what is about one referral, a write too, takes $select only, a list also $filter, $orderby, $top, $skip, $count, $expand and $skiptoken.
             *     - `dollar-option`: The names of the options of OData begin with $; filter is not taken for $filter, nor ignored.
             *     - `whole-number-option`: $top and $skip are whole numbers from 0, $count is true or false.
             *     - `filter-grammar`: $filter consists of comparisons of a property with a value, and, or, not (…) and any, without functions, with at most 50 levels.
             *     - `filter-name`: $filter uses names of the referral as they are spelled in responses, with / between them.
             *     - `filter-type`: $filter compares a property with a value of its type or null, and asks about lists with any.
             *     - `filter-date`: A date in $filter is one that exists, such as 2026-10-30 or 2026-10-30T00:00:00Z, bare or quoted.
             *     - `orderby-name`: $orderby takes createdDateTime and updatedDateTime, each with asc or desc.
             *     - `select-name`: $select takes names of properties of the top level as they are spelled in responses.
             *     - `skip-token`: $skiptoken is sent back by the same caller exactly as nextLink has it, while its pages are kept.
             *     - `documented-query` (with --strict): A query uses only what is shown in the documents: eq and and in $filter, no $skip, $count or $expand.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `valid-token`: A request carries a valid bearer token.
             *     - `multi-factor-token`: The user of the token signed in with multi-factor authentication.
             */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["tokenRefusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `caller-role`: The user of the token has a role for referrals.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /**
             * @description A rule is broken:
             *
             *     - `json-accepted`: Accept allows application/json.
             */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
            /** @description There were too many calls. Only a fault answers so. */
            429: {
                headers: {
                    /** @description Seconds, or a date. May be missing. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["throttling"];
                };
            };
            /** @description Any other response comes from a fault. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getHealth: {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ok";
                        referrals: number;
                    };
                };
            };
            /** @description The call is refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
        };
    };
    getOpenApi: {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description The call is refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
        };
    };
    reset: {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    seed?: components["schemas"]["referral"] | components["schemas"]["referral"][] | components["schemas"]["referralPage"];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ok";
                        referrals: number;
                    };
                };
            };
            /** @description The call is refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
        };
    };
    addArrival: {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["referral"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["referral"];
                };
            };
            /** @description The call is refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
        };
    };
    listFaults: {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        faults: components["schemas"]["armedFault"][];
                    };
                };
            };
            /** @description The call is refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
        };
    };
    addFault: {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["fault"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        faults: number;
                    };
                };
            };
            /** @description The call is refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
        };
    };
    removeFaults: {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        faults: number;
                    };
                };
            };
            /** @description The call is refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
        };
    };
    getClock: {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        now: string;
                    };
                };
            };
            /** @description The call is refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
        };
    };
    advanceClock: {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    advanceDays: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        now: string;
                        moved: number;
                        expired: number;
                    };
                };
            };
            /** @description The call is refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
        };
    };
    listCalls: {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
                /** @description Only calls with this method. */
                method?: string;
                /** @description Only calls with this in their path or query. */
                path?: string;
                /** @description Only calls with this status; null for those without a response. */
                status?: string;
                /** @description Only calls of this caller: admin, user <e-mail>, app, no-mfa, no-role, anonymous, unknown token. */
                caller?: string;
                /** @description Only calls that came then or later. */
                since?: string;
                /** @description False leaves out headers and bodies, as without --record-bodies. */
                bodies?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        calls: components["schemas"]["call"][];
                        /** @description Calls that were forgotten. */
                        dropped: number;
                    };
                };
            };
            /** @description The call is refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
        };
    };
    clearCalls: {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        calls: components["schemas"]["call"][];
                        /** @description Calls that were forgotten. */
                        dropped: number;
                    };
                };
            };
            /** @description The call is refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
        };
    };
    listChanges: {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
                /** @description Only changes of this referral. */
                referral?: string;
                /** @description Only changes of referrals of this engagement. */
                engagement?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        changes: components["schemas"]["change"][];
                        advances: components["schemas"]["advance"][];
                        /** @description Changes that were forgotten. */
                        dropped: number;
                    };
                };
            };
            /** @description The call is refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
        };
    };
    listFindings: {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        findings: components["schemas"]["finding"][];
                    };
                };
            };
            /** @description The call is refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
        };
    };
    clearFindings: {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        findings: components["schemas"]["finding"][];
                    };
                };
            };
            /** @description The call is refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        webhooks: components["schemas"]["registeredWebhook"][];
                    };
                };
            };
            /** @description The call is refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
        };
    };
    addWebhook: {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["webhook"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                    };
                };
            };
            /** @description The call is refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
        };
    };
    removeWebhooks: {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        webhooks: components["schemas"]["registeredWebhook"][];
                    };
                };
            };
            /** @description The call is refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        deliveries: components["schemas"]["delivery"][];
                        /** @description Those that were forgotten. */
                        dropped: number;
                    };
                };
            };
            /** @description The call is refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
        };
    };
    sendEvent: {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["webhookEvent"];
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        event: string;
                        /** @description How many webhooks take it. */
                        webhooks: number;
                    };
                };
            };
            /** @description The call is refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
        };
    };
    getCertificate: {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pem-certificate-chain": string;
                };
            };
            /** @description The call is refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
        };
    };
    listSpaces: {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        spaces: string[];
                    };
                };
            };
            /** @description The call is refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
        };
    };
    removeSpaces: {
        parameters: {
            query?: {
                /** @description The space, unless the token names one. */
                space?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        spaces: string[];
                    };
                };
            };
            /** @description The call is refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["refusal"];
                };
            };
        };
    };
}
