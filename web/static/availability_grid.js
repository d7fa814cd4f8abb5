// Paint the weekly times: a whole week at a desk, one day at a time on a phone. An addition to the typed rows.
(() => {
  "use strict";

  const section = document.querySelector("[data-painting]");
  const form = document.querySelector("form[data-weekly]");
  if (!section || !form || !window.weeklySheet || !window.weekCells || !window.PointerEvent) return;
  const words = JSON.parse(section.dataset.words);
  const sheet = window.weeklySheet(form, words);
  const canvas = section.querySelector(".canvas");
  const drawn = window.weekCells(words);
  const said = document.querySelector("[data-said]");
  const undoButton = form.querySelector("[data-undo]");
  const tabs = [...section.querySelectorAll(".day-tabs button")];
  const allHours = section.querySelector("[data-all-hours]");
  const wide = window.matchMedia("(min-width: 60rem) and (pointer: fine)");
  const DAYS = [0, 1, 2, 3, 4, 5, 6];
  const MARKS = ["", "(✓)", "✓", "✓✓"];
  const USUAL_HOURS = [7, 22];

  let levels = DAYS.map(sheet.levelsOf);
  let kept = DAYS.map(sheet.keptOf);
  let cells = new Map();
  let hours = USUAL_HOURS;
  let brush = 3;
  let place = { day: 0, quarter: 36 }; // where the keyboard is
  let anchor = null; // where a selection began
  let stroke = null; // what a pointer is drawing just now
  let sending = false;
  const undoable = [];
  const asOpened = sheet.content();

  const nameOf = ({ day, quarter }) => `${day}-${quarter}`;
  const placeOf = (cell) => ({ day: Number(cell.dataset.day), quarter: Number(cell.dataset.quarter) });
  const between = (value, low, high) => Math.min(Math.max(value, low), high);

  // On a phone a day reads like lines of text, so a selection runs on over the hours. At a desk it is a rectangle.
  const within = (from, to) => {
    const [first, last] = [Math.min(from.quarter, to.quarter), Math.max(from.quarter, to.quarter)];
    const [top, bottom] = [Math.min(from.day, to.day), Math.max(from.day, to.day)];
    return ({ day, quarter }) => day >= top && day <= bottom && quarter >= first && quarter <= last;
  };
  const isOne = (from, to) => from.day === to.day && from.quarter === to.quarter;
  const painted = (from, to, level) => {
    const chosen = within(from, to);
    const already = isOne(from, to) && levels[from.day][from.quarter] === level;
    return levels.map((row, day) =>
      sheet.settled(row.map((old, quarter) => (chosen({ day, quarter }) ? (already ? 0 : level) : old))));
  };

  // --- showing ---------------------------------------------------------------------------------------------------
  const build = () => {
    const hadFocus = canvas.contains(document.activeElement);
    const used = [...levels, ...kept].flatMap((row) => row.flatMap((level, quarter) => (level ? [quarter] : [])));
    const wanted = allHours.getAttribute("aria-expanded") === "true" ? [0, 24] : USUAL_HOURS;
    hours = used.reduce(
      ([first, last], quarter) => [Math.min(first, Math.floor(quarter / 4)), Math.max(last, Math.floor(quarter / 4) + 1)],
      wanted);
    place.quarter = between(place.quarter, hours[0] * 4, hours[1] * 4 - 1);
    const { lines, cells: made } = wide.matches ? drawn.week(hours) : drawn.day(hours, place.day);
    cells = made;
    canvas.classList.toggle("week", wide.matches);
    canvas.style.setProperty("--hours", hours[1] - hours[0]);
    canvas.replaceChildren(...lines);
    show();
    if (hadFocus) cells.get(nameOf(place)).focus();
  };
  const labelOf = ({ day, quarter }, level) => {
    const facts = { day: words.days[day], start: sheet.clock(quarter * 15), end: sheet.clock(quarter * 15 + 15) };
    const label = sheet.fill(words.cell, { ...facts, how: words.hows[level] });
    return kept[day][quarter] ? sheet.fill(words.exact, { label }) : label;
  };
  const spanText = ({ start, end, how }) => {
    if (end - start < 3) return "";
    return end - start < 10 ? MARKS[how] : `${MARKS[how]} ${sheet.clock(start * 15)}–${sheet.clock(end * 15)}`;
  };
  const told = (day) => sheet.sentence(day) || sheet.fill(words.no_times, { day: words.days[day] });
  const show = (now = levels) => {
    const selected = stroke ? within(stroke.from, stroke.to) : anchor ? within(anchor, place) : () => false;
    const starts = new Map();
    now.forEach((row, day) => sheet.runs(row).forEach((run) =>
      starts.set(nameOf({ day, quarter: run.start }), spanText(run))));
    for (const [name, cell] of cells) {
      const here = placeOf(cell);
      const level = Math.max(now[here.day][here.quarter], kept[here.day][here.quarter]);
      const isKept = level > now[here.day][here.quarter];
      cell.dataset.level = level;
      cell.dataset.mark = !wide.matches ? MARKS[level] : starts.get(name) || "";
      cell.classList.toggle("kept", isKept);
      cell.setAttribute("aria-label", labelOf(here, level));
      cell.setAttribute("aria-selected", String(selected(here)));
      cell.tabIndex = isOne(here, place) ? 0 : -1;
    }
    for (const tab of tabs) {
      const day = Number(tab.dataset.day);
      tab.setAttribute("aria-pressed", String(day === place.day));
      tab.setAttribute("aria-label", told(day));
      tab.classList.toggle("filled", Boolean(sheet.sentence(day)));
    }
  };
  const tellAll = () => {
    const before = canvas.getBoundingClientRect().top;
    const lines = DAYS.map(sheet.sentence).filter(Boolean);
    said.querySelector("ul").replaceChildren(
      ...lines.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    said.querySelector("[data-some]").hidden = lines.length === 0;
    said.querySelector("[data-none]").hidden = lines.length > 0;
    const unsaved = sheet.content() !== asOpened;
    document.querySelectorAll("[data-unsaved]").forEach((badge) => { badge.hidden = !unsaved; });
    said.querySelector("[data-confirm]").hidden = unsaved; // confirming now would send away without the changes
    undoButton.disabled = undoable.length === 0;
    // A sentence more above must not push the grid away from under the finger.
    window.scrollBy({ top: canvas.getBoundingClientRect().top - before, behavior: "instant" });
  };
  const tell = (days, before = "") => {
    const lines = [before, ...days.slice(0, 2).map(told), days.length > 2 ? "…" : ""]; // all days stand at the top
    form.querySelector("[data-painted]").textContent = lines.filter(Boolean).join(" · ");
  };

  // --- changing --------------------------------------------------------------------------------------------------
  const change = (wanted, before = "", memory = true) => {
    const changed = DAYS.filter((day) => wanted[day].some((level, quarter) => level !== levels[day][quarter]));
    const sum = DAYS.reduce((total, day) => total + sheet.count(day, wanted[day]), 0);
    if (sum > Number(section.dataset.most)) {
      tell([], sheet.fill(words.too_many, { most: section.dataset.most }));
    } else if (changed.length) {
      if (memory) undoable.push(levels);
      levels = wanted;
      changed.forEach((day) => sheet.write(day, levels[day]));
      tell(changed, before);
      tellAll();
    }
    show();
  };
  const undo = () => {
    if (!undoable.length) return;
    const day = DAYS.find((one) => undoable[undoable.length - 1][one].some((level, at) => level !== levels[one][at]));
    if (!wide.matches && day !== undefined) place.day = day;
    change(undoable.pop(), words.undone, false);
    build();
    tellAll();
  };
  const paint = (from, to, level) => change(painted(from, to, level));
  const pick = (level) => {
    brush = level;
    section.querySelectorAll("[data-brush]").forEach((button) =>
      button.setAttribute("aria-pressed", String(Number(button.dataset.brush) === level)));
  };
  const typed = () => {
    levels = DAYS.map(sheet.levelsOf);
    kept = DAYS.map(sheet.keptOf);
    undoable.length = 0;
    build();
    tellAll();
  };

  // --- mouse and finger ------------------------------------------------------------------------------------------
  const cellAt = (event) => {
    const hit = document.elementFromPoint(event.clientX, event.clientY);
    const cell = hit && hit.closest(".canvas .cell");
    return cell && canvas.contains(cell) ? placeOf(cell) : null;
  };
  canvas.addEventListener("pointerdown", (event) => {
    const cell = event.target.closest(".cell");
    if (!cell || !event.isPrimary || event.button !== 0) return;
    event.preventDefault(); // no text is selected while drawing
    // A finger is captured by the cell where it began; released, it reports the cells it moves over.
    if (event.target.hasPointerCapture(event.pointerId)) event.target.releasePointerCapture(event.pointerId);
    place = placeOf(cell);
    anchor = null;
    stroke = { from: place, to: place, pointer: event.pointerId };
    cell.focus({ preventScroll: true });
    show(painted(stroke.from, stroke.to, brush));
  });
  document.addEventListener("pointermove", (event) => {
    if (!stroke || event.pointerId !== stroke.pointer) return;
    const to = cellAt(event);
    if (!to || isOne(to, stroke.to)) return;
    stroke.to = to;
    show(painted(stroke.from, stroke.to, brush));
  });
  document.addEventListener("pointerup", (event) => {
    if (!stroke || event.pointerId !== stroke.pointer) return;
    const { from, to } = stroke;
    stroke = null;
    place = to;
    paint(from, to, brush);
    cells.get(nameOf(place)).focus({ preventScroll: true });
  });
  document.addEventListener("pointercancel", () => {
    stroke = null;
    show();
  });

  // --- keyboard --------------------------------------------------------------------------------------------------
  const steps = (event) => {
    const ahead = getComputedStyle(canvas).direction === "rtl" ? -1 : 1;
    const far = event.ctrlKey ? 4 : 1;
    const line = !wide.matches ? { quarter: 4 } : { day: 1 };
    const back = !wide.matches ? { quarter: -4 } : { day: -1 };
    const [first, last] = [hours[0] * 4, hours[1] * 4 - 1];
    const lineStart = !wide.matches ? place.quarter - (place.quarter % 4) : first;
    return {
      ArrowRight: { quarter: far * ahead }, ArrowLeft: { quarter: -far * ahead }, ArrowDown: line, ArrowUp: back,
      Home: { quarter: (event.ctrlKey ? first : lineStart) - place.quarter },
      End: { quarter: (!wide.matches && !event.ctrlKey ? lineStart + 3 : last) - place.quarter },
    }[event.key];
  };
  const go = (step, selecting) => {
    if (selecting) anchor = anchor || place;
    else anchor = null;
    place = {
      day: between(place.day + (step.day || 0), 0, 6),
      quarter: between(place.quarter + (step.quarter || 0), hours[0] * 4, hours[1] * 4 - 1),
    };
    show();
    cells.get(nameOf(place)).focus();
  };
  const paintHere = (level) => {
    paint(anchor || place, place, level);
    anchor = null;
    show();
  };
  // Screen readers put the focus where they read.
  canvas.addEventListener("focusin", (event) => {
    if (!event.target.matches(".cell") || isOne(placeOf(event.target), place)) return;
    place = placeOf(event.target);
    anchor = null;
    show();
  });
  canvas.addEventListener("keydown", (event) => {
    const step = steps(event);
    if (step && !event.altKey && !event.metaKey) go(step, event.shiftKey);
    else if ((event.ctrlKey || event.metaKey) && event.key === "z") undo();
    else if (event.ctrlKey || event.altKey || event.metaKey) return;
    else if (event.key === " ") paintHere(brush);
    else if (/^[1-4]$/.test(event.key)) {
      pick(4 - Number(event.key));
      paintHere(brush);
    } else if (event.key === "Escape" && anchor) {
      anchor = null;
      show();
    } else return;
    event.preventDefault();
  });

  // --- what stands around the grid -------------------------------------------------------------------------------
  section.querySelectorAll("[data-brush]").forEach((button) =>
    button.addEventListener("click", () => pick(Number(button.dataset.brush))));
  tabs.forEach((tab) => tab.addEventListener("click", () => {
    place = { ...place, day: Number(tab.dataset.day) };
    anchor = null;
    section.querySelector("#copy-from").value = tab.dataset.day;
    build();
    tell([place.day]);
  }));
  allHours.addEventListener("click", () => {
    allHours.setAttribute("aria-expanded", String(allHours.getAttribute("aria-expanded") !== "true"));
    build();
  });
  section.querySelector("[data-copy-day]").addEventListener("click", () => {
    const from = Number(section.querySelector("#copy-from").value);
    const boxes = [...section.querySelectorAll(".copy-to input:checked")];
    const to = new Set(boxes.map((box) => Number(box.value)));
    change(levels.map((row, day) => (to.has(day) ? levels[from] : row)),
      sheet.fill(words.copied, { day: words.days[from] }));
    boxes.forEach((box) => { box.checked = false; });
  });
  undoButton.addEventListener("click", undo);
  form.addEventListener("change", (event) => {
    if (event.target.closest(".window")) typed();
  });
  wide.addEventListener("change", build);
  form.addEventListener("submit", () => { sending = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!sending && sheet.content() !== asOpened) event.preventDefault();
  });

  section.hidden = undoButton.hidden = false;
  if (!wide.matches && !document.querySelector(".notice.fault")) form.querySelector(".typed").open = false;
  build();
  tellAll();
})();
