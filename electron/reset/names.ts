/** Whether one of the tags is what somebody calls an image: `web` is `web:latest`, and Podman writes a registry in front. */
export function namesImage(tags: readonly string[], wanted: string): boolean {
  const whole = /:[^/]*$/.test(wanted) ? wanted : `${wanted}:latest`;
  return tags.some(
    (tag) => tag === whole || tag === `localhost/${whole}` || tag === `docker.io/library/${whole}`,
  );
}
