// Runs before the journeys.

import { test as setup } from '@playwright/test';

import { makeTemplate } from '../kit/template.ts';

setup('a member with an official account', makeTemplate);
