import { collection } from '../client.ts';
import type { CoachExample } from './example.ts';
import { deal, newDeal, type Traffic } from './traffic.ts';

type Body = Record<string, unknown>;

const ana = { firstName: 'Ana', lastName: 'Diaz', phoneNumber: '+34 1', email: 'ana@x.example' };
const ben = { firstName: 'Ben', lastName: 'Ode', phoneNumber: '+44 2', email: 'ben@x.example' };
const solutions = [
  { id: 'SOL-1', name: 'One', type: 'Name' },
  { id: 'SOL-2', name: 'Two', type: 'Name' },
];

/** Two elements with one key, of which the second has more. */
const twice = [{ email: 'a@x.example' }, { email: 'a@x.example', phoneNumber: '1', firstName: 'A' }];
const sameIds = [
  { id: '1', profileType: 'Duns' },
  { id: '1', profileType: 'External', source: 'crm' },
];
const withTwice = JSON.stringify([
  deal('deal-1', { team: twice, customerProfile: { name: 'Tailspin', ids: sameIds } }),
]);

const details = (): Body => newDeal()['details'] as Body;

/** Creates a deal with two people and two solutions, and sends it back with changes by PUT. */
async function put(traffic: Traffic, change: (body: Body) => Body): Promise<void> {
  const body = newDeal({ team: [ana, ben], details: { ...details(), requirements: { solutions } } });
  const { id, eTag } = (await traffic.post(body)).json;
  const { links: _links, ...read } = (await traffic.get(id)).json;
  await traffic.send('PUT', `${collection}/${id}`, change(read), { 'If-Match': eTag });
}

/** Creates such a deal, and changes it by PATCH. */
async function patch(traffic: Traffic, values: unknown): Promise<void> {
  const body = newDeal({ team: [ana, ben], details: { ...details(), requirements: { solutions } } });
  const { id, eTag } = (await traffic.post(body)).json;
  await traffic.patch(id, values, eTag);
}

const requirements = (body: Body): Body => (body['details'] as Body)['requirements'] as Body;
const withSolutions = (body: Body, changed: unknown): Body => ({
  ...body,
  details: { ...(body['details'] as Body), requirements: { ...requirements(body), solutions: changed } },
});

export const removalExamples: CoachExample = {
  wrong: [
    {
      when: 'a PUT leaves values out',
      does: (traffic) =>
        put(traffic, ({ details, ...body }) => ({
          ...body,
          details: { ...(details as Body), notes: undefined },
          team: undefined,
        })),
      says: /^PUT removed (?=.*\/team)(?=.*\/details\/notes)/,
    },
    {
      when: 'a PUT leaves members of people out',
      does: (traffic) => put(traffic, (body) => ({ ...body, team: [{ email: 'ANA@x.example' }, ben] })),
      says: /\/team\/0\/firstName, \/team\/0\/lastName, \/team\/0\/phoneNumber/,
    },
    {
      when: 'a person leaves, and another loses a member',
      does: (traffic) => put(traffic, (body) => ({ ...body, team: [{ ...ben, phoneNumber: undefined }] })),
      says: /\/team\/1\/phoneNumber,/,
    },
    {
      when: 'the members that elements are known by are left out, and their place tells which is meant',
      does: (traffic) => put(traffic, (body) => ({ ...body, team: [{ ...ana, email: undefined }, ben] })),
      says: /\/team\/0\/email,/,
    },
    {
      when: 'an element is known by its id',
      does: (traffic) =>
        put(traffic, (body) => withSolutions(body, [{ ...solutions[1] }, { id: 'SOL-1', type: 'Name' }])),
      says: /\/details\/requirements\/solutions\/0\/name,/,
    },
    {
      when: 'a PATCH replaces an object by a part of it',
      does: (traffic) => patch(traffic, { '/details': { notes: 'only' } }),
      says: /^PATCH replaced \/details .*\/details\/dealValue/,
    },
    {
      when: 'a PATCH adds an object where there is one',
      does: (traffic) =>
        patch(traffic, [{ op: 'add', path: '/customerProfile', value: { name: 'Tailspin', team: [] } }]),
      says: /\/customerProfile\/address/,
    },
    {
      when: 'a PATCH replaces a list, and members of a person are left out',
      does: (traffic) => patch(traffic, { '/team': [ana, { email: ben.email, firstName: 'Ben' }] }),
      says: /^PATCH replaced \/team .*\/team\/1\/lastName, \/team\/1\/phoneNumber/,
    },
    {
      when: 'a PATCH replaces one person of a list by a part of it',
      does: (traffic) => patch(traffic, { '/team/1': { email: ben.email } }),
      says: /\/team\/1\/firstName/,
    },
    {
      when: 'one of two elements for one person loses a member',
      options: { seed: withTwice },
      does: (traffic) =>
        traffic.patch('deal-1', { '/team': [twice[0], { ...twice[1], phoneNumber: undefined }] }, '"deal-1-1"'),
      says: /removed \/team\/1\/phoneNumber,/,
    },
  ],
  right: [
    {
      when: 'a PUT has what was read, with two elements for one person',
      options: { seed: withTwice },
      does: async (traffic) => {
        const { links: _links, ...read } = (await traffic.get('deal-1')).json;
        const body = { ...read, details: { ...read.details, notes: 'next' } };
        await traffic.send('PUT', `${collection}/deal-1`, body, { 'If-Match': read.eTag });
      },
    },
    {
      when: 'a PATCH adds somebody to a list with two elements for one person',
      options: { seed: withTwice },
      does: (traffic) => traffic.patch('deal-1', { '/team': [...twice, { email: 'new@x.example' }] }, '"deal-1-1"'),
    },
    {
      when: 'a PATCH replaces an object with one id of two kinds',
      options: { seed: withTwice },
      does: (traffic) => traffic.patch('deal-1', { '/customerProfile': { name: 'Other', ids: sameIds } }, '"deal-1-1"'),
    },
    { when: 'a PUT has the whole referral', does: (traffic) => put(traffic, (body) => ({ ...body, name: 'Other' })) },
    { when: 'a PUT has a person less', does: (traffic) => put(traffic, (body) => ({ ...body, team: [ben] })) },
    { when: 'a PUT has nobody left', does: (traffic) => put(traffic, (body) => ({ ...body, team: [] })) },
    {
      when: 'a PUT has another person in the place of one',
      does: (traffic) => put(traffic, (body) => ({ ...body, team: [{ email: 'new@x.example' }, ben] })),
    },
    {
      when: 'a PUT has its people in another order, and one more',
      does: (traffic) => put(traffic, (body) => ({ ...body, team: [{ email: 'new@x.example' }, ben, ana] })),
    },
    {
      when: 'a PUT has another solution',
      does: (traffic) => put(traffic, (body) => withSolutions(body, [{ id: 'SOL-3', type: 'Name' }, solutions[1]])),
    },
    { when: 'a PATCH empties a value', does: (traffic) => patch(traffic, { '/details/notes': '' }) },
    {
      when: 'a PATCH replaces an object by one with another value, and with null and empty ones',
      does: (traffic) =>
        patch(traffic, {
          '/customerProfile/address': {
            ...((newDeal()['customerProfile'] as Body)['address'] as Body),
            city: 'Elsewhere',
            state: null,
            addressLine2: '',
          },
        }),
    },
    { when: 'a PATCH replaces a list by fewer people', does: (traffic) => patch(traffic, { '/team': [ana] }) },
    { when: 'a PATCH replaces a list by none', does: (traffic) => patch(traffic, { '/team': [] }) },
    {
      when: 'a PATCH adds a person',
      does: (traffic) => patch(traffic, [{ op: 'add', path: '/team/-', value: { email: 'new@x.example' } }]),
    },
    {
      when: 'a PATCH inserts a person before others',
      does: (traffic) => patch(traffic, [{ op: 'add', path: '/team/0', value: { email: 'new@x.example' } }]),
    },
    {
      when: 'a PATCH replaces a person by another',
      does: (traffic) => patch(traffic, { '/team/0': { email: 'new@x.example' } }),
    },
    {
      when: 'a PATCH accepts, and the server sets what follows from it',
      does: (traffic) => traffic.patch('deal-1', { '/status': 'Active', '/substatus': 'Accepted' }, '"deal-1-1"'),
    },
  ],
};
