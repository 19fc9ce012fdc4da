// How large what is tapped is, in CSS pixels, on the screen that is shown.

/// No target of a hand is smaller, in either direction.
export const LEAST = 56;

/// The targets that are too small: each with its name and size. A field within its label is as large as
/// the label, and what is not drawn is none.
export function small(page) {
  return page.evaluate(least => {
    const targets = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [role="button"], [tabindex="0"][role]')];
    const isShown = one => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !one.closest('.print, [aria-hidden="true"]');
    const area = one => {
      const label = one.matches('input, select, textarea') ? one.closest('label') : null;
      const [own, around] = [one, label ?? one].map(part => part.getBoundingClientRect());
      return { width: Math.max(own.width, around.width), height: Math.max(own.height, around.height) };
    };
    return targets.filter(isShown).map(one => ({ one, ...area(one) }))
      // What only a screen reader and the scanner meet has no size.
      .filter(({ one }) => !one.closest('.vh, .unseen'))
      .filter(({ width, height }) => width < least - 0.5 || height < least - 0.5)
      .map(({ one, width, height }) => {
        const name = (one.getAttribute('aria-label') ?? one.textContent ?? '').trim().slice(0, 24);
        return `${one.tagName.toLowerCase()}.${one.className} "${name}" ${Math.round(width)}×${Math.round(height)}`;
      });
  }, LEAST);
}
