// The messenger in a browser of the member's, on a PC.

/** A browser that has never been here; the member is signed in. */
export async function newBrowser(browser, stack, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const [name, value] = stack.session.split(/=(.*)/s);
  await context.addCookies([{ name, value, url: stack.url, httpOnly: true }]);
  return context;
}

/** The address of a room. */
export const address = (stack, room) => `${stack.url}/rooms/${room}`;

/** Opens a room and waits until events arrive: the client has taken the page over then. */
export async function openRoom(page, stack, room) {
  const greeted = page.waitForEvent('websocket').then((socket) => socket.waitForEvent('framereceived'));
  await page.goto(address(stack, room));
  await greeted;
}

/** Goes to the newest message of the open room, and reads it. */
export async function toNewest(page) {
  const read = page.waitForResponse('**/api/mark_read');
  await page.getByRole('button', { name: /new messages$/ }).click();
  await read;
}
