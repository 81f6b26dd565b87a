import type { VNode } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { SayContext, useIntent } from './ask.ts';
import { Icon } from './icon.tsx';

/** Copying with a tick that stays for a moment when the host says it's done. */
export function useCopy(): { readonly copied: boolean; readonly copy: (value: string) => void } {
  const { send } = useIntent();
  const say = useContext(SayContext);
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    copied,
    copy(value) {
      void send({ name: 'copyValue', value }).then((ok) => {
        if (!ok) return;
        setCopied(true);
        say('Copied');
        clearTimeout(timer.current);
        timer.current = setTimeout(() => setCopied(false), 1500);
      });
    },
  };
}

/** `label` completes "Copy …". */
export function CopyButton({ value, label }: { value: string; label: string }): VNode {
  const { copied, copy } = useCopy();
  return (
    <button
      class="icon-button small"
      aria-label={`Copy ${label}`}
      title={copied ? 'Copied' : `Copy ${label}`}
      onClick={() => copy(value)}
    >
      <Icon name={copied ? 'check' : 'copy'} />
    </button>
  );
}
