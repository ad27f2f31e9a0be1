/** Whether this is how a registry, or a mirror of one, answers at `/v2/`: one that wants a login says so. */
export function isRegistryAnswer(status: number): boolean {
  return status === 200 || status === 401;
}
