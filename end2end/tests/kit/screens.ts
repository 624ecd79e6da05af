// The screens on which people use the messenger.

import type { PlaywrightTestOptions } from '@playwright/test';

type Screen = Pick<PlaywrightTestOptions, 'viewport'> &
  Partial<Pick<PlaywrightTestOptions, 'deviceScaleFactor' | 'isMobile' | 'hasTouch'>>;

export const pc: Screen = { viewport: { width: 1440, height: 900 } };

/** A window of the installed app. */
export const app: Screen = { viewport: { width: 1100, height: 720 } };

export const phone: Screen = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};
