/** True for an address of this machine only. `URL` has normalized every spelling, such as 127.1 and 0x7f000001. */
export function isLoopback({ hostname }: URL): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
