package org.openimr.server.command.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.openimr.operation.attachment.HeldAttachments;
import org.openimr.operation.attachment.HeldAttachments.Kept;
import org.openimr.operation.attachment.SubmitAttachmentOperation;
import org.openimr.server.ImrServer;
import org.openimr.server.command.file.Usage;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Lists the attachments that are held because no case was found for them. It opens the database
 * that the settings name, as the server does; an embedded one is opened by one program at a time.
 */
@Command(name = "attachments", description = "Lists attachments that no case was found for")
public final class AttachmentsCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "held was expected");
  }

  /** Lists them, without anything that they hold. */
  @Command(description = "Lists what is held: from whom, since when, and whether it is still tried")
  int held(
      @Option(names = "--json", description = "answers in JSON") boolean json,
      @Parameters(paramLabel = "SETTING", description = Usage.SETTINGS, arity = "0..*")
          String[] given) {
    try (ConfigurableApplicationContext server =
        ImrServer.inside(given == null ? new String[0] : given)) {
      List<Kept> kept = server.getBean(HeldAttachments.class).kept();
      Instant tried = Instant.now().minus(Duration.ofDays(SubmitAttachmentOperation.DAYS_HELD));
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(json(kept, tried).toPrettyString());
        return 0;
      }
      out.println("id,organization,role,received,bytes,tried");
      for (Kept each : kept) {
        out.printf(
            "%s,%s,%s,%s,%d,%s%n",
            each.id(),
            each.organization(),
            each.role(),
            each.received(),
            each.bytes(),
            each.received().isBefore(tried) ? "no" : "yes");
      }
      return 0;
    }
  }

  private static ArrayNode json(List<Kept> kept, Instant tried) {
    ArrayNode all = new ObjectMapper().createArrayNode();
    for (Kept each : kept) {
      all.addObject()
          .put("id", each.id())
          .put("organization", each.organization())
          .put("role", each.role())
          .put("received", each.received().toString())
          .put("bytes", each.bytes())
          .put("tried", !each.received().isBefore(tried));
    }
    return all;
  }
}
