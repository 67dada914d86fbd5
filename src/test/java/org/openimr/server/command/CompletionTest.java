package org.openimr.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code completion} prints makes bash complete: it is sourced, and asked as bash asks it. */
class CompletionTest {

  @TempDir private Path folder;

  private List<String> completed(String... words) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash here");
    StringWriter script = new StringWriter();
    assertThat(
            ImrCommand.run(
                new PrintWriter(script, true), new PrintWriter(new StringWriter()), "completion"))
        .isZero();
    Path file = folder.resolve("completion.bash");
    Files.writeString(file, script.toString());
    String asked =
        "source '"
            + file
            + "' || exit 3\n"
            + "complete -p openimr >&2 || exit 4\n"
            + "COMP_WORDS=(openimr "
            + String.join(" ", words)
            + ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
            + "COMP_LINE=\"${COMP_WORDS[*]}\"; COMP_POINT=${#COMP_LINE}; COMP_TYPE=9\n"
            + "$(complete -p openimr | sed 's/.*-F \\([^ ]*\\).*/\\1/') openimr\n"
            + "printf '%s\\n' \"${COMPREPLY[@]}\"\n";
    Process bash =
        new ProcessBuilder("/bin/bash", "--norc", "--noprofile", "-c", asked)
            .redirectError(folder.resolve("problems").toFile())
            .start();
    String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String problems = Files.readString(folder.resolve("problems"));
    assertThat(bash.exitValue()).as(problems).isZero();
    // bash itself says of compopt that it is not completing, as this test is not
    assertThat(problems.lines().filter(each -> !each.contains("compopt:")))
        .singleElement()
        .asString()
        .startsWith("complete ");
    return answer.lines().map(String::strip).toList();
  }

  @Test
  void commandsAreCompleted() throws Exception {
    assertThat(completed("rep")).containsExactly("report");
    assertThat(completed("policy", "dec")).containsExactly("decompile");
    assertThat(completed("''")).contains("serve", "doctor", "attachments", "import");
  }

  @Test
  void optionsAreCompleted() throws Exception {
    assertThat(completed("report", "--al")).containsExactly("--alone");
    assertThat(completed("packet", "verify", "--tr")).containsExactly("--trust");
  }
}
