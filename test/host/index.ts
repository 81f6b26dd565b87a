import { hostTestsBegin, hostTestsEnd, runMocha } from '../mocha.ts';

/** Names of the test files in this folder, without `.test.ts`. The bundler defines it. */
declare const hostTests: readonly string[];

/** Called by VS Code in the extension host. A rejection means a failed run. */
export async function run(): Promise<void> {
  console.log(hostTestsBegin);
  const { failed } = await runMocha(async () => {
    for (const name of hostTests) await import(`./${name}.test.ts`);
  });
  console.log(hostTestsEnd);
  if (failed > 0) throw new Error(`${failed} host tests failed`);
}
