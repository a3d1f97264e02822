/* Comfort for the heat map: arrow keys go from cell to cell; Home and End to the ends of a row. */
(function () {
  "use strict";
  document.querySelectorAll("table.heat").forEach(function (table) {
    table.addEventListener("keydown", function (event) {
      var cell = event.target.closest("td, th");
      if (!cell || event.altKey || event.ctrlKey || event.metaKey) { return; }
      var row = cell.parentElement, rows = Array.from(table.rows), to = null;
      var links = function (line) { return line ? Array.from(line.querySelectorAll("a")) : []; };
      var own = links(row), at = own.indexOf(event.target);
      if (event.key === "ArrowRight") { to = own[at + 1]; }
      else if (event.key === "ArrowLeft") { to = own[at - 1]; }
      else if (event.key === "Home") { to = own[0]; }
      else if (event.key === "End") { to = own[own.length - 1]; }
      else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        var other = rows[rows.indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)];
        var same = other && other.cells[cell.cellIndex];
        to = same ? same.querySelector("a") || links(other)[0] : null;
      } else { return; }
      if (to) { event.preventDefault(); to.focus(); }
    });
  });
})();
