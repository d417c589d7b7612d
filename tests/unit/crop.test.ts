import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Crop, inPixels, soundCrops } from '#posts/crop';

const PICTURE = '0192aaaa-0000-7000-8000-000000000001';
const OTHER = '0192aaaa-0000-7000-8000-000000000002';
const HALF = { x: 0.25, y: 0, width: 0.5, height: 1 };

const crops = fc
  .record({ x: fc.double({ min: 0, max: 0.95, noNaN: true }), y: fc.double({ min: 0, max: 0.95, noNaN: true }) })
  .chain(({ x, y }) =>
    fc.record({
      x: fc.constant(x),
      y: fc.constant(y),
      width: fc.double({ min: 0.05, max: 1 - x, noNaN: true }),
      height: fc.double({ min: 0.05, max: 1 - y, noNaN: true }),
    }),
  );
const sizes = fc.record({ width: fc.integer({ min: 1, max: 4096 }), height: fc.integer({ min: 1, max: 4096 }) });

describe('a crop', () => {
  test.each([
    ['half of a wide picture', HALF, { width: 400, height: 100 }, { left: 100, top: 0, width: 200, height: 100 }],
    [
      'a corner',
      { x: 0.9, y: 0.9, width: 0.1, height: 0.1 },
      { width: 10, height: 10 },
      { left: 9, top: 9, width: 1, height: 1 },
    ],
    ['of a single pixel', HALF, { width: 1, height: 1 }, { left: 0, top: 0, width: 1, height: 1 }],
  ])('in pixels: %s', (_what, crop, size, expected) => {
    expect(inPixels(crop, size)).toEqual(expected);
  });

  test('never reaches outside of the picture and is never empty', () => {
    fc.assert(
      fc.property(crops, sizes, (crop, size) => {
        const { left, top, width, height } = inPixels(crop, size);
        expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(1);
        expect(left + width).toBeLessThanOrEqual(size.width);
        expect(top + height).toBeLessThanOrEqual(size.height);
      }),
    );
  });

  test.each([
    ['over the edge', { x: 0.6, y: 0, width: 0.5, height: 1 }],
    ['of nothing', { x: 0, y: 0, width: 0, height: 1 }],
    ['before the start', { x: -0.1, y: 0, width: 0.5, height: 1 }],
  ])('is refused: %s', (_what, crop) => {
    expect(Crop.safeParse(crop).success).toBe(false);
  });

  test('is kept for pictures that are there, rounded, and only where it cuts something', () => {
    const whole = { x: 0, y: 0, width: 1, height: 1 };
    const thirds = { x: 1 / 3, y: 0, width: 1 / 3, height: 1 };
    const given = { [PICTURE]: { facebook: thirds, linkedin: whole }, [OTHER]: { facebook: HALF } };
    expect(soundCrops(given, [PICTURE])).toEqual({
      [PICTURE]: { facebook: { x: 0.3333, y: 0, width: 0.3333, height: 1 } },
    });
  });
});
