/**
 * The result of JSX (`jsxFactory` in src/webview/tsconfig.json): a description of elements, which `draw` compares with
 * the previous one. A description can't contain HTML: server text can become text and attribute values, but not markup.
 */
export interface VNode {
  /** A tag name or a view: a function of its attributes and of the page. */
  readonly type: string | View;
  readonly props: Props;
}

export type Key = string | number;
export type View = (props: never, page: never) => Child;
export type Child = VNode | string | number | boolean | null | undefined | readonly Child[];
export type Props = Readonly<Record<string, unknown>> & { readonly children?: Child; readonly key?: Key | undefined };

/** Children are arguments and not a member of `props`, since a page of JSX names them 150 times. */
export function h(type: VNode['type'], props: Props | null, ...children: readonly Child[]): VNode {
  return { type, props: { ...props, children } };
}

/** Several nodes without a parent element. */
export function Fragment({ children }: { children?: Child }): Child {
  return children;
}

interface Attributes {
  readonly class?: string | undefined;
  readonly id?: string | undefined;
  readonly title?: string | undefined;
  readonly role?: string | undefined;
  readonly dir?: 'auto' | undefined;
  readonly lang?: string | undefined;
  readonly scope?: 'col' | undefined;
  readonly tabindex?: number | undefined;
  readonly hidden?: boolean | undefined;
  readonly open?: boolean | undefined;
  readonly viewBox?: string | undefined;
  readonly d?: string | undefined;
  readonly x?: number | undefined;
  readonly y?: number | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly transform?: string | undefined;
  readonly onClick?: ((event: Event) => void) | undefined;
  readonly onFocus?: ((event: Event) => void) | undefined;
  readonly onBlur?: ((event: FocusEvent) => void) | undefined;
  readonly onKeyDown?: ((event: KeyboardEvent) => void) | undefined;
  readonly onDblClick?: ((event: Event) => void) | undefined;
  readonly onToggle?: ((event: Event) => void) | undefined;
  readonly children?: Child;
}

/* The compiler looks for these names. */
/* eslint-disable @typescript-eslint/no-namespace */
export declare namespace h {
  export namespace JSX {
    type Element = VNode;
    type ElementType = string | View;
    interface ElementChildrenAttribute {
      readonly children: unknown;
    }
    interface IntrinsicAttributes {
      readonly key?: Key | undefined;
    }
    type IntrinsicElements = Readonly<Record<string, Attributes & IntrinsicAttributes>>;
  }
}
