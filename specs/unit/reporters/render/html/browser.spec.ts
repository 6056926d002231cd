import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeHtml } from '../../../../../reporters/html.ts';
import { Browser, findChromium } from '../../../../support/chromium.ts';
import { fullReport, hostile } from './sample.ts';

const chromium = findChromium();
if (!chromium)
  console.warn('The page of the report is not opened in a browser: no Chromium is installed. Set CHROMIUM_PATH.');

/** The page in a real browser. Without one, the other specs of the page still hold. */
describe.skipIf(!chromium)('the page in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dnn-page-'));
  const address = pathToFileURL(join(folder, 'index.html')).href;
  let browser: Browser;
  beforeAll(async () => {
    await writeHtml(fullReport(hostile), folder);
    browser = new Browser(chromium as string);
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each([
    [1280, 'light'],
    [400, 'dark'],
  ])('has no error, request, overflow or serious finding of axe-core at %i pixels, %s', async (width, theme) => {
    await browser.open(address, { width, height: 900 });
    await browser.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
    await browser.evaluate(axe.source);
    const findings = await browser.evaluate(
      `axe.run().then(({ violations }) => violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
    );
    expect(findings).toEqual([]);
    expect(browser.errors).toEqual([]);
    expect(browser.requests).toEqual([]);
    expect(await browser.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(await browser.evaluate('[document.scripts.length, document.querySelectorAll("img[src=x]").length]')).toEqual(
      [1, 0],
    );
  });

  test('filters, searches, sorts and moves by keys', async () => {
    await browser.open(address, { width: 1280, height: 900 });
    const shown = (): Promise<number> =>
      browser.evaluate(
        `[...document.querySelectorAll('.gates tbody tr[data-state]')].filter((row) => row.offsetParent).length`,
      );
    const press = (key: string): Promise<unknown> =>
      browser.evaluate(
        `document.dispatchEvent(new KeyboardEvent('keydown', { key: ${JSON.stringify(key)}, bubbles: true })), document.activeElement.id`,
      );
    const search = (text: string): Promise<unknown> =>
      browser.evaluate(
        `(() => { const input = document.querySelector('#search'); input.value = ${JSON.stringify(text)}; input.dispatchEvent(new Event('input')); })()`,
      );
    expect(await shown()).toBe(6);
    await browser.evaluate(`document.querySelector('.chip[data-state=passed]').click()`);
    expect(await shown()).toBe(3);
    await search('a.spec survives');
    expect(await shown()).toBe(2);
    await search('nothing of this kind');
    expect(await shown()).toBe(0);
    expect(await browser.evaluate(`document.querySelector('.nothing').hidden`)).toBe(false);
    await search('');
    const column = `[...document.querySelectorAll('.gates tbody:first-of-type .measured')].map((cell) => cell.textContent)`;
    expect(await browser.evaluate(column)).toEqual(['41.0 %', '61.0 %']);
    await browser.evaluate(`document.querySelectorAll('.gates thead button')[3].click()`);
    expect(await browser.evaluate(column)).toEqual(['61.0 %', '41.0 %']);
    expect(await press('/')).toBe('search');
    await browser.evaluate('document.activeElement.blur()');
    expect(await press('j')).toMatch(/^gate-/);
    await press('t');
    expect(await browser.evaluate('document.documentElement.dataset.theme')).toMatch(/light|dark/);
  });
});
