// Beside each number of the rules stands what it means; here it follows while somebody types.
(() => {
  "use strict";
  document.querySelectorAll("output[data-meaning]").forEach((output) => {
    const field = document.getElementById(output.htmlFor.value);
    field.addEventListener("input", () => {
      const value = field.validity.valid ? Number(field.value) : NaN;
      output.textContent = Number.isNaN(value) || field.value === "" ? "" : output.dataset.meaning.replace(/\{(\d+)\}/g, (_all, times) => String(Number(times) * value));
    });
  });
})();
