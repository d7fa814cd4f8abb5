// The empty cells of the weekly grid: a line for each day at a desk, a line for each hour of one day on a phone.
window.weekCells = (words) => {
  "use strict";

  const make = (kind, className, text = "") => {
    const made = document.createElement("div");
    made.setAttribute("role", kind);
    made.className = className;
    made.textContent = text;
    return made;
  };
  const makeCell = (day, quarter) => {
    const cell = make("gridcell", "cell");
    Object.assign(cell.dataset, { day, quarter });
    cell.classList.toggle("hour", quarter % 4 === 0);
    return cell;
  };
  const makeLine = (...parts) => {
    const line = make("row", "line");
    line.append(...parts);
    return line;
  };
  const hoursIn = ([first, last]) => Array.from({ length: last - first }, (_none, index) => first + index);
  const hourText = (hour) => String(hour % 24).padStart(2, "0");
  const cellsOf = (day, hour) => [0, 1, 2, 3].map((step) => makeCell(day, hour * 4 + step));
  // The cells stand in a map by day and quarter of an hour, "5-36" = Saturday at 9:00.
  const withCells = (lines) => ({
    lines,
    cells: new Map(lines.flatMap((line) => [...line.querySelectorAll(".cell")])
      .map((cell) => [`${cell.dataset.day}-${cell.dataset.quarter}`, cell])),
  });

  const week = (hours) => {
    const corner = make("columnheader", "edge");
    corner.append(Object.assign(document.createElement("span"), { className: "unseen", textContent: words.day }));
    const heads = hoursIn(hours).map((hour) => {
      const head = make("columnheader", "edge hour", hourText(hour));
      head.setAttribute("aria-colspan", "4");
      return head;
    });
    const days = words.days.map((name, day) =>
      makeLine(make("rowheader", "edge", name), ...hoursIn(hours).flatMap((hour) => cellsOf(day, hour))));
    return withCells([makeLine(corner, ...heads), ...days]);
  };
  const day = (hours, shown) => {
    const corner = make("columnheader", "edge", words.shown_days[shown]);
    const heads = ["00", "15", "30", "45"].map((minute) => make("columnheader", "edge", `:${minute}`));
    const lines = hoursIn(hours).map((hour) =>
      makeLine(make("rowheader", "edge", hourText(hour)), ...cellsOf(shown, hour)));
    return withCells([makeLine(corner, ...heads), ...lines]);
  };

  return { week, day };
};
