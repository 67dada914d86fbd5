package org.openimr.fhir.notice;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.openimr.core.notice.Notice;
import org.openimr.core.notice.NoticeTemplate;

/**
 * The page of a letter: XHTML with language, title and headings, for the screen and for paper.
 *
 * <p>The template alone is read as Markdown; what is filled in is text, whatever it holds.
 */
public final class LetterPage {

  private static final Pattern ITEM = Pattern.compile("<li>([^<{]*)\\{([a-z-]+)}([^<{]*)</li>");
  private static final Pattern PARAGRAPH = Pattern.compile("<p>\\{([a-z-]+)}</p>");
  private static final Pattern BLANK = Pattern.compile("\\{([a-z-]+)}");
  private static final Parser MARKDOWN = Parser.builder().build();
  private static final HtmlRenderer HTML = HtmlRenderer.builder().escapeHtml(true).build();

  private LetterPage() {}

  /**
   * Writes a page.
   *
   * @param notice a notice that lacks nothing
   * @param large whether it is in large print
   * @return XHTML
   */
  public static String write(Notice notice, boolean large) {
    String body = filled(listed(HTML.render(MARKDOWN.parse(markdown(notice))), notice), notice);
    NoticeTemplate template = notice.template();
    return "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\""
        + template.language()
        + "\" xml:lang=\""
        + template.language()
        + "\">\n<head>\n<meta charset=\"utf-8\"/>\n<title>"
        + escaped(template.title())
        + "</title>\n<meta name=\"description\" content=\""
        + escaped(template.title())
        + "\"/>\n<meta name=\"viewport\" content=\"width=device-width\"/>\n<style>\n"
        + LetterStyle.of(large)
        + "</style>\n</head>\n<body>\n<main>\n"
        + body
        + "</main>\n</body>\n</html>\n";
  }

  /** The blocks; items that follow each other are one list. */
  private static String markdown(Notice notice) {
    StringBuilder markdown = new StringBuilder();
    boolean list = false;
    for (NoticeTemplate.Block block : notice.blocks()) {
      boolean item = block.text().startsWith("- ");
      markdown.append(list && item ? "\n" : "\n\n").append(block.text());
      list = item;
    }
    return markdown.toString();
  }

  /** An item of a list with one blank becomes an item for each value. */
  private static String listed(String html, Notice notice) {
    return ITEM.matcher(html)
        .replaceAll(
            item ->
                Matcher.quoteReplacement(
                    notice.facts().of(item.group(2)).stream()
                        .map(
                            value ->
                                "<li>" + item.group(1) + escaped(value) + item.group(3) + "</li>")
                        .collect(Collectors.joining("\n"))));
  }

  /** A paragraph that is one blank becomes a paragraph for each value. */
  private static String paragraphs(String html, Notice notice) {
    return PARAGRAPH
        .matcher(html)
        .replaceAll(
            blank ->
                Matcher.quoteReplacement(
                    notice.facts().of(blank.group(1)).stream()
                        .map(value -> "<p>" + escaped(value) + "</p>")
                        .collect(Collectors.joining("\n"))));
  }

  private static String filled(String html, Notice notice) {
    Matcher blank = BLANK.matcher(paragraphs(html, notice));
    StringBuilder filled = new StringBuilder();
    while (blank.find()) {
      List<String> values = notice.facts().of(blank.group(1));
      blank.appendReplacement(
          filled,
          Matcher.quoteReplacement(
              values.stream().map(LetterPage::escaped).collect(Collectors.joining("<br/>"))));
    }
    return blank.appendTail(filled).toString();
  }

  private static String escaped(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        // a brace of a value is no blank
        .replace("{", "&#123;")
        .replace("\n", "<br/>");
  }
}
