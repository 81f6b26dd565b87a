import { collection } from '../client.ts';
import type { CoachExample } from './example.ts';
import { accept, newDeal, type Traffic } from './traffic.ts';

const patch = (values: unknown) => ({ does: (traffic: Traffic) => traffic.patch('deal-1', values, '"deal-1-1"') });
const post = (body: unknown) => ({ does: (traffic: Traffic) => traffic.post(body) });

/** A new deal that is sent back with changes. */
const putBack = (created: object, changes: object) => ({
  does: async (traffic: Traffic) => {
    const { id } = (await traffic.post(newDeal(created))).json;
    const { links: _links, ...body } = (await traffic.get(id)).json;
    await traffic.send('PUT', `${collection}/${id}`, { ...body, ...changes }, { 'If-Match': body.eTag });
  },
});

export const bodyExamples: Readonly<Record<string, CoachExample>> = {
  'unknown-name-in-body': {
    wrong: [
      {
        when: 'a person has emailAddress',
        ...post(newDeal({ team: [{ emailAddress: 'a@x.example' }] })),
        says: /"email"/,
      },
      {
        when: 'a path has closeDate',
        ...patch({ '/details/closeDate': '2026-10-30T00:00:00Z' }),
        says: /closingDateTime/,
      },
      { when: 'a path is misspelt', ...patch({ '/substatsu': 'Received' }), says: /substatus/ },
      {
        when: 'a PUT has another name',
        does: (traffic) =>
          traffic.send('PUT', `${collection}/deal-1`, { ...newDeal(), crmId: 'x' }, { 'If-Match': '"deal-1-1"' }),
        says: /crmId/,
      },
    ],
    right: [
      { when: 'names are in another case', ...post(newDeal({ Team: [{ Email: 'a@x.example' }], team: undefined })) },
      { when: 'a path appends', ...patch([{ op: 'add', path: '/team/-', value: { email: 'a@x.example' } }]) },
    ],
  },
  'dropped-value': {
    wrong: [
      {
        when: 'a name is unknown, with --lenient',
        options: { lenient: true },
        ...post(newDeal({ forecast: 1 })),
        says: /forecast/,
      },
      {
        when: 'a change has only what is unknown, with --lenient',
        options: { lenient: true },
        does: async (traffic) => {
          const { details, eTag } = (await traffic.get('deal-1')).json;
          await traffic.patch('deal-1', { '/details': { ...details, closeDate: '2026-10-30' } }, eTag);
        },
        says: /closeDate/,
      },
      {
        when: 'a PUT has another engagement, and nothing else is new',
        ...putBack({}, { engagementId: '11111111-1111-4111-8111-111111111111' }),
        says: /^\/engagementId was dropped\. Only the server sets it\.$/,
      },
      {
        when: 'a PUT has another location beside a new value',
        ...putBack({ mpnId: '4711' }, { mpnId: '999', name: 'Renamed' }),
        says: /mpnId .* fixed when the deal is created/,
      },
      { when: 'a PUT marks spam', ...putBack({}, { isSpam: true }), says: /isSpam/ },
      {
        when: 'a PUT registers a deal',
        ...putBack({}, { Registrations: [{ type: 'AzureIPCoSell' }] }),
        says: /registrations .* PATCH/,
      },
      {
        when: 'a POST dates a deal back',
        ...post(newDeal({ createdDateTime: '2001-01-01T00:00:00Z' })),
        says: /created/,
      },
      {
        when: 'a POST registers a deal',
        ...post(newDeal({ registrations: [{ type: 'AzureIPCoSell' }] })),
        says: /PATCH/,
      },
      { when: 'a POST has a direction', ...post(newDeal({ direction: 'Incoming' })), says: /direction/ },
      {
        when: 'a POST has an outcome',
        ...post(newDeal({ status: 'Closed', substatus: 'Lost' })),
        says: /^\/(sub)?status was dropped\. .* Close it with PATCH/,
      },
    ],
    right: [
      { when: 'all is known, with --lenient', options: { lenient: true }, ...post(newDeal()) },
      {
        when: 'a PUT has what the server set before its last writes',
        does: async (traffic) => {
          const older = (await traffic.get('deal-1')).json;
          await traffic.patch('deal-1', accept, older.eTag);
          const { eTag, status, substatus } = (await traffic.get('deal-1')).json;
          const body = { ...older, status, substatus, name: 'Renamed' };
          await traffic.send('PUT', `${collection}/deal-1`, body, { 'If-Match': eTag });
        },
      },
      {
        when: 'a PUT of a typed client spells dates in its own way and has its defaults',
        does: async (traffic) => {
          const { createdDateTime, ...read } = (await traffic.get('deal-1')).json;
          const typed = { createdDateTime: new Date(createdDateTime).toISOString(), isSpam: false, tags: [] };
          const body = { ...read, ...typed, quality: 'Unknown', closedDateTime: null, name: 'Renamed' };
          await traffic.send('PUT', `${collection}/deal-1`, body, { 'If-Match': read.eTag });
        },
      },
      {
        when: 'a PUT of a typed client has dates without a zone, and the defaults of its types',
        does: async (traffic) => {
          const { createdDateTime, ...read } = (await traffic.get('deal-1')).json;
          const none = '0001-01-01T00:00:00Z';
          const typed = { createdDateTime: createdDateTime.slice(0, 19), acceptedDateTime: none, closedDateTime: none };
          const body = { ...read, ...typed, lastRunId: 0, quality: 0, name: 'Renamed' };
          await traffic.send('PUT', `${collection}/deal-1`, body, { 'If-Match': read.eTag });
        },
      },
      {
        when: 'a POST has the defaults of a typed client',
        ...post(
          newDeal({
            id: '00000000-0000-0000-0000-000000000000',
            createdDateTime: '0001-01-01T00:00:00',
            updatedDateTime: '0001-01-01T00:00:00+00:00',
            closedDateTime: '',
            registrationStatus: 0,
          }),
        ),
      },
      {
        when: 'a POST is the copy of another deal',
        does: async (traffic) => {
          const { engagementId: _engagement, ...copy } = (await traffic.post(newDeal())).json;
          await traffic.post({ ...copy, name: 'Copy' });
        },
      },
      { when: 'a POST is new', ...post(newDeal({ status: 'New', substatus: 'Pending', registrations: [], id: null })) },
    ],
  },
  'wrong-body-shape': {
    wrong: [
      {
        when: 'a PATCH is an object',
        does: (traffic) =>
          traffic.send('PATCH', `${collection}/deal-1`, { status: 'Active' }, { 'If-Match': '"deal-1-1"' }),
        says: /array of operations/,
      },
      { when: 'an operation removes', ...patch([{ op: 'remove', path: '/statusReason' }]), says: /add or replace/ },
      { when: 'a POST is an array', ...post([newDeal()]), says: /one referral with POST/ },
      {
        when: 'a body is no JSON',
        ...post('{"type": "Shared",\n"name": Mine}'),
        says: /^The body is not valid JSON: .* at line 2, column 9\. The write is lost\. Send JSON in UTF-8\.$/,
      },
      { when: 'a body is empty', ...post(''), says: /^The body is empty\. The write is lost\. Send JSON/ },
      {
        when: 'a body has more than 4 MB',
        ...post(newDeal({ name: 'x'.repeat(4 * 1024 * 1024) })),
        says: /^The body has more than 4 MB\. The write is lost\. A referral has a few KB/,
      },
    ],
    right: [{ when: 'a PATCH has two operations', ...patch(accept) }],
  },
  'wrong-media-type': {
    wrong: [
      {
        when: 'a PATCH is application/json-patch+json',
        does: (traffic) =>
          traffic.patch('deal-1', accept, '"deal-1-1"', { 'Content-Type': 'application/json-patch+json' }),
        says: /json-patch\+json.*Send Content-Type/,
      },
      {
        when: 'two deals are posted as text',
        does: async (traffic) => {
          for (const name of ['One', 'Two'])
            await traffic.post(newDeal({ name, externalReferenceId: '' }), { 'Content-Type': 'text/plain' });
        },
        says: /not text\/plain/,
      },
      {
        when: 'it accepts XML only',
        does: (traffic) => traffic.send('GET', `${collection}/deal-1`, undefined, { Accept: 'application/xml' }),
        says: /Send Accept: application\/json\.$/,
      },
    ],
    right: [
      {
        when: 'the charset is given',
        does: (traffic) =>
          traffic.patch('deal-1', accept, '"deal-1-1"', { 'Content-Type': 'application/json; charset=utf-8' }),
      },
    ],
  },
  'wrong-value': {
    wrong: [
      { when: 'a value is text', ...patch({ '/details/dealValue': 'much' }), says: /dealValue must be a number/ },
      { when: 'a date does not exist', ...patch({ '/details/closingDateTime': '30.10.2026' }), says: /date/ },
      {
        when: 'a number has too many digits',
        does: (traffic) => traffic.post('{"details":{"dealValue":9007199254740993}}'),
        says: /"\/details\/dealValue" can't be kept exactly: .* The write is lost\.$/,
      },
    ],
    right: [{ when: 'a number comes as text', ...patch({ '/details/dealValue': '84500' }) }],
  },
  'unknown-value': {
    wrong: [
      {
        when: 'a qualification does not exist',
        ...post(newDeal({ qualification: 'Qualified' })),
        says: /SalesQualified/,
      },
      {
        when: 'an engagement does not exist',
        ...post(newDeal({ engagementId: '00000000-0000-0000-0000-000000000001' })),
        says: /engagementId/,
      },
    ],
    right: [{ when: 'the value is one of them', ...post(newDeal({ qualification: 'Direct' })) }],
  },
  'missing-property': {
    wrong: [{ when: 'a deal has no consent', ...post(newDeal({ consent: undefined })), says: /consent/ }],
    right: [{ when: 'all of it is there', ...post(newDeal()) }],
  },
  'server-set-changed': {
    wrong: [
      {
        when: 'a PATCH sets a time',
        ...patch({ '/updatedDateTime': '2026-10-30T00:00:00Z' }),
        says: /updatedDateTime/,
      },
      {
        when: 'a PUT has links',
        does: (traffic) =>
          traffic.send('PUT', `${collection}/deal-1`, { ...newDeal(), links: {} }, { 'If-Match': '"deal-1-1"' }),
        says: /links/,
      },
    ],
    right: [{ when: 'a POST has what the server sets', ...post(newDeal({ eTag: '"1"', id: null })) }],
  },
  'portal-rule-broken': {
    wrong: [
      {
        when: 'the country has three letters, with --strict',
        options: { strict: true },
        does: (traffic) => {
          const { customerProfile } = newDeal() as { customerProfile: { address: object } };
          const address = { ...customerProfile.address, country: 'DEU' };
          return traffic.post(newDeal({ customerProfile: { ...customerProfile, address } }));
        },
        says: /DE/,
      },
    ],
    right: [{ when: 'the deal is complete, with --strict', options: { strict: true }, ...post(newDeal()) }],
  },
};
