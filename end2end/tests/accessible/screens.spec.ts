// Every screen, in light and dark: nothing that a machine can find against WCAG 2.2 AA, nothing that
// leaves the screen sideways, and targets that a finger can hit.

import { disguised, picture } from '../kit/picture.ts';
import { expect, test } from '../kit/test.ts';
import { expectAccessible } from '../kit/watch.ts';
import type { Page } from '@playwright/test';

/** CSS pixels, on a phone. */
const FINGER = 44;

async function expectFits(page: Page): Promise<void> {
  const { wide, screen } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    screen: document.documentElement.clientWidth,
  }));
  expect(wide).toBeLessThanOrEqual(screen);
}

/** What can be pressed, but is missed by a finger; links within a text are as large as the text. */
async function expectFingers(page: Page): Promise<void> {
  const missed = await page.evaluate((finger) => {
    const all = [...document.querySelectorAll<HTMLElement>('a, button, textarea, label:has([type=radio])')];
    const isMissed = (one: HTMLElement) => {
      if (!one.checkVisibility() || one.closest('.bubble, .skip')) return false;
      const { left, top, width, height } = one.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      const hits = (up: number) => {
        const found = document.elementFromPoint(x, y + up);
        return found === null || one.contains(found);
      };
      const reach = finger / 2 - 1;
      return hits(0) && !(hits(-reach) && hits(reach));
    };
    return all.filter(isMissed).map((one) => one.outerHTML.slice(0, 120));
  }, FINGER);
  expect(missed).toEqual([]);
}

async function look(page: Page, isMobile: boolean): Promise<void> {
  await expectAccessible(page);
  await expectFits(page);
  if (isMobile) await expectFingers(page);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('the messenger', async ({ stack, messenger, page, isMobile }) => {
      await messenger.open();
      await expect(page.getByRole('heading', { name: 'No one on LINE yet' })).toBeVisible();
      await look(page, isMobile);
      const emma = await stack.friend('Emma');
      await stack.friend('Somchai');
      await expect(messenger.rooms).toHaveCount(2);
      await look(page, isMobile);
      await page.getByRole('searchbox').fill('nobody');
      await expect(page.getByText('No room has this name.')).toBeVisible();
      await look(page, isMobile);
      await page.getByRole('searchbox').fill('');

      await messenger.openRoom('Emma');
      await emma.says('see https://example.com/');
      await emma.sends({ type: 'sticker', packageId: '446', stickerId: '1988' });
      await expect(messenger.messages).toHaveCount(2);
      await page.getByRole('button', { name: 'Stickers', exact: true }).click();
      await expect(page.getByRole('button', { name: 'Sticker 1', exact: true })).toBeFocused();
      await look(page, isMobile);
      await page.keyboard.press('Escape');
      await messenger.send('by reply');
      await messenger.expectState('by reply', 'sent');
      await stack.sandbox.post('faults', { family: 'push', status: 400 });
      await messenger.send('refused');
      await messenger.expectState('refused', 'failed');
      await stack.sandbox.post('faults', { family: 'push', answer: 'hang' });
      await messenger.send('waits');
      await messenger.expectState('waits', 'queued');
      await messenger.field.fill('x'.repeat(5001));
      await expect(page.getByText('1 characters too many')).toBeVisible();
      await look(page, isMobile);
      await emma.block();
      await expect(messenger.field).toHaveCount(0);
      await look(page, isMobile);

      await messenger.open('/settings');
      await look(page, isMobile);
      await messenger.open('/');
      await page.getByRole('button', { name: 'My menu: 林 葵' }).click();
      await expect(page.getByRole('menuitem', { name: 'Settings' })).toBeVisible();
      await look(page, isMobile);
    });

    test('the profile', async ({ messenger, page, isMobile }) => {
      for (const path of ['/home', '/profile', '/?panel=external-users', '/profile?panel=qr-code']) {
        await messenger.open(path);
        await look(page, isMobile);
      }
      await messenger.open('/profile');
      await page.getByRole('button', { name: 'Edit' }).click();
      const form = page.getByRole('form', { name: 'Edit my profile' });
      await form.getByLabel('Phone').fill('12');
      await form.getByLabel('Website').fill('no address');
      await form.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('Nobody can be called at this number.')).toBeVisible();
      await form.getByLabel('About').fill('x'.repeat(501));
      await look(page, isMobile);
      await form.getByLabel('About').fill('Kitchens and baths,\nfrom the drawing to the work');
      await form.getByLabel('Phone').fill('+81 3-1234-5678');
      await form.getByLabel('Website').fill('https://sagawa.example');
      await form.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByRole('link', { name: 'sagawa.example' })).toBeVisible();
      await look(page, isMobile);
    });

    test('the photo', async ({ page, isMobile, watch }) => {
      watch.expect(/photo 422/, /status of 422/);
      await page.goto('/profile/photo');
      await look(page, isMobile);
      await page.getByLabel('New picture').setInputFiles(picture([40, 120, 160]));
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByRole('status')).toContainText('Saved.');
      await look(page, isMobile);
      await page.getByLabel('New picture').setInputFiles(disguised);
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByRole('alert')).toBeVisible();
      await look(page, isMobile);
    });

    test('pages without a member', async ({ page, watch, isMobile, context }) => {
      watch.expect(/ 404/, /status of 404/, /\/login 4/, /status of 422/);
      await context.clearCookies();
      for (const path of ['/login', '/offline', '/nowhere/at/all']) {
        await page.goto(path);
        await expect(page.getByRole('heading').first()).toBeVisible();
        await look(page, isMobile);
      }
      await page.goto('/login');
      await page.getByLabel('E-mail').fill('nobody@example.com');
      await page.getByLabel('Password').fill('wrong');
      await page.getByRole('button', { name: 'Log in' }).click();
      await expect(page.getByRole('alert')).toBeVisible();
      await expectAccessible(page);
    });
  });
}
