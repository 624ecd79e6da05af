// The control API, as this page uses it.

/** Calls the control API with a body as it is; throws an Error with its reason. */
export async function upload(method, path, body) {
  const response = await fetch(`/control/${path}`, { method, body });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `status ${response.status}`);
  return answer;
}

/** The same with a body in JSON. */
export const call = (method, path, body) =>
  upload(method, path, body === undefined ? undefined : JSON.stringify(body));

export const get = (path) => call('GET', path);
export const post = (path, body) => call('POST', path, body);
export const put = (path, body) => call('PUT', path, body);

/** Calls back whenever something has happened, and once after every reconnection. */
export function follow(changed) {
  const stream = new EventSource(
    '/control/stream?kind=wrote,delivered,unsent,edited,read,friend,loading,group,channel,user,reset',
  );
  stream.onmessage = changed;
}
