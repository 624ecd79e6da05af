// The control API, as this page uses it.

/** Calls the control API; throws an Error with its reason. */
export async function call(method, path, body) {
  const response = await fetch(`/control/${path}`, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `status ${response.status}`);
  return answer;
}

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
