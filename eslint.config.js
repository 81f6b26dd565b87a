import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * The layers, as described in CONTRIBUTING.md: the folders that the files of a folder must not import from. Only src/ui
 * and src/extension.ts import `vscode`.
 */
const forbiddenImports = {
  'src/base': ['referral', 'protocol', 'webview', 'api', 'auth', 'sandbox', 'services', 'ui'],
  'src/referral': ['protocol', 'webview', 'api', 'auth', 'sandbox', 'services', 'ui'],
  'src/protocol': ['referral', 'webview', 'api', 'auth', 'sandbox', 'services', 'ui'],
  'src/webview': ['api', 'auth', 'sandbox', 'services', 'ui'],
  ...pages(['panel', 'timeline']),
  'src/api': ['protocol', 'webview', 'sandbox', 'services', 'ui'],
  'src/auth': ['protocol', 'webview', 'api', 'sandbox', 'services', 'ui'],
  'src/sandbox': ['protocol', 'webview', 'api', 'auth', 'services', 'ui'],
  'src/services': ['webview', 'ui'],
  'src/ui': ['webview', 'sandbox'],
};

/**
 * Pages are bundles of their own, and what two of them show is in src/webview/common: no other file imports from the
 * folder of a page.
 * @param {readonly string[]} names
 */
function pages(names) {
  const above = ['api', 'auth', 'sandbox', 'services', 'ui'];
  const folders = ['common', 'dom', 'host', ...names];
  return Object.fromEntries(
    folders.map((folder) => [`src/webview/${folder}`, [...above, ...names.filter((name) => name !== folder)]]),
  );
}

/** Libraries that only one file or folder imports. */
const importedOnlyIn = {
  'node-fetch': 'src/api/nodeFetchTransport.ts',
  '@azure/identity': 'src/auth',
  hono: 'src/sandbox',
  '@hono/node-server': 'src/sandbox',
};

const layers = Object.entries(forbiddenImports).map(([folder, forbidden]) => ({
  files: [`${folder}/**/*.{ts,tsx}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        paths: [
          ...(folder === 'src/ui'
            ? []
            : [{ name: 'vscode', message: 'Only src/ui and src/extension.ts import vscode.' }]),
          ...Object.entries(importedOnlyIn)
            .filter(([, place]) => !place.startsWith(folder))
            .map(([name, place]) => ({ name, message: `Only ${place} imports ${name}.` })),
        ],
        patterns: [
          {
            regex: `^(\\.\\./)+(${forbidden.join('|')})/`,
            message: `${folder} must not import from this folder (see "Structure" in CONTRIBUTING.md).`,
          },
          { regex: '/webview/', message: 'Only the panel itself imports its browser code.' },
        ],
      },
    ],
  },
}));

/** Refused in tests. */
const testSyntax = [
  {
    selector: 'CallExpression[callee.property.name="waitForFunction"] > :function[async=true]',
    message: 'Playwright treats the promise of an async condition as true and stops waiting at once.',
  },
  {
    selector: 'CallExpression[callee.property.name="waitForTimeout"]',
    message: 'Wait for a condition, not for a period of time.',
  },
  {
    selector: 'CallExpression[callee.property.name=/^(retries|timeout)$/][callee.object.type="ThisExpression"]',
    message: 'Tests must pass at the first attempt, and time limits are set in test/limits.ts.',
  },
];

export default tseslint.config(
  { ignores: ['dist', 'out', '**/*.generated.ts', 'test/sample-workspace'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './src/webview/tsconfig.json', './test/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Disposables are compared by structure on purpose: ours and VS Code's are interchangeable.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-restricted-syntax': [
        'error',
        {
          selector: ':matches(PropertyDefinition, MethodDefinition, TSParameterProperty)[accessibility]',
          message: 'Use a #name for a private member, and no modifier for other members.',
        },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  {
    // Mocha and Playwright use patterns that these rules reject, and tests read parsed responses without checking types.
    files: ['test/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': ['error', ...testSyntax],
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  {
    files: ['test/**/*.test.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...testSyntax,
        {
          selector: 'Program > ExpressionStatement > CallExpression[callee.name=/^(before|after)(Each)?$/]',
          message: 'Outside of a suite, a hook runs for the tests of all files.',
        },
      ],
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: {
        clearInterval: 'readonly',
        console: 'readonly',
        process: 'readonly',
        setInterval: 'readonly',
        URL: 'readonly',
      },
    },
  },
  ...layers,
);
