// Carry a person to another seat: with the mouse, with a finger held down, or by keyboard. The form "carrying" sends it.
(() => {
  "use strict";

  const form = document.getElementById("carrying");
  const spoken = document.getElementById("week-said");
  if (!form || !spoken || !window.PointerEvent) return;
  const words = JSON.parse(form.dataset.words);
  const HOLD_MILLISECONDS = 350; // a finger that rests this long lifts a person; one that moves before scrolls the page
  const STEP = 6; // pixels that a mouse moves before a click becomes a drag
  const EDGE = 70; // pixels from the window's edge where a drag scrolls

  let carried = null; // { link, session, role, person, name, byKeys, fitting, at }
  let pressed = null; // a pointer that is down and has not lifted anybody yet
  let ghost = null;
  let scrolling = 0;

  const say = (text) => { spoken.textContent = text; };
  const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (all, name) => (name in facts ? facts[name] : all));
  const seats = () => [...document.querySelectorAll("[data-board] a.seat")];
  const sessionOf = (link) => link.closest("[data-session]").dataset.session;
  const keyOf = (link) => [sessionOf(link), link.dataset.role, link.dataset.person || ""].join("|");
  const nameOf = (link) => {
    const who = link.querySelector(".who").cloneNode(true);
    who.querySelector(".role").remove();
    return who.textContent.trim();
  };
  const textOf = (place, selector) => (place && place.querySelector(selector) ? place.querySelector(selector).textContent : "");
  const placeOf = (link) => {
    const card = link.closest("[data-session]");
    const course = textOf(card, "h4") || textOf(link.closest(".site"), "h2");
    return [course, textOf(link.closest(".day"), "h3"), textOf(card, ".when span"), textOf(link, ".role")]
      .map((part) => part.trim()).filter(Boolean).join(", ");
  };
  const isTarget = (link) => Boolean(link && carried && link !== carried.link
    && (sessionOf(link) !== carried.session || link.dataset.role !== carried.role)
    && link.dataset.person !== carried.person);
  const targets = () => seats().filter(isTarget);
  const fits = (link) => Boolean(carried && carried.fitting && carried.fitting.has(keyOf(link)));

  // --- lifting and putting down -----------------------------------------------------------------------------------
  const mark = () => {
    if (!carried) return;
    document.body.classList.add("carrying");
    carried.link.classList.add("lifted");
    targets().forEach((link) => {
      link.classList.toggle("fits", fits(link));
      link.classList.toggle("unfit", Boolean(carried.fitting) && !fits(link));
    });
  };
  const unmark = () => {
    document.body.classList.remove("carrying");
    seats().forEach((link) => link.classList.remove("lifted", "fits", "unfit", "over"));
    if (ghost) ghost.remove();
    ghost = null;
    clearInterval(scrolling);
    scrolling = 0;
  };
  const lift = (link, byKeys) => {
    carried = {
      link, session: sessionOf(link), role: link.dataset.role, person: link.dataset.person, name: nameOf(link), byKeys,
      fitting: null, at: null,
    };
    if (link.closest(".board-person")) carried.name = link.closest(".site").querySelector("h2 a").textContent;
    mark();
    const mine = carried;
    const address = new URL(link.href);
    address.pathname += "/moves";
    fetch(address, { headers: { Accept: "application/json" } })
      .then((answer) => (answer.ok ? answer.json() : { fitting: [] }))
      .then(({ fitting }) => {
        if (carried !== mine) return;
        carried.fitting = new Set(fitting.map((one) => one.join("|")));
        mark();
        const count = targets().filter(fits).length;
        say(fill(count === 1 ? words.picked_one : words.picked, { name: carried.name, count }));
      })
      .catch(() => {});
  };
  const leave = (silent) => {
    if (!carried) return;
    const { link, byKeys } = carried;
    unmark();
    carried = null;
    if (!silent) say(words.left);
    if (byKeys && link.isConnected) link.focus();
  };
  const putDown = (link) => {
    if (!isTarget(link)) return leave(false);
    const week = document.getElementById("week");
    const to = keyOf(link);
    const values = {
      do: link.dataset.person ? "swap" : "move", edition: week.dataset.edition, seen: week.dataset.seen,
      session: carried.session, role: carried.role, person: carried.person,
      to: link.dataset.person ? "" : to.slice(0, -1), with: link.dataset.person ? to : "",
    };
    Object.entries(values).forEach(([name, value]) => { form.elements.namedItem(name).value = value; });
    say(words.waiting);
    leave(true);
    form.requestSubmit();
  };

  // --- mouse and finger -------------------------------------------------------------------------------------------
  const over = (x, y) => {
    const hit = document.elementFromPoint(x, y);
    const link = hit && hit.closest("[data-board] a.seat");
    return isTarget(link) ? link : null;
  };
  const follow = (x, y) => {
    if (!ghost) {
      ghost = document.createElement("div");
      ghost.className = "ghost";
      ghost.setAttribute("aria-hidden", "true");
      ghost.append(document.createElement("strong"), document.createElement("span"));
      ghost.firstChild.textContent = carried.name;
      document.body.append(ghost);
    }
    ghost.style.transform = `translate(${x + 12}px, ${y + 12}px)`;
    const link = over(x, y);
    if (link !== carried.at) {
      if (carried.at) carried.at.classList.remove("over");
      if (link) link.classList.add("over");
      carried.at = link;
    }
    ghost.lastChild.textContent = !link ? "" : [
      link.dataset.person ? words.swap : words.here,
      carried.fitting && !fits(link) ? words.breaks : "",
    ].filter(Boolean).join(" · ");
    clearInterval(scrolling);
    const speed = y < EDGE ? -14 : y > window.innerHeight - EDGE ? 14 : 0;
    if (speed) scrolling = setInterval(() => window.scrollBy({ top: speed, behavior: "instant" }), 16);
  };
  const forget = () => {
    if (pressed) clearTimeout(pressed.timer);
    pressed = null;
  };
  document.addEventListener("pointerdown", (event) => {
    const link = event.target.closest("[data-board] a.seat[data-person]");
    if (!link || !event.isPrimary || event.button !== 0 || carried) return;
    pressed = { link, pointer: event.pointerId, x: event.clientX, y: event.clientY, touch: event.pointerType === "touch" };
    if (!pressed.touch) return;
    if (event.target.hasPointerCapture(event.pointerId)) event.target.releasePointerCapture(event.pointerId);
    pressed.timer = setTimeout(() => {
      if (navigator.vibrate) navigator.vibrate(20);
      lift(link, false);
      follow(pressed.x, pressed.y);
    }, HOLD_MILLISECONDS);
  });
  document.addEventListener("pointermove", (event) => {
    if (!pressed || event.pointerId !== pressed.pointer) return;
    const far = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > STEP;
    if (!carried && far && pressed.touch) return forget();
    if (!carried && far) lift(pressed.link, false);
    if (carried && !carried.byKeys) follow(event.clientX, event.clientY);
  });
  document.addEventListener("pointerup", (event) => {
    if (!pressed || event.pointerId !== pressed.pointer) return;
    forget();
    if (!carried || carried.byKeys) return;
    // The click that ends a drag must not open the seat; some drags end without one.
    const eat = (click) => { click.preventDefault(); click.stopPropagation(); };
    document.addEventListener("click", eat, { capture: true, once: true });
    setTimeout(() => document.removeEventListener("click", eat, { capture: true }), 50);
    putDown(over(event.clientX, event.clientY));
  });
  document.addEventListener("pointercancel", () => {
    forget();
    if (carried && !carried.byKeys) leave(false);
  });
  document.addEventListener("touchmove", (event) => {
    if (carried && !carried.byKeys) event.preventDefault(); // the page stays where it is while somebody is carried
  }, { passive: false });
  document.addEventListener("contextmenu", (event) => {
    if (pressed && pressed.touch) event.preventDefault();
  });
  document.addEventListener("dragstart", (event) => {
    if (event.target.closest && event.target.closest("[data-board] a.seat")) event.preventDefault();
  });

  // --- keyboard ---------------------------------------------------------------------------------------------------
  const go = (step) => {
    const all = targets();
    const some = all.filter(fits).length ? all.filter(fits) : all;
    if (!some.length) return;
    const from = carried.at || carried.link;
    const after = some.filter((link) => from.compareDocumentPosition(link) & Node.DOCUMENT_POSITION_FOLLOWING);
    const before = some.filter((link) => from.compareDocumentPosition(link) & Node.DOCUMENT_POSITION_PRECEDING);
    const next = step > 0 ? after[0] || some[0] : before[before.length - 1] || some[some.length - 1];
    if (carried.at) carried.at.classList.remove("over");
    carried.at = next;
    next.classList.add("over");
    next.focus();
    const place = placeOf(next);
    say([
      next.dataset.person ? fill(words.taken, { name: nameOf(next), place }) : fill(words.free, { place }),
      carried.fitting ? (fits(next) ? words.fits : words.breaks) : "",
    ].filter(Boolean).join(" "));
  };
  const ahead = document.documentElement.dir === "rtl" ? -1 : 1;
  const KEYS = {
    ArrowRight: () => go(ahead), ArrowLeft: () => go(-ahead), ArrowDown: () => go(1), ArrowUp: () => go(-1),
    Enter: () => putDown(carried.at), " ": () => putDown(carried.at), Tab: () => leave(false),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (carried && event.key === "Escape") {
      event.stopImmediatePropagation(); // the seat beside the timetable stays open
      forget();
      leave(false);
    } else if (carried && carried.byKeys && KEYS[event.key]) {
      if (event.key !== "Tab") event.preventDefault();
      KEYS[event.key]();
    } else if (!carried && event.key === " " && event.target.matches("[data-board] a.seat")) {
      event.preventDefault(); // the space bar does not scroll here
      if (event.target.dataset.person) lift(event.target, true);
    }
  }, { capture: true });
})();
