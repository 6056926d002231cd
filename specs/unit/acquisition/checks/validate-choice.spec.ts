import { expect, test } from 'vitest';
import { selectionOf } from '../../../../src/acquisition/checks/validate-choice.ts';
import { InvalidDataError } from '../../../../src/errors.ts';

test.each([undefined, null, 3, 'all'])('a select that returns %o is refused', async (choice) => {
  const selection = selectionOf(choice as never);
  await expect(selection).rejects.toThrow(InvalidDataError);
  await expect(selection).rejects.toThrow('Expected an Int32Array of pool indices');
});

test('an Int32Array is a selection', async () => {
  expect(await selectionOf(Promise.resolve(Int32Array.of(2, 0)))).toEqual({ selected: Int32Array.of(2, 0) });
});

test('a proxy that was revoked is refused', async () => {
  const { proxy, revoke } = Proxy.revocable(Int32Array.of(1), {});
  revoke();
  await expect(selectionOf(proxy)).rejects.toThrow(InvalidDataError);
});
