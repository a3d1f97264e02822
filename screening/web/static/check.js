/* Keeps what a reader opened open while panels change, and asks before words are lost. */
(function () {
  "use strict";
  var open = new Set(), changed = false;
  document.addEventListener("toggle", function (event) {
    var one = event.target;
    if (!one.id || !one.classList.contains("noted")) { return; }
    if (one.open) { open.add(one.id); } else if (one.isConnected) { open.delete(one.id); }
  }, true);
  document.addEventListener("htmx:oobAfterSwap", function () {
    open.forEach(function (id) {
      var one = document.getElementById(id);
      if (one) { one.open = true; }
    });
  });
  document.addEventListener("input", function (event) {
    changed = changed || event.target.tagName === "TEXTAREA";
  });
  document.addEventListener("submit", function () { changed = false; });
  window.addEventListener("beforeunload", function (event) {
    if (changed) { event.preventDefault(); }
  });
})();
