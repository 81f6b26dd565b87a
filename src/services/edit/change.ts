import { isObject, text, type Json } from '../../base/json.ts';
import { t } from '../../base/l10n.ts';
import type { Tree } from '../../referral/leaves.ts';
import { isDateTime } from '../../referral/rules/dateTime.ts';
import { numberTree, treeOf, type ValueChange } from './setValues.ts';

/** A property that "Change Referral" offers. */
export interface ChangeableProperty {
  /** JSON pointer; `/-` at its end appends to a list. */
  readonly pointer: string;
  /** VS Code's icon. */
  readonly icon: string;
  readonly label: string;
  /** What an input takes, as a hint. */
  readonly hint: string;
}

export const memberPointer = '/team/-';

/** In the order in which they are offered. */
export function changeableProperties(): ChangeableProperty[] {
  return [
    {
      pointer: '/details/dealValue',
      icon: 'graph',
      label: t('Deal value'),
      hint: t('A number without currency, such as 25000.50'),
    },
    {
      pointer: '/details/closingDateTime',
      icon: 'calendar',
      label: t('Expected close'),
      hint: t('A day as year, month and day: YYYY-MM-DD'),
    },
    { pointer: '/details/notes', icon: 'note', label: t('Notes'), hint: t('Free text') },
    {
      pointer: memberPointer,
      icon: 'person-add',
      label: t('Team member'),
      hint: t('Adds a person with name, phone number and e-mail address'),
    },
    {
      pointer: '/externalReferenceId',
      icon: 'link',
      label: t('CRM reference'),
      hint: t('The ID of the deal in your CRM'),
    },
    {
      pointer: '/salesStage',
      icon: 'milestone',
      label: t('Sales stage'),
      hint: t('A percentage such as 40, or a name such as Develop'),
    },
  ];
}

export interface NewMember {
  readonly firstName: string;
  readonly lastName: string;
  readonly phoneNumber: string;
  readonly email: string;
}

export type ReadChange =
  { readonly ok: true; readonly change: ValueChange } | { readonly ok: false; readonly problem: string };

/**
 * The change that a value given as text or by a script stands for. Pointers that "Change Referral" doesn't offer are
 * taken too, except those of the status, which belongs to commands of its own: whether the API takes them is checked
 * with the whole edit.
 */
export function readChange(pointer: string, given: unknown): ReadChange {
  const is = (value: Tree): ReadChange => ({ ok: true, change: { pointer, value } });
  const not = (problem: string): ReadChange => ({ ok: false, problem });
  if (!pointer.startsWith('/')) return not(t('A JSON pointer begins with /, such as /details/notes.'));
  switch (pointer) {
    case '/status':
    case '/substatus':
      return not(t('The status is changed by accepting, declining or closing the referral.'));
    case '/details/dealValue': {
      const spelling = typeof given === 'number' ? String(given) : typeof given === 'string' ? given.trim() : '';
      if (!/^(0|[1-9]\d*)(\.\d+)?$/.test(spelling)) {
        return not(t('Enter a number without currency and without separators, such as 25000.50.'));
      }
      return is(numberTree(spelling));
    }
    case '/details/closingDateTime': {
      const day = typeof given === 'string' ? given.trim() : '';
      const dateTime = /^\d{4}-\d{2}-\d{2}$/.test(day) ? `${day}T00:00:00Z` : day;
      if (!isDateTime(dateTime)) return not(t('Enter a day that exists as YYYY-MM-DD, such as 2026-10-30.'));
      return is(treeOf(dateTime));
    }
    case '/details/notes':
    case '/externalReferenceId':
      return typeof given === 'string' ? is(treeOf(given)) : not(t('The value must be text.'));
    case '/salesStage': {
      const stage = typeof given === 'string' ? given.trim() : '';
      return stage === '' ? not(t('Enter a percentage such as 40, or a name such as Develop.')) : is(treeOf(stage));
    }
    case memberPointer: {
      const problem = memberProblem(given);
      return problem === undefined ? is(treeOf(given as Json)) : not(problem);
    }
    default:
      return isJson(given) ? is(treeOf(given)) : not(t('The value must be JSON.'));
  }
}

/** Why a text is no e-mail address; undefined if it may be one. */
export function emailProblem(given: string): string | undefined {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(given.trim())
    ? undefined
    : t('Enter an e-mail address, such as ada@contoso.example.');
}

function memberProblem(given: unknown): string | undefined {
  const names = ['firstName', 'lastName', 'phoneNumber', 'email'];
  if (!isObject(given) || !names.every((name) => typeof given[name] === 'string' && given[name].trim() !== '')) {
    return t('A team member needs {0}.', names.join(', '));
  }
  return emailProblem(text(given['email']) ?? '');
}

function isJson(value: unknown): value is Json {
  // Only of undefined, functions and symbols there is no text, whatever the declaration says.
  return typeof value !== 'bigint' && (JSON.stringify(value) as string | undefined) !== undefined;
}
