// Choosing days on the month: the first, then the last. The date fields below are the only truth, and what is sent.
// Without this script each day is a link that does the same by loading the page anew.
(() => {
  "use strict";
  const month = document.querySelector("[data-month]");
  if (!month) return;
  const days = [...month.querySelectorAll("a[data-day]")];
  if (!days.length) return;
  const fields = { first: document.getElementById("f-from_day"), last: document.getElementById("f-until_day"), extra: document.getElementById("on_day") };
  const said = month.querySelector("[data-chosen]");
  const spoken = (day) =>
    new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
  const fill = (text, facts) => text.replace(/%\((\w+)\)s/g, (_whole, name) => facts[name]);

  let first = month.dataset.first || "";
  let last = month.dataset.last || "";
  const show = () => {
    for (const day of days) {
      const one = day.dataset.day;
      if (first && one >= first && one <= (last || first)) day.setAttribute("aria-current", "date");
      else day.removeAttribute("aria-current");
    }
    if (first) said.textContent = fill(last ? month.dataset.span : month.dataset.one, { day: spoken(first), first: spoken(first), last: last && spoken(last) });
  };
  const choose = (day) => {
    if (!first || last) [first, last] = [day, ""];
    else [first, last] = [first, day].sort();
    fields.first.value = fields.extra.value = first;
    fields.last.value = last || first;
    show();
  };
  month.addEventListener("click", (event) => {
    const day = event.target.closest("a[data-day]");
    if (!day || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(day.dataset.day);
    stand(day);
  });

  // One stop for Tab; arrows go from day to day.
  const stand = (day) => days.forEach((one) => { one.tabIndex = one === day ? 0 : -1; });
  stand(days.find((one) => one.dataset.day === first) || days[0]);
  month.addEventListener("keydown", (event) => {
    const here = days.indexOf(event.target.closest("a[data-day]"));
    if (here < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const ahead = document.documentElement.dir === "rtl" ? -1 : 1;
    const step = { ArrowRight: ahead, ArrowLeft: -ahead, ArrowDown: 7, ArrowUp: -7, Home: -here, End: days.length - 1 - here }[event.key];
    if (event.key === " ") {
      event.preventDefault();
      choose(days[here].dataset.day);
    } else if (step !== undefined) {
      event.preventDefault();
      const next = days[Math.min(days.length - 1, Math.max(0, here + step))];
      stand(next);
      next.focus();
    }
  });
  fields.first.addEventListener("change", () => { [first, last] = [fields.first.value, fields.last.value]; show(); });
  fields.last.addEventListener("change", () => { last = fields.last.value; show(); });
  show();
})();
