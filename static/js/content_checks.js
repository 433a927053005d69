/* Checks of an editor's words. Loaded in previews only, where Wagtail's checker calls each with an element and its
   options; true means that nothing is wrong. Which elements, and what an editor is told: strategy/content_checks.py. */

const BLOCKS = "p, li, td, th, dd, dt, figcaption, blockquote, ul, ol, table, h1, h2, h3, h4";

/* The text of an element without that of the blocks inside it, which are looked at by themselves. */
export function ownText(element) {
  let text = "";
  for (const node of element.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) text += node.data;
    else if (node.nodeType === Node.ELEMENT_NODE && !node.matches(BLOCKS)) text += ownText(node);
  }
  return text.replace(/\s+/g, " ").trim();
}

export function saysWhereItLeads(link, { vague }) {
  const words = (link.getAttribute("aria-label") || link.textContent).replace(/[^\p{L}\p{N} ]/gu, " ");
  return !vague.includes(words.replace(/\s+/g, " ").trim().toLowerCase());
}

/* Three words in a row, of two letters or more: fewer are names and abbreviations. */
export function hasNoShouting(element) {
  return !/(?:\p{Lu}[\p{Lu}’'-]+[ ,]+){2}\p{Lu}[\p{Lu}’'-]+/u.test(ownText(element));
}

export function hasAlternative(link) {
  const listed = link.closest(".documents > li"); /* the link to ask for another format stands beside each of these */
  if (listed) return listed.hasAttribute("data-has-alternative");
  const around = link.closest("li, p, td, figcaption") || link.parentElement;
  const isPage = (other) => !other.getAttribute("href").includes("/documents/");
  const offersOther = /other format|another format|accessible format/i.test(around.textContent);
  return offersOther || [...around.querySelectorAll("a[href]")].some(isPage);
}

/* Two capitals or more, and no digit: codes of ambitions are no abbreviations. */
function abbreviations(text) {
  return text.match(/(?<![\p{L}\p{N}])\p{Lu}{2,8}(?![\p{L}\p{N}])/gu) || [];
}

export function knowsAbbreviations(element, { known }) {
  const main = element.closest("main");
  const all = main.textContent;
  const isNew = (word) => {
    if (known.includes(word) || /^[IVXLC]+$/.test(word) || all.includes(`(${word})`)) return false;
    const first = [...main.querySelectorAll(BLOCKS)].find((one) => abbreviations(ownText(one)).includes(word));
    return first === element; /* said once, where it first stands */
  };
  return !abbreviations(ownText(element)).some(isNew);
}

export function hasShortSentences(element, { longest }) {
  const sentences = ownText(element).split(/[.!?:;]["”’)]*\s+/);
  return sentences.every((sentence) => sentence.split(" ").filter((word) => /[\p{L}\p{N}]/u.test(word)).length <= longest);
}

const checks = {
  "check-vague-link-text": saysWhereItLeads,
  "check-all-capitals": hasNoShouting,
  "check-document-alone": hasAlternative,
  "check-unknown-acronym": knowsAbbreviations,
  "check-long-sentence": hasShortSentences,
};

const userbar = document.querySelector("wagtail-userbar");
if (userbar?.registerCheck) {
  for (const [name, check] of Object.entries(checks)) userbar.registerCheck(name, check);
}
