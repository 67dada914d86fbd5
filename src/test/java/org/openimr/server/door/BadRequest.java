package org.openimr.server.door;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A request that once was answered wrongly, and how it is to be answered.
 *
 * <p>A file of {@code src/test/resources/bad-input} holds several, with empty lines between them:
 *
 * <pre>
 * what it is
 * &gt; GET /fhir/Patient?_offset=-1
 * &gt; Accept: application/json
 * | the body, a line each
 * &lt; 400 value http._offset
 * </pre>
 *
 * <p>The last line says status, code of the issue and the expression or location of each issue;
 * {@code -} for no place, {@code *} for whatever place or code. A status alone stands for an answer
 * that is no error.
 *
 * @param name what it is
 * @param request what is sent
 * @param status the status of the answer
 * @param code the code of its first issue; null if it is no error
 * @param places the places of its issues
 */
record BadRequest(String name, RawRequest request, int status, String code, List<String> places) {

  private static final Path FOLDER = Path.of("src/test/resources/bad-input");

  /** All that are kept. */
  static Stream<BadRequest> kept() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().flatMap(BadRequest::in).toList().stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Stream<BadRequest> in(Path file) {
    try {
      return Stream.of(Files.readString(file).strip().split("\n\n+")).map(BadRequest::read);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static BadRequest read(String block) {
    RawRequest request = null;
    StringBuilder body = new StringBuilder();
    List<String> lines = List.of(block.split("\n"));
    for (String line : lines.subList(1, lines.size() - 1)) {
      String rest = line.substring(Math.min(2, line.length()));
      if (line.startsWith("|")) {
        body.append(body.isEmpty() ? "" : "\n").append(rest);
      } else if (request == null) {
        String[] sides = rest.split(" ", 2);
        request = RawRequest.to(sides[0], sides[1]);
      } else {
        String[] sides = rest.split(": ?", 2);
        request = request.with(sides[0], sides[1]);
      }
    }
    String[] answer = lines.get(lines.size() - 1).substring(2).split(" ");
    return new BadRequest(
        lines.get(0),
        request.with(body.toString().getBytes(StandardCharsets.UTF_8)),
        Integer.parseInt(answer[0]),
        answer.length == 1 ? null : answer[1],
        new ArrayList<>(List.of(answer)).subList(Math.min(2, answer.length), answer.length));
  }

  @Override
  public String toString() {
    return name;
  }
}
