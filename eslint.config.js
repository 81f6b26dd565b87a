import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * The floors: imports go down only. Each room names what it may not reach; `vscode` belongs to the rooms of src/ui and
 * the entry alone. The reasons stand in CONTRIBUTING.md.
 */
const rooms = {
  'src/base': ['referral', 'protocol', 'webview', 'api', 'auth', 'sandbox', 'services', 'ui'],
  'src/referral': ['protocol', 'webview', 'api', 'auth', 'sandbox', 'services', 'ui'],
  'src/protocol': ['base', 'referral', 'webview', 'api', 'auth', 'sandbox', 'services', 'ui'],
  'src/webview': ['base', 'api', 'auth', 'sandbox', 'services', 'ui'],
  'src/api': ['protocol', 'webview', 'sandbox', 'services', 'ui'],
  'src/auth': ['protocol', 'webview', 'api', 'sandbox', 'services', 'ui'],
  'src/sandbox': ['protocol', 'webview', 'api', 'auth', 'services', 'ui'],
  'src/services': ['webview', 'ui'],
  'src/ui': ['webview', 'sandbox'],
};

/** Libraries that one file alone may know. */
const seams = {
  'node-fetch': 'src/api/nodeFetchTransport.ts',
  '@azure/identity': 'src/auth',
  hono: 'src/sandbox',
  '@hono/node-server': 'src/sandbox',
};

const floors = Object.entries(rooms).map(([room, forbidden]) => ({
  files: [`${room}/**/*.{ts,tsx}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        paths: [
          ...(room === 'src/ui' ? [] : [{ name: 'vscode', message: 'Only src/ui and the entry know vscode.' }]),
          ...Object.entries(seams)
            .filter(([, home]) => !home.startsWith(room))
            .map(([name, home]) => ({ name, message: `Only ${home} knows ${name}.` })),
        ],
        patterns: [
          {
            regex: `^(\\.\\./)+(${forbidden.join('|')})/`,
            message: `Imports go down only: ${room} may not reach this room.`,
          },
          { regex: '/webview/', message: 'Nothing imports the browser code of the panel.' },
        ],
      },
    ],
  },
}));

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
      // Lifetimes are structural: ours and VS Code's Disposables stand in for each other on purpose.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  {
    // Mocha's and Playwright's own ways; parsed answers are looked into, and a wrong look fails the test.
    files: ['test/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CallExpression[callee.property.name="waitForFunction"] > :function[async=true]',
          message: 'Playwright takes the promise of an async condition for true, so the wait is over at once.',
        },
        {
          selector: 'CallExpression[callee.property.name="waitForTimeout"]',
          message: 'Wait for what the test needs, not for a time.',
        },
        {
          selector: 'CallExpression[callee.property.name=/^(retries|timeout)$/][callee.object.type="ThisExpression"]',
          message: 'A test passes at its first try, however slow the machine: see test/limits.ts.',
        },
      ],
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
  ...floors,
);
