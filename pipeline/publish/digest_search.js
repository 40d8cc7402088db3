"use strict";
// The search box of a page: hides the quotations that lack one of its words. Without scripts the
// box is not shown, and the page is whole.
(() => {
  const box = document.getElementById("page-search");
  const input = box.querySelector("input");
  const output = box.querySelector("output");
  // without accents and case, and every sort of apostrophe is one
  const folded = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[\u2018\u2019]/g, "'").toLowerCase();
  let sections;
  const read = () =>
    Array.from(document.querySelectorAll("main .speaker"), (section) => {
      const header = folded(section.querySelector("header").textContent);
      const quotations = Array.from(section.querySelectorAll(".quotations > li"), (item) => ({
        item,
        text: header + " " + folded(item.textContent),
      }));
      return { section, quotations };
    });
  const search = () => {
    sections ??= read();
    const words = folded(input.value).split(/\s+/).filter(Boolean);
    let found = 0;
    let all = 0;
    for (const { section, quotations } of sections) {
      let here = 0;
      for (const { item, text } of quotations) {
        item.hidden = !words.every((word) => text.includes(word));
        here += item.hidden ? 0 : 1;
      }
      section.hidden = here === 0;
      found += here;
      all += quotations.length;
    }
    // what is folded away is searched too
    for (const fold of document.querySelectorAll("main details")) {
      fold.open = words.length > 0 && fold.querySelector(".quotations > li:not([hidden])") !== null;
    }
    output.textContent = words.length ? `${found} of ${all} quotations` : "";
  };
  box.hidden = false;
  input.addEventListener("input", search);
  // a browser may have kept the words of an earlier visit
  if (input.value) search();
})();
