// SPDX-License-Identifier: Apache-2.0
// Moves, lengthens and draws entries by mouse or touch. A mouse drags after a few pixels; a finger has to rest first, so that
// a swipe scrolls.
const FAR = 5;
const REST = 260;
const EDGE = 40;
const STEP = 15;

const snap = (minute) => Math.round(minute / STEP) * STEP;

// The place under the pointer: a day, and a minute where there are hours.
function placeAt({clientX, clientY}, offset = 0) {
  const element = document.elementsFromPoint(clientX, clientY).map((one) => one.closest('[data-day]')).find(Boolean);
  if (!element) return undefined;
  const {day} = element.dataset;
  if (element.dataset.hours === undefined) return {day, long: Boolean(element.closest('.p-cal-days'))};
  const box = element.getBoundingClientRect();
  return {day, minute: Math.max(0, Math.min(1440 - STEP, snap((clientY - box.top) / box.height * 1440 - offset)))};
}

export class Drag {
  constructor(calendar) {
    this.calendar = calendar;
  }

  // An entry is taken: by its lower edge it gets longer, else it moves.
  begin(event, entry) {
    const {plan} = this.calendar;
    const longer = Boolean(event.target.closest('.p-event-grip'));
    if (event.button || !(longer ? plan.resizable : plan.movable)) return;
    const here = placeAt(event);
    const length = entry.allDay ? 60 : Math.max(STEP, (entry.to - entry.from) / 60_000);
    // Where it was gripped; of something that is longer than a day that does not matter.
    const offset = here?.minute === undefined || entry.allDay ? 0 : placeAt(event, 0).minute - this.calendar.minuteOf(entry, here.day);
    const step = longer
      ? (place) => place.minute !== undefined && {day: this.calendar.dayOf(entry), minute: this.calendar.minuteOf(entry), length: Math.max(STEP, this.calendar.lengthTo(entry, place))}
      : (place) => ({...place, length: place.minute === undefined ? 0 : length});
    this.#follow(event, longer ? 0 : offset, (place) => {
      const target = step(place);
      if (target) this.calendar.target = {...target, entry, longer};
    }, () => this.calendar.put());
  }

  // An empty place is drawn over: something new.
  draw(event, day) {
    if (event.button || event.pointerType === 'touch' || event.target.closest('.p-event') || !this.calendar.plan.creatable) return;
    const start = placeAt(event);
    if (!start) return;
    const from = Math.floor(start.minute / STEP) * STEP;
    this.#follow(event, 0, (place) => {
      const to = place.minute ?? from;
      this.calendar.target = {day, minute: Math.min(from, to), length: Math.max(STEP, Math.abs(to - from))};
    }, () => this.calendar.drawn());
  }

  #follow(event, offset, over, done) {
    const touch = event.pointerType === 'touch';
    const [x, y] = [event.clientX, event.clientY];
    const scroller = event.target.closest('.p-cal-hours');
    let going = false;
    let timer;
    const carry = (moved) => {
      const box = scroller?.getBoundingClientRect();
      if (box && moved.clientY > box.bottom - EDGE) scroller.scrollTop += 12;
      else if (box && moved.clientY < box.top + EDGE + 90 && scroller.scrollTop) scroller.scrollTop -= 12;
      const place = placeAt(moved, offset);
      if (place) over(place);
    };
    const move = (moved) => {
      const far = Math.hypot(moved.clientX - x, moved.clientY - y) > FAR;
      if (!going && far && touch) stop();
      else if (!going && far) going = true;
      if (going) carry(moved);
    };
    const stop = (ended) => {
      clearTimeout(timer);
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', stop);
      removeEventListener('pointercancel', stop);
      removeEventListener('keydown', escape, {capture: true});
      removeEventListener('touchmove', hold);
      if (!going) return;
      // The click that ends a drag opens nothing; after a finger none may come.
      const still = (click) => { click.preventDefault(); click.stopPropagation(); };
      addEventListener('click', still, {capture: true, once: true});
      setTimeout(() => removeEventListener('click', still, {capture: true}), 80);
      if (ended?.type === 'pointerup') done();
      this.calendar.target = undefined;
    };
    const escape = (key) => {
      if (key.key !== 'Escape') return;
      key.stopPropagation();
      stop();
    };
    const hold = (touched) => { if (going) touched.preventDefault(); };
    if (touch) timer = setTimeout(() => { going = true; carry(event); }, REST);
    addEventListener('pointermove', move);
    addEventListener('pointerup', stop);
    addEventListener('pointercancel', stop);
    addEventListener('keydown', escape, {capture: true});
    addEventListener('touchmove', hold, {passive: false});
  }
}
