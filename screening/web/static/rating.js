/* Comfort for the rating form: counts what is rated, and asks before unsaved ratings are left. */
(function () {
  "use strict";
  var form = document.getElementById("ratings");
  if (!form) { return; }
  var count = document.getElementById("rated-count"), changed = false;
  function recount() {
    var rated = 0;
    form.querySelectorAll(".ksa").forEach(function (ksa) {
      var given = ksa.querySelector("input[type=radio]:checked") !== null;
      var chip = form.querySelector('[data-chip="' + ksa.id + '"]');
      rated += given ? 1 : 0;
      if (chip) { chip.classList.toggle("given-chip", given); }
    });
    count.textContent = String(rated);
  }
  form.addEventListener("change", function () { changed = true; recount(); });
  form.addEventListener("input", function () { changed = true; });
  form.addEventListener("submit", function () { changed = false; });
  window.addEventListener("beforeunload", function (event) {
    if (changed) { event.preventDefault(); }
  });
  var refused = document.getElementById("refused");
  if (refused) { changed = true; refused.focus(); }
  recount();
})();
