// Loaded before a worker starts (`--import`): its clock is SHIFT_CLOCK_MS away from the computer's.
const shiftMs = Number(process.env.SHIFT_CLOCK_MS);
const RealDate = Date;

class ShiftedDate extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + shiftMs);
    else super(...given);
  }

  static now() {
    return RealDate.now() + shiftMs;
  }
}

globalThis.Date = ShiftedDate;
