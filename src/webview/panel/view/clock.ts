import { createContext } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** Now, in ms since 1970, for relative times. */
export const NowContext = createContext(0);

const minute = 60_000;

/** Moves on once a minute, and only while somebody can see it. `fresh` makes it move on at once when it changes. */
export function useNow(fresh: unknown): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    let timer: ReturnType<typeof setInterval> | undefined;
    const follow = (): void => {
      clearInterval(timer);
      timer = undefined;
      if (document.visibilityState === 'hidden') return;
      setNow(Date.now());
      timer = setInterval(() => setNow(Date.now()), minute);
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', follow);
    };
  }, [fresh]);
  return now;
}
