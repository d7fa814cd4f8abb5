// The weekly times as the typed rows hold them: read into quarters of an hour, written back, and said in sentences.
// The rows stay the only truth: they are what is sent, with and without this script.
window.weeklySheet = (form, words) => {
  "use strict";

  const QUARTERS = 120; // a day and the six hours of the next morning that a window may reach into
  const MIDNIGHT = 96;
  const CLOCK = /^\s*([0-9]{1,2})(?:[:.hH]([0-9]{2}))?\s*(?:Uhr)?\s*$/;

  const fill = (text, facts) => text.replace(/%\((\w+)\)s/g, (_whole, name) => facts[name]);
  const clock = (minute) =>
    `${String(Math.floor(minute / 60) % 24).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
  const minuteOf = (text) => {
    const found = CLOCK.exec(text);
    if (!found) return null;
    const minute = Number(found[1]) * 60 + Number(found[2] || 0);
    return minute > 1440 || Number(found[2] || 0) > 59 ? null : minute;
  };

  const field = (row, name) => row.querySelector(`[name^="${name}-"]`);
  const rowsOf = (day) => [...form.querySelectorAll(`[aria-labelledby="day-${day}"] > .window`)];
  const isDated = (row) => Boolean(field(row, "valid_from") || field(row, "valid_until"));
  const isEmpty = (row) => !field(row, "from").value.trim() && !field(row, "to").value.trim();

  // The window that a row holds, as the service will read it; null where the row is empty or not understood.
  const windowOf = (row) => {
    const start = minuteOf(field(row, "from").value);
    let end = minuteOf(field(row, "to").value);
    if (start === null || end === null) return null;
    if (end <= start && end <= 360) end += 1440;
    if (end <= start || start >= 1440) return null;
    return { start, end, how: Number(field(row, "how").value), dates: isDated(row) ? row.dataset.dates || "" : "" };
  };
  const isPaintable = (row) => {
    const found = windowOf(row);
    return Boolean(found) && !isDated(row) && found.start % 15 === 0 && found.end % 15 === 0;
  };
  const isKept = (row) => !isEmpty(row) && !isPaintable(row);

  const spread = (windows) => {
    const levels = new Array(QUARTERS).fill(0);
    for (const { start, end, how } of windows)
      for (let quarter = Math.floor(start / 15); quarter < Math.ceil(end / 15); quarter += 1)
        levels[quarter] = Math.max(levels[quarter], how); // where windows overlap, the gladder one counts
    return levels;
  };
  const levelsOf = (day) => spread(rowsOf(day).filter(isPaintable).map(windowOf));
  const keptOf = (day) => spread(rowsOf(day).filter(isKept).map(windowOf).filter(Boolean));

  // After midnight a window can only go on: what would begin there belongs to the next day.
  const settled = (levels) => {
    const cut = levels.findIndex((level, quarter) => quarter >= MIDNIGHT && level !== levels[quarter - 1]);
    return cut < 0 ? levels : levels.map((level, quarter) => (quarter < cut ? level : 0));
  };
  const runs = (levels) => {
    const found = [];
    levels.forEach((how, quarter) => {
      const last = found[found.length - 1];
      if (last && last.how === how) last.end = quarter + 1;
      else found.push({ start: quarter, end: quarter + 1, how });
    });
    return found.filter((run) => run.how > 0);
  };

  const addRow = (day) => {
    const rows = rowsOf(day);
    const row = rows[rows.length - 1].cloneNode(true);
    row.querySelectorAll('[type="hidden"]').forEach((hidden) => hidden.remove());
    delete row.dataset.dates;
    for (const part of row.querySelectorAll("[id], [name], [for]"))
      for (const name of ["id", "name", "for"])
        if (part.hasAttribute(name))
          part.setAttribute(name, part.getAttribute(name).replace(/-\d+$/, `-${rows.length}`));
    rows[rows.length - 1].after(row);
    fillRow(row, "", "", 2);
    return row;
  };
  const fillRow = (row, from, to, how) => {
    field(row, "from").value = from;
    field(row, "to").value = to;
    field(row, "how").value = String(how);
  };
  const write = (day, levels) => {
    const free = rowsOf(day).filter((row) => !isKept(row));
    for (const run of runs(levels))
      fillRow(free.shift() || addRow(day), clock(run.start * 15), clock(run.end * 15), run.how);
    for (const row of free) fillRow(row, "", "", 2);
    for (const row of rowsOf(day).filter(isEmpty).slice(1).reverse())
      if (!row.nextElementSibling) row.remove(); // names count up without gaps, so only from the end
    if (!rowsOf(day).some(isEmpty)) addRow(day);
  };

  const spanOf = ({ start, end, how, dates }) =>
    [
      fill(words.span, { start: clock(start), end: clock(end), how: words.hows[how] }),
      end > 1440 ? words.overnight : "",
      dates,
    ].filter(Boolean).join(" ");
  const sentence = (day) => {
    const windows = rowsOf(day).map(windowOf).filter(Boolean);
    windows.sort((a, b) => a.start - b.start || a.end - b.end);
    return windows.length && fill(words.line, { day: words.days[day], spans: windows.map(spanOf).join("; ") });
  };
  const content = () =>
    [...form.querySelectorAll(".window [name]")]
      .filter(({ value, name }) => value && !(name.startsWith("how-") && isEmpty(form[name].closest(".window"))))
      .map(({ name, value }) => `${name}=${value}`)
      .join("&");
  const count = (day, levels) => rowsOf(day).filter(isKept).length + runs(levels).length;

  return { QUARTERS, MIDNIGHT, fill, clock, levelsOf, keptOf, settled, runs, write, sentence, content, count };
};
