import { t } from '../../base/l10n.ts';
import { csharpCode } from './csharp.ts';
import { csharpReceiver } from './csharpReceiver.ts';
import { curlCode } from './curl.ts';
import { httpCode } from './httpFile.ts';
import { pythonCode } from './python.ts';
import { pythonReceiver } from './pythonReceiver.ts';
import { CodeError, requestOf, type CodeRequest, type Language, type Task } from './request.ts';
import { typescriptCode } from './typescript.ts';
import { typescriptReceiver } from './typescriptReceiver.ts';

const clients: Readonly<Record<Language, (request: CodeRequest) => string>> = {
  curl: curlCode,
  http: httpCode,
  csharp: csharpCode,
  typescript: typescriptCode,
  python: pythonCode,
};

const receivers: Readonly<Partial<Record<Language, string>>> = {
  csharp: csharpReceiver,
  typescript: typescriptReceiver,
  python: pythonReceiver,
};

/** False for a receiver in a language that only sends requests. */
export function canWrite(kind: Task['kind'], language: Language): boolean {
  return kind !== 'receiver' || receivers[language] !== undefined;
}

/**
 * A program, script or file that does something with the API. It has no token and no address: it reads
 * `PARTNER_API_TOKEN` and `PARTNER_API_URL` from the environment.
 * @throws CodeError or ApiError for what can't be written as code
 */
export function codeFor(task: Task, language: Language): string {
  if (task.kind !== 'receiver') return clients[language](requestOf(task));
  const receiver = receivers[language];
  if (receiver === undefined) {
    throw new CodeError(t('A webhook receiver can be copied as C#, TypeScript or Python. Choose one of these.'));
  }
  return receiver;
}
